"""The model of a deployment: its provider's prefix, and what does not belong into its name."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from ...lanes import MODEL_PREFIX
from ...wire.address import ENGINE_NAMES, AddressError, parse_engine_base
from .entry import Entry
from .known_names import NUMBERS, PARAMS, near
from .model import Edit, Finding, Severity

_NAMESPACES = frozenset(["ai", "hf.co", "huggingface.co", "docker.io", "index.docker.io"])
_ALIKE = 0.8
_LEFT_OUT = "LiteLLM leaves this model out, says so in its log alone, and serves the rest"


def is_docker(entry: Entry) -> bool:
    """Whether LiteLLM sends this deployment to Docker Model Runner."""
    prefix = MODEL_PREFIX.rstrip("/")
    return entry.model.startswith(MODEL_PREFIX) or entry.provider == prefix


def is_left_out(entry: Entry) -> bool:
    """Whether LiteLLM serves the file without this deployment, as far as that can be told."""
    return bool(_wrong_provider(entry)) or any(_no_number(entry, key) for key in NUMBERS)


def model_findings(entry: Entry) -> Iterator[Finding]:
    """All about the model and the names of parameters."""
    if why := _wrong_provider(entry):
        whole = MODEL_PREFIX + _bare_model(entry)
        yield entry.finding(
            "provider",
            Severity.ERROR,
            "model",
            f"the model '{entry.model}' {why}",
            effect=_LEFT_OUT,
            cure=f"model: {whole}",
            edits=() if entry.is_variable("model") else _model_edit(entry, whole),
        )
    elif is_docker(entry):
        yield from _engine_in_model(entry)
    for key in sorted(entry.params):
        yield from _parameter(entry, key)


def _wrong_provider(entry: Entry) -> str:
    """Why LiteLLM will not know whom to ask, or empty."""
    if entry.provider or entry.model.startswith((MODEL_PREFIX, "*")):
        return ""
    head, slash, _ = entry.model.partition("/")
    if slash and _is_misspelt(head):
        return f"begins with '{head}/', which is no provider of LiteLLM's"
    if head in _NAMESPACES or (not slash and _asks_a_runner(entry)):
        return "names no provider"
    return ""


def _is_misspelt(head: str) -> bool:
    known = MODEL_PREFIX.rstrip("/")
    plain = head.lower().replace("-", "_")
    return SequenceMatcher(None, plain, known).ratio() >= _ALIKE


def _asks_a_runner(entry: Entry) -> bool:
    try:
        address = parse_engine_base(entry.base)
    except AddressError:
        return False
    return "/engines" in address.given or address.origin.endswith((":12434", ":22088"))


def _bare_model(entry: Entry) -> str:
    head, slash, rest = entry.model.partition("/")
    return rest if slash and _is_misspelt(head) else entry.model


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


def _parameter(entry: Entry, key: str) -> Iterator[Finding]:
    if _no_number(entry, key):
        yield entry.finding(
            "no-number",
            Severity.ERROR,
            key,
            f"{key} is no whole number",
            effect=_LEFT_OUT,
            cure=f"write a whole number, or leave {key} out",
        )
    meant = "" if key in PARAMS else near(key, PARAMS)
    if meant:
        yield entry.finding(
            "unknown-parameter",
            Severity.WARNING,
            key,
            f"'{key}' is no parameter of LiteLLM's",
            effect="LiteLLM takes it without a word and sends it along, or nowhere",
            cure=f"{meant}, if that was meant",
            edits=entry.text.with_key(entry.param(key), meant) if meant not in entry.params else (),
        )


def _no_number(entry: Entry, key: str) -> bool:
    value = entry.params.get(key)
    if key not in NUMBERS or value is None or isinstance(value, int):
        return False
    return not (isinstance(value, str) and value.strip().isdecimal())
