"""What LiteLLM says of each fault, and what Quayside says of the same bytes.

LiteLLM's strings are those of 1.106.2, without the names of its classes in front; `SILENT`
where it takes the fault for an answer.
"""

from dataclasses import dataclass

SILENT = ""
CONNECTION = "Connection error."
BROKEN_OFF = "Response payload is not completed"
RUNNER_GONE = (
    "unable to load runner: error waiting for runner to be ready: llama.cpp terminated "
    "unexpectedly: llama.cpp failed: exit status 1"
)
LONG_CONTEXT = "exceeds the available context size (2048 tokens), try increasing it"


@dataclass(frozen=True)
class Row:
    """`recording` is one of `tests/wire_recordings`, without its end, or the name of a place."""

    recording: str
    litellm: str
    kind: str
    more: str
    """What Quayside's summary, cause or cure says that LiteLLM does not."""


R = Row
ROWS = (
    R("nothing listens", CONNECTION, "nothing-listening", "12434"),
    R("no such name", CONNECTION, "name-not-resolved", "localhost"),
    R("sdk-faults/up_close", CONNECTION, "connection-reset", "engine's log"),
    R("sdk/base_wrong_engine", "File Not Found", "wrong-route", "llama.cpp's own server"),
    R("sdk-faults/up_dmr404", "not found", "wrong-route", "/engines/llama.cpp"),
    R("sdk-faults/ups_dmr404", "not found", "wrong-route", "/engines/llama.cpp"),
    R(
        "sdk-faults/up_backend404",
        "the requested backend was not found",
        "engine-unknown",
        "docker model status",
    ),
    R(
        "sdk-faults/up_dmrmodel404",
        "error while getting model: model not found",
        "model-not-pulled",
        "another tag",
    ),
    R("sdk-faults/up_401", "Invalid API Key", "key-rejected", "QUAYSIDE_KEY"),
    R("sdk-faults/up_403", "Forbidden", "forbidden", "web proxy"),
    R("sdk-faults/up_412", "not installed", "engine-not-installed", "llama.cpp"),
    R("sdk-faults/up_400", "bad thing", "request-refused", "A parameter"),
    R("sdk-faults/up_422", "unproc", "request-refused", "A parameter"),
    R("sdk/context_exceeded", LONG_CONTEXT, "context-exceeded", "3031 tokens"),
    R("sdk/context_exceeded_stream", LONG_CONTEXT, "context-exceeded", "new session"),
    R("sdk-faults/up_429", "slow down", "rate-limited", "Wait 1 s"),
    R("sdk-faults/num_retries1", "boom inside", "engine-error", "engine's log"),
    R("sdk-faults/up_json500", "boom inside", "engine-error", "engine's log"),
    R("sdk-faults/ups_json500", "boom inside", "engine-error", "engine's log"),
    R("sdk-faults/up_dmr500", RUNNER_GONE, "load-failed", "could not be loaded"),
    R("sdk-faults/up_502html", "Bad Gateway", "bad-gateway", "reverse proxy"),
    R("sdk-faults/up_json503", "Loading model", "model-loading", "in memory"),
    R("sdk-faults/up_text503", "service unavailable", "service-unavailable", "starting"),
    R("sdk-faults/timeout", "Request timed out.", "connection-reset", "engine's log"),
    R("sdk-faults/timeout_noretry", "Request timed out.", "connection-reset", "engine's log"),
    R("sdk-faults/timeout_midstream", "Request timed out.", "truncated-stream", "incomplete"),
    R("sdk-faults/ups_midcut", BROKEN_OFF, "truncated-stream", "unloaded"),
    R("sdk-faults/ups_midreset", BROKEN_OFF, "truncated-stream", "unloaded"),
    R("sdk-faults/ups_errmid", "slot crashed", "engine-error-in-stream", "inside the stream"),
    R("sdk-faults/ups_errevent", SILENT, "engine-error-in-stream", "inside the stream"),
    R(
        "sdk-faults/ups_badsse",
        "Expecting property name enclosed in double quotes",
        "malformed-stream",
        "damaged the stream",
    ),
    R("no reason and no end", SILENT, "truncated-stream", "without a finish_reason"),
    R("sdk-faults/ups_html200", SILENT, "not-an-api", "login page"),
    R("sdk-faults/ups_empty200", SILENT, "empty-answer", "preload-only"),
    R(
        "sdk-faults/up_html200",
        "Empty or invalid response from LLM endpoint",
        "not-an-api",
        "login page",
    ),
    R("sdk-faults/up_empty200", SILENT, "empty-answer", "preload-only"),
    R("sdk-faults/up_badjson200", "Expecting value", "malformed-answer", "breaks off"),
    R("sdk-faults/up_nochoices", SILENT, "no-choices", "nothing in it is an answer"),
)
GOOD = {"up_rich", "ups_nodone", "ups_repeat", "ups_rich", "ups_rich_nousage", "ups_think"}
"""Recordings that only look like faults: each is the whole answer of a healthy engine."""
