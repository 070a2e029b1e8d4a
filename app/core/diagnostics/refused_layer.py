"""What the engine refused others lately, from the runner's own record. Asks nothing of a model."""

from collections.abc import Sequence
from dataclasses import replace

from ..runner.api import RunnerApiError
from ..runner.names import same_model
from ..runner.received import ReceivedRequest
from ..wire.causes import explain_response
from ..wire.wire_request import WireRequest
from .model import Evidence, Outcome, Status
from .outcomes import clipped, of_failure, passed, skipped
from .site import Site

_GONE = (0, 408, 499)
"""Statuses of requests that run, or whose callers hung up."""


async def engine_refusals(site: Site) -> Outcome:
    """The last request to this model that ended, whoever sent it.

    A runner keeps the last ten requests of each loaded model, until it unloads it.
    """
    try:
        records = await site.engine_api.received()
    except RunnerApiError:
        return skipped("the server keeps no record of requests")
    ours = [one for one in records if same_model(one.model, site.engine.model)]
    ended = [one for one in ours if one.status not in _GONE]
    refused = [one for one in ended if one.error]
    if not ended or not ended[-1].error:
        told = f"{len(ended)} requests to this model are on record"
        return passed(f"{told}, {len(refused)} of them refused" if refused else told)
    return _refused(site, ended[-1], refused, ended)


def _refused(
    site: Site,
    last: ReceivedRequest,
    refused: Sequence[ReceivedRequest],
    ended: Sequence[ReceivedRequest],
) -> Outcome:
    request = WireRequest(last.method, f"{site.engine_address.origin}{last.url}", {}, b"")
    failure = explain_response(site.engine, request, last.status, {}, last.error.encode())
    outcome = of_failure(
        failure,
        Evidence("from", last.user_agent or "not told"),
        Evidence("body", clipped(last.body)),
        Evidence("context", _context(last)),
        status=Status.WARN,
    )
    return replace(
        outcome,
        summary=f"the engine refused the last request to this model: {outcome.summary}",
        cause=f"{outcome.cause} {len(refused)} of the {len(ended)} requests on record were refused",
    )


def _context(last: ReceivedRequest) -> str:
    size = last.context_size
    return f"{size} tokens, as configured" if size else "not configured: as the model is packaged"
