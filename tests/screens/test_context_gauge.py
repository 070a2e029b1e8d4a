from kit.stories import TWO_LANES, story
from quayside.app.core.lanes import Lane


async def test_a_reply_tells_how_much_of_its_context_is_used():
    async def limit(_lane: Lane) -> int | None:
        return 8192

    async with story(lanes=TWO_LANES[:1], context_limit=limit) as told:
        await told.send("one")
        await told.settle()
        assert "context 20 of 8,192" in told.text()
