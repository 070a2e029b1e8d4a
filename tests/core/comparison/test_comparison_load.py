from xml.etree import ElementTree

import pytest

from kit.records import LANES, a_record
from kit.samples import a_sample
from kit.scripted import a_failure
from quayside.app.core.comparison.analysis import analyse
from quayside.app.core.comparison.export.plots import as_svg
from quayside.app.core.comparison.plan import Kind, Place, ServiceLevel
from quayside.app.core.comparison.report.build import report_of

SVG = "{http://www.w3.org/2000/svg}"


def at_level(lane, level, number, **more):
    place = Place(0, number, lane, 0, Kind.MEASURED, level)
    return a_sample(lane, number, place=place, began=0.4 * number / level, **more)


def loaded(levels, ttfts=(20.0, 26.0), **plan):
    """Each lane at each level, two requests a worker: the TTFT grows with the level."""
    samples = [
        at_level(lane, level, number, ttft=ttft * level)
        for level in levels
        for lane, ttft in enumerate(ttfts)
        for number in range(2 * level)
    ]
    return a_record(samples, rounds=2, levels=levels, warm_up=0, **plan)


def analysed(record):
    return record, analyse(record.plan, record.samples, record.received)


def tables(record):
    return {one.title: one.table for one in report_of(*analysed(record)).sections if one.table}


def test_the_verdict_under_load_is_the_most_answers_a_second():
    report = report_of(*analysed(loaded((2, 4))))
    assert report.verdicts == (
        "sdk: at best 9.86 answers/s, with 4 in flight",
        "proxy: at best 9.58 answers/s, with 4 in flight",
    )


def test_good_answers_have_a_best_level_of_their_own():
    report = report_of(*analysed(loaded((2, 4), service=ServiceLevel(ttft=79.0))))
    assert report.verdicts[0] == (
        "sdk: at best 9.86 answers/s, with 4 in flight; good ones 5.96/s, with 2 in flight"
    )


def test_failed_requests_are_no_answers():
    samples = [at_level(0, 4, number, failure=a_failure()) for number in range(4)]
    samples += [at_level(0, 1, 0), at_level(0, 1, 1)]
    record = a_record(samples, lanes=LANES[:1], levels=(1, 4), rounds=1)
    (line,) = report_of(*analysed(record)).verdicts
    assert line.endswith("with 1 in flight")
    row = next(row for row in tables(record)["Requests in flight"].rows if row[1] == "4")
    assert row[:4] == ("1 sdk", "4", "4", "4")
    assert row[-2:] == ("–", "–")


def test_each_lane_and_level_has_a_row_and_its_share_of_good_requests():
    found = tables(loaded((2, 4), service=ServiceLevel(ttft=100.0, e2e=200.0)))
    assert [row[:3] for row in found["Requests in flight"].rows] == [
        ("1 sdk", "2", "4"),
        ("2 proxy", "2", "4"),
        ("1 sdk", "4", "8"),
        ("2 proxy", "4", "8"),
    ]
    goodput = found["Goodput: TTFT ≤ 100 ms, E2E ≤ 200 ms"]
    assert [row[2] for row in goodput.rows] == ["100 %", "100 %", "100 %", "0 %"]
    assert goodput.rows[0][3] == "[51, 100]"


def test_without_a_service_level_nothing_is_called_good():
    assert not any(title.startswith("Goodput") for title in tables(loaded((2,))))


def test_medians_stand_only_where_a_request_was_alone():
    assert not any(title.startswith("Medians") for title in tables(loaded((2, 4))))
    alone = tables(loaded((1, 2)))
    assert [row[1] for row in alone["Medians, with one request in flight"].rows] == ["2", "2"]


def boxes(record, kind):
    root = ElementTree.fromstring(as_svg(*analysed(record)))
    return [float(one.get("width")) for one in root.iter(f"{SVG}rect") if one.get("class") == kind]


def test_plots_of_load_draw_a_bar_for_each_lane_and_level_and_the_good_ones_in_it():
    record = loaded((2, 4), service=ServiceLevel(ttft=100.0))
    assert len(boxes(record, "band")) == 4
    assert [round(one) for one in boxes(record, "point")][3] == 1
    assert boxes(record, "band")[:3] == boxes(record, "point")[:3]
    assert "Answers a second, by requests in flight; full: the good ones" in as_svg(
        *analysed(record)
    )
    assert boxes(loaded((2, 4)), "point") == []


@pytest.mark.parametrize("levels", [(), (1, 2), (3,)])
def test_plots_of_a_comparison_that_only_failed_are_still_whole(levels):
    samples = [at_level(lane, 3, 0, failure=a_failure()) for lane in (0, 1)]
    record = a_record(samples, levels=levels, rounds=1, service=ServiceLevel(ttft=5.0))
    ElementTree.fromstring(as_svg(*analysed(record)))
