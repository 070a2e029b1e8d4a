import pytest
from kept_samples import GATEWAY, LANE, a_reply, a_session, a_turn, opened, said

from quayside.app.core.lanes import Lane
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.sessions.changes import Change
from quayside.app.core.sessions.listing import Filter, Known, Order

VLLM = Lane(LanePath.LITELLM, "ai/qwen3", "http://localhost:12434/engines/vllm")


def ids(rows) -> list[str]:
    return [row.session.id for row in rows]


def numbered(count):
    return [
        said(f"{n}", f"Number {n}", used_at=float(n), created_at=-float(n)) for n in range(count)
    ]


def of(session, *lanes, **more):
    turns = [a_turn(f"t{n}", "Hello", a_reply(lane=lane)) for n, lane in enumerate(lanes)]
    return a_session(session, *turns, **more)


async def test_pinned_sessions_stand_first_and_then_those_used_last(tmp_path):
    async with opened(tmp_path) as store:
        await store.add(numbered(4))
        await store.change(["1"], Change(pinned=True))
        assert ids(await store.rows()) == ["1", "3", "2", "0"]
        assert ids(await store.rows(order=Order.CREATED)) == ["1", "0", "2", "3"]


async def test_titles_are_in_order_whatever_their_case(tmp_path):
    titles = ["beta", "Alpha", "alpha 2", "Gamma"]
    async with opened(tmp_path) as store:
        await store.add([a_session(title, title=title) for title in titles])
        assert ids(await store.rows(order=Order.TITLE)) == ["Alpha", "alpha 2", "beta", "Gamma"]


async def test_pages_follow_one_another_without_a_gap(tmp_path):
    async with opened(tmp_path) as store:
        # Sessions of one moment have an order as well.
        await store.add([said(f"{n}", "x", used_at=5.0) for n in range(25)])
        pages = [await store.rows(offset=at, limit=10) for at in (0, 10, 20, 30)]
        assert [len(page) for page in pages] == [10, 10, 5, 0]
        assert ids(row for page in pages for row in page) == [f"{n}" for n in range(24, -1, -1)]
        assert await store.count() == 25


async def test_a_line_tells_title_lanes_turns_and_tags(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([of("one", LANE, GATEWAY, lanes=(LANE, GATEWAY), tags=("b", "a"))])
        (row,) = await store.rows()
    assert (row.session.title, row.turns) == ("Hello", 2)
    assert (row.session.lanes, row.session.tags) == ((LANE, GATEWAY), ("a", "b"))


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (Filter(), ["gateway", "both", "engine"]),
        (Filter(model="ai/smollm2"), ["both", "engine"]),
        (Filter(engine="vllm"), ["both"]),
        (Filter(path=LanePath.PROXY), ["gateway"]),
        (Filter(path=LanePath.SDK, model="ai/qwen3"), []),
        (Filter(path=LanePath.LITELLM, model="ai/qwen3", engine="vllm"), ["both"]),
        (Filter(tag="calm"), ["gateway"]),
        (Filter(pinned=True), []),
        (Filter(archived=True), ["away"]),
        (Filter(archived=None), ["away", "gateway", "both", "engine"]),
        (Filter(deleted=True), ["gone"]),
        (Filter(model="' OR 1=1 --"), []),
        (Filter(tag="\ud800"), []),
    ],
)
async def test_the_list_can_be_narrowed(tmp_path, chosen, found):
    async with opened(tmp_path) as store:
        await store.add(
            [
                of("engine", LANE),
                of("both", LANE, VLLM),
                of("gateway", GATEWAY, tags=("calm",)),
                of("away", archived=True),
                of("gone"),
            ]
        )
        await store.delete(["gone"])
        assert ids(await store.rows(chosen)) == found
        assert await store.count(chosen) == len(found)


async def test_what_can_be_chosen_is_what_living_sessions_have(tmp_path):
    async with opened(tmp_path) as store:
        await store.add(
            [of("one", LANE, tags=("calm",)), of("two", VLLM), of("gone", GATEWAY, tags=("red",))]
        )
        await store.delete(["gone"])
        assert await store.known() == Known(
            models=("ai/qwen3", "ai/smollm2"),
            engines=("llama.cpp", "vllm"),
            paths=("litellm", "sdk"),
            tags=("calm",),
        )
