import pytest

from quayside.app.core.sizes import size_words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (999, "999 B"), (98_000_000, "98.0 MB"), (7.2e9, "7.20 GB"), (9e12, "9000.00 GB")],
)
def test_an_amount_is_short(size, words):
    assert size_words(size) == words
