import socket

import pytest

from quayside.app.core.events import Failed
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.reply_sources import open_source
from quayside.app.core.wire import connections

ASKED = [{"role": "user", "content": "x"}]


async def test_a_port_that_says_nothing_to_tls_is_not_said_to_speak_plain_http(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "CONNECT_SECONDS", 0.2)
    source = open_source({})
    # The system takes the connection; nobody reads from it.
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        lane = Lane(Path.SDK, "m", f"https://127.0.0.1:{port}/engines/llama.cpp")
        events = [event async for event in source.reply(lane, ASKED)]
    await source.close()
    assert isinstance(events[-1], Failed)
    failure = events[-1].failure
    assert failure.kind == "tls-silent"
    assert f"127.0.0.1:{port}" in failure.command
