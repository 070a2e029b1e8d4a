"""Run by the interpreter of LiteLLM's own environment: loads each file as the proxy would.

Reads the names of files, with NUL between them; its last line of output is a JSON list, of
each file what became of it:
`models` that are served, the `bases` to which the requests for each would go, the exception as
`error` where LiteLLM does not load the file, and whether it `refuses` to start for its key.
"""

import asyncio
import copy
import json
import os
import sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["LITELLM_MODE"] = "PRODUCTION"

import litellm
from litellm.proxy import proxy_server
from litellm.proxy.auth.master_key_boot_check import SafeMasterKey, master_key_boot_verdict

SETTINGS = {
    name: copy.copy(value)
    for name, value in vars(litellm).items()
    if isinstance(value, bool | int | float | str | list | dict | None)
    and not name.startswith("_")
    and name.islower()
    and not (isinstance(value, list | dict) and len(value) > 20)
}
ENVIRONMENT = dict(os.environ)


def start_afresh() -> None:
    """What one file set, the next must not find."""
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    for name, value in SETTINGS.items():
        setattr(litellm, name, copy.copy(value))
    proxy_server.master_key = os.environ.get("LITELLM_MASTER_KEY")


async def load(file: str) -> dict[str, object]:
    start_afresh()
    config = proxy_server.ProxyConfig()
    try:
        router, _, settings = await config.load_config(router=None, config_file_path=file)
    except Exception as problem:
        return {"error": f"{type(problem).__name__}: {problem}"}
    deployments = list(router.model_list) if router else []
    return {
        "models": sorted({one["model_name"] for one in deployments}),
        "bases": [[one["model_name"], base_of(one["litellm_params"])] for one in deployments],
        "refuses": refuses(dict(settings or {}), file),
    }


def base_of(params: dict[str, object]) -> str:
    base = params.get("api_base") or params.get("base_url")
    try:
        provider = litellm.get_llm_provider(
            params["model"], custom_llm_provider=params.get("custom_llm_provider"), api_base=base
        )
    except Exception as problem:
        return type(problem).__name__
    return str(provider[3])


def refuses(settings: dict[str, object], file: str) -> bool:
    try:
        verdict = master_key_boot_verdict(
            master_key=proxy_server.master_key,
            environment_master_key=os.environ.get("LITELLM_MASTER_KEY"),
            general_settings=settings,
            config_file_path=file,
            override_env_is_on=False,
            salt_key_is_set=True,
            database_is_configured=False,
        )
    except AttributeError:
        return True
    return not isinstance(verdict, SafeMasterKey)


async def main() -> None:
    # Each file says what it has found; nobody wants to read that.
    told, sys.stdout = sys.stdout, sys.stderr
    answers = [await load(file) for file in sys.stdin.read().split("\0")]
    print("\n" + json.dumps(answers), file=told)


if __name__ == "__main__":
    asyncio.run(main())
