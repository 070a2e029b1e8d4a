"""Files of as many chats as people have after years, written chat by chat."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kit.foreign_chats import chatgpt_chat, llm_rows, open_webui_chat, write_llm_database
from kit.foreign_threads import add_to_llm_database, write_llm_threads

KINDS = ("chatgpt", "open-webui", "llm", "llm-database", "llm-threads")
_TURNS = 10
_WORDS = "word and other words, ünïcode — "


def write_big(file: Path, kind: str, chats: int, characters: int) -> Path:
    """Of `kind`; each message has about as many characters."""
    padding = _WORDS * (characters // len(_WORDS))
    match kind:
        case "llm-database":
            write_llm_database(file, chats, _TURNS)
            longer = f"prompt = prompt || '{padding}', response = response || '{padding}'"
            return add_to_llm_database(file, f"UPDATE responses SET {longer}")
        case "llm-threads":
            write_llm_threads(file, chats, _TURNS)
            return add_to_llm_database(file, f"UPDATE parts SET text = text || '{padding}'")
        case _:
            with file.open("w", encoding="utf-8") as written:
                for number, value in enumerate(_values(kind, chats, padding)):
                    written.write(
                        f"{',' if number else '['}{json.dumps(value, ensure_ascii=False)}"
                    )
                written.write("]")
            return file


def _values(kind: str, chats: int, padding: str) -> Iterator[dict[str, Any]]:
    for number in range(chats):
        if kind == "llm":
            for row in llm_rows(number, _TURNS):
                yield row | {name: row[name] + padding for name in ("prompt", "response")}
        elif kind == "chatgpt":
            yield _longer(chatgpt_chat(number, _TURNS), padding)
        else:
            yield _longer_row(open_webui_chat(number, _TURNS), padding)


def _longer(chat: dict[str, Any], padding: str) -> dict[str, Any]:
    for name, node in chat["mapping"].items():
        if name[0] in "ua" and name[1:].isdecimal():
            node["message"]["content"]["parts"][0] += padding
    return chat


def _longer_row(row: dict[str, Any], padding: str) -> dict[str, Any]:
    for message in row["chat"]["history"]["messages"].values():
        message["content"] += padding
    return row
