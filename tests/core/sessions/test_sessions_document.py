import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from kept_samples import a_session, opened
from test_sessions_export import everything

from kit.sessions_schema import FILE, sessions_schema
from quayside.app.core.attachments import Attachment
from quayside.app.core.events import Timings, ToolCall, Usage
from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.sessions.exporting.document import as_document
from quayside.app.core.sessions.exporting.forms import Form, export, file_name
from quayside.app.core.sessions.importing.files import read_sessions
from quayside.app.core.sessions.importing.outcome import Malformed
from quayside.app.core.sessions.importing.own import read_session
from quayside.app.core.sessions.model import KeptReply, KeptTurn, ReplyState, WholeSession

SCHEMA = Draft202012Validator(json.loads(sessions_schema()))
ODD = (None, -1, 1e300, 10**30, "x\0\ud800", [], {}, [[]], True)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
COUNTS = st.integers(0, 1 << 40)
SECONDS = st.none() | st.floats(0, 1e6)
LANES = st.builds(
    Lane,
    st.sampled_from(Path),
    WORDS,
    WORDS,
    parameters=st.dictionaries(WORDS, st.none() | WORDS | st.integers(), max_size=2),
    stream=st.booleans(),
)
FAILURES = st.builds(
    Failure, kind=WORDS, summary=WORDS, tried=WORDS, seen=WORDS, cause=WORDS, cure=WORDS
)
REPLIES = st.builds(
    KeptReply,
    place=st.just(0),
    lane=LANES,
    state=st.sampled_from([one for one in ReplyState if one is not ReplyState.RUNNING]),
    text=WORDS,
    reasoning=WORDS,
    tool_calls=st.lists(st.builds(ToolCall, WORDS, WORDS, WORDS), max_size=2).map(tuple),
    ttft=SECONDS,
    elapsed=SECONDS,
    usage=st.none() | st.builds(Usage, COUNTS, COUNTS, st.none() | COUNTS),
    timings=st.none() | st.builds(Timings, COUNTS, COUNTS, st.floats(0, 9), COUNTS, st.just(0.5)),
    gateway_headers=st.dictionaries(WORDS, WORDS, max_size=2),
    failure=st.none() | FAILURES,
)
ATTACHMENTS = st.builds(Attachment, WORDS, WORDS, WORDS | st.binary(max_size=9))


@st.composite
def sessions(draw):
    """Trees of turns: each follows one that stands before it, or none."""
    turns = []
    for number in range(draw(st.integers(0, 4))):
        parents = [None, *(turn.id for turn in turns)]
        turn = KeptTurn(
            id=f"turn {number}",
            parent=draw(st.sampled_from(parents)),
            prompt=draw(WORDS),
            at=draw(st.floats(0, 4e9)),
            attachments=tuple(draw(st.lists(ATTACHMENTS, max_size=2))),
            replies={
                place: replace(reply, place=place)
                for place, reply in enumerate(draw(st.lists(REPLIES, max_size=2)))
            },
        )
        turns.append(turn)
    leaf = draw(st.sampled_from([turn.id for turn in turns])) if turns else None
    return a_session("the-one", *turns, title=draw(WORDS), system=draw(WORDS), leaf=leaf)


def without_logins(whole):
    """A base such as `//x@` is taken to hold a login, which is masked."""
    return json.loads(as_document([whole]))["sessions"][0]


@given(sessions())
def test_any_session_comes_back_from_its_document_as_it_was(whole):
    record = without_logins(whole)
    again = read_session(record)
    assert without_logins(again) == record
    if "@" not in str(record):
        assert again == whole


@given(sessions())
def test_any_session_has_a_page_and_a_text_and_keeps_to_the_schema(whole):
    SCHEMA.validate(json.loads(as_document([whole])))
    assert "<script" not in export(whole, Form.HTML)
    assert export(whole, Form.MARKDOWN).startswith("# ")


def test_the_published_schema_is_the_one_that_is_read():
    assert FILE.read_text("utf-8") == sessions_schema()


def places(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*path, key))


def damaged():
    """The document with something odd at each of its places; what could still be read of it."""
    record = without_logins(everything())
    for number, (*way, last) in enumerate(place for place in places(record) if place):
        for odd in ODD:
            other = target = json.loads(json.dumps(record)) | {"id": f"{number}-{odd!r:.9}"}
            for key in way:
                target = target[key]
            target[last] = odd
            with suppress(Malformed):
                yield read_session(other)


async def test_what_is_read_of_a_damaged_document_can_be_kept_and_exported(tmp_path):
    found = [*damaged()]
    assert len(found) > 100
    out = tmp_path / "out"
    async with opened(tmp_path / "store") as store:
        await store.add(found)
        for row in await store.rows(limit=1000):
            whole = await store.open(row.session.id)
            assert isinstance(whole, WholeSession)
            texts = [export(whole, form) for form in Form]
            assert all(texts)
            assert (out / file_name(whole, Form.HTML)).resolve().parent == out


@pytest.mark.parametrize("identity", ["/../../x", "..", "a\0b", "\x1b[2J", "é", " "])
def test_an_id_of_elsewhere_becomes_one_that_can_be_shown_and_typed(tmp_path, identity):
    record = without_logins(everything()) | {"id": identity, "title": "…"}
    file = tmp_path / "s.json"
    file.write_text(json.dumps([record]))
    (session,) = read_sessions(file)
    assert session.session.id.isalnum()
    assert file_name(session, Form.MARKDOWN) == f"session-{session.session.id[:8]}.md"
    assert "/" not in file_name(a_session(identity, title="…"), Form.JSON)


def test_a_reply_that_ran_when_it_was_exported_is_a_part_and_a_lost_leaf_is_the_last_turn():
    record = without_logins(everything()) | {"leaf": "nowhere"}
    record["turns"][0]["replies"][0]["state"] = "running"
    session = read_session(record)
    assert session.turns[0].replies[0].state is ReplyState.INTERRUPTED
    assert session.session.leaf == session.turns[-1].id
