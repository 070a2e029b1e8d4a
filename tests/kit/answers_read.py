"""The text of an answer as a program prints it, streamed or whole."""

import json


def text_of_answer(printed: str) -> str:
    if not printed.lstrip().startswith("data:"):
        return json.loads(printed)["choices"][0]["message"]["content"]
    data = [line.removeprefix("data:").strip() for line in printed.splitlines() if line]
    chunks = [json.loads(one) for one in data if one and one != "[DONE]"]
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks if chunk.get("choices")]
    return "".join(delta.get("content") or "" for delta in deltas)
