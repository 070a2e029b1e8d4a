import asyncio

from kit.reply_stage import frames, place, reading
from quayside.widgets.reply_find import PageSearch

PAGE = "\n\n".join(f"line {number}" for number in range(1_000))


async def test_a_long_search_in_a_page_lets_everything_else_have_its_turn(monkeypatch):
    turns, looks = 0, []
    look = PageSearch.look

    def look_at_little(search, page, seconds):
        looks.append(turns)
        return look(search, page, 0)

    async def others():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    monkeypatch.setattr(PageSearch, "look", look_at_little)
    async with reading() as (pilot, view):
        view.show(PAGE)
        await frames(pilot)
        working = asyncio.create_task(others())
        view.find("nowhere", 0)
        async with asyncio.timeout(20):
            while place(view) != "find not found":
                await pilot.pause()
        working.cancel()
        assert len(set(looks)) == len(looks) > 10
