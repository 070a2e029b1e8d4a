from kit.stories import TWO_LANES, story
from quayside.app.core.lanes import Lane
from quayside.app.screens.context_gauge import ContextGauge


async def test_a_reply_tells_how_much_of_its_context_is_used():
    async def limit(_lane: Lane) -> int | None:
        return 8192

    async with story(lanes=TWO_LANES[:1], context_limit=limit) as told:
        await told.send("one")
        await told.settle()
        assert "context 20 of 8,192" in told.text()


async def test_a_lane_may_be_opened_while_the_others_are_asked_for_their_context():
    lanes = dict(enumerate(TWO_LANES))

    async def limit(_lane: Lane) -> int | None:
        lanes[len(lanes)] = TWO_LANES[0]
        return 8192

    await ContextGauge(limit).learn(lanes.values())
    assert len(lanes) == 4
