"""Run by the interpreter of LiteLLM's own environment: loads each file as the proxy would.

Reads file names from the command line; its last line is a JSON list: the names of the models
that are served, or the exception's name where LiteLLM does not start.
"""

import asyncio
import json
import os
import sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["LITELLM_MODE"] = "PRODUCTION"

from litellm.proxy.proxy_server import ProxyConfig


async def load(file: str) -> list[str] | str:
    try:
        router, _, _ = await ProxyConfig().load_config(router=None, config_file_path=file)
        return sorted({one["model_name"] for one in router.model_list}) if router else []
    except Exception as problem:
        return type(problem).__name__


async def main() -> None:
    told = [await load(file) for file in sys.argv[1:]]
    print("\n" + json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main())
