from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.flat_yaml import read_flat

THEMES = sorted((Path(__file__).parents[2] / "themes").glob("*.yaml"))
NAMES = st.sampled_from(["name", "dark", "lane-sdk", "no", "on-air", "null", "True", "1", "", "a "])
VALUES = st.one_of(
    st.sampled_from(["", "true", "false", "yes", "no", "off-hand", "null", "~", "1e3", "012"]),
    st.sampled_from(["'x'", "[a]", "{a: b}", "|", "&a b", "!!str x", "a: b", "a #b", '"#ffffff"']),
    st.text(max_size=6).map('"{}"'.format),
    st.text(max_size=6),
)
LINES = st.one_of(
    st.builds("{}{}:{}{}".format, st.sampled_from(["", "  ", " ", "\t"]), NAMES,
              st.sampled_from(["", " ", "  "]), VALUES),
    st.sampled_from(["", "# why", "  # why", "---", "- a", "...", "variables:"]),
)  # fmt: skip


@pytest.mark.parametrize("file", THEMES, ids=lambda file: file.stem)
def test_every_theme_of_ours_is_read_so(file: Path):
    text = file.read_text()
    assert read_flat(text) == yaml.safe_load(text)


@given(st.lists(LINES, max_size=8).map("\n".join))
def test_what_is_read_so_is_what_pyyaml_reads(text: str):
    read = read_flat(text)
    if read is not None:
        assert read == yaml.safe_load(text)


@given(st.text())
def test_any_text_is_read_as_pyyaml_reads_it_or_left_to_it(text: str):
    read = read_flat(text)
    if read is not None:
        assert read == yaml.safe_load(text)


@pytest.mark.parametrize(
    "text",
    ["", "# nothing", "a: 'b'", "a: b\na: c", "a:\n", "a:\nb: c", "  a: b", "a:\n  b:\n", "a: 1"],
)
def test_what_is_not_plain_is_left_to_pyyaml(text: str):
    assert read_flat(text) is None
