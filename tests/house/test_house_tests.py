import ast
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parents[1]
MODULES = sorted(TESTS.rglob("test_*.py"))


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(file.read_text("utf-8"))
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def calls(file: Path) -> list[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_tests_are_no_package() -> None:
    assert not list(TESTS.rglob("__init__.py"))


def test_test_files_have_names_of_their_own() -> None:
    assert not [name for name, count in Counter(f.name for f in MODULES).items() if count > 1]


def test_tests_have_no_docstrings() -> None:
    # pytest would print them instead of the names.
    told = [
        f"{file.name}::{one.name}"
        for file in MODULES
        for one in functions(file)
        if one.name.startswith("test_") and ast.get_docstring(one)
    ]
    assert not told


def test_tests_do_not_sleep() -> None:
    asleep = {
        f"{file.relative_to(TESTS)}: {call}"
        for file in MODULES
        if file.parent.name != "live" and not _runs_on_virtual_time(file)
        for call in calls(file)
        if call.startswith(("time.sleep(", "sleep(")) or _waits(call)
    }
    assert not asleep


def _runs_on_virtual_time(file: Path) -> bool:
    return "class VirtualLoop(" in file.read_text("utf-8")


def _waits(call: str) -> bool:
    head = "asyncio.sleep("
    return call.startswith(head) and call.removeprefix(head) not in {"0)", "3600)"}


def test_live_tests_say_so() -> None:
    live = (TESTS / "live").glob("test_*.py")
    assert not [file.name for file in live if "pytest.mark.live" not in file.read_text("utf-8")]
