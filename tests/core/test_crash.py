import pytest

from quayside.app.core.crash import crash_text, keys_of
from quayside.app.core.secret import Secret
from quayside.app.core.settings_loading import load_settings

KEY = "canary-of-a-key-0123"


def crash(words):
    headers = {"authorization": f"Bearer {KEY}"}
    with pytest.raises(LookupError) as caught:
        raise LookupError(f"{words}: {len(headers)}")
    return caught.value


def test_it_tells_where_and_not_what_was_in_hand():
    told = crash_text(crash("no number"), [])
    assert "test_crash.py" in told
    assert "LookupError: no number: 1" in told
    assert KEY not in told


def test_keys_and_logins_in_its_words_are_masked():
    error = crash(f"Illegal header Bearer {KEY}, http://me:{KEY}x@host/ and \x1b]0;title\x07")
    told = crash_text(error, [Secret(KEY), Secret("")])
    assert KEY not in told
    assert "//host/" in told
    assert "\x1b" not in told


def test_a_recursion_without_end_is_told_by_its_last_lines():
    def again(number):
        return again(number + 1) + again(number)

    with pytest.raises(RecursionError) as caught:
        again(0)
    told = crash_text(caught.value, []).splitlines()
    assert len(told) < 70
    assert "RecursionError" in told[-1]


def test_keys_are_those_of_the_settings_and_of_variables_that_are_named_so(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text("api_key: a1\nproxy_key: b2\nprofiles: {x: {base: http://h, key: c3}}\n")
    found = keys_of({"HF_TOKEN": "d4", "HOME": "e5"}, load_settings({}, {}, file))
    assert {one.reveal() for one in found} == {"a1", "b2", "c3", "d4"}
