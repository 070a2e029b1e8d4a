"""A `config.yaml` with which a LiteLLM Proxy serves the lane's model."""

import json

from ..gateway.config_yaml import ModelEntry, write_config
from ..lanes import MODEL_PREFIX, Lane, Path, without_prefix
from ..secret import Secret
from ..wire.wire_request import RequestRefused
from .litellm_base import base_for_litellm
from .variables import ENGINE_KEY, key_variable

_HEAD = """\
# litellm --config config.yaml
# then: curl http://localhost:4000/v1/chat/completions -H 'Content-Type: application/json' \\
#   -H "Authorization: Bearer $LITELLM_MASTER_KEY" \\
#   -d '{ask}'
"""


def config_text(lane: Lane) -> str:
    """One deployment. Raises `RequestRefused` for a lane that is a proxy's already."""
    if lane.path is Path.PROXY:
        raise RequestRefused("the proxy of this lane has a config.yaml of its own")
    model = without_prefix(lane.model)
    key = Secret(f"os.environ/{ENGINE_KEY}") if key_variable(lane) else Secret()
    entry = ModelEntry(_alias(model), MODEL_PREFIX + model, base_for_litellm(lane), key)
    message = {"role": "user", "content": "hi"}
    ask = json.dumps({"model": entry.model_name, "messages": [message]}).replace("'", "\\u0027")
    return _HEAD.replace("{ask}", ask) + write_config([entry])


def _alias(model: str) -> str:
    """`smollm2` of `ai/smollm2:360M`."""
    return model.rpartition("/")[2].partition(":")[0] or model
