"""Whether model, engine and chat fit together, as far as the model's own description tells."""

import re
from collections.abc import Mapping, Sequence

from ..runner.api import EngineStatus, ModelEntry, RunnerApiError
from ..runner.names import same_model
from ..runner.serving import READ_SAFETENSORS, readers_of
from .model import Change, Evidence, Outcome, Status
from .outcomes import passed, skipped
from .site import Site

_EMBEDDERS = re.compile(r"embed|(^|[-_])(bge|gte|e5|minilm)([-_]|$)|rerank", re.IGNORECASE)
_EMBEDDING_ARCHITECTURES = frozenset(
    ("bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "t5encoder", "gemma-embedding")
)


async def model_engine(site: Site) -> Outcome:
    """A model's format decides: safetensors ignore the engine of the URL."""
    api, model = site.engine_api, site.engine.model
    try:
        known, engines = await api.models(), await api.status()
    except RunnerApiError:
        return skipped("the server tells no formats")
    entry = next((one for one in known if one.is_called(model)), None)
    if entry is None:
        return passed("the runner describes no such model")
    if entry.format == "safetensors":
        outcome = _safetensors(site, entry, engines)
    else:
        outcome = _others(site, entry)
    embeds = outcome.status is Status.PASS and makes_embeddings(entry)
    return _embedder(entry, known) if embeds else outcome


def makes_embeddings(entry: ModelEntry) -> bool:
    """Whether name or architecture say that the model makes vectors or ranks, not text."""
    return entry.architecture.lower() in _EMBEDDING_ARCHITECTURES or any(
        _EMBEDDERS.search(name.rpartition("/")[2]) for name in (entry.tags or (entry.id,))
    )


def _safetensors(site: Site, entry: ModelEntry, engines: Mapping[str, EngineStatus]) -> Outcome:
    address = site.engine_address
    evidence = _evidence(entry, engines)
    usable = readers_of(entry, engines)
    if not usable:
        return _no_engine(entry, evidence)
    if address.engine in (usable[0], ""):
        return passed(f"its format is safetensors, and {usable[0]} serves it", *evidence)
    return Outcome(
        status=Status.WARN,
        summary=f"{usable[0]} serves {entry.display}, whatever the base says",
        evidence=evidence,
        cause=f"its format is safetensors; the runner passes over '{address.engine}' in the base, "
        "and figures of this lane are those of another engine than its name says",
        cure=f"Name {usable[0]} in the base, or pull a GGUF variant of the model.",
        changes=(Change("api_base", address.with_engine(usable[0]).litellm_base),),
    )


def _no_engine(entry: ModelEntry, evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary=f"{entry.display} needs vLLM, MLX or SGLang, and this runner has none of them",
        evidence=evidence,
        cause="its format is safetensors, and llama.cpp reads GGUF alone",
        cure="Install vLLM (it needs an NVIDIA GPU), or pull a GGUF variant of the model.",
        command="docker model reinstall-runner --backend vllm --gpu cuda",
    )


def _others(site: Site, entry: ModelEntry) -> Outcome:
    engine = site.engine_address.engine
    told = Evidence("format", entry.format or "not told")
    if entry.format != "gguf" or engine not in READ_SAFETENSORS:
        return passed("the engine of the base serves it", told)
    return Outcome(
        status=Status.WARN,
        summary=f"{entry.display} is GGUF, and the base names {engine}",
        evidence=(told,),
        cause=f"the runner gives GGUF to the engine of the base; {engine} is made for safetensors",
        cure="Name llama.cpp in the base, or pull a safetensors variant of the model.",
        changes=(Change("api_base", site.engine_address.with_engine("llama.cpp").litellm_base),),
    )


def _embedder(entry: ModelEntry, known: Sequence[ModelEntry]) -> Outcome:
    chat = [one for one in known if not makes_embeddings(one)]
    names = ", ".join(one.display for one in chat)
    told = Evidence("architecture", entry.architecture or "not told")
    first = next((one for one in chat if not same_model(one.name, entry.name)), None)
    return Outcome(
        status=Status.WARN,
        summary=f"{entry.display} is no model to chat with",
        evidence=(told, Evidence("others here", names or "none")),
        cause="by its name or its architecture it makes embeddings or ranks texts; asked to chat, "
        "an engine refuses it or answers nonsense",
        cure="Use a chat model." if first else "Pull a chat model.",
        changes=(Change("model", first.display),) if first else (),
        command="" if first else "docker model pull ai/smollm2",
    )


def _evidence(entry: ModelEntry, engines: Mapping[str, EngineStatus]) -> tuple[Evidence, ...]:
    told = ", ".join(f"{one.name}: {one.text}" for one in engines.values())
    return (Evidence("format", entry.format), Evidence("engines", told))
