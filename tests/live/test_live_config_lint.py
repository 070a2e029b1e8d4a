import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kit.config_cases import CASES, GOOD
from kit.config_mutations import damaged
from kit.config_shapes import Case
from quayside.app.core.gateway.config_yaml import ConfigError, read_config
from quayside.app.core.gateway.environment import LiteLLMInstall
from quayside.app.core.gateway.lint.linter import lint
from quayside.app.core.gateway.lint.model import Report

pytestmark = pytest.mark.live
LOADER = Path(__file__).parents[1] / "kit" / "litellm_loader.py"
FALLBACK = "http://localhost:22088/engines/llama.cpp"
EVERY = (*CASES, *GOOD)
MENDED = [case for case in CASES if case.mended]
DAMAGED, SEED = 300, 20261125
KEYS = {f"{word}-master-key" for word in ("no", "public", "empty", "unset", "misplaced")}
Answer = Mapping[str, Any]


def linted(file: Path) -> Report:
    return lint(file, os.environ, in_container=False, version="1.106.2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("configs")


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, Path]:
    """Of each case, and of what the linter makes of it."""
    files = {case.name: written(folder / f"{n}", case.whole) for n, case in enumerate(EVERY)}
    for number, case in enumerate(MENDED):
        mended = linted(files[case.name]).mended or ""
        files[f"mended: {case.name}"] = written(folder / f"m{number}", mended)
    for number, text in enumerate(damaged([case.whole for case in EVERY], DAMAGED, SEED)):
        files[f"damaged: {number}"] = written(folder / f"d{number}", text)
    return files


@pytest.fixture(scope="module")
def loaded(litellm_install: LiteLLMInstall, files: dict[str, Path]) -> dict[str, Answer]:
    """What the real LiteLLM makes of each; one process for all, since its import takes seconds."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("LITELLM_")
    }
    ended = subprocess.run(
        [litellm_install.python, "-I", LOADER],
        input="\0".join(map(str, files.values())),
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=True,
    )
    return dict(zip(files, json.loads(ended.stdout.strip().splitlines()[-1]), strict=True))


def written(folder: Path, text: str) -> Path:
    folder.mkdir()
    file = folder / "config.yaml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.name)
def test_litellm_serves_what_the_linter_says_or_stops_as_it_says(case: Case, loaded, files):
    report, answer = linted(files[case.name]), loaded[case.name]
    assert answer.get("models", []) == sorted(report.models)
    stops = [one for one in report.findings if one.stops]
    assert bool(stops) is ("error" in answer)
    if stops:
        name = answer["error"].partition(":")[0]
        said = " ".join(one.effect for one in stops)
        assert name in said or name == "Exception"


def test_litellm_makes_of_damaged_files_what_the_linter_says(loaded, files):
    for number in range(DAMAGED):
        file, answer = files[f"damaged: {number}"], loaded[f"damaged: {number}"]
        report = linted(file)
        assert answer.get("models", []) == sorted(report.models), file.read_text("utf-8")
        assert not (report.ok and "error" in answer), file.read_text("utf-8")


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.name)
def test_litellm_goes_to_the_base_that_the_linter_judged(case: Case, loaded, files):
    try:
        entries = read_config(files[case.name], os.environ).entries
    except ConfigError:
        return
    bases = {name: base for name, base in loaded[case.name].get("bases", [])}
    for entry in entries:
        if entry.for_docker_model_runner and entry.model_name in bases:
            assert bases[entry.model_name] == (entry.api_base or FALLBACK)


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.name)
def test_litellm_refuses_to_start_where_the_linter_says_so_of_its_key(case: Case, loaded, files):
    answer = loaded[case.name]
    if "refuses" in answer:
        found = {one.rule for one in linted(files[case.name]).findings}
        assert answer["refuses"] is bool(KEYS & found)


@pytest.mark.parametrize("case", MENDED, ids=lambda case: case.name)
def test_litellm_serves_every_model_of_a_mended_file(case: Case, loaded, files):
    report, mended = linted(files[case.name]), f"mended: {case.name}"
    assert loaded[mended].get("models", []) == sorted(linted(files[mended]).models)
    if report.mendable:
        assert loaded[mended]["models"]
