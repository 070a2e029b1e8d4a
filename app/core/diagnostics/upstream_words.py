"""What to say when the server behind a proxy's alias would not answer it."""

from collections.abc import Sequence

from ..runner.names import normalise
from ..wire.address import EngineAddress, litellm_base
from .model import Evidence, Outcome, Status
from .upstreams import Upstream

RUNNER = "http://localhost:12434/engines/llama.cpp/v1"
FROM_CONTAINER = "http://model-runner.docker.internal/engines/llama.cpp/v1"
_RESTART = "; then start the proxy again"


def without_version(upstream: Upstream, good: str, evidence: Sequence[Evidence]) -> Outcome:
    return _base_fault(
        upstream,
        f"the base behind '{upstream.alias.name}' lacks /v1",
        "LiteLLM puts /chat/completions behind api_base and adds no /v1; the runner has no such "
        "route and says 404 not found",
        good,
        evidence,
    )


def engine_unknown(
    upstream: Upstream, engine: str, good: str, evidence: Sequence[Evidence]
) -> Outcome:
    return _base_fault(
        upstream,
        f"the runner behind '{upstream.alias.name}' has no engine '{engine}'",
        "the name behind /engines/ in this alias's api_base is none of the runner's engines",
        good,
        evidence,
    )


def no_route(upstream: Upstream, address: EngineAddress, evidence: Sequence[Evidence]) -> Outcome:
    return _base_fault(
        upstream,
        f"the base behind '{upstream.alias.name}' leads to no chat route",
        "the path in this alias's api_base is none that the server there knows",
        address.litellm_base,
        evidence,
    )


def dead(
    upstream: Upstream, others: Sequence[tuple[str, str]], evidence: Sequence[Evidence]
) -> Outcome:
    """Nothing answers there; `others` are titles and bases of engines that may take its place."""
    good = litellm_base(others[0][1]) if others else RUNNER
    default = " (22088 is LiteLLM's default; Docker Model Runner has 12434)"
    hint = default if ":22088" in upstream.base else ""
    return _base_fault(
        upstream,
        f"nothing answers behind '{upstream.alias.name}' at {upstream.base}",
        f"no server listens at this alias's api_base{hint}; LiteLLM says only 'Connection error.'",
        good,
        (*evidence, *(Evidence("may take its place", title) for title, _ in others)),
    )


def without_scheme(upstream: Upstream, evidence: Sequence[Evidence]) -> Outcome:
    return _base_fault(
        upstream,
        f"the base behind '{upstream.alias.name}' is no full URL",
        "api_base must begin with http:// or https://; LiteLLM says only 'Connection error.'",
        litellm_base(upstream.base),
        evidence,
    )


def unreadable(upstream: Upstream, problem: str, evidence: Sequence[Evidence]) -> Outcome:
    """A base that is not asked, because it holds what no base should."""
    return Outcome(
        status=Status.WARN,
        summary=f"the base behind '{upstream.alias.name}' cannot be asked",
        evidence=tuple(evidence),
        cause=problem,
        cure=f"Write it in config.yaml as such a base{_RESTART}.",
        command=f"api_base: {RUNNER}",
    )


def loop(upstream: Upstream, evidence: Sequence[Evidence]) -> Outcome:
    return _base_fault(
        upstream,
        f"the alias '{upstream.alias.name}' leads back to the proxy itself",
        "api_base is the proxy's own address, so that it asks itself",
        RUNNER,
        evidence,
    )


def container_name(upstream: Upstream, host: str, evidence: Sequence[Evidence]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary=f"'{upstream.alias.name}' goes to {host}, which only containers know",
        evidence=tuple(evidence),
        cause="in a container this is right; a proxy that runs on the host itself does not find it",
        cure=f"Where the proxy runs outside of a container, write {RUNNER} as api_base{_RESTART}.",
        command=f"api_base: {RUNNER}",
    )


def model_missing(upstream: Upstream, near: Sequence[str], evidence: Sequence[Evidence]) -> Outcome:
    cure = "Pull it"
    if near:
        cure += f", or write docker_model_runner/{near[0]} as the alias's model in config.yaml"
    return Outcome(
        status=Status.FAIL,
        summary=f"the runner behind '{upstream.alias.name}' has no model '{upstream.model}' "
        f"({normalise(upstream.model)})",
        evidence=tuple(evidence),
        cause="it has not been pulled, or is there under another name or tag; LiteLLM passes the "
        "name on as it stands in config.yaml",
        cure=f"{cure}.",
        command=f"docker model pull {upstream.model}",
    )


def _base_fault(
    upstream: Upstream, summary: str, cause: str, good: str, evidence: Sequence[Evidence]
) -> Outcome:
    if upstream.fallen:
        summary += "; no api_base is in effect"
        cause = (
            "the alias has no api_base, or names a variable that the proxy's environment lacks, "
            f"so LiteLLM falls back to {upstream.base}, and {cause}"
        )
    return Outcome(
        status=Status.FAIL,
        summary=summary,
        evidence=tuple(evidence),
        cause=cause,
        cure=f"Give the alias '{upstream.alias.name}' in config.yaml this api_base{_RESTART}.",
        command=f"api_base: {good}",
    )
