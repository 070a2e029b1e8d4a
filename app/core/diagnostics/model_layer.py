"""Whether the model can be asked under the name in effect."""

import time
from collections.abc import Sequence
from dataclasses import replace
from shlex import quote

from ..runner.api import ModelEntry, Resolution, RunnerApi, RunnerApiError
from ..runner.eviction import words_left
from ..runner.found import Found, FoundKind
from ..runner.names import (
    DEFAULT_REGISTRY,
    DEFAULT_TAG,
    display,
    is_model_id,
    near_names,
    normalise,
    same_family,
    same_model,
)
from .alternatives import alternatives
from .model import Change, Evidence, Outcome, Status
from .outcomes import evidence_of, of_failure, passed
from .site import Site


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
    return await _absent(site, known, evidence_of(resolution.exchange))


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
    if any(entry.loading for entry in loaded):
        return "loading just now"
    return f"yes; {words_left(loaded[0], time.time())}"


async def _absent(
    site: Site, known: Sequence[ModelEntry], evidence: tuple[Evidence, ...]
) -> Outcome:
    model = site.engine.model
    names = [name for entry in known for name in (entry.tags or (entry.id,))]
    near = near_names(model, names)
    cause = "it has not been pulled"
    if near:
        cause += ", or is here under another name or tag"
    absent = Outcome(
        status=Status.FAIL,
        summary=f"the runner has no model '{model}' ({normalise(model)})",
        evidence=(*evidence, Evidence("models here", _listed(known))),
        cause=cause,
    )
    if any(entry.is_called(model) for entry in known):
        return _listed_in_vain(absent, model)
    if is_model_id(model):
        return _unknown_digest(absent, known)
    elsewhere = await _on_another_runner(site)
    if elsewhere is not None:
        return replace(
            absent,
            cause=f"it is on another runner: {elsewhere.title}",
            cure="Ask that one, or pull the model here too.",
            changes=(Change("api_base", elsewhere.base),),
        )
    if near and same_family(near[0], model):
        return replace(
            absent,
            cure=f"Use one that is here: {', '.join(map(display, near))}. Or pull it, or give "
            f"the one that is here this name: docker model tag {display(near[0])} {model}",
            changes=(Change("model", _as_written(near[0])),),
        )
    cure = f"Pull it, or use one that is here: {', '.join(near)}." if near else "Pull it."
    cure += _pulling(site)
    return replace(absent, cure=cure, command=f"docker model pull {quote(model)}")


def _pulling(site: Site) -> str:
    """What would stop the pull, as far as this side of the runner can tell."""
    words, environment = "", site.environment
    if (
        site.engine.model.startswith(("hf.co/", "huggingface.co/"))
        and "HF_TOKEN" not in environment
    ):
        words += " Hugging Face answers 429 to many who have no token: set HF_TOKEN before."
    if any(environment.get(name) for name in ("HTTPS_PROXY", "https_proxy")):
        words += " The runner pulls from within its container, which does not know this machine's "
        words += "web proxy: it is told when it is installed (docker model reinstall-runner, with "
        words += "HTTPS_PROXY set; --proxy-cert for a proxy with a certificate of its own)."
    return words


def _listed_in_vain(absent: Outcome, model: str) -> Outcome:
    return replace(
        absent,
        cause="the runner lists it, and does not find it when it is asked for: its store is from "
        "another version of the runner, or was damaged",
        cure="Pull it again, which writes its names anew.",
        command=f"docker model pull {quote(model)}",
    )


def _unknown_digest(absent: Outcome, known: Sequence[ModelEntry]) -> Outcome:
    """A digest cannot be pulled by itself."""
    names = [_as_written(entry.name) for entry in known if entry.tags]
    return replace(
        absent,
        cause="no model here has this digest: it was deleted, or a newer pull took its place",
        cure="Use the name of a model that is here." if names else "Pull a model by its name.",
        changes=tuple(Change("model", name) for name in names[:1]),
        command="" if names else "docker model pull ai/smollm2",
    )


def _listed(known: Sequence[ModelEntry]) -> str:
    return ", ".join(entry.display for entry in known) or "none"


def _as_written(name: str) -> str:
    """`ai/llama3.1` of `docker.io/ai/llama3.1:latest`: as people and LiteLLM's files write it."""
    return name.removeprefix(DEFAULT_REGISTRY).removesuffix(f":{DEFAULT_TAG}")


async def _on_another_runner(site: Site) -> Found | None:
    for found in await alternatives(site, gateways=False):
        has = any(same_model(site.engine.model, one.name) for one in found.models)
        if found.kind is FoundKind.RUNNER and has:
            return found
    return None


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
