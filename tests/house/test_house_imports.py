import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = [
    *ROOT.glob("*.py"),
    *(ROOT / "app").rglob("*.py"),
    *(ROOT / "widgets").rglob("*.py"),
]


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def loaded_by(code: str) -> set[str]:
    return {name.partition(".")[0] for name in modules_loaded_by(code)}


def modules_loaded_by(code: str) -> set[str]:
    ended = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys; print(json.dumps(list(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(ended.stdout.splitlines()[-1]))


def test_nothing_imports_litellm() -> None:
    assert not [str(file) for file in PRODUCT if "litellm" in imported(file)]


def test_the_core_never_draws() -> None:
    core = [file for file in PRODUCT if ROOT / "app" / "core" in file.parents]
    assert not [str(file) for file in core if imported(file) & {"textual", "rich"}]


def test_widgets_never_fetch() -> None:
    drawn = [file for file in PRODUCT if ROOT / "widgets" in file.parents]
    assert not [str(file) for file in drawn if imported(file) & {"httpx", "pydantic", "yaml"}]


VERSION = """
import quayside
from quayside.app.cli import main
try:
    main(["--version"])
except SystemExit as end:
    assert end.code == 0
"""


@pytest.mark.parametrize("code", ["import quayside", VERSION], ids=["import", "version"])
def test_starting_is_light(code) -> None:
    heavy = {"textual", "rich", "httpx", "litellm", "pydantic", "yaml", "asyncio"}
    assert not loaded_by(code) & heavy


PARTS = """
import importlib
for name in ("cli", "command_line.chat", "command_line.compare", "command_line.doctor",
             "command_line.workbench", "core.demo"):
    importlib.import_module("quayside.app." + name)
"""


def test_the_whole_program_loads_no_litellm() -> None:
    assert "litellm" not in loaded_by(PARTS)


def test_a_command_without_screens_loads_no_textual() -> None:
    assert "textual" not in loaded_by("import quayside.app.command_line.compare")


START = """
import quayside.app.command_line.workbench
from quayside.app.skins import load_skins
assert load_skins().themes
"""
WITH_A_KEY = (
    "clipboard",
    "jump",
    "line_dialog",
    "choice_list",
    "theme_picker",
    "help",
    "lane_worker",
)
"""Screens' modules that serve a key, a dialog or a reply."""


def test_the_workbench_starts_with_the_chat_alone() -> None:
    later = {"httpx", "pydantic", "yaml", "sqlite3", "markdown_it", "pygments", "statistics"}
    loaded = modules_loaded_by(START)
    assert not {name.partition(".")[0] for name in loaded} & later
    ours = {f"quayside.app.screens.{name}" for name in WITH_A_KEY}
    ours |= {"quayside.app.palette", "quayside.app.core.events", "quayside.app.core.figures"}
    assert not loaded & ours


def test_the_contracts_between_the_floors_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run(
        [str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
