"""What is left when a text says nothing known: the status tells."""

from .evidence import Evidence, Rule, Words


def _html(evidence: Evidence) -> bool:
    return evidence.is_html


def _keyless(evidence: Evidence) -> bool:
    return not evidence.keyed


def _without_v1(evidence: Evidence) -> bool:
    return "/engines/" in evidence.request.url and "/v1/" not in evidence.request.url


def _doubled(evidence: Evidence) -> bool:
    url = evidence.request.url
    return "/v1/v1/" in url or url.count("/chat/completions") > 1


def _empty(evidence: Evidence) -> bool:
    return not evidence.body.strip()


_NO_ROUTE = "The server has no route {url}. "
_RIGHT_BASE = "Use the base {runner}/engines/llama.cpp"

STATUS_RULES: tuple[Rule, ...] = (
    Rule(
        Words(
            "bad-gateway",
            "a web server stands between, and got no answer from behind it",
            "The HTML page with status {status} comes from a reverse proxy, not from a runner.",
            "Check what the proxy forwards to, or use the runner's own base.",
        ),
        frozenset({502, 503, 504}),
        holds=_html,
    ),
    Rule(
        Words(
            "not-an-api",
            "a web page answered instead of an API",
            "Another program has this port, or a login page stands between.",
            "Check the port: a Docker Model Runner has 12434, a LiteLLM Proxy 4000.",
        ),
        holds=_html,
    ),
    Rule(
        Words(
            "wrong-route",
            "the path lacks /v1",
            _NO_ROUTE + "A runner's chat route is /engines/ENGINE/v1/chat/completions, and "
            "LiteLLM adds only /chat/completions to its base.",
            "Give LiteLLM a base that ends with /v1: {runner}/engines/{engine}/v1",
            "api_base: {runner}/engines/{engine}/v1",
        ),
        frozenset({404, 405}),
        holds=_without_v1,
    ),
    Rule(
        Words(
            "wrong-route",
            "a part of the path stands twice",
            _NO_ROUTE + "The base already held what is added to it.",
            "Use the base {runner}/engines/llama.cpp/v1",
        ),
        frozenset({404, 405}),
        holds=_doubled,
    ),
    Rule(
        Words(
            "wrong-route",
            "this llama.cpp server has no such route",
            _NO_ROUTE + "The words are those of llama.cpp's own server; it knows no engines in "
            "the path unless it was started with --api-prefix.",
            "Use the base {origin}/v1 for llama-server, {runner}/engines/llama.cpp for a runner.",
        ),
        frozenset({404}),
        r"file not found",
    ),
    Rule(
        Words(
            "wrong-route",
            "the runner has no such route",
            _NO_ROUTE + "A runner's chat route is /engines/ENGINE/v1/chat/completions.",
            _RIGHT_BASE,
        ),
        frozenset({404, 405}),
    ),
    Rule(
        Words(
            "key-missing",
            "the server wants a key",
            "The request had none.",
            "Set the key (QUAYSIDE_KEY for an engine, QUAYSIDE_PROXY_KEY for a gateway).",
            "export QUAYSIDE_KEY=",
        ),
        frozenset({401}),
        holds=_keyless,
    ),
    Rule(
        Words(
            "key-rejected",
            "the server does not accept this key",
            "It answers: {message}. A Docker Model Runner wants no key, so another server, or "
            "something before it, does.",
            "Set the key that this server was started with (QUAYSIDE_KEY).",
            "export QUAYSIDE_KEY=",
        ),
        frozenset({401}),
    ),
    Rule(
        Words(
            "forbidden",
            "the server refuses this client",
            "It answers: {message}. A key without rights, or a rule in front of the server.",
            "Check the key's rights, and whether a web proxy stands between.",
        ),
        frozenset({403}),
    ),
    Rule(
        Words(
            "web-proxy",
            "a web proxy wants a login",
            "HTTP_PROXY leads requests for {host} through a proxy.",
            "Take the host out of proxying.",
            "export NO_PROXY={host}",
        ),
        frozenset({407}),
    ),
    Rule(
        Words(
            "rate-limited",
            "the server takes no more requests for now",
            "It counts them, or serves so many at a time and no more; it answers: {message}",
            "Wait {wait} s, then send again.",
        ),
        frozenset({429}),
    ),
    Rule(
        Words(
            "timeout",
            "something on the way waited too long for the engine",
            "It closed the request after its own time: {message}. A model that was loading "
            "then may never be loaded.",
            "Load the model first, or raise the time limit of what stands between.",
        ),
        frozenset({408, 504}),
    ),
    Rule(
        Words(
            "engine-gone",
            "the runner lost its engine",
            "Its own connection to the engine was refused: the engine has just ended.",
            "Send again, so that the runner loads the model anew; if it stays, read its log.",
            "docker model logs",
        ),
        frozenset({502}),
        holds=_empty,
    ),
    Rule(
        Words(
            "bad-gateway",
            "what stands between got no good answer from the engine",
            "It answers: {message}",
            "Ask the engine straight, with its own base.",
        ),
        frozenset({502}),
    ),
    Rule(
        Words(
            "service-unavailable",
            "the server is there but cannot answer now",
            "It answers: {message}. It may be starting, or shutting down.",
            "Send again in a few seconds.",
        ),
        frozenset({503}),
    ),
    Rule(
        Words(
            "not-supported",
            "the server cannot do this",
            "It answers: {message}. An embedding model, for one, does not chat.",
            "Use a chat model.",
        ),
        frozenset({501}),
    ),
)

REFUSED = Words(
    "request-refused",
    "the server refuses the request: {message}",
    "A parameter, a message or the model does not suit it.",
    "Change what it names; leave out parameters one by one.",
)
ENGINE_ERROR = Words(
    "engine-error",
    "the engine failed: {message}",
    "The server met an error of its own while it worked on the request.",
    "Send again; if it stays, read the engine's log.",
    "docker model logs",
)
REDIRECT = Words(
    "redirect-refused",
    "the server sends elsewhere, to {location}",
    "A redirect is not followed: the key would travel along. Something other than a runner "
    "answers, or the scheme is wrong.",
    "If that place is right, use it as the base.",
)
