import pytest
from hypothesis import given
from hypothesis import strategies as st

from quayside.widgets.plain_text import visible
from quayside.widgets.reply_blocks import BlockSplitter, markdown_parser
from quayside.widgets.reply_fence import SLICE_LINES, Piece, PieceKind

LINES = [
    *("", "", "text", "more *text*", "# Title", "- item", "  inner", "1. one", "> quote", "---"),
    *("```python", "```", "   ````", "~~~", "    indented", "a | b", "--|--", "1 | 2", "==="),
    *("[d]: /url", "[d]: <", "'title", "title'", "see [d]", "<think>", "</think>", "<!--", "-->"),
    *("\ttab", "| a |", "***", "\x1b[31m", "\x85", "x\ry", "- a\n\n  b", "+", "2)", ">"),
]
documents = st.lists(st.sampled_from(LINES), max_size=25).map("\n".join)


def cut(text: str, places: list[int]) -> list[str]:
    ends = sorted({min(place, len(text)) for place in places} | {len(text)})
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def split(chunks: list[str]) -> list[Piece]:
    splitter = BlockSplitter()
    pieces = [piece for chunk in chunks for piece in splitter.feed(chunk)]
    return pieces + splitter.finish()


@given(documents, st.lists(st.integers(0, 200), max_size=30))
def test_pieces_do_not_depend_on_how_the_text_was_cut(text: str, places: list[int]):
    assert split(cut(text, places)) == split([text])


@given(documents)
def test_pieces_are_the_same_letter_by_letter(text: str):
    assert split(list(text)) == split([text])


@pytest.mark.parametrize("count", [0, 1, SLICE_LINES, SLICE_LINES + 1, 3 * SLICE_LINES])
def test_a_fence_is_cut_in_slices(count: int):
    code = [f"line {number}" for number in range(count)]
    pieces = split(["\n".join(["before", "```py title", *code, "```", "after"])])
    slices = [piece for piece in pieces if piece.kind is PieceKind.CODE]
    assert "\n".join(piece.text for piece in slices) == "\n".join(code)
    assert len(slices) == -(-count // SLICE_LINES)
    assert pieces[1] == Piece(PieceKind.CODE_HEAD, language="py")
    assert pieces[-1] == Piece(PieceKind.MARKDOWN, "after")


def test_a_block_is_finished_when_the_next_one_starts():
    splitter = BlockSplitter()
    assert splitter.feed("# Title\npara") == []
    assert splitter.feed("graph\n") == [Piece(PieceKind.MARKDOWN, "# Title")]
    assert splitter.open_pieces() == [Piece(PieceKind.MARKDOWN, "paragraph")]


def test_a_line_of_marks_waits_for_its_meaning():
    splitter = BlockSplitter()
    splitter.feed("text\n--")
    assert splitter.open_pieces() == [Piece(PieceKind.MARKDOWN, "text")]


def test_a_long_text_is_cut_in_windows():
    text = "\n\n".join(f"paragraph {number} " + "word " * 30 for number in range(100))
    pieces = split([text])
    assert len(pieces) == 100
    assert pieces == split(cut(text, list(range(0, len(text), 7))))


def written(tokens: list) -> list[tuple[str, str]]:
    return [(token.type, token.content) for token in tokens if token.type != "fence"]


@given(documents)
def test_the_pieces_mean_what_the_whole_document_means(text: str):
    parser = markdown_parser()
    environment: dict = {}
    whole = parser.parse(visible(text), environment)
    pieces = split([text])
    parts = [parser.parse(p.text, environment) for p in pieces if p.kind is PieceKind.MARKDOWN]
    assert written(whole) == [pair for tokens in parts for pair in written(tokens)]
    fences = [token.content for token in whole if token.type == "fence" and token.level == 0]
    slices = [piece.text for piece in pieces if piece.kind is PieceKind.CODE]
    assert [fence.rstrip("\n") for fence in fences if fence.strip("\n")] == [
        code.rstrip("\n") for code in slices if code.strip("\n")
    ]


def test_a_definition_waits_for_the_rest_of_its_title():
    text = "[d]: /url\n'a title\nof two lines'\n\nsee [d]"
    assert split(text.splitlines(keepends=True)) == split([text])
    splitter = BlockSplitter()
    assert splitter.feed("[d]: /url\n'a title\n") == []
