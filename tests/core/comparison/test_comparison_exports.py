import csv
import io
import re
from xml.etree import ElementTree

from hypothesis import given

from kit.hostile import Elements, foreign
from kit.records import a_record
from kit.samples import a_sample
from kit.scripted import a_failure, a_lane
from quayside.app.core.comparison.analysis import analyse
from quayside.app.core.comparison.export.csv_table import as_csv, harmless
from quayside.app.core.comparison.export.html import as_html
from quayside.app.core.comparison.export.markdown import as_markdown
from quayside.app.core.comparison.export.plots import as_svg
from quayside.app.core.comparison.report.build import report_of
from quayside.app.core.markdown_text import escaped, fenced


def analysed(record):
    return record, analyse(record.plan, record.samples, record.received)


def test_a_page_runs_nothing_loads_nothing_and_holds_the_plots():
    page = as_html(*analysed(a_record()))
    tags = {tag for tag, _ in Elements(page).seen}
    assert not tags & {"script", "link", "img", "iframe", "a", "object"}
    assert "default-src 'none'" in page
    assert {"svg", "table", "circle"} <= tags


def test_a_page_marks_the_first_word_that_differs():
    samples = [a_sample(0, 0, text="the sea is blue"), a_sample(1, 0, text="the sea was blue")]
    page = as_html(*analysed(a_record(samples, rounds=1)))
    assert "the sea <mark>was</mark> blue" in page


def test_plots_draw_each_measured_request_and_each_difference():
    drawing = as_svg(*analysed(a_record(rounds=12)))
    root = ElementTree.fromstring(drawing)
    dots = [one for one in root.iter() if one.get("class") == "dot"]
    points = [one for one in root.iter() if one.get("class") == "point"]
    assert len(dots) % 24 == 0
    assert points
    assert "slower" in drawing


def test_a_stray_request_does_not_squeeze_the_others_together():
    samples = [a_sample(0, number, ttft=20.0 + number) for number in range(12)]
    samples.append(a_sample(0, 12, ttft=90_000.0))
    drawing = as_svg(*analysed(a_record(samples, lanes=(a_lane(),), rounds=13)))
    assert "1 beyond, to 90" in drawing
    lefts = re.findall(r'class="dot" cx="([\d.]+)"', drawing)[:12]
    assert max(map(float, lefts)) - min(map(float, lefts)) > 300


def test_plots_of_nothing_say_so():
    failed = [a_sample(0, 0, failure=a_failure())]
    assert "Nothing was measured." in as_svg(*analysed(a_record(failed, rounds=1)))


def test_a_formula_becomes_a_text_and_a_number_stays_one():
    assert harmless("  =1+1") == "'  =1+1"
    assert harmless("-5 degrees") == "'-5 degrees"
    assert harmless("a = b") == "a = b"
    (head, first, *_) = csv.reader(io.StringIO(as_csv(a_record())))
    told = dict(zip(head, first, strict=True))
    assert told["ttft_ms"] == "20.000"
    assert (told["prompt"], told["round"], told["lane"], told["kind"]) == (
        "1",
        "1",
        "1",
        "measured",
    )


def test_rows_tell_which_texts_are_the_first_lanes():
    samples = [a_sample(0, 0), a_sample(1, 0), a_sample(0, 1), a_sample(1, 1, text="Other.")]
    (head, *rows) = csv.reader(io.StringIO(as_csv(a_record(samples, rounds=2))))
    assert [row[head.index("text_equal")] for row in rows] == ["", "yes", "", "no"]


@given(foreign)
def test_a_fence_is_never_closed_by_what_it_holds(text):
    opening, *inside, closing = fenced(text).split("\n")
    assert opening == closing
    assert not any(line.strip().startswith(opening) for line in inside)


@given(foreign)
def test_an_escaped_line_has_no_mark_of_its_own(text):
    said = escaped(text)
    assert "\n" not in said
    assert not re.search(r"(?<!\\)(\\\\)*[|`*_~\[#]", said)
    assert "<" not in said


def test_markdown_has_the_verdict_first_and_tables_of_one_width():
    report = report_of(*analysed(a_record(rounds=12)))
    said = as_markdown(report)
    assert said.index("TTFT: proxy is slower by 6.") < said.index("## ")
    tables = re.findall(r"(?:^\|.*\n?)+", said, re.MULTILINE)
    assert tables
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.strip().split("\n")}
        assert len(widths) == 1
