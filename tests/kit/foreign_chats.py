"""Files of chats as ChatGPT, Open WebUI and `llm` write them, made of a few words each."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

BEGAN = 1_700_000_000.0


def chatgpt_chat(number: int, turns: int = 2) -> dict[str, Any]:
    """With the nodes that stand before the first prompt, and hidden ones among them."""
    nodes: dict[str, Any] = {
        "root": {"id": "root", "message": None, "parent": None, "children": ["sys"]},
        "sys": _node("sys", "root", "system", "", weight=0),
        "you": _node("you", "sys", "user", "", kind="user_editable_context"),
    }
    before = "you"
    for turn in range(turns):
        asked, said = f"u{turn}", f"a{turn}"
        nodes[asked] = _node(asked, before, "user", f"question {turn} of chat {number}")
        nodes[said] = _node(said, asked, "assistant", f"answer {turn}", model="gpt-4o")
        before = said
    for node in nodes.values():
        node["children"] = [one for one, other in nodes.items() if other["parent"] == node["id"]]
    return {
        "title": f"Chat {number}",
        "create_time": BEGAN + number,
        "update_time": BEGAN + number + 60,
        "mapping": nodes,
        "current_node": before,
        "conversation_id": f"chat-{number}",
        "id": f"chat-{number}",
        "is_archived": number % 10 == 1,
        "plugin_ids": None,
        "safe_urls": [],
    }


def _node(
    name: str,
    parent: str,
    role: str,
    text: str,
    *,
    kind: str = "text",
    model: str = "",
    **more: Any,
) -> dict[str, Any]:
    message = {
        "id": name,
        "author": {"role": role, "name": None, "metadata": {}},
        "create_time": BEGAN,
        "content": {"content_type": kind, "parts": [text]},
        "status": "finished_successfully",
        "weight": 1.0,
        "recipient": "all",
        "metadata": {"model_slug": model} if model else {},
        **more,
    }
    return {"id": name, "message": message, "parent": parent, "children": []}


def open_webui_chat(number: int, turns: int = 2) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    before = None
    for turn in range(turns):
        for name, role, text in (
            (f"u{turn}", "user", f"question {turn} of chat {number}"),
            (f"a{turn}", "assistant", f"answer {turn}"),
        ):
            messages[name] = {"id": name, "parentId": before, "childrenIds": [], "role": role}
            messages[name] |= {"content": text, "timestamp": int(BEGAN) + turn}
            messages[name] |= {"model": "llama3.2:3b"} if role == "assistant" else {}
            if before:
                messages[before]["childrenIds"].append(name)
            before = name
    history = {"messages": messages, "currentId": before}
    chat = {"id": "", "title": f"Chat {number}", "models": ["llama3.2:3b"], "history": history}
    return {
        "id": f"row-{number}",
        "user_id": "me",
        "title": f"Chat {number}",
        "chat": {**chat, "messages": list(messages.values()), "timestamp": 1_700_000_000_000},
        "created_at": int(BEGAN) + number,
        "updated_at": int(BEGAN) + number + 60,
        "pinned": number == 0,
        "archived": False,
        "meta": {"tags": ["harbour"]},
    }


def llm_rows(number: int, turns: int = 2) -> Iterator[dict[str, Any]]:
    for turn in range(turns):
        yield {
            "id": f"{number:06}-{turn}",
            "model": "gpt-4o-mini",
            "prompt": f"question {turn} of chat {number}",
            "system": "Be short." if turn == 0 else None,
            "prompt_json": None,
            "options_json": {},
            "response": f"answer {turn}",
            "response_json": None,
            "conversation_id": f"conversation-{number}",
            "duration_ms": 120,
            "datetime_utc": f"2025-01-02T03:04:{turn:02}.123456+00:00",
            "conversation_name": f"Chat {number}",
            "conversation_model": "gpt-4o-mini",
            "attachments": [],
        }


def write_llm_database(file: Path, chats: int, turns: int = 2) -> Path:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            "CREATE TABLE conversations (id TEXT PRIMARY KEY, name TEXT, model TEXT);"
            "CREATE TABLE responses (id TEXT PRIMARY KEY, model TEXT, prompt TEXT, system TEXT,"
            " prompt_json TEXT, options_json TEXT, response TEXT, response_json TEXT,"
            " conversation_id TEXT, duration_ms INTEGER, datetime_utc TEXT);"
        )
        for number in range(chats):
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?)",
                (f"conversation-{number}", f"Chat {number}", "gpt-4o-mini"),
            )
            for row in llm_rows(number, turns):
                values = [row[name] for name in ("id", "model", "prompt", "system")]
                values += [None, "{}", row["response"], None, row["conversation_id"], 120]
                marks = ", ".join("?" * 11)
                stamped = [*values, row["datetime_utc"]]
                connection.execute(f"INSERT INTO responses VALUES ({marks})", stamped)
        connection.commit()
    return file


def write_list(file: Path, values: list[Any]) -> Path:
    """One value a line, so that a test can say on which one a chat stands."""
    lines = ",\n".join(one if isinstance(one, str) else json.dumps(one) for one in values)
    file.write_text(f"[\n{lines}\n]\n")
    return file
