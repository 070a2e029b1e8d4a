import struct
import zlib
from typing import Any

import pytest

from kit.live_proxy import LiveProxy
from quayside.app.core.attaching.passage import lost_images
from quayside.app.core.attachments import Attachment, content_of
from quayside.app.core.conversation import Reply
from quayside.app.core.lanes import Lane, Message, Path
from quayside.app.core.wire.client import EngineClient
from quayside.app.core.wire.outcome import collect

pytestmark = pytest.mark.live

STEADY: dict[str, Any] = {"temperature": 0, "seed": 1, "max_tokens": 8}


def a_red_dot() -> Attachment:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return Attachment("dot.png", "image/png", b"\x89PNG\r\n\x1a\n" + parts)


async def asked(lane: Lane, *attachments: Attachment) -> Reply:
    content = content_of("Name three rivers.", attachments)
    messages: list[Message] = [{"role": "user", "content": content}]
    client = EngineClient()
    try:
        return await collect(client, lane, messages)
    finally:
        await client.close()


async def test_an_engine_is_told_of_an_image_and_says_what_it_thinks_of_it(
    litellm_proxy: LiveProxy,
) -> None:
    direct = Lane(Path.SDK, "ai/smollm2", litellm_proxy.runner.base, parameters=STEADY)
    assert lost_images(direct) == ""
    failure = (await asked(direct, a_red_dot())).tally.failure
    assert failure is not None
    assert failure.kind == "images-unsupported"


async def test_litellm_takes_the_image_out_and_the_model_answers_the_words_alone(
    litellm_proxy: LiveProxy,
) -> None:
    key = litellm_proxy.key
    through = Lane(Path.PROXY, "smollm2", litellm_proxy.base, key, parameters=STEADY)
    assert "gets no image" in lost_images(through)
    plain, with_image = await asked(through), await asked(through, a_red_dot())
    assert with_image.tally.failure is None
    assert with_image.tally.text == plain.tally.text != ""


async def test_a_text_file_reaches_the_model_on_each_path(litellm_proxy: LiveProxy) -> None:
    note = Attachment("note.txt", "text/plain", "The harbour master is called Ada.\n" * 4)
    runner, key = litellm_proxy.runner.base, litellm_proxy.key
    for lane in (
        Lane(Path.SDK, "ai/smollm2", runner, parameters=STEADY),
        Lane(Path.PROXY, "smollm2", litellm_proxy.base, key, parameters=STEADY),
    ):
        bare, noted = await asked(lane), await asked(lane, note)
        assert noted.tally.usage is not None
        assert bare.tally.usage is not None
        assert noted.tally.usage.prompt_tokens > bare.tally.usage.prompt_tokens + 20
