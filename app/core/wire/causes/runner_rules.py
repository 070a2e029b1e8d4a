"""What a runner answers about routes, names and its own state.

The texts are those of Docker Model Runner's and llama.cpp's sources; more
specific rules come first.
"""

from .evidence import Evidence, Rule, Words


def _on_socket(evidence: Evidence) -> bool:
    return evidence.lane.base.strip().startswith(("unix:", "http+unix:"))


def _too_large(evidence: Evidence) -> bool:
    return evidence.status == 413 or "too large" in evidence.message.lower()


RUNNER_RULES: tuple[Rule, ...] = (
    Rule(
        Words(
            "tools-unsupported",
            "'{model}' does not take tools",
            "The engine says: {message}",
            "Leave `tools` out of the parameters, or use a model that was trained for them.",
        ),
        pattern=r"does not support tools|tools? param requires",
    ),
    Rule(
        Words(
            "tls-expected",
            "this port speaks HTTPS",
            "The request went out in plain HTTP.",
            "Write the base with https://.",
        ),
        frozenset({400}),
        r"http request to an https server|plain http request was sent to https",
    ),
    Rule(
        Words(
            "model-not-pulled",
            "'{model}' is not on this server",
            "The server has not pulled it.",
            "Pull it, then send again.",
            "ollama pull {model}",
        ),
        frozenset({404}),
        r"try pulling it first",
    ),
    Rule(
        Words(
            "model-not-pulled",
            "'{model}' is not on this runner",
            "It was never pulled, or it has another tag or namespace there.",
            "Pull it, or take a name from `docker model list`.",
            "docker model pull {model}",
        ),
        frozenset({400, 404}),
        r"model not found|error while getting model|model .{0,200}(does not exist|not found)"
        r"|model_not_found|unknown model",
    ),
    Rule(
        Words(
            "wrong-route",
            "the path names no engine: `v1` stands twice",
            "The runner took 'v1' for an engine's name.",
            "Use the base {runner}/engines/llama.cpp",
        ),
        frozenset({404}),
        r"backend (was )?not found",
        lambda evidence: "/v1/v1/" in evidence.request.url,
    ),
    Rule(
        Words(
            "engine-unknown",
            "the runner knows no engine '{engine}'",
            "The name in the path /engines/{engine} is none of its engines.",
            "Use an engine that `docker model status` lists, such as {runner}/engines/llama.cpp",
            "docker model status",
        ),
        frozenset({404}),
        r"backend (was )?not found|unknown backend",
    ),
    Rule(
        Words(
            "engine-not-installed",
            "the engine '{backend}' is not installed",
            "The runner knows it, but its program is not there: {message}",
            "Install it, or use the engine llama.cpp.",
            "docker model install-runner --backend {backend}",
        ),
        frozenset({412, 500, 503}),
        r"backend \"?(?P<backend>[\w.-]+)\"? is not installed",
    ),
    Rule(
        Words(
            "engine-not-installed",
            "the engine '{backend}' is not installed",
            "The runner knows it, but its program is not there: {message}",
            "Install it (vLLM needs an NVIDIA GPU), or use the engine llama.cpp.",
            "docker model reinstall-runner --backend {backend}",
        ),
        frozenset({412, 500, 503}),
        r"(?P<backend>vllm|mlx|sglang|diffusers|llama\.cpp)\b.{0,60}"
        r"(binary|package) not (found|installed)",
    ),
    Rule(
        Words(
            "engine-not-installed",
            "the engine cannot be installed on this machine",
            "The runner tried, and says: {message}",
            "Use the engine llama.cpp: {runner}/engines/llama.cpp",
            "docker model status",
        ),
        frozenset({412, 503}),
        r"installation failed|only (available|supported) on|not installed|not supported on",
    ),
    Rule(
        Words(
            "runner-starting",
            "the runner has just started",
            "It is not ready to load models yet.",
            "Send again in a few seconds.",
        ),
        frozenset({503}),
        r"backend installer not started",
    ),
    Rule(
        Words(
            "model-loading",
            "'{model}' is still being loaded",
            "The engine answers only when the model is in memory.",
            "Send again in a few seconds; newer runners wait by themselves.",
            "docker model ps",
        ),
        frozenset({503}),
        r"loading model|model is loading",
    ),
    Rule(
        Words(
            "runner-disabled",
            "Docker Model Runner is switched off",
            "Docker answers on {socket}, but not for the Model Runner.",
            "Switch it on in Docker Desktop's settings, under AI.",
            "docker desktop enable model-runner --tcp 12434",
        ),
        frozenset({503}),
        "",
        _on_socket,
    ),
    Rule(
        Words(
            "runner-busy",
            "the runner is busy with this model",
            "A setting cannot change while the model answers: {message}",
            "Wait for the running answer, or stop it, then try again.",
        ),
        frozenset({409}),
    ),
    Rule(
        Words(
            "origin-refused",
            "the runner refused the request's origin",
            "An Origin header was added on the way; the runner serves listed origins only.",
            "Find what adds the header (a browser, a web proxy), or allow it (DMR_ORIGINS).",
        ),
        frozenset({403}),
        r"origin not allowed",
    ),
    Rule(
        Words(
            "request-too-large",
            "the request is too large",
            "A runner takes 10 MiB; images and long sessions add up.",
            "Send less: a smaller image, a new session.",
        ),
        frozenset({400, 413}),
        holds=_too_large,
    ),
    Rule(
        Words(
            "model-missing",
            "no model was named",
            "The server got a request without a model.",
            "Choose a model for this lane, such as ai/smollm2.",
        ),
        frozenset({400}),
        r"model is required|you passed in model=none|must provide a model",
    ),
    Rule(
        Words(
            "store-unreadable",
            "the runner cannot read its model store",
            "The store on disk is damaged or may not be read: {message}",
            "Look at the runner's log; pull the model again.",
            "docker model logs",
        ),
        frozenset({500}),
        r"model unavailable",
    ),
)
