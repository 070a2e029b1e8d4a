import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.embedded import write_gguf
from quayside.app.core.embedded.registry.part import remove_old_parts
from quayside.app.core.embedded.registry.pulled import PulledModels

DIGEST = "sha256:" + "a" * 64
OTHER = "sha256:" + "b" * 64
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["models", "digest", "names", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.fixture
def models(tmp_path: Path) -> PulledModels:
    for digest in (DIGEST, OTHER):
        write_gguf(tmp_path / f"{digest.replace(':', '-')}.gguf")
    return PulledModels(tmp_path)


def write_index(folder: Path, *entries: Any) -> None:
    (folder / "registry.json").write_text(json.dumps({"models": entries}))


def test_what_is_kept_is_read_again_by_another_runner(models: PulledModels, tmp_path: Path):
    models.keep(models.describe(DIGEST, ["river", "ai/lake:V1"]))
    PulledModels(tmp_path).keep(models.describe(OTHER, ["hf.co/user/sea"]))
    names = {model.identity: model.tags for model in PulledModels(tmp_path).read()}
    assert names == {
        DIGEST: ("docker.io/ai/river:latest", "docker.io/ai/lake:V1"),
        OTHER: ("huggingface.co/user/sea:latest",),
    }


def test_a_file_that_is_gone_or_broken_is_no_model(models: PulledModels, tmp_path: Path):
    models.keep(models.describe(DIGEST, ["river"]))
    models.keep(models.describe(OTHER, ["lake"]))
    (tmp_path / f"{DIGEST.replace(':', '-')}.gguf").unlink()
    (tmp_path / f"{OTHER.replace(':', '-')}.gguf").write_bytes(b"broken")
    assert models.read() == []


@pytest.mark.parametrize(
    "entry",
    [
        None,
        {"digest": DIGEST},
        {"digest": DIGEST, "names": []},
        {"digest": DIGEST, "names": ["", 3, "x" * 501, "\x1b[2J"]},
        {"digest": "../../etc/passwd", "names": ["river"]},
        {"digest": 3, "names": ["river"]},
    ],
)
def test_a_strange_entry_is_left_out_and_the_others_stay(
    models: PulledModels, tmp_path: Path, entry: Any
):
    write_index(tmp_path, entry, {"digest": OTHER, "names": ["lake"]})
    assert [model.identity for model in models.read()] == [OTHER]


@pytest.mark.parametrize("text", [b"", b"{", b"[" * 100_000, b"\xff", b'{"models": 3}', b"3"])
def test_an_index_that_cannot_be_read_is_empty(models: PulledModels, tmp_path: Path, text: bytes):
    (tmp_path / "registry.json").write_bytes(text)
    assert models.read() == []


@given(document=ANY_JSON)
def test_no_index_breaks_the_start(tmp_path_factory: pytest.TempPathFactory, document: Any):
    folder = tmp_path_factory.mktemp("models")
    (folder / "registry.json").write_text(json.dumps(document))
    assert PulledModels(folder).read() == []


def test_parts_that_nobody_went_on_with_go_after_a_month(tmp_path: Path):
    parts = tmp_path / "parts"
    parts.mkdir()
    for name in ("sha256-a.part", "sha256-b.part"):
        (parts / name).touch()
    os.utime(parts / "sha256-a.part", (1_000, 1_000))
    os.utime(parts / "sha256-b.part", (2_000_000, 2_000_000))
    remove_old_parts(tmp_path, 3_000_000)
    assert [path.name for path in parts.iterdir()] == ["sha256-b.part"]
