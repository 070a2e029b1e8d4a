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


def rules(findings):
    return [finding.rule for finding in findings]


@given(mutated())
def test_no_file_breaks_the_linter_and_what_it_mends_stays_mended(text):
    report = linted(text)
    if report.mended is None:
        assert report.left == report.findings
        return
    again = linted(report.mended)
    assert again.mended is None
    assert rules(again.findings) == rules(report.left)
    assert again.ok is report.mendable


@given(mutated())
def test_what_is_good_has_models_or_says_why_not(text):
    report = linted(text)
    assert report.models or not report.ok


@given(mutated())
def test_no_key_of_a_mutated_file_is_in_any_word(text):
    key = "sk-canary-0123456789"
    report = linted(text.replace("sk-a-long-key-of-our-own", key))
    assert key not in repr(report.findings)


def test_nesting_and_anchors_without_end_come_to_an_end():
    many = ["a0: &a0 [x]", *(f"a{i}: &a{i} [{f'*a{i - 1},' * 9}]" for i in range(1, 12))]
    settings = "environment_variables: {X: *a11}\nrouter_settings: {fallbacks: *a11}\n"
    assert not linted("\n".join(many) + f"\n{settings}").ok
    for depth in (50, 200, 400, 3000):
        assert not linted("x: " + "[" * depth + "]" * depth).ok


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
