import json
import os
import stat
from dataclasses import replace
from time import perf_counter

import pytest

from kit.records import a_record
from quayside.app.core.comparison.document import RecordError
from quayside.app.core.comparison.files import (
    MOST_BYTES,
    read_file,
    record_file,
    records_directory,
    saved_records,
    write_record,
)
from quayside.app.core.comparison.plan import Mode


def rewritten(file, change):
    whole = json.loads(file.read_text("utf-8"))
    change(whole)
    file.write_text(json.dumps(whole), "utf-8")


def test_a_record_comes_back_from_its_file(tmp_path):
    record = a_record()
    write_record(tmp_path / "r.json", record)
    assert read_file(tmp_path / "r.json") == record


def test_a_file_is_its_owners_alone_and_reads_well(tmp_path):
    file = tmp_path / "folder" / "r.json"
    write_record(file, a_record(text="Ærø ☂"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text("utf-8")
    assert text.startswith('{\n  "schema": "quayside/comparison/2"')
    assert "Ærø ☂" in text
    assert os.listdir(file.parent) == ["r.json"]


def test_a_stray_byte_in_a_prompt_leaves_a_file_that_can_be_read(tmp_path):
    write_record(tmp_path / "r.json", a_record(rounds=1, prompts=("caf\udce9",)))
    assert read_file(tmp_path / "r.json").plan.prompts == ("caf?",)


def test_a_file_that_nobody_may_read_says_so(tmp_path, monkeypatch):
    write_record(tmp_path / "r.json", a_record(rounds=1))

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "open", refused)
    with pytest.raises(RecordError, match=r"r\.json: Permission denied"):
        read_file(tmp_path / "r.json")
    (saved,) = saved_records(tmp_path)
    assert saved.problem == "Permission denied"


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_no_litter(tmp_path, monkeypatch):
    file = tmp_path / "r.json"
    write_record(file, a_record())
    before = file.read_bytes()

    def refused(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(OSError, match="no space left"):
        write_record(file, a_record(rounds=2))
    assert file.read_bytes() == before
    assert os.listdir(tmp_path) == ["r.json"]


def test_a_link_is_written_through(tmp_path):
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write_record(tmp_path / "link.json", a_record())
    assert (tmp_path / "link.json").is_symlink()
    assert read_file(tmp_path / "real.json") == a_record()


def test_what_is_no_record_is_named_with_the_place_where_it_breaks(tmp_path):
    file = tmp_path / "r.json"
    write_record(file, a_record())
    rewritten(file, lambda whole: whole["samples"][2]["place"].update(round="first"))
    with pytest.raises(RecordError, match=r"r\.json: samples\.2\.place\.round: "):
        read_file(file)
    with pytest.raises(RecordError, match=r"none\.json: there is no such file"):
        read_file(tmp_path / "none.json")
    with pytest.raises(RecordError, match="no such file"):
        read_file(tmp_path)


def test_a_file_beyond_all_measure_is_not_read(tmp_path):
    file = tmp_path / "r.json"
    with file.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    with pytest.raises(RecordError, match="larger than 256 MiB"):
        read_file(file)


def test_names_tell_when_and_what_and_are_never_taken_twice(tmp_path):
    record = a_record(mode=Mode.OVERHEAD)
    first = record_file(tmp_path, record)
    assert first.name == "2026-11-25-042700-overhead-sdk-proxy.json"
    write_record(first, record)
    assert record_file(tmp_path, record).name == "2026-11-25-042700-overhead-sdk-proxy-2.json"


@pytest.mark.parametrize("started", ["../../etc/passwd", "", "x\n", "9999-99-99"])
def test_no_foreign_text_gets_into_a_name(tmp_path, started):
    record = replace(a_record(), started_at=started)
    assert record_file(tmp_path, record).name == "undated-workload-sdk-proxy.json"


def test_saved_records_are_listed_newest_first(tmp_path):
    directory = records_directory(tmp_path)
    for day in ("2026-11-20", "2026-11-25", "2026-11-22"):
        record = replace(a_record(rounds=3), started_at=f"{day}T04:27:00+00:00")
        write_record(record_file(directory, record), record)
    newest, *_, oldest = saved_records(directory)
    assert (newest.started_at[:10], oldest.started_at[:10]) == ("2026-11-25", "2026-11-20")
    assert newest.lanes == ("sdk · ai/smollm2", "proxy · smollm2")
    assert (newest.rounds, newest.mode, newest.problem) == (3, Mode.WORKLOAD, "")
    assert read_file(newest.path).started_at == newest.started_at


def test_a_record_in_another_layout_is_listed_too(tmp_path):
    write_record(tmp_path / "r.json", a_record())
    rewritten(tmp_path / "r.json", lambda whole: None)
    (saved,) = saved_records(tmp_path)
    assert saved.problem == ""
    assert saved.started_at == "2026-11-25T04:27:00+00:00"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "no record of a comparison"),
        (b"\xff\xfe\x00", "no record of a comparison"),
        (b"[" * 100_000, "no record of a comparison"),
        (b'{"schema": "quayside/chat/1"}', "no record of a comparison"),
        (b'{\n  "samples": []\n}\n', "no record of a comparison"),
    ],
)
def test_what_cannot_be_read_is_listed_with_the_reason(tmp_path, content, problem):
    (tmp_path / "r.json").write_bytes(content)
    (saved,) = saved_records(tmp_path)
    assert problem in saved.problem


def test_older_schemas_and_cut_files_are_listed_with_the_reason(tmp_path):
    write_record(tmp_path / "a.json", a_record())
    text = (tmp_path / "a.json").read_text("utf-8")
    (tmp_path / "a.json").write_text(text[: len(text) // 2], "utf-8")
    (tmp_path / "b.json").write_text(text.replace("comparison/2", "comparison/1"), "utf-8")
    (tmp_path / "c.json").mkdir()
    problems = {saved.path.name: saved.problem for saved in saved_records(tmp_path)}
    assert problems["a.json"] == "it is no record of a comparison"
    assert "quayside/comparison/2" in problems["b.json"]
    assert problems["c.json"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert saved_records(tmp_path / "none") == []


def test_two_hundred_records_are_listed_at_once(tmp_path):
    record = a_record(rounds=40)
    write_record(tmp_path / "0.json", record)
    content = (tmp_path / "0.json").read_bytes()
    for number in range(1, 200):
        (tmp_path / f"{number}.json").write_bytes(content)
    began = perf_counter()
    assert len(saved_records(tmp_path)) == 200
    assert perf_counter() - began < 1.0
