"""A `config.yaml` from what was found: one entry for each model of each runner."""

from collections.abc import Iterable, Sequence

from ..lanes import MODEL_PREFIX
from ..wire.address import litellm_base
from .config_model import ModelEntry
from .config_yaml import write_config

_HEAD = """\
# LiteLLM Proxy for the models that Quayside found. Start it with:
#   export LITELLM_MASTER_KEY=sk-$(openssl rand -hex 24)
#   litellm --config {name} --host 127.0.0.1 --port 4000
# Each base ends with /v1: LiteLLM adds /chat/completions to it and nothing else.
"""


def entries_for(models: Iterable[tuple[str, str]]) -> list[ModelEntry]:
    """Of bases and models; each under a name of its own, the short one where it is free."""
    taken: set[str] = set()
    return [
        ModelEntry(
            model_name=_free(display, taken),
            provider_model=f"{MODEL_PREFIX}{display}",
            api_base=litellm_base(base),
        )
        for base, display in models
    ]


def config_text(entries: Sequence[ModelEntry], name: str) -> str:
    """The whole file; `name` is what it is to be called."""
    return _HEAD.format(name=name) + write_config(entries)


def _free(display: str, taken: set[str]) -> str:
    short = display.rpartition("/")[2]
    names = [short, display, *(f"{short}-{number}" for number in range(2, 1000))]
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name
