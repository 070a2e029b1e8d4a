"""Variables that LiteLLM reads behind its caller's back."""

from ..settings import DEFAULT_BASE, DEFAULT_KEY
from ..wire.address import litellm_base
from .litellm_layer import BASE_VARIABLE, same_place
from .model import Evidence, Outcome, Status
from .outcomes import passed
from .site import Site

LEAKING = ("OPENAI_ORGANIZATION", "OPENAI_PROJECT_ID")
KEY_VARIABLE = "DOCKER_MODEL_RUNNER_API_KEY"


async def litellm_environment(site: Site) -> Outcome:
    """Headers that leak, and where a call goes that names neither base nor key."""
    leaking = [name for name in LEAKING if site.environment.get(name)]
    if leaking:
        return _leaks(leaking)
    base = site.environment.get(BASE_VARIABLE, "").strip()
    evidence = (
        Evidence(BASE_VARIABLE, base or f"not set: LiteLLM falls back to {DEFAULT_BASE}"),
        Evidence(KEY_VARIABLE, _key(site)),
    )
    if base and not same_place(base, site.litellm.base):
        return _elsewhere(base, site.litellm.base, evidence)
    if _lacks_key(site):
        return _without_key(evidence)
    return passed("no variable changes what LiteLLM sends", *evidence)


def _leaks(names: list[str]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary=f"LiteLLM would send {' and '.join(names)} to the local engine",
        cause="its OpenAI client adds them as headers to whatever server it talks to",
        cure="Unset them where LiteLLM talks to a local engine.",
        command=f"unset {' '.join(names)}",
    )


def _elsewhere(base: str, ours: str, evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary=f"LiteLLM without an api_base goes to {base}, and Quayside to {ours}",
        evidence=evidence,
        cause=f"{BASE_VARIABLE} names another place than the base in effect here",
        cure="Let both go to the same place.",
        command=f"export {BASE_VARIABLE}={litellm_base(ours)}",
    )


def _without_key(evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary=f"LiteLLM without an api_key sends {DEFAULT_KEY}, and Quayside a key of its own",
        evidence=evidence,
        cause=f"{KEY_VARIABLE} is not set; an empty one counts as unset",
        cure="Give LiteLLM the same key, where the engine asks for one.",
        command=f'export {KEY_VARIABLE}="$QUAYSIDE_KEY"',
    )


def _key(site: Site) -> str:
    given = site.environment.get(KEY_VARIABLE, "")
    return "set" if given else f"not set: LiteLLM sends '{DEFAULT_KEY}'"


def _lacks_key(site: Site) -> bool:
    ours = site.litellm.key.reveal()
    own = ours and ours != DEFAULT_KEY and site.environment.get("QUAYSIDE_KEY") == ours
    return bool(own) and not site.environment.get(KEY_VARIABLE)
