"""The names that clients ask for."""

from collections.abc import Iterator

from .entry import Entry
from .model import Finding, Severity
from .places import found
from .whole import Whole


def alias_findings(whole: Whole) -> Iterator[Finding]:
    """Of all deployments, whichever file they stand in."""
    first: dict[str, Entry] = {}
    for entry in whole.entries:
        yield from _odd(entry)
        yield from _wildcard(entry)
        if entry.name in first:
            yield _shared(entry, first[entry.name])
        elif others := [one for one in first if one.lower() == entry.name.lower()]:
            yield _alike(entry, others[0])
        first.setdefault(entry.name, entry)


def _of(
    entry: Entry, rule: str, severity: Severity, text: str, effect: str, cure: str, to: str = ""
) -> Finding:
    path = entry.path("model_name")
    edits = entry.text.with_value(path, to) if to else ()
    return found(entry.text, path, rule, severity, text, effect=effect, cure=cure, edits=edits)


def _odd(entry: Entry) -> Iterator[Finding]:
    name = entry.name
    if not name.strip():
        effect = "LiteLLM finds no model for it: 'There are no healthy deployments'"
        text = "the model has an empty name"
        yield _of(entry, "alias-empty", Severity.ERROR, text, effect, "model_name: a-short-name")
    elif name != name.strip():
        text = f"the name '{name}' has a blank at its beginning or end"
        effect = "a client must ask for it with that blank"
        cure = f"model_name: {name.strip()}"
        yield _of(entry, "alias-blank", Severity.WARNING, text, effect, cure, name.strip())


def _wildcard(entry: Entry) -> Iterator[Finding]:
    model = entry.model
    if "*" in model and "*" not in entry.name:
        yield entry.finding(
            "wildcard-model",
            Severity.ERROR,
            "model",
            f"the model has a *, and the name '{entry.name}' has none",
            effect="LiteLLM asks the engine for a model that is called *",
            cure=f"model_name: '{model}', so that what stands for the * comes along",
            edits=entry.text.with_value(entry.path("model_name"), model),
        )
    elif "*" in entry.name and model and "*" not in model:
        text = f"the name '{entry.name}' has a *, and the model has none"
        effect = f"LiteLLM sends every such name to {model}"
        cure = "model: docker_model_runner/*, or a model_name without *"
        yield _of(entry, "wildcard-name", Severity.NOTE, text, effect, cure)


def _shared(entry: Entry, other: Entry) -> Finding:
    same = (entry.model, entry.base) == (other.model, other.base)
    return _of(
        entry,
        "shared-name",
        Severity.NOTE,
        f"'{entry.name}' is served by more than one deployment"
        + (", and both are the same" if same else ""),
        "LiteLLM spreads requests over them: two answers may come from two engines",
        "give each a name of its own where answers are compared",
    )


def _alike(entry: Entry, other: str) -> Finding:
    text = f"'{entry.name}' and '{other}' differ in capitals alone"
    effect = "LiteLLM serves both, and tells them apart"
    return _of(entry, "alike-names", Severity.NOTE, text, effect, "give one of them another name")
