import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "wire_recordings"
_CURL_NOTE = re.compile(rb"\r?\n\[\[curl [^\n]*\]\]\s*$")


@dataclass(frozen=True)
class RecordedRequest:
    line: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class RecordedResponse:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def cut(self) -> bool:
        names = {name.lower() for name, _ in self.headers}
        return self.status == 0 or ("transfer-encoding" in names and not self.body)


def read(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def names(pattern: str) -> list[str]:
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob(pattern))


def request(name: str) -> RecordedRequest:
    head, _, body = read(name).partition(b"\r\n\r\n")
    line, *rest = head.decode().split("\r\n")
    headers = {key.lower(): value for key, _, value in (one.partition(": ") for one in rest)}
    return RecordedRequest(line, headers, body)


def response(name: str) -> RecordedResponse:
    """A recorded answer with its chunked framing undone; status 0 where there was none."""
    raw = _CURL_NOTE.sub(b"", read(name))
    head, _, body = raw.replace(b"\r\n\r\n", b"\0\0", 1).partition(b"\0\0")
    if not head:
        return RecordedResponse(0, [], b"")
    line, *rest = head.decode().split("\r\n")
    headers = [(key, value) for key, _, value in (one.partition(": ") for one in rest)]
    chunked = any(key.lower() == "transfer-encoding" for key, _ in headers)
    plain = _unchunked(body) if chunked and name.endswith(".s2c") else body
    return RecordedResponse(int(line.split()[1]), headers, plain)


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size or b"0", 16)
        whole, body = whole + body[:length], body[length + 2 :]
    return whole
