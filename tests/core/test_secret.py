from quayside.app.core.secret import MASK, Secret


def test_a_secret_shows_itself_only_on_request() -> None:
    key = Secret("sk-canary")
    assert "canary" not in f"{key} {key!r} {key:>20}"
    assert key.reveal() == "sk-canary"


def test_the_mask_does_not_tell_the_length() -> None:
    assert Secret("a").masked() == Secret("a" * 80).masked() == MASK


def test_an_unset_secret_is_falsy_and_masks_nothing() -> None:
    assert not Secret()
    assert Secret().masked() == ""
    assert Secret().scrub("text") == "text"


def test_a_body_that_echoes_the_key_is_scrubbed() -> None:
    assert Secret("sk-1").scrub("bad key sk-1!") == f"bad key {MASK}!"


def test_equal_keys_are_equal() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert len({Secret("a"), Secret("a")}) == 1
