import gc

from rich.segment import Segment
from textual.strip import Strip

from quayside.widgets.drawn_lines import let_lines_go


def test_a_line_that_was_drawn_whole_goes_without_a_collection():
    let_lines_go()
    let_lines_go()
    gc.collect()
    for number in range(20):
        (whole,) = Strip([Segment(f"line {number:02}")]).divide([7])
        assert whole.text == f"line {number:02}"
    del whole
    assert gc.collect() == 0


def test_a_line_is_still_cut_where_others_cover_it():
    let_lines_go()
    assert [part.text for part in Strip([Segment("abcdef")]).divide([2, 6])] == ["ab", "cdef"]
    assert [part.text for part in Strip([Segment("abcdef")]).divide(iter([6]))] == ["abcdef"]
