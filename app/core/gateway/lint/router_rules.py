"""How LiteLLM's router spreads requests: what it cannot be told, and names of nobody."""

import re
from collections.abc import Iterator
from typing import cast

from ..config_files import Document
from ..config_values import PREFIX
from .known_names import STRATEGIES, near
from .model import STOPS, Finding, Severity
from .moving import moved
from .nodes import Key, Text
from .places import found
from .type_rules import is_decimal
from .values import mapping
from .whole import Whole

_SECTION = "router_settings"
_NUMBERS = ("num_retries", "timeout", "cooldown_time", "allowed_fails", "retry_after")
_FALLBACKS = ("fallbacks", "context_window_fallbacks", "content_policy_fallbacks")
_ELSEWHERE = ("health_check_interval", "health_check_concurrency")


def router_findings(whole: Whole) -> Iterator[Finding]:
    """Of the sections that count where several files have them."""
    document = whole.document_of(_SECTION)
    if document is not None:
        settings, text = mapping(document.values[_SECTION]), whole.text_of(document)
        yield from _strategy(text, settings.get("routing_strategy"))
        yield from _moved_away(text, settings)
        yield from _numbers(text, settings)
        yield from _aliases(whole, text, settings.get("model_group_alias"))
    for section in (_SECTION, "litellm_settings"):
        document = whole.document_of(section)
        if document is not None:
            yield from _all_fallbacks(whole, document, section)


def _strategy(text: Text, value: object) -> Iterator[Finding]:
    if value is None or value in STRATEGIES:
        return
    path = (_SECTION, "routing_strategy")
    meant = near(str(value), frozenset(STRATEGIES))
    yield found(
        text,
        path,
        "routing-strategy",
        Severity.ERROR,
        "there is no such routing_strategy",
        effect=STOPS + "ValueError, with those that there are",
        cure=f"routing_strategy: {meant or STRATEGIES[0]}",
        edits=text.with_value(path, meant) if meant else (),
    )


def _moved_away(text: Text, settings: object) -> Iterator[Finding]:
    for name in _ELSEWHERE:
        if name in mapping(settings):
            path = (_SECTION, name)
            yield found(
                text,
                path,
                "misplaced-key",
                Severity.ERROR,
                f"{name} does not belong under {_SECTION}",
                effect=STOPS + "ValueError: Please move it to 'general_settings'",
                cure=f"move it under general_settings:\ngeneral_settings:\n  {name}: …",
                edits=moved(text, path, ("general_settings",)),
            )


def _numbers(text: Text, settings: object) -> Iterator[Finding]:
    for name in _NUMBERS:
        value = mapping(settings).get(name)
        # A variable is told where it is unset.
        if value is None or is_decimal(value) or str(value).startswith(PREFIX):
            continue
        yield found(
            text,
            (_SECTION, name),
            "no-number",
            Severity.ERROR if name == "timeout" else Severity.WARNING,
            f"{name} is not a number",
            effect="LiteLLM starts, and stumbles at the first request that needs it",
            cure=f"write a number, or leave {name} out",
        )


def _aliases(whole: Whole, text: Text, value: object) -> Iterator[Finding]:
    path = (_SECTION, "model_group_alias")
    aliases = mapping(value)
    if value is not None and not isinstance(value, dict):
        yield found(
            text,
            path,
            "wrong-type",
            Severity.ERROR,
            "model_group_alias is not a mapping",
            effect=STOPS + "AttributeError: … has no attribute 'items'",
            cure="model_group_alias: {another-name: the-name-of-a-model}",
        )
    for alias, target in aliases.items():
        name = mapping(target).get("model", target)
        if isinstance(name, str):
            yield from _unknown(whole, text, (*path, alias), name, _served(whole))


def _all_fallbacks(whole: Whole, document: Document, section: str) -> Iterator[Finding]:
    text, settings = whole.text_of(document), mapping(document.values[section])
    for name in _FALLBACKS:
        value = settings.get(name)
        # What the router itself is given, it takes instead of the module's.
        taken = section == _SECTION or not whole.section(_SECTION).get(name)
        if value is None or not taken:
            continue
        path = (section, name)
        checked = name != "context_window_fallbacks"
        if not _is_list_of_pairs(value):
            yield from _misshapen(text, path, stops=checked)
            continue
        for number, pair in enumerate(cast("list[object]", value)):
            for alias, others in mapping(pair).items():
                yield from _fallback(whole, text, (*path, number, alias), others)


def _is_list_of_pairs(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and len(cast("dict[object, object]", one)) == 1
        for one in cast("list[object]", value)
    )


def _misshapen(text: Text, path: tuple[Key, ...], *, stops: bool) -> Iterator[Finding]:
    yield found(
        text,
        path,
        "fallback-shape",
        Severity.ERROR,
        f"{path[-1]} is not a list of one name each",
        effect=STOPS + "ValueError, without file or line" if stops else "LiteLLM uses none",
        cure=f"{path[-1]}:\n  - the-first-model: [the-next-model]",
    )


def _fallback(whole: Whole, text: Text, path: tuple[Key, ...], others: object) -> Iterator[Finding]:
    alias = str(path[-1])
    if alias != "*":
        yield from _unknown(whole, text, path, alias, whole.names)
    if isinstance(others, str):
        yield found(
            text,
            path,
            "fallback-shape",
            Severity.WARNING,
            "what to fall back to is not a list",
            effect="LiteLLM takes each of its letters for the name of a model",
            cure=f"{alias}: [{others}]",
            edits=text.with_plain(path, f"['{others}']") if others.isprintable() else (),
        )
    for number, other in enumerate(
        cast("list[object]", others) if isinstance(others, list) else ()
    ):
        if isinstance(other, str):
            yield from _unknown(whole, text, (*path, number), other, whole.names)


def _served(whole: Whole) -> frozenset[str]:
    return frozenset(entry.name for entry in whole.entries)


def _unknown(
    whole: Whole, text: Text, path: tuple[Key, ...], name: str, served: frozenset[str]
) -> Iterator[Finding]:
    if any(_covers(one, name) for one in served):
        return
    meant = near(name, served)
    yield found(
        text,
        path,
        "unknown-alias",
        Severity.WARNING,
        f"no model of this file is called '{name}'",
        effect="LiteLLM takes it without a word, and finds nobody when it is needed",
        cure=f"{meant}, if that was meant" if meant else "name one of model_list",
    )


def _covers(alias: str, name: str) -> bool:
    pattern = ".*".join(map(re.escape, alias.split("*")))
    return re.fullmatch(pattern, name, re.DOTALL) is not None
