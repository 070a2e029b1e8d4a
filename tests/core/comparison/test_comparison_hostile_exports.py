import csv
import io
import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from kit.hostile import HOSTILE, Elements, foreign, steers
from kit.records import a_record
from kit.samples import a_sample
from kit.scripted import a_failure, a_lane
from quayside.app.core.comparison.export.drawing import word
from quayside.app.core.comparison.export.forms import export, in_form
from quayside.app.core.comparison.record import Machine, Server
from quayside.app.core.comparison.sample import Answer, Wire
from quayside.app.core.lanes import Path
from quayside.app.core.runner.received import ReceivedRequest

CALM = "calm"


def sample_of(text, lane, number):
    failed = lane == 2
    told = replace(a_failure(), summary=text, seen=text) if failed else None
    words = text if number else f"{text}{lane}"
    return a_sample(
        lane,
        number,
        ttft=20.0 + 6 * lane + number % 3,
        answer=Answer(
            text=words,
            reasoning=text * lane,
            tool_calls=(text,) * lane,
            finish_reason=text,
            served_model=text,
        ),
        wire=Wire(headers={"x-litellm-model-id": f"{text}{number}"}, fields=(text * (lane + 1),)),
        failure=told,
    )


def record_of(text):
    """Foreign text wherever a record has any."""
    parameters = {"user": text, "stop": [text]}
    lanes = tuple(
        replace(a_lane(text, path, text), parameters=parameters)
        for path in (Path.SDK, Path.PROXY, Path.PROXY)
    )
    record = a_record(
        [sample_of(text, lane, number) for number in range(3) for lane in range(3)],
        lanes=lanes,
        rounds=3,
        prompts=(text,),
    )
    received = {
        lane: ReceivedRequest(id="1", model=text, method="POST", url=text, body=text * (lane + 1))
        for lane in range(2)
    }
    return replace(
        record,
        quayside=text,
        machine=Machine(system=text, python=text, cores=2),
        servers=(Server(kind=text, title=text, version=text),) * 3,
        received=received,
        remarks=(text,),
    )


PAGE = Elements(in_form("html", record_of(CALM))).seen


@given(foreign)
def test_no_element_of_a_page_comes_from_foreign_text(text):
    page = in_form("html", record_of(text))
    assert Elements(page).seen <= PAGE | {("mark", ())}
    assert not steers(page)


@given(foreign)
def test_no_mark_of_a_markdown_report_comes_from_foreign_text(text):
    said = in_form("markdown", record_of(text))
    assert kinds(said) <= NOTE | {"text_special"}
    assert not steers(said)


def kinds(said):
    """Block and inline marks, as CommonMark with tables reads them; a title is one heading."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(said)
    inline = [one for token in tokens for one in token.children or []]
    assert len([one for one in tokens if one.type == "heading_open" and one.tag == "h1"]) == 1
    return {one.type for one in (*tokens, *inline)}


NOTE = kinds(in_form("markdown", record_of(CALM)))


@given(foreign)
def test_the_blocks_of_a_markdown_report_are_as_many_whatever_is_said(text):
    assert blocks(in_form("markdown", record_of(text))) == BLOCKS


def blocks(said):
    tokens = MarkdownIt("commonmark").enable("table").parse(said)
    return Counter(one.type for one in tokens if one.type in ("fence", "table_open", "th_open"))


BLOCKS = blocks(in_form("markdown", record_of(CALM)))


@given(foreign)
def test_rows_of_data_are_whole_and_no_cell_is_a_formula(text):
    head, *rows = csv.reader(io.StringIO(in_form("csv", record_of(text))))
    assert len(rows) == 9
    assert {len(row) for row in rows} == {len(head)}
    cells = [cell for row in rows for cell in row if not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
    assert not any(
        cell.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in cells
    )
    assert not any(steers(cell) or "\n" in cell or "\r" in cell for cell in cells)


@given(foreign)
def test_plots_are_whole_xml_without_foreign_elements(text):
    drawing = in_form("svg", record_of(text))
    seen = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(drawing).iter()}
    assert seen == {"svg", "title", "style", "rect", "g", "text", "path", "circle"}


@pytest.mark.parametrize("ending", [".md", ".csv", ".html", ".svg", ".json"])
def test_each_file_can_be_written_and_is_utf_8(tmp_path, ending):
    for number, text in enumerate(HOSTILE):
        file = tmp_path / f"{number}{ending}"
        export(file, record_of(text))
        assert file.read_text("utf-8").endswith("\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_word_in_a_drawing_is_a_word(text):
    (found,) = ElementTree.fromstring(f"<svg>{word(1, 2, text)}</svg>").iter("text")
    assert sorted(found.attrib) == ["class", "text-anchor", "x", "y"]
    assert list(found) == []
