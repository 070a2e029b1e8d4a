import json
import os
import subprocess
from pathlib import Path

import pytest

from kit.config_cases import CASES, GOOD
from kit.config_shapes import CRASH, Case
from quayside.app.core.gateway.environment import LiteLLMInstall
from quayside.app.core.gateway.lint.linter import lint

pytestmark = pytest.mark.live
LOADER = Path(__file__).parents[1] / "kit" / "litellm_loader.py"
EVERY = (*CASES, *GOOD)
MENDED = [case for case in CASES if case.mended]


@pytest.fixture(scope="module")
def loaded(
    litellm_install: LiteLLMInstall, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str] | str]:
    """What the real LiteLLM makes of each case, and of what the linter mends, by name."""
    folder = tmp_path_factory.mktemp("configs")
    texts = {case.name: case.whole for case in EVERY}
    files = {
        name: written(folder / f"{number}", text)
        for number, (name, text) in enumerate(texts.items())
    }
    for number, case in enumerate(MENDED):
        report = lint(files[case.name], {}, in_container=False)
        files[f"mended: {case.name}"] = written(folder / f"m{number}", report.mended or "")
    return dict(zip(files, asked(litellm_install, list(files.values())), strict=True))


def written(folder: Path, text: str) -> Path:
    folder.mkdir()
    file = folder / "config.yaml"
    file.write_text(text, "utf-8")
    return file


def asked(install: LiteLLMInstall, files: list[Path]) -> list[list[str] | str]:
    """One process for all, since importing LiteLLM takes seconds."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("LITELLM_")
    }
    ended = subprocess.run(
        [install.python, "-I", LOADER, *files],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=True,
    )
    return json.loads(ended.stdout.strip().splitlines()[-1])


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.name)
def test_litellm_does_what_the_linter_says(case: Case, loaded):
    if case.models is CRASH:
        assert isinstance(loaded[case.name], str)
    else:
        assert loaded[case.name] == sorted(case.models)


@pytest.mark.parametrize("case", MENDED, ids=lambda case: case.name)
def test_litellm_serves_every_model_of_a_mended_file(case: Case, loaded, tmp_path):
    report = lint(written(tmp_path / "case", case.whole), {}, in_container=False)
    mended = lint(written(tmp_path / "mended", report.mended or ""), {}, in_container=False)
    assert loaded[f"mended: {case.name}"] == sorted(mended.models)
