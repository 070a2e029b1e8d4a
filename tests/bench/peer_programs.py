"""The chat programs of others, each in an environment of its own, set up to ask our server."""

import json
import sqlite3
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.chat_server import MODEL

from kit.installed_programs import command_of

# As oterm 0.26.1 makes it; without a chat it opens with a form that takes dozens of keys.
OTERM_STORE = """
CREATE TABLE chat (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, model TEXT NOT NULL,
  system TEXT, provider TEXT DEFAULT 'ollama', parameters TEXT DEFAULT '{}',
  tools TEXT DEFAULT '[]', thinking BOOLEAN DEFAULT 0);
CREATE TABLE message (id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL,
  author TEXT NOT NULL, text TEXT NOT NULL, images TEXT DEFAULT '[]',
  FOREIGN KEY(chat_id) REFERENCES chat(id) ON DELETE CASCADE);
INSERT INTO chat (name, model, system, provider) VALUES ('Tides', 'mock', '', 'ollama');
PRAGMA user_version = 6657;
"""


@dataclass(frozen=True, slots=True)
class Program:
    """`set_up` writes into a fresh home and gives the command and its environment."""

    name: str
    set_up: Callable[[Path, str], tuple[list[str], Mapping[str, str]]]
    """Takes the home and the origin of the server."""
    ready: str
    """Words on the screen when a prompt can be typed."""
    send: str = "\r"


def quayside(home: Path, origin: str) -> tuple[list[str], Mapping[str, str]]:
    base = ("--base", f"{origin}/engines/llama.cpp", "--model", MODEL)
    return [sys.executable, "-m", "quayside", *base], {}


def oterm(home: Path, origin: str) -> tuple[list[str], Mapping[str, str]]:
    (home / "config.json").write_text(json.dumps({"splash-screen": False}))
    with sqlite3.connect(home / "store.db") as store:
        store.executescript(OTERM_STORE)
    store.close()
    environment = {"OTERM_DATA_DIR": str(home), "OLLAMA_URL": origin, "OLLAMA_HOST": origin}
    return [command_of("oterm", "0.26.1")], environment


def parllama(home: Path, origin: str) -> tuple[list[str], Mapping[str, str]]:
    model = {"provider": "Ollama", "model_name": MODEL, "temperature": 0.5}
    settings = {"starting_tab": "Chat", "use_last_tab_on_startup": False, "last_llm_config": model}
    (home / "settings.json").write_text(json.dumps({"show_first_run": False, **settings}))
    options = ["-d", str(home), "--ollama-url", origin, "-s", "chat"]
    command = [command_of("parllama", "0.10.1"), *options]
    return command, {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}


def elia(home: Path, origin: str) -> tuple[list[str], Mapping[str, str]]:
    folder = home / "elia"
    folder.mkdir()
    model = f'name = "openai/{MODEL}"\napi_base = "{origin}/v1"\napi_key = "x"\n'
    text = f'default_model = "openai/{MODEL}"\n[[models]]\n{model}'
    (folder / "config.toml").write_text(text)
    environment = {"XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    return [command_of("elia-chat", "1.10.0", "elia")], environment | {
        "LITELLM_LOCAL_MODEL_COST_MAP": "True"
    }


US = Program("quayside", quayside, "Ask something")
PEERS = (
    Program("oterm 0.26.1", oterm, "mock"),
    Program("parllama 0.10.1", parllama, "Type a message"),
    # Control and J.
    Program("elia 1.10.0", elia, "Welcome to Elia", send="\n"),
)
