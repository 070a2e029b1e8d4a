import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from kit.config_cases import CASES, GOOD
from quayside.app.core.gateway.lint.conversion import convert
from quayside.app.core.gateway.lint.linter import lint

TEXTS = [case.whole for case in (*CASES, *GOOD)]
PIECES = ["\t", "  ", "- ", "-", ": ", "{", "}", "[", "*a", "&a ", "|", "'", '"', "#", "\x00", "\r"]
pieces = st.sampled_from(PIECES) | st.text(max_size=6)


@st.composite
def mutated(draw):
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        lines = text.split("\n")
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "shift", "insert", "cut"])):
            case "drop":
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[place], lines[other] = lines[other], lines[place]
            case "shift":
                lines[place] = " " * draw(st.integers(0, 6)) + lines[place].lstrip()
            case "insert":
                at = draw(st.integers(0, len(lines[place])))
                lines[place] = lines[place][:at] + draw(pieces) + lines[place][at:]
            case _:
                lines = lines[: place + 1]
        text = "\n".join(lines)
    return text


def linted(text):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "config.yaml"
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        report = lint(file, {}, in_container=False)
        convert(file, text)
    return report


@given(mutated())
def test_no_file_breaks_the_linter_and_what_it_mends_stays_mended(text):
    report = linted(text)
    if report.mended is not None:
        again = linted(report.mended)
        assert again.mended is None
        assert len(again.findings) <= len(report.findings) + 3


@given(st.binary(max_size=200))
def test_no_bytes_break_the_linter(content):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "config.yaml"
        file.write_bytes(content)
        lint(file, {}, in_container=False)


@given(mutated())
def test_every_line_that_is_named_is_in_the_file(text):
    last = len(re.split("\r\n|[\r\n\x85\u2028\u2029]", text))
    assert all(0 <= finding.line <= last for finding in linted(text).findings)
