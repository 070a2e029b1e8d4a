"""Comparisons as files: written whole or not at all, listed without reading them whole."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from ..lanes import Path as LanePath
from ..private_file import write_private
from .analysis import analyse
from .document import SCHEMA, RecordError, document, read_record
from .plan import Mode
from .record import Record, moment_of

MOST_BYTES = 256 * 1024 * 1024
"""More than any comparison that a person waits for."""
_MOST_HEAD = 4 * 1024 * 1024
_PIECE = 64 * 1024
_SAMPLES = b'\n  "samples":'
"""Where a document's head ends: with two spaces before it, nothing else in it looks like that."""
_TAIL = b"\n}\r\n"
_MOST_PATHS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRecord:
    """One file of a folder of records. All but `path` are empty where `problem` says why."""

    path: Path
    started_at: str = ""
    mode: Mode = Mode.WORKLOAD
    lanes: tuple[str, ...] = ()
    """Labels such as `sdk · ai/smollm2`: foreign text."""
    rounds: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _HeadLane:
    path: LanePath
    model: str


@dataclass(frozen=True, slots=True)
class _HeadPlan:
    mode: Mode
    repeat: int


@dataclass(frozen=True, slots=True)
class _Head:
    schema: str
    started_at: str
    plan: _HeadPlan
    lanes: tuple[_HeadLane, ...]


_HEAD = TypeAdapter(_Head)


def records_directory(data_directory: Path) -> Path:
    """Where comparisons are kept that nobody named a file for; made by the first one."""
    return data_directory / "comparisons"


def record_file(directory: Path, record: Record) -> Path:
    """A new name such as `2026-11-25-042700-overhead-sdk-proxy.json`; no file is made.

    Nothing of it is foreign text: a record may come from anywhere.
    """
    plan = record.plan
    paths = list(dict.fromkeys(lane.path.value for lane in plan.lanes))[:_MOST_PATHS]
    moment = moment_of(record)
    stamp = f"{moment:%Y-%m-%d-%H%M%S}" if moment else "undated"
    name = "-".join([stamp, plan.mode.value, *paths])
    number, file = 1, directory / f"{name}.json"
    while file.exists():
        number += 1
        file = directory / f"{name}-{number}.json"
    return file


def write_record(file: Path, record: Record) -> None:
    """Write the record's document, with what is derived of it, for its owner alone.

    A reader sees the old file or the whole new one; a folder that is missing is made.
    Raises `OSError`.
    """
    whole = document(record, analyse(record.plan, record.samples, record.received))
    text = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    # Half of a surrogate pair, as a stray byte in a prompt becomes, has no UTF-8; its escape
    # would be JSON that few can read.
    write_private(file, text.encode("utf-8", "replace"))


def read_file(file: Path) -> Record:
    """Raises `RecordError`, whose message names the file and where it breaks."""
    try:
        if not file.is_file():
            raise RecordError(f"{file}: there is no such file")
        with file.open("rb") as stream:
            text = stream.read(MOST_BYTES + 1)
    except OSError as problem:
        raise RecordError(f"{file}: {problem.strerror or problem}") from problem
    if len(text) > MOST_BYTES:
        raise RecordError(f"{file}: larger than {MOST_BYTES // 1024 // 1024} MiB")
    try:
        return read_record(text)
    except RecordError as problem:
        raise RecordError(f"{file}: {problem}") from problem


def saved_records(directory: Path) -> list[SavedRecord]:
    """Every `*.json` of a folder, newest first; of a folder that is not there, none.

    Heads alone are read, so that a long list is there at once; a file that is no record is
    listed with the reason.
    """
    try:
        files = [file for file in directory.glob("*.json") if not file.name.startswith(".")]
    except OSError:
        return []
    found = [(_saved(file), _changed_at(file)) for file in files]
    found.sort(key=lambda one: _moment(one[0].started_at) or one[1], reverse=True)
    return [saved for saved, _ in found]


def _saved(file: Path) -> SavedRecord:
    try:
        with file.open("rb") as stream:
            head = _HEAD.validate_python(_read_head(stream))
    except OSError as problem:
        return SavedRecord(path=file, problem=problem.strerror or f"{problem}")
    except (ValidationError, ValueError, RecursionError):
        return SavedRecord(path=file, problem="it is no record of a comparison")
    if head.schema != SCHEMA:
        return SavedRecord(path=file, problem=f"it is no document of the schema {SCHEMA}")
    return SavedRecord(
        path=file,
        started_at=head.started_at,
        mode=head.plan.mode,
        lanes=tuple(f"{lane.path} · {lane.model}" for lane in head.lanes),
        rounds=head.plan.repeat,
    )


def _read_head(stream: BinaryIO) -> object:
    """What stands before the samples, or the whole document where that cannot be told.

    Raises `ValueError` where it is no JSON, or was cut off.
    """
    head = b""
    while _SAMPLES not in head:
        piece = stream.read(_PIECE)
        if not piece or len(head) > _MOST_HEAD:
            return json.loads(head + piece + stream.read(MOST_BYTES))
        head += piece
    stream.seek(-len(_TAIL), os.SEEK_END)
    if not stream.read().strip().endswith(b"}"):
        raise ValueError("it ends too early")
    return json.loads(head.partition(_SAMPLES)[0].rstrip().rstrip(b",") + b"}")


def _moment(started_at: str) -> float | None:
    """Seconds since 1970; None of a text that is no time."""
    try:
        return datetime.fromisoformat(started_at).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def _changed_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
