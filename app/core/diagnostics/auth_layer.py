"""The key: whether it can be sent, whether it is asked for, and who could read it."""

from ..runner.failing import failure_of
from ..runner.shapes import read_status
from ..settings import DEFAULT_KEY
from ..wire.connections import is_loopback
from .model import Outcome, Status
from .outcomes import evidence_of, of_failure, passed
from .site import Site, is_sendable


async def engine_key(site: Site) -> Outcome:
    """A runner asks nobody for a key; other servers may."""
    lane, address, api = site.engine, site.engine_address, site.engine_api
    if not is_sendable(lane.key.reveal()):
        return unsendable()
    status = await api.get("/engines/status")
    if read_status(status.json_object()):
        if is_loopback(address):
            return passed("a runner takes any key")
        return _open_to_all()
    answer = await api.fetch(address.models_url)
    if answer.status in (401, 403):
        return of_failure(failure_of(lane, answer))
    real = lane.key and lane.key.reveal() != DEFAULT_KEY
    if real and address.origin.startswith("http:") and not is_loopback(address):
        return _readable()
    return passed("the key is accepted, or none is asked for", *evidence_of(answer)[::2])


def unsendable() -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary="the key cannot be sent",
        cause="it holds a space, a line end or another character that no header can carry",
        cure="Set it again, without what was copied around it.",
        command="export QUAYSIDE_KEY=…",
    )


def _open_to_all() -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary="this runner serves everyone who reaches it: it has no keys",
        cause="Docker Model Runner has no authentication, and this one is not on loopback",
        cure="Let a firewall or a proxy with keys stand before it, or reach it by ssh -L.",
    )


def _readable() -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary="the key travels in clear text",
        cause="the base begins with http:// and leads to another machine",
        cure="Use https:// where the server offers it, or an ssh tunnel.",
    )
