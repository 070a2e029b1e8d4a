import gc

import pytest

from quayside.app.core.garbage import (
    FullCollections,
    collect_from_now_on,
    start_without_collecting,
)


@pytest.fixture(autouse=True)
def usual():
    thresholds = gc.get_threshold()
    yield thresholds
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    gc.enable()


def collections() -> int:
    return gc.get_stats()[2]["collections"]


def make_much() -> None:
    for _ in range(300_000):
        one: list[object] = []
        one.append(one)


def test_no_full_collection_happens_while_a_reply_streams(usual):
    with FullCollections().put_off():
        before = collections()
        make_much()
        assert collections() == before
    assert gc.get_threshold() == usual


def test_one_happens_at_last_beside_a_stream_without_an_end(monkeypatch):
    monkeypatch.setattr("quayside.app.core.garbage._SELDOM", 20)
    # Python waits besides until a quarter has been added to what outlived its last look.
    enough = max(300_000, len(gc.get_objects()))
    with FullCollections().put_off():
        before = collections()
        kept: list[list[object]] = [[] for _ in range(enough)]
        assert collections() > before
    del kept


def test_they_come_back_when_the_last_of_several_replies_has_ended(usual):
    kept = FullCollections()
    first, second = kept.put_off(), kept.put_off()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() != usual
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_what_a_start_loads_is_looked_through_by_no_collection():
    with start_without_collecting():
        assert not gc.isenabled()
        collect_from_now_on()
        assert gc.isenabled()
        assert gc.get_freeze_count()


def test_a_start_that_comes_to_nothing_leaves_the_collector_as_it_was():
    with pytest.raises(ValueError, match="no terminal"), start_without_collecting():
        raise ValueError("no terminal")
    assert gc.isenabled()
    assert not gc.get_freeze_count()
