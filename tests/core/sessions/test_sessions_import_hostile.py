import io
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.foreign_chats import chatgpt_chat, llm_rows, open_webui_chat
from quayside.app.core.sessions.importing import chatgpt, json_values, llm_logs, open_webui
from quayside.app.core.sessions.importing.files import read_sessions
from quayside.app.core.sessions.importing.json_values import Found, JsonValues
from quayside.app.core.sessions.importing.messages import Chat, Message, session_of
from quayside.app.core.sessions.importing.outcome import Malformed, Problem
from quayside.app.core.sessions.importing.times import seconds_of
from quayside.app.core.sessions.model import WholeSession

VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SAMPLES = {
    "chatgpt": chatgpt_chat(0),
    "open-webui": open_webui_chat(0),
    "llm": next(llm_rows(0)),
}


def values(text):
    return list(JsonValues(io.StringIO(text)).read())


@given(st.lists(VALUES, max_size=5), st.integers(1, 40), st.booleans())
def test_a_list_gives_its_items_however_it_is_read(items, piece, spread):
    text = json.dumps(items, indent=1 if spread else None)
    before, json_values.PIECE = json_values.PIECE, piece
    try:
        found = values(text)
    finally:
        json_values.PIECE = before
    # NaN is unlike itself.
    assert [repr(one.value) for one in found] == [repr(one) for one in items]
    lines = text.split("\n")
    for one in found:
        assert 1 <= one.line <= len(lines)


@given(st.text(st.sampled_from('[]{}",:\\ntrue0 1e\n'), max_size=60))
def test_any_text_ends_and_says_what_it_was(text):
    for one in values(text):
        assert isinstance(one, Found | Problem)


def places(value, path=()):
    """All places in a sample, to put something else there."""
    yield path
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in inner:
            yield from places(one, (*path, key))


@given(st.sampled_from(sorted(SAMPLES)), st.data(), VALUES)
def test_a_chat_with_anything_at_any_place_is_read_or_malformed(kind, data, other):
    sample = json.loads(json.dumps(SAMPLES[kind]))
    *way, last = data.draw(st.sampled_from([one for one in places(sample) if one]))
    target = sample
    for key in way:
        target = target[key]
    target[last] = other
    try:
        if kind == "llm":
            chats = [llm_logs.read_chat([sample])]
        else:
            reader = chatgpt if kind == "chatgpt" else open_webui
            chats = [reader.read_chat(sample)]
        sessions = [session_of(chat, 1.0) for chat in chats]
    except Malformed:
        return
    for session in sessions:
        assert isinstance(session, WholeSession)
        known = set()
        for turn in session.turns:
            assert turn.parent is None or turn.parent in known
            known.add(turn.id)
        assert session.session.leaf in known


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (1.7e9, 1.7e9),
        (1.7e12, 1.7e9),
        (1.7e15, 1.7e9),
        (1.7e18, 1.7e9),
        ("2025-01-02T03:04:05Z", 1735787045.0),
        ("2025-01-02 03:04:05.5", 1735787045.5),
        ("yesterday", None),
        (-1, None),
        (1e300, None),
        (None, None),
        (True, None),
    ],
)
def test_moments_are_read_in_any_unit_and_nonsense_is_none(written, seconds):
    assert seconds_of(written) == seconds


def test_a_chat_as_deep_as_it_is_long_is_read_without_recursion():
    messages = [
        Message(
            id=str(number), parent=str(number - 1), role=("user", "assistant")[number % 2], text="x"
        )
        for number in range(20_000)
    ]
    session = session_of(Chat(source="s", id="deep", messages=messages), 1.0)
    assert len(session.turns) == 10_000


def test_a_comb_of_answers_to_answers_is_malformed_and_not_an_hour():
    messages = [Message(id="u", parent=None, role="user", text="x")]
    for number in range(5_000):
        before = "u" if number == 0 else f"a{number - 1}"
        messages.append(Message(id=f"a{number}", parent=before, role="assistant", text="x"))
        messages.append(Message(id=f"b{number}", parent=before, role="assistant", text="x"))
    with pytest.raises(Malformed, match="branch too often"):
        session_of(Chat(source="s", id="comb", messages=messages), 1.0)


def test_forks_that_share_much_cannot_grow_without_end():
    messages = [Message(id="u", parent=None, role="user", text="x")]
    for number in range(250):
        before = "u" if number == 0 else f"a{number - 1}"
        long = "x" * 30_000
        messages.append(Message(id=f"a{number}", parent=before, role="assistant", text=long))
        messages.append(Message(id=f"b{number}", parent=before, role="assistant", text="y"))
    with pytest.raises(Malformed, match="forks repeat too much"):
        session_of(Chat(source="s", id="wide", messages=messages), 1.0)


def test_a_value_nested_too_deeply_is_told_and_passed_over(tmp_path):
    file = tmp_path / "f"
    file.write_text(f"[{'[' * 200_000}{']' * 200_000}, {json.dumps(open_webui_chat(1))}]")
    problem, session = list(read_sessions(file))
    assert problem.reason == "nested too deeply"
    assert session.session.title == "Chat 1"


def test_a_number_of_any_length_spoils_its_chat_alone():
    problem, after = values(f'[{{"title": "Long", "n": {"1" * 5000}}}, {{"next": 1}}]')
    assert problem.reason == "a number is too long"
    assert after.value == {"next": 1}


@pytest.mark.parametrize(
    "torn", ['{"a": {"b": 1}', '{"a": "b}', '{"a": "b\\', '{"a": nope, "b": [']
)
@pytest.mark.parametrize("indent", ["", "  "])
@pytest.mark.parametrize("piece", [1, 7, 4096])
def test_after_a_bracket_that_never_closes_the_next_line_alike_is_read(torn, indent, piece):
    text = f'[\n{indent}{torn},\n{indent}{{"next": {{"c": "}}"}}}},\n{indent}{{"last": 1}}\n]'
    before, json_values.PIECE = json_values.PIECE, piece
    try:
        problem, *after = values(text)
    finally:
        json_values.PIECE = before
    assert problem.line == 2
    assert [(one.value, one.line) for one in after] == [({"next": {"c": "}"}}, 3), ({"last": 1}, 4)]


def test_a_word_that_is_no_value_takes_no_other_with_it():
    problem, after = values('[nope, {"next": 1}]')
    assert isinstance(problem, Problem)
    assert after.value == {"next": 1}


def test_what_is_no_json_at_all_is_told_once():
    (problem,) = values("Dear diary,\n1, 2, 3\n" * 100)
    assert "it begins with 'D'" in problem.reason


def test_what_never_ends_is_passed_over_in_a_time_that_grows_with_it_alone():
    file = io.StringIO('[{"a": nope, "b": "' + "x" * 20_000_000)
    started = time.process_time()
    assert len(list(JsonValues(file).read())) == 2
    assert time.process_time() - started < 2
