"""What each kind of failure of the fault lab says first, at the least; `…` stands for a name."""

SAID = {
    "answer-cut": "the answer was cut off",
    "bad-gateway": "a web server stands between, and got no answer from behind it",
    "broken-encoding": "the answer cannot be unpacked",
    "broken-http": "the answer breaks the rules of HTTP: …",
    "certificate-refused": "the certificate of …",
    "connection-reset": "the server closed the connection without an answer",
    "empty-answer": "the server answered with nothing",
    "engine-error": "the engine failed: …",
    "engine-error-in-stream": "the engine failed in the middle of the answer: …",
    "following-ended": "the runner ended its …",
    "forbidden": "the server refuses this client",
    "key-missing": "the … wants a key",
    "key-rejected": "the server does not accept this key",
    "malformed-answer": "the answer is no JSON",
    "malformed-stream": "a piece of the stream is no JSON",
    "no-choices": "the answer holds no choice",
    "not-a-runner": "the answer is not what a Docker Model Runner answers",
    "not-an-api": "a web page answered instead of an API",
    "not-http": "what answers on … does not speak HTTP",
    "nothing-listening": "… listens on …",
    "oversized-answer": "the answer is larger than is sane",
    "pull-broken": "the connection to the runner broke while … was pulled",
    "pull-failed": "… was not pulled",
    "pull-passing": "the runner is not ready to pull …",
    "pull-unknown": "there is no model …",
    "rate-limited": "the server takes no more requests for now",
    "redirect-refused": "the server sends elsewhere, to …",
    "service-unavailable": "the server is there but cannot answer now",
    "timeout": "the server stopped answering",
    "tls-expected": "this port speaks HTTPS",
    "tls-mismatch": "… does not speak HTTPS",
    "truncated-stream": "the answer was cut off",
    "wrong-content-type": "the answer is neither JSON nor an event stream",
}


def is_said(kind: str, summary: str) -> bool:
    return all(part.strip() in summary for part in SAID[kind].split("…"))
