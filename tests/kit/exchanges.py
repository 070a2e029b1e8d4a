from collections.abc import Sequence

from kit import recordings
from kit.engine_transport import Answer, EngineTransport
from quayside.app.core.events import Event, Failed, Finished, TextDelta
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret
from quayside.app.core.wire.client import EngineClient

SAY_HI = [{"role": "user", "content": "Say hi"}]
LANE = Lane(Path.SDK, "ai/smollm2", "http://localhost:12434", Secret("sk-very-secret"))
JSON = (("content-type", "application/json"),)


async def told(engine: EngineTransport, lane: Lane = LANE) -> list[Event]:
    client = EngineClient(engine.for_any())
    events = [event async for event in client.reply(lane, SAY_HI)]
    await client.close()
    outcomes = [one for one in events if isinstance(one, Finished | Failed)]
    assert outcomes == events[-1:]
    assert all(body.closed for body in engine.bodies)
    return events


def replay(name: str) -> EngineTransport:
    recorded = recordings.response(name)
    headers = [one for one in recorded.headers if one[0].lower() != "transfer-encoding"]
    return EngineTransport([Answer([recorded.body], recorded.status, headers)])


def text(events: Sequence[Event]) -> str:
    return "".join(one.text for one in events if isinstance(one, TextDelta))


def kind(events: Sequence[Event]) -> str:
    assert isinstance(events[-1], Failed)
    return events[-1].failure.kind
