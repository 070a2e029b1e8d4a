import pytest

from kit import recordings
from kit.asking import Asker, Told
from kit.engine_transport import chunk
from kit.explained import explain
from kit.good_answers import EVENTS, Good
from kit.litellm_strings import GOOD, ROWS, SILENT, Row
from kit.misbehaving import Lab, says
from kit.raw_server import closed_port, serving
from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Lane, Path

NO_REASON = Good((chunk("one "),), EVENTS).wire
SHORTEST = 25
"""Characters of a cause without the words that were only passed on."""
PROXY_FAULTS = [
    name for name in recordings.names("proxy/*.resp.txt") if recordings.response(name).status >= 400
]


async def told_of(row: Row) -> Told:
    places = {
        "nothing listens": f"http://127.0.0.1:{closed_port()}",
        "no such name": "http://no-such-host.invalid:1",
    }
    if row.recording in places:
        return await asked(row, places[row.recording])
    made = {"no reason and no end": NO_REASON}
    raw = made.get(row.recording) or recordings.read(f"{row.recording}-c1.s2c")
    async with serving(Lab(says(lambda _: raw)).serve) as server:
        return await asked(row, server.base)


async def asked(row: Row, base: str) -> Told:
    whole = "/up_" in row.recording or row.recording == "sdk/context_exceeded"
    asker = Asker("sdk, whole" if whole else "sdk, streamed", base, 20.0)
    told = await asker.ask(Told())
    await asker.close()
    return told


async def failure_of(row: Row) -> Failure:
    failure = (await told_of(row)).failure
    assert failure is not None
    return failure


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.recording)
async def test_a_fault_is_told_with_more_than_litellm_says(row: Row) -> None:
    failure = await failure_of(row)
    assert failure.kind == row.kind
    words = f"{failure.summary} {failure.cause} {failure.cure} {failure.command}"
    assert row.more in words
    assert row.more not in row.litellm
    own = failure.cause.replace(row.litellm, "") if row.litellm else failure.cause
    assert len(own) > SHORTEST


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.recording.startswith("sdk")], ids=lambda row: row.recording
)
async def test_nothing_that_the_server_said_is_kept_from_the_user(row: Row) -> None:
    recorded = recordings.read(f"{row.recording}-c1.s2c")
    failure = await failure_of(row)
    if row.litellm.encode() in recorded:
        assert row.litellm in failure.seen


async def test_what_litellm_tells_in_one_string_is_told_apart() -> None:
    told = {row.recording: await failure_of(row) for row in ROWS}
    alike = [row.recording for row in ROWS if row.litellm == "Connection error."]
    assert len({told[name].kind for name in alike}) == len(alike) == 3
    silent = {told[row.recording].kind for row in ROWS if row.litellm == SILENT}
    assert len(silent) == 5


def test_every_recorded_fault_of_an_engine_is_held_against_litellm() -> None:
    recorded = {name.removesuffix("-c1.s2c") for name in recordings.names("sdk-faults/*-c1.s2c")}
    assert recorded - {f"sdk-faults/{name}" for name in GOOD} == {
        row.recording for row in ROWS if row.recording.startswith("sdk-faults/")
    }


@pytest.mark.parametrize("name", sorted(GOOD))
async def test_what_only_looks_like_a_fault_is_told_whole(name: str) -> None:
    told = await told_of(Row(f"sdk-faults/{name}", SILENT, "", ""))
    assert told.failure is None
    assert told.text


@pytest.mark.parametrize("name", PROXY_FAULTS)
def test_a_proxys_own_words_are_explained_and_not_only_passed_on(name: str) -> None:
    recorded = recordings.response(name)
    headers = {key.lower(): value for key, value in recorded.headers}
    at = Lane(Path.PROXY, "ai/smollm2", "http://localhost:4000")
    failure = explain(recorded.status, recorded.body, at, headers)
    said = recorded.body.decode().strip()
    assert said in failure.seen
    known = [word for word in failure.cause.split() if word not in said]
    assert len(" ".join(known)) > SHORTEST
    assert failure.cure
