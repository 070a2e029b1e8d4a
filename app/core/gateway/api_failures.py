"""What a gateway's GET endpoints answer when something is wrong, in words.

The texts of LiteLLM's refusals were recorded from releases 1.106.2 and 1.109.1.
"""

import httpx

from ..failures import Failure
from ..secret import Secret

_KEY_CURE = "give the gateway's master key, or a key that it has issued"
_KEY_COMMAND = "export QUAYSIDE_PROXY_KEY=sk-…"
_START = "quayside demo"


def explain_unreachable(url: str, problem: httpx.HTTPError) -> Failure:
    """The failure behind a request that got no answer."""
    tried = f"GET {url}"
    seen = str(problem) or type(problem).__name__
    if isinstance(problem, httpx.ConnectError):
        return Failure(
            kind="nothing-listening",
            summary="no gateway listens there",
            tried=tried,
            seen=seen,
            cause="the gateway does not run, still starts, or listens on another port",
            cure="start it, or correct the address; LiteLLM's own port is 4000",
            command=_START,
        )
    if isinstance(problem, httpx.TimeoutException):
        return Failure(
            kind="timeout",
            summary="the gateway accepts connections and does not answer",
            tried=tried,
            seen=seen,
            cause="it still starts, or it is busy",
            cure="try again in a minute; LiteLLM takes up to a minute to start",
        )
    return Failure(
        kind="connection-lost",
        summary="the connection to the gateway broke off",
        tried=tried,
        seen=seen,
        cause="it stopped while it answered, or something other than an HTTP server listens there",
        cure="check the address and that the gateway still runs",
    )


def explain_answer(response: httpx.Response, key: Secret) -> Failure:
    """The failure behind an answer that is not the one hoped for."""
    kind, cause, cure = _reading(response, key)
    seen = key.scrub(f"{response.status_code} {response.text[:2000]}".strip())
    return Failure(
        kind=kind,
        summary=f"the gateway refuses: {cause}",
        tried=f"GET {response.request.url}",
        seen=seen,
        cause=cause,
        cure=cure,
        command=_KEY_COMMAND if cure == _KEY_CURE else "",
    )


def _reading(response: httpx.Response, key: Secret) -> tuple[str, str, str]:
    status, text = response.status_code, response.text
    if "no_db_connection" in text or "No connected db" in text:
        words = (
            "the key is not the master key; without a database LiteLLM knows no other "
            "and says 'No connected db.'"
        )
        return "key-rejected", words, _KEY_CURE
    if not key and (status in (401, 403) or (status == 500 and text == "Internal Server Error")):
        return "key-missing", "it wants a key and none was sent", _KEY_CURE
    if status in (401, 403):
        return "key-rejected", "it does not accept the key", _KEY_CURE
    if status == 404:
        words = "this route does not exist there, so it is not a LiteLLM Proxy or has another path"
        return "wrong-route", words, "check the address, such as http://localhost:4000"
    if response.is_success:
        words = "what answers is not a LiteLLM Proxy"
        return "not-an-api", words, "check the address, such as http://localhost:4000"
    return "gateway-error", f"it answers with status {status}", "see the gateway's own log"
