"""Whether the model can be asked under the name in effect."""

from collections.abc import Sequence

from ..runner.api import ModelEntry, Resolution, RunnerApi, RunnerApiError
from ..runner.names import near_names, normalise, same_model
from .model import Change, Evidence, Outcome, Status
from .outcomes import evidence_of, of_failure, passed, skipped
from .site import Site

_SAFETENSORS = ("vllm", "mlx", "sglang")


async def model_name(site: Site) -> Outcome:
    """Looked up the way the runner itself does before it loads anything."""
    api, model = site.engine_api, site.engine.model
    try:
        engines = await api.status()
    except RunnerApiError:
        engines = {}
    if not engines:
        return await _in_list(site)
    resolution = await api.resolve_model(model)
    if resolution.entry is not None:
        return await _present(api, model, resolution)
    try:
        known = await api.models()
    except RunnerApiError as error:
        return of_failure(error.failure)
    return _absent(model, known, evidence_of(resolution.exchange))


async def model_engine(site: Site) -> Outcome:
    """A model's format decides: safetensors ignore the engine of the URL.

    Source: docker/model-runner, `scheduler.go`: vllm, then mlx, then sglang.
    """
    api, model = site.engine_api, site.engine.model
    try:
        known, engines = await api.models(), await api.status()
    except RunnerApiError:
        return skipped("the server tells no formats")
    entry = next((one for one in known if one.is_called(model)), None)
    if entry is None or entry.format != "safetensors":
        return passed("the engine of the base serves it")
    usable = [name for name in _SAFETENSORS if name in engines and engines[name].usable]
    if usable:
        return passed(f"its format is safetensors: {usable[0]} serves it, whatever the base says")
    told = ", ".join(f"{one.name}: {one.text}" for one in engines.values())
    return Outcome(
        status=Status.FAIL,
        summary=f"{entry.display} needs vLLM, MLX or SGLang, and this runner has none of them",
        evidence=(Evidence("format", entry.format), Evidence("engines", told)),
        cause="its format is safetensors, and llama.cpp reads GGUF alone",
        cure="Install vLLM (it needs an NVIDIA GPU), or pull a GGUF variant of the model.",
        command="docker model reinstall-runner --backend vllm --gpu cuda",
    )


async def _present(api: RunnerApi, model: str, resolution: Resolution) -> Outcome:
    entry = resolution.entry
    assert entry is not None
    evidence = [*evidence_of(resolution.exchange)[::2], Evidence("full name", normalise(model))]
    described = " ".join(
        part for part in (entry.parameters, entry.quantisation, entry.size) if part
    )
    if described:
        evidence.append(Evidence("model", described))
    if entry.context_size:
        evidence.append(Evidence("context", f"{entry.context_size} tokens, as packaged"))
    evidence.append(Evidence("in memory", await _in_memory(api, model)))
    return passed(f"the runner has {entry.display}", *evidence)


async def _in_memory(api: RunnerApi, model: str) -> str:
    try:
        loaded = [entry for entry in await api.ps() if same_model(entry.model, model)]
    except RunnerApiError:
        return "not told in time; some model may be loading"
    if not loaded:
        return "no; the first request has to load it"
    return "loading just now" if any(entry.loading for entry in loaded) else "yes"


def _absent(model: str, known: Sequence[ModelEntry], evidence: tuple[Evidence, ...]) -> Outcome:
    names = [name for entry in known for name in (entry.tags or (entry.id,))]
    near = near_names(model, names)
    listed = Evidence("models here", ", ".join(entry.display for entry in known) or "none")
    return Outcome(
        status=Status.FAIL,
        summary=f"the runner has no model '{model}' ({normalise(model)})",
        evidence=(*evidence, listed),
        cause="it has not been pulled, or is here under another name or tag"
        if near
        else "it has not been pulled",
        cure=f"Pull it, or use one that is here: {', '.join(near)}." if near else "Pull it.",
        command=f"docker model pull {model}",
    )


async def _in_list(site: Site) -> Outcome:
    """For servers that are no runner: the OpenAI list is all that they tell."""
    api, model = site.engine_api, site.engine.model
    try:
        known = await api.listed_models()
    except RunnerApiError as error:
        return of_failure(error.failure, status=Status.WARN)
    names = [entry.id for entry in known]
    listed = Evidence("models here", ", ".join(names) or "none")
    if model in names or any(same_model(model, name) for name in names):
        return passed(f"the server lists {model}", listed)
    near = near_names(model, names)
    return Outcome(
        status=Status.WARN,
        summary=f"the server does not list {model}",
        evidence=(listed,),
        cause="some servers answer under any name, others under the listed names alone",
        cure=f"Use a name that it lists, such as {(near or names)[0]}." if names else "Load one.",
        changes=(Change("model", (near or names)[0]),) if names else (),
    )
