from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.hostile import foreign
from quayside.app.core.attaching.mentions import mentions
from quayside.app.core.gateway.lint.linter import lint
from quayside.app.core.given_path import given_path, is_file, is_folder, is_there
from quayside.app.core.lanes import LaneSyntaxError, parse_lane
from quayside.app.core.plain_text import one_line, plain
from quayside.app.core.sessions.importing.files import read_sessions
from quayside.app.core.sessions.importing.outcome import Problem
from quayside.app.core.sessions.model import WholeSession
from quayside.app.core.settings import SettingsError
from quayside.app.core.settings_loading import load_settings
from quayside.app.core.wire.address import AddressError, parse_engine_base, parse_gateway_base
from quayside.app.core.wire.sse import SseDecoder, SseOverflow
from quayside.app.skins import load_skins

LANES = st.lists(
    st.sampled_from(["sdk", "proxy", "litellm", ":", "@", "?", "&", "=", "max_tokens", "1e999"])
    | st.sampled_from(["http://", "unix://", "[", "]", "/", "..", "%zz", "\0", "é", "\ud800", "9"])
    | st.text(max_size=4),
    max_size=12,
).map("".join)
YAML = st.lists(
    st.sampled_from(["model", "profiles", "lanes", ": ", "\n", "  ", "- ", "{", "}", "[", "]"])
    | st.sampled_from(["&a", "*a", "!!int ", "!!set ", "<<", "2024-13-45", "0x_", "'", '"', "|"])
    | st.text(max_size=4),
    max_size=25,
).map("".join)
LEADERS = st.sampled_from([b"SQLite format 3\0", b"[", b"{", b'[{"mapping":', b"PK\3\4", b""])


@given(LANES | foreign)
def test_any_text_is_a_lane_or_a_syntax_error(text):
    with suppress(LaneSyntaxError):
        lane = parse_lane(text)
        assert isinstance(str(lane), str)


@pytest.mark.parametrize("read", [parse_engine_base, parse_gateway_base])
@given(text=LANES | foreign | foreign.map(lambda text: f"http://{text}"))
def test_any_text_is_an_address_or_says_why_not(read, text):
    with suppress(AddressError):
        assert read(text).origin


@given(st.lists(st.binary(max_size=40) | st.sampled_from([b"data:", b"\r", b"\n\n", b"\xef\xbb"])))
def test_any_bytes_are_events_or_too_many(chunks):
    decoder = SseDecoder()
    with suppress(SseOverflow):
        for chunk in chunks:
            list(decoder.feed(chunk))
        list(decoder.finish())


@given(YAML.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=80))
def test_any_bytes_are_settings_themes_and_findings_or_say_why_not(content):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "config.yaml"
        file.write_bytes(content)
        with suppress(SettingsError):
            load_settings({}, {}, file)
        assert load_skins([Path(folder)]).themes
        lint(file, {}, in_container=False)


@given(LEADERS, st.binary(max_size=200))
def test_any_bytes_are_sessions_or_say_why_not(leader, content):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "chats.json"
        file.write_bytes(leader + content)
        for one in read_sessions(file):
            assert isinstance(one, WholeSession | Problem)


@given(LANES | foreign)
def test_any_text_is_a_path_that_may_be_looked_at(text):
    file = given_path(text)
    assert is_there(file) in (True, False)
    assert not (is_file(file) and is_folder(file))


@given(foreign)
def test_any_prompt_has_its_mentions_in_order(text):
    places = [(one.start, one.end) for one in mentions(text)]
    assert places == sorted(places)


@given(st.text() | foreign)
def test_nothing_of_a_plain_text_steers(text):
    assert not [c for c in plain(text) if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160]
    assert not [c for c in one_line(text) if ord(c) < 32 or 127 <= ord(c) < 160]
