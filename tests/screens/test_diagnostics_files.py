from dataclasses import replace

from kit.diagnosis_steps import ScriptedDiagnosis, found
from kit.stories import story
from quayside.app.core.diagnostics.model import Evidence, Finding, Status

MENDED = "model_list:\n  - model_name: a"
LINT = Finding(
    check="config.file",
    title="config.yaml",
    status=Status.FAIL,
    summary="line 2: no such key",
    evidence=(Evidence("litellm.yaml:2", "no such key"), Evidence("mended", MENDED)),
    cure="Write it otherwise.",
    command="quayside config lint --write litellm.yaml",
)
BASE = Finding(
    check="settings.base",
    title="Base",
    status=Status.PASS,
    summary="fine",
    evidence=(Evidence("from", "flag --base"), Evidence("base", "x")),
)


async def test_what_was_seen_is_copied_and_of_a_file_the_mended_one():
    async with story(diagnose=found(LINT, BASE).diagnose) as told:
        await told.press("f4")
        await told.settle()
        text = told.text()
        assert "litellm.yaml:2" in text
        assert "- model_name: a" in text
        await told.press("y", "c", "G", "y")
        assert told.copied == [f"{MENDED}\n", LINT.command, "from: flag --base\nbase: x"]


async def test_a_file_is_mended_after_a_yes_and_looked_at_again():
    done: list[str] = []

    def mend():
        done.append("mended")
        return "Mended litellm.yaml."

    def find(_lanes):
        return [replace(LINT, status=Status.PASS, evidence=())] if done else [LINT]

    script = ScriptedDiagnosis(find)
    async with story(diagnose=script.diagnose, mend=mend) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a", "n")
        await told.settle()
        assert done == []
        await told.press("a", "y")
        await told.settle()
        assert done == ["mended"]
        assert [row.status for row in told.screen.findings.rows] == ["pass"]
        assert [only for _, _, only in script.asked] == ["", "config.file"]


async def test_a_file_that_cannot_be_written_is_said():
    def mend():
        raise PermissionError("not yours")

    async with story(diagnose=found(LINT).diagnose, mend=mend) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a", "y")
        await told.settle()
        assert "not mended: not yours" in told.text()
