from random import Random

import pytest
from kept_samples import a_reply, a_session, a_turn, opened, record, unharmed

from quayside.app.core.conversation import Session, Turn
from quayside.app.core.events import Finished, TextDelta
from quayside.app.core.sessions.changes import Change
from quayside.app.core.sessions.listing import Filter

WORDS = ["sea", "sky", "gull", "quay", "salt", "boat", "wind", "tide"]


class Life:
    """Does at random what users do, and knows by heart what there must be to find."""

    def __init__(self, store, seed):
        self.store, self.random = store, Random(seed)
        self.live: dict[str, tuple[Session, list[str]]] = {}

    def say(self) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randint(1, 5)))

    def answer(self, text):
        return [TextDelta(1.0, f"{word} ") for word in text.split()] + [Finished(2.0, "stop")]

    async def send(self):
        session = Session()
        if self.live and self.random.random() < 0.6:
            session = self.random.choice([one for one, _ in self.live.values()])
        turn, text = Turn(self.say()), self.say()
        record(self.store, session, turn, events=self.answer(text))
        self.live.setdefault(session.id, (session, [turn.prompt]))

    async def answer_again(self):
        session, _ = self.random.choice(list(self.live.values()))
        turn = self.random.choice(session.turns)
        record(self.store, session, turn, events=self.answer(self.say()), place=1)

    async def rename(self):
        session, titles = self.random.choice(list(self.live.values()))
        titles[0] = self.say()
        await self.store.change([session.id], Change(title=titles[0]))

    async def purge(self):
        session = self.random.choice(list(self.live))
        await self.store.delete([session])
        await self.store.purge(float("inf"))
        del self.live[session]

    def holding(self, word) -> set[str]:
        return {
            key
            for key, (session, (title,)) in self.live.items()
            if word in title.split() or any(word in said for said in self.words_of(session))
        }

    def words_of(self, session):
        for turn in session.turns:
            texts = [reply.tally.text for reply in turn.replies.values()]
            yield f"{turn.prompt} {' '.join(texts)}".split()


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_was_done_what_is_there_is_found_and_nothing_else(tmp_path, seed):
    async with opened(tmp_path) as store:
        life = Life(store, seed)
        await life.send()
        for _ in range(80):
            steps = [life.send, life.send, life.answer_again, life.rename, life.purge]
            await life.random.choice(steps if len(life.live) > 1 else [life.send])()
        await store.saved()
        for word in WORDS:
            hits = await store.search(word, limit=1000)
            assert {hit.row.session.id for hit in hits} == life.holding(word)
    assert unharmed(store.file)


async def test_a_session_with_very_many_turns_hides_no_other(tmp_path):
    turns = [a_turn(f"t{n}", "The sea", a_reply("Calm.")) for n in range(300)]
    async with opened(tmp_path) as store:
        await store.add([a_session("small", a_turn("t", "The sea")), a_session("big", *turns)])
        hits = await store.search("calm sea", Filter())
        assert [(hit.row.session.id, hit.turns) for hit in hits] == [("big", 300)]
        hits = await store.search("sea")
    assert {hit.row.session.id: hit.turns for hit in hits} == {"big": 300, "small": 1}
