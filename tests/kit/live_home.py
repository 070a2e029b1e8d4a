"""A home of a test's own that shares what takes minutes to fetch."""

from pathlib import Path

from kit.live_runner import model_cache
from quayside.app.core.gateway.environment import environment_directory


def share_programs(cache: Path, data: Path) -> None:
    """Let Quayside find the model and LiteLLM of all live tests below its own folders."""
    for folder in (cache, data / "quayside"):
        folder.mkdir(parents=True, exist_ok=True)
    (cache / "quayside").symlink_to(model_cache(), target_is_directory=True)
    litellm = environment_directory(model_cache()).parent
    litellm.mkdir(parents=True, exist_ok=True)
    (data / "quayside" / litellm.name).symlink_to(litellm, target_is_directory=True)
