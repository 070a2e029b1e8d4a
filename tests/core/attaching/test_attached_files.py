import os

import pytest

from quayside.app.core.attaching.completion import completed, completions
from quayside.app.core.attaching.files import (
    LARGEST_IMAGE,
    LARGEST_TEXT,
    CannotAttach,
    exists,
    look_at,
    read_attachment,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def refusal(name, folder):
    with pytest.raises(CannotAttach) as caught:
        read_attachment(name, folder)
    assert name in caught.value.failure.summary
    return f"{caught.value.failure.summary}: {caught.value.failure.seen}"


def test_a_text_is_read_under_the_name_it_was_given(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_bytes("\ufeffprint('é')\n".encode())
    read = read_attachment("src/a.py", tmp_path)
    assert (read.name, read.media_type, read.content) == (
        "src/a.py",
        "text/x-python",
        "print('é')\n",
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "image/jpeg"),
        (b"GIF89a" + bytes(9), "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
def test_an_image_is_known_by_its_bytes_and_not_by_its_name(tmp_path, content, kind):
    (tmp_path / "picture.txt").write_bytes(content)
    read = read_attachment("picture.txt", tmp_path)
    assert (read.media_type, read.content) == (kind, content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x7fELF\x00\x01", "neither a text nor an image"),
        (b"BM" + bytes(20), "is an image that models do not take"),
        (b"caf\xe9 au lait", "is not in UTF-8: byte 3: e9"),
        (b"a" * (LARGEST_TEXT + 1), f"is too large: {LARGEST_TEXT + 1} bytes"),
        (PNG + bytes(LARGEST_IMAGE), "of an image, at most 7000000 are attached"),
    ],
)
def test_what_no_model_could_read_is_refused_with_what_was_seen(tmp_path, content, words):
    (tmp_path / "file").write_bytes(content)
    assert words in refusal("file", tmp_path)


def test_a_folder_a_pipe_and_nothing_are_no_files(tmp_path):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert "is no file" in refusal("folder", tmp_path)
    assert "is no file" in refusal("pipe", tmp_path)
    assert "No such file" in refusal("absent", tmp_path)


@pytest.mark.parametrize("name", ["a\0b", "~nobody-of-that-name/x", "x" * 5000])
def test_a_name_that_no_system_takes_is_refused_too(tmp_path, name):
    assert not exists(name, tmp_path)
    assert "cannot be read" in refusal(name, tmp_path)


def test_a_look_tells_size_and_kind_without_reading_it_all(tmp_path):
    (tmp_path / "long.md").write_bytes(b"# long\n" * 100_000)
    found = look_at("long.md", tmp_path)
    assert (found.size, found.media_type) == (700_000, "text/markdown")


def test_names_are_offered_by_their_beginning_and_folders_go_on(tmp_path):
    for name in ("notes.md", "novel.txt", ".hidden", "other"):
        (tmp_path / name).write_text("")
    (tmp_path / "nested").mkdir()
    (tmp_path / "nested" / "deep.md").write_text("")
    assert completions("n", tmp_path, 9) == ["nested/", "notes.md", "novel.txt"]
    assert completions("", tmp_path, 2) == ["nested/", "notes.md"]
    assert completions(".h", tmp_path, 9) == [".hidden"]
    assert completions("nested/", tmp_path, 9) == ["nested/deep.md"]
    assert completions("absent/", tmp_path, 9) == []


def test_a_name_is_written_on_as_far_as_all_agree():
    assert completed("n", ["notes.md", "notes.txt"]) == "notes."
    assert completed("notes.", ["notes.md", "notes.txt"]) == "notes."
    assert completed("x", []) == "x"
