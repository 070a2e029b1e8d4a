"""Run by the interpreter of LiteLLM's own environment: asks the same by four ways.

Reads a JSON object from the command line, writes one JSON object on its last line.
"""

import json
import sys

import litellm

litellm.suppress_debug_info = True


def ask(stream: bool, **where: str) -> str:
    answer = litellm.completion(
        messages=[{"role": "user", "content": "Name three rivers."}],
        temperature=0,
        seed=1,
        max_tokens=16,
        max_retries=0,
        stream=stream,
        **where,
    )
    if not stream:
        return answer.choices[0].message.content
    return "".join(chunk.choices[0].delta.content or "" for chunk in answer if chunk.choices)


def main() -> None:
    told = json.loads(sys.argv[1])
    direct = {"model": "docker_model_runner/ai/smollm2", "api_base": told["runner"] + "/v1"}
    proxied = {
        "model": "litellm_proxy/smollm2",
        "api_base": told["proxy"],
        "api_key": told["key"],
    }
    texts = [ask(stream, **where) for where in (direct, proxied) for stream in (False, True)]
    try:
        ask(False, model=direct["model"], api_base=told["runner"])
    except litellm.NotFoundError as problem:
        refusal = str(problem)
    else:
        refusal = ""
    print("\n" + json.dumps({"texts": texts, "refusal": refusal}))


if __name__ == "__main__":
    main()
