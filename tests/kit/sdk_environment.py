"""An environment on PATH that holds a stub of LiteLLM, and an interpreter that imports it."""

import sys
import venv
from pathlib import Path

STUB = Path(__file__).with_name("stub_sdk.py")


def make_sdk_environment(
    directory: Path, *, version: str = "1.106.2", source: str = ""
) -> dict[str, str]:
    """The process environment that finds it; `source` replaces the stub's."""
    venv.EnvBuilder(symlinks=True, with_pip=False).create(directory)
    (site,) = directory.glob("lib/python3*/site-packages")
    (site / "litellm.py").write_text(source or STUB.read_text("utf-8"), "utf-8")
    for name, number in (("litellm", version), ("openai", "2.54.0")):
        metadata = site / f"{name}-{number}.dist-info"
        metadata.mkdir()
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n"
        (metadata / "METADATA").write_text(text, "utf-8")
    script = directory / "bin" / "litellm"
    script.write_text(f"#!{sys.executable}\n", "utf-8")
    script.chmod(0o755)
    return {"PATH": str(directory / "bin"), "HOME": str(directory)}
