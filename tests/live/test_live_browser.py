import asyncio
import platform
import sys

import pytest

from kit.chromium import a_page
from kit.live_runner import LiveRunner
from kit.serving import served

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        (sys.platform, platform.machine()) != ("linux", "x86_64"),
        reason="Chromium is fetched for Linux on x86-64",
    ),
]
ENTER = 13


async def test_a_prompt_that_is_typed_in_chromium_is_answered_there(
    embedded_runner: LiveRunner, tmp_path
) -> None:
    lane = ("--base", embedded_runner.base, "--model", "ai/smollm2")
    with served(tmp_path, *lane) as (_, address):
        async with asyncio.timeout(120), a_page(address, tmp_path / "browser") as page:
            await page.see("Ask something")
            await page.click(600, 636)
            await page.type("Hello")
            await page.press("Enter", ENTER)
            await page.see("TTFT")
            await page.see("done")
