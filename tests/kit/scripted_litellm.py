"""A LiteLLM that is there by its files alone."""

from pathlib import Path


def installed_litellm(prefix: Path, version: str) -> Path:
    """An environment that holds this release; gives its folder of packages."""
    site = prefix / "lib" / "python3.11" / "site-packages"
    (site / f"litellm-{version}.dist-info").mkdir(parents=True)
    (prefix / "pyvenv.cfg").touch()
    script = prefix / "bin" / "litellm"
    script.parent.mkdir()
    script.touch(mode=0o755)
    return site
