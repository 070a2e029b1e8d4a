import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

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
HOSTILE = (
    "</pre></td></script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]></style><svg onload=x>&amp;&#60;",
    "\x1b[31mred\x1b]8;;http://x\x07\x00\x9b\ud800\ufffe",
    "\u202eevil | a `b` ```\n# head\n| c |\n---\n",
    "=cmd|' /C calc'!A0",
    "\t@SUM(1)",
    "\n\n```\n````\n~~~\n<b>",
    "[a](http://x) ![b](http://y) <http://z> **c** _d_ ~~e~~",
    "1. a\n- b\n> c\n+ d\n    e",
    'x" onload="y" class=\'z',
    "\\|\\`\\[\\",
    "\u2028\u2029\u0085\x0b\x0c",
)
MARKS = "<a/>&;\"'`|#*[]()!~_\\\n\r\t\x1b\x00\ud800\ufffe\u202e=+-@ 1."
foreign = (
    st.sampled_from(HOSTILE)
    | st.text(alphabet=st.sampled_from(MARKS), min_size=1, max_size=40)
    | st.text(alphabet=st.characters(codec=None, exclude_categories=()), min_size=1, max_size=40)
)


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
        [sample_of(text, lane, number) for number in range(9) for lane in range(3)],
        lanes=lanes,
        rounds=9,
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


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen: set[tuple[str, tuple[str, ...]]] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.add((tag, tuple(sorted(name for name, _ in attrs))))


def steers(text):
    return re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)


PAGE = Elements(in_form("html", record_of(CALM))).seen


@given(foreign)
def test_no_element_of_a_page_comes_from_foreign_text(text):
    page = in_form("html", record_of(text))
    assert Elements(page).seen <= PAGE | {("mark", ())}
    assert not steers(page)


@given(foreign)
def test_no_mark_of_a_markdown_report_comes_from_foreign_text(text):
    said = in_form("markdown", record_of(text))
    assert kinds(said) <= kinds(in_form("markdown", record_of(CALM))) | {"text_special"}
    assert not steers(said)


def kinds(said):
    """Block and inline marks, as CommonMark with tables reads them; a title is one heading."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(said)
    inline = [one for token in tokens for one in token.children or []]
    assert len([one for one in tokens if one.type == "heading_open" and one.tag == "h1"]) == 1
    return {one.type for one in (*tokens, *inline)}


@given(foreign)
def test_the_blocks_of_a_markdown_report_are_as_many_whatever_is_said(text):
    assert blocks(in_form("markdown", record_of(text)), "fence") == 4
    assert blocks(in_form("markdown", record_of(text)), "table_open") == TABLES


def blocks(said, kind):
    tokens = MarkdownIt("commonmark").enable("table").parse(said)
    return len([one for one in tokens if one.type == kind])


TABLES = blocks(in_form("markdown", record_of(CALM)), "table_open")


@given(foreign)
def test_rows_of_data_are_whole_and_no_cell_is_a_formula(text):
    head, *rows = csv.reader(io.StringIO(in_form("csv", record_of(text))))
    assert len(rows) == 27
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
