"""A response that is no answer, explained."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus

from ...failures import Failure
from ...lanes import Lane
from ..jsontext import as_count
from ..wire_request import WireRequest
from .evidence import Evidence, Rule, Words, facts_of, failure, fill
from .gateway_rules import GATEWAY_RULES
from .load_rules import LOAD_RULES
from .runner_rules import RUNNER_RULES
from .status_rules import ENGINE_ERROR, REDIRECT, REFUSED, STATUS_RULES
from .wrapped_rules import WRAPPED_RULES

TEXT_RULES: tuple[Rule, ...] = (*GATEWAY_RULES, *LOAD_RULES, *WRAPPED_RULES, *RUNNER_RULES)


def explain_response(
    lane: Lane, request: WireRequest, status: int, headers: Mapping[str, str], body: bytes
) -> Failure:
    """The failure that a response with an error status stands for.

    `headers` has lower-case names; `body` may be cut short, compressed no more.
    """
    text = body.decode("utf-8", "replace")
    evidence = Evidence(lane=lane, request=request, status=status, headers=headers, body=text)
    if 200 <= status < 300:
        evidence = replace(evidence, status=_meant_status(evidence))
    return failure(_words(evidence), lane, request, seen_response(status, text))


def seen_response(status: int, body: str) -> str:
    """Status line and raw body, as the user would see them with curl."""
    try:
        phrase = f" {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = ""
    return f"HTTP {status}{phrase}\n{body}".rstrip()


def first_match(rules: Iterable[Rule], evidence: Evidence) -> Words | None:
    """The words of the first rule that fits, filled in."""
    for rule in rules:
        found = rule.match(evidence)
        if found is not None:
            return fill(rule.words, {**facts_of(evidence), **found})
    return None


def _meant_status(evidence: Evidence) -> int:
    """An error under status 200 may hold the status that it should have had."""
    said = as_count(evidence.error.get("code")) or evidence.status
    return said if 400 <= said < 600 else evidence.status


def _words(evidence: Evidence) -> Words:
    if 300 <= evidence.status < 400:
        return fill(REDIRECT, facts_of(evidence))
    rules = STATUS_RULES if evidence.is_html else (*TEXT_RULES, *STATUS_RULES)
    last = ENGINE_ERROR if evidence.status >= 500 else REFUSED
    return first_match(rules, evidence) or fill(last, facts_of(evidence))
