"""The model of a deployment: its provider, and what does not belong into its name."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from ...lanes import MODEL_PREFIX
from ...wire.address import ENGINE_NAMES, AddressError, parse_engine_base
from .entry import Entry
from .known_names import PROVIDERS
from .model import Edit, Finding, Severity
from .type_rules import LEFT_OUT, is_mistyped

_NAMESPACES = frozenset(["ai", "hf.co", "huggingface.co", "docker.io", "index.docker.io"])
# Of the big services' own models LiteLLM knows the provider by the name.
_KNOWN_MODELS = re.compile(
    r"gpt-|chatgpt|o\d|ft:|text-|dall-e|whisper|tts-|omni|claude|command|embed|rerank|gemini|palm|chat-"
    r"|code|j2-|jamba|luminous|dolphin|davinci|babbage|curie|ada|sora|gpt_|computer-use|imagen|veo"
    r"|c4ai|medlm|multimodal|deep-research|daybreak|[a-z-]+\.[a-z]",
)
_ALIKE = 0.8
_SHORT = frozenset(["docker", "dmr", "model_runner", "docker_model", "docker_runner"])
_DOCKER = MODEL_PREFIX.rstrip("/")


def is_docker(entry: Entry) -> bool:
    """Whether LiteLLM sends this deployment to Docker Model Runner."""
    return entry.provider == _DOCKER if entry.provider else entry.model.startswith(MODEL_PREFIX)


def is_left_out(entry: Entry) -> bool:
    """Whether LiteLLM serves the file without this deployment, as far as that can be told."""
    return bool(_wrong_provider(entry)) or is_mistyped(entry)


def model_findings(entry: Entry) -> Iterator[Finding]:
    """All about the model and its provider."""
    if why := _wrong_provider(entry):
        yield _provider(entry, why)
        return
    if entry.provider and entry.provider != _DOCKER and entry.model.startswith(MODEL_PREFIX):
        yield _two_providers(entry)
    if is_docker(entry):
        yield from _odd_model(entry)
        yield from _engine_in_model(entry)


def _provider(entry: Entry, why: str) -> Finding:
    key = "custom_llm_provider" if entry.provider else "model"
    whole = _DOCKER if entry.provider else MODEL_PREFIX + _bare_model(entry)
    sure = _is_misspelt(entry.provider or entry.model.partition("/")[0]) or _asks_a_runner(entry)
    sure = sure or entry.model.partition("/")[0] in _NAMESPACES
    mends = sure and bool(entry.model) and not entry.is_variable(key)
    return entry.finding(
        "provider",
        Severity.ERROR,
        key,
        f"the model '{entry.model}' {why}",
        effect=LEFT_OUT,
        cure=f"{key}: {whole}" if entry.model else f"model: {MODEL_PREFIX}ai/smollm2",
        edits=entry.text.with_value(entry.param(key), whole) if mends else (),
    )


def _two_providers(entry: Entry) -> Finding:
    return entry.finding(
        "two-providers",
        Severity.ERROR,
        "custom_llm_provider",
        f"the model names {_DOCKER}, and custom_llm_provider names {entry.provider}",
        effect=f"LiteLLM takes {entry.provider}, and asks it for '{entry.model}'",
        cure="remove custom_llm_provider",
    )


def _odd_model(entry: Entry) -> Iterator[Finding]:
    name = entry.model.removeprefix(MODEL_PREFIX)
    plain = name.strip()
    while plain.startswith(MODEL_PREFIX):
        plain = plain.removeprefix(MODEL_PREFIX).strip()
    if plain and plain == name:
        return
    sent = f"LiteLLM asks the engine for '{name}', which no runner has"
    yield entry.finding(
        "model-text",
        Severity.ERROR,
        "model",
        "there is no model after the provider" if not plain else f"the model is called '{name}'",
        effect=sent,
        cure=f"model: {MODEL_PREFIX}{plain or 'ai/smollm2'}",
        edits=_model_edit(entry, MODEL_PREFIX + plain) if plain else (),
    )


def _wrong_provider(entry: Entry) -> str:
    """Why LiteLLM will not know whom to ask, or empty."""
    if entry.provider:
        known = entry.provider in PROVIDERS
        return "" if known else f"goes to '{entry.provider}', which is no provider of LiteLLM's"
    head, slash, _ = entry.model.partition("/")
    if head in PROVIDERS or head == "*":
        return ""
    if not entry.model:
        return "names neither a provider nor a model"
    if slash and not (head in _NAMESPACES or _is_namespace(head)):
        return f"begins with '{head}/', which is no provider of LiteLLM's"
    if slash or _asks_a_runner(entry) or not _KNOWN_MODELS.match(entry.model):
        return "names no provider"
    return ""


def _is_namespace(head: str) -> bool:
    """Whether it is an owner of models, and not a provider with a slip of the pen."""
    return not _is_misspelt(head) and "." in head


def _is_misspelt(head: str) -> bool:
    plain = head.strip().lower().replace("-", "_")
    return SequenceMatcher(None, plain, _DOCKER).ratio() >= _ALIKE or plain in _SHORT


def _asks_a_runner(entry: Entry) -> bool:
    try:
        address = parse_engine_base(entry.base)
    except AddressError:
        return False
    return "/engines" in address.given or address.origin.endswith((":12434", ":22088"))


def _bare_model(entry: Entry) -> str:
    head, slash, rest = entry.model.partition("/")
    return rest if slash and _is_misspelt(head) else entry.model.strip()


def _engine_in_model(entry: Entry) -> Iterator[Finding]:
    name = entry.model.removeprefix(MODEL_PREFIX)
    engine, slash, rest = name.partition("/")
    if not slash or engine not in ENGINE_NAMES:
        return
    whole = f"{MODEL_PREFIX}{rest}"
    yield entry.finding(
        "engine-in-model",
        Severity.ERROR,
        "model",
        f"the model's name begins with the engine '{engine}'",
        effect=f"LiteLLM asks for a model called '{name}', which no runner has: 404",
        cure=f"model: {whole}, and an api_base that ends with /engines/{engine}/v1",
        edits=(*_model_edit(entry, whole), *_engine_edit(entry, engine)),
    )


def _engine_edit(entry: Entry, engine: str) -> tuple[Edit, ...]:
    if entry.is_variable(entry.base_key):
        return ()
    try:
        address = parse_engine_base(entry.base)
    except AddressError:
        return ()
    return entry.text.with_value(
        entry.param(entry.base_key), address.with_engine(engine).litellm_base
    )


def _model_edit(entry: Entry, whole: str) -> tuple[Edit, ...]:
    return entry.text.with_value(entry.param("model"), whole)
