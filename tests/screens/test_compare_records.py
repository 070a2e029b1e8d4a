import json

import pytest

from kit.comparing import compared, view
from kit.records import a_record
from kit.stories import story
from quayside.app.core.comparison.files import records_directory, write_record


def kept(tmp_path):
    return sorted(records_directory(tmp_path).glob("*.json"))


async def test_a_finished_comparison_is_kept_by_itself(tmp_path):
    async with story(data_directory=tmp_path) as told:
        await compared(told)
        (file,) = kept(tmp_path)
        assert "kept as" in told.text()
        assert len(json.loads(file.read_text())["samples"]) == 6
        assert "sdk · ai/smollm2 | proxy · smollm2" in await view(told, "records")


async def test_a_record_of_another_day_opens_with_all_its_figures(tmp_path):
    write_record(records_directory(tmp_path) / "old.json", a_record(rounds=12))
    async with story(data_directory=tmp_path) as told:
        await told.press("f3", "escape")
        await view(told, "records")
        await told.press("enter")
        await told.settle()
        text = told.text()
        assert "[1 figures]" in text
        assert "proxy is slower by 6.0 ms" in text
        assert "opened " in text


async def test_what_is_on_show_is_held_against_an_older_record(tmp_path):
    write_record(records_directory(tmp_path) / "old.json", a_record(rounds=12))
    async with story(data_directory=tmp_path) as told:
        await compared(told, rounds="8")
        await view(told, "records")
        await told.press("down", "c")
        await told.settle()
        assert "Against the record of 2026-11-25" in told.text()
        assert "TTFT: sdk is slower than the record of 2026-11-25" in told.text()


async def test_a_record_is_deleted_only_after_a_yes(tmp_path):
    write_record(records_directory(tmp_path) / "old.json", a_record())
    async with story(data_directory=tmp_path) as told:
        await told.press("f3", "escape")
        await view(told, "records")
        await told.press("d", "n")
        await told.settle()
        assert kept(tmp_path)
        await told.press("d", "y")
        await told.settle()
        assert not kept(tmp_path)
        assert "None is kept here yet" in told.text()


@pytest.mark.parametrize(
    ("ending", "holds"),
    [
        (".json", '"quayside/comparison/2"'),
        (".md", "# Comparison · workload"),
        (".csv", "prompt,round,lane"),
        (".html", "<!doctype html>"),
        (".svg", "<svg "),
    ],
)
async def test_a_comparison_is_saved_in_the_form_that_the_name_asks_for(tmp_path, ending, holds):
    file = tmp_path / f"mine{ending}"
    async with story() as told:
        await compared(told)
        await told.press("s")
        told.screen.query_one("#line").value = str(file)
        await told.press("enter")
        await told.settle()
        assert holds in file.read_text("utf-8")
        assert "Saved as" in told.text()


async def test_a_name_that_is_taken_or_of_no_form_is_refused_and_nothing_is_lost(tmp_path):
    file = tmp_path / "mine.json"
    file.write_text("precious")
    async with story() as told:
        await compared(told)
        await told.press("s")
        for name, words in ((file, "is there already"), (tmp_path / "x.pdf", "is none of")):
            told.screen.query_one("#line").value = str(name)
            await told.press("enter")
            assert words in told.text()
        assert file.read_text() == "precious"


async def test_a_file_that_is_no_record_is_listed_with_its_reason_and_breaks_nothing(tmp_path):
    folder = records_directory(tmp_path)
    folder.mkdir(parents=True)
    (folder / "bad.json").write_text("{")
    async with story(data_directory=tmp_path) as told:
        await told.press("f3", "escape")
        assert "it is no record of a comparison" in await view(told, "records")
        await told.press("enter")
        await told.settle()
        assert "bad.json: Invalid JSON" in told.text()
        assert told.screen.views.current is told.screen.views.records
