import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CARRIED = {".py", ".tcss", ".yaml", ".json", ".txt"}
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".*_cache", "__pycache__", "*.egg-info", "build", "dist", ".venv", "tests"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    # A copy: building writes beside the sources.
    copy = tmp_path_factory.mktemp("wheel") / "source"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(copy)]
    ended = subprocess.run(
        [*command, str(copy)], capture_output=True, text=True, check=False, cwd=copy
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (built,) = copy.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def test_every_folder_of_code_is_a_declared_package() -> None:
    folders = [
        ROOT,
        *(file.parent for top in ("app", "widgets") for file in (ROOT / top).rglob("*.py")),
    ]
    names = {".".join(("quayside", *folder.relative_to(ROOT).parts)) for folder in folders}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == names
    assert all((folder / "__init__.py").is_file() for folder in folders)


def test_the_wheel_holds_quayside_alone(wheel) -> None:
    tops = {name.partition("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"quayside"}
    assert not [name for name in wheel if "/tests/" in name or "/docs/" in name]


def test_the_wheel_holds_all_that_the_program_reads(wheel) -> None:
    carried = [
        file.relative_to(ROOT).as_posix()
        for top in ("app", "widgets", "themes")
        for file in (ROOT / top).rglob("*")
        if file.suffix in CARRIED
    ]
    assert not {f"quayside/{name}" for name in carried} - set(wheel)
    assert "quayside/py.typed" in wheel


def test_the_version_has_its_changelog_entry() -> None:
    version = re.search(r'__version__ = "(.+)"', (ROOT / "__init__.py").read_text("utf-8"))
    assert version is not None
    assert f"## [{version.group(1)}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_no_extra_holds_litellm() -> None:
    wanted = [PROJECT["project"]["dependencies"]]
    wanted += PROJECT["project"]["optional-dependencies"].values()
    assert not [one for group in wanted for one in group if one.startswith("litellm")]


def test_the_lock_names_no_host_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    pinned = [line for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]
    assert len(pinned) > 40
    assert all(line.endswith("\\") for line in pinned)
