import gc

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
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


def drawn_at_many_places(style):
    console = Console(color_system="truecolor")
    return {Strip([Segment("abc", style)]).apply_offsets(0, y).render(console) for y in range(3000)}


def test_the_look_of_text_that_can_be_selected_is_the_same_at_each_place():
    let_lines_go()
    bold = Style(bold=True, italic=False, color="#ff8800", bgcolor="#000080")
    assert drawn_at_many_places(bold) == {"\x1b[1;38;2;255;136;0;48;2;0;0;128mabc\x1b[0m"}
    assert drawn_at_many_places(Style()) == {"abc"}


def test_no_place_in_a_text_is_remembered_for_its_look():
    let_lines_go()
    drawn_at_many_places(Style(underline=True))
    gc.collect()
    places = [one for one in gc.get_objects() if type(one) is Style and one.underline and one.meta]
    # Rich remembers what came of its last thousand sums.
    assert len(places) < 1100
