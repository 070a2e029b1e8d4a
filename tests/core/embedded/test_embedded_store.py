import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.embedded import write_gguf
from quayside.app.core.embedded.gguf import NotGguf, read_gguf
from quayside.app.core.embedded.state import name_of
from quayside.app.core.embedded.store import ModelNotFound, ModelStore, read_model


def test_a_gguf_tells_of_itself(tmp_path: Path):
    summary = read_gguf(write_gguf(tmp_path / "a.gguf"))
    assert summary.architecture == "llama"
    assert summary.quantization == "Q4_1"
    assert summary.context_length == 8192
    assert summary.parameters == 2_000_000
    assert "tokens" not in summary.metadata


@pytest.mark.parametrize("content", [b"", b"ELF.", b"GGUF\x09" + bytes(19), b"GGUF\x03\0\0\0"])
def test_other_files_are_refused_in_words(tmp_path: Path, content: bytes):
    path = tmp_path / "b.gguf"
    path.write_bytes(content)
    with pytest.raises(NotGguf):
        read_gguf(path)


@given(place=st.integers(0, 400), noise=st.binary(min_size=1, max_size=24))
def test_no_bytes_break_who_reads_a_gguf(
    tmp_path_factory: pytest.TempPathFactory, place: int, noise: bytes
):
    path = write_gguf(tmp_path_factory.mktemp("models") / "d.gguf")
    content = path.read_bytes()
    path.write_bytes(content[:place] + noise + content[place + len(noise) :])
    try:
        model = read_model(path, "any")
    except NotGguf:
        return
    assert model.to_docker()["config"]["format"] == "gguf"
    assert model.to_openai()["object"] == "model"


@pytest.mark.parametrize(
    "head",
    [
        struct.pack("<IQQ", 3, 1 << 60, 0),
        struct.pack("<IQQ", 3, 0, 1 << 60),
        struct.pack("<IQQ", 3, 0, 1) + bytes(8) + struct.pack("<IIQ", 9, 0, (1 << 64) - 1),
        struct.pack("<IQQ", 3, 0, 1) + bytes(8) + struct.pack("<I", 9) + b"\x09\0\0\0\1" * 40_000,
        struct.pack("<IQQ", 3, 1, 0) + bytes(8) + struct.pack("<I", (1 << 32) - 1),
    ],
)
def test_a_gguf_that_counts_without_an_end_is_refused_at_once(tmp_path: Path, head: bytes):
    path = tmp_path / "e.gguf"
    path.write_bytes(b"GGUF" + head + bytes(100))
    with pytest.raises(NotGguf):
        read_gguf(path)


@pytest.mark.parametrize("cut", [5, 30, 60, 150])
def test_a_gguf_that_was_cut_is_refused(tmp_path: Path, cut: int):
    path = write_gguf(tmp_path / "c.gguf")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(NotGguf):
        read_gguf(path)


@pytest.mark.parametrize(
    "name", ["smollm2", "ai/smollm2", "AI/SmolLM2:latest", "index.docker.io/ai/smollm2"]
)
def test_every_spelling_finds_the_model(tmp_path: Path, name: str):
    store = ModelStore()
    model = read_model(write_gguf(tmp_path / "m.gguf"), "ai/smollm2")
    store.add(model)
    store.add(model)
    assert store.find(name) is model
    assert store.find(model.identity) is model
    assert store.find(model.identity.removeprefix("sha256:")[:12]) is model
    assert store.all() == (model,)


def test_a_missing_model_is_quoted_as_it_was_sent(tmp_path: Path):
    store = ModelStore()
    store.add(read_model(write_gguf(tmp_path / "m.gguf"), "org/smollm2"))
    with pytest.raises(ModelNotFound) as caught:
        store.find("smollm2")
    expected = "error while getting model: get model '\"smollm2\"': model not found"
    assert str(caught.value) == expected
    assert store.find_partly("smollm2").tag == "docker.io/org/smollm2:latest"
    with pytest.raises(ModelNotFound, match=r"^model not found$"):
        store.find_partly("other")


@pytest.mark.parametrize(
    ("file", "name"), [("My Model.Q4.gguf", "ai/my-model.q4"), ("--.gguf", "ai/model")]
)
def test_a_file_of_the_user_is_named_after_itself(file: str, name: str):
    assert name_of(Path(file)) == name
