import asyncio

from kit.other_work import other_work
from kit.reply_stage import frames, place, reading
from quayside.widgets.reply_find import PageSearch

PAGE = "\n\n".join(f"line {number}" for number in range(1_000))


async def test_a_long_search_in_a_page_lets_everything_else_have_its_turn(monkeypatch):
    looks, look = [], PageSearch.look

    def look_at_little(search, page, seconds):
        looks.append(turns())
        return look(search, page, 0)

    monkeypatch.setattr(PageSearch, "look", look_at_little)
    async with reading() as (pilot, view):
        view.show(PAGE)
        await frames(pilot)
        async with other_work() as turns, asyncio.timeout(20):
            view.find("nowhere", 0)
            while place(view) != "find not found":
                await pilot.pause()
        assert len(set(looks)) == len(looks) > 10
