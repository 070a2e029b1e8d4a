"""Faults of certificates and keys in front of an engine."""

from collections.abc import Callable

import httpx

from kit.listener_scenarios import listening, openai
from kit.place_scenarios import at, forwarded, on_the_box
from kit.runner_lab import RunnerScenario, RunnerWorld
from quayside.app.core.diagnostics.model import Status


def with_keys(request: httpx.Request) -> httpx.Response:
    if request.headers.get("authorization") == "Bearer sk-right":
        return openai(request)
    return httpx.Response(401, json={"error": {"message": "Invalid API key"}})


def secured(certificate: str, scheme: str) -> Callable[[RunnerWorld], None]:
    def set_up(world: RunnerWorld) -> None:
        world.servers["localhost:12444"] = world.runner.answer
        world.certificates["localhost:12444"] = certificate
        at(world, f"{scheme}://localhost:12444/engines/llama.cpp/v1")

    return set_up


def boxs_own(world: RunnerWorld) -> None:
    world.names.add("gpu-box")
    world.servers["gpu-box:12444"] = world.runner.answer
    world.certificates["gpu-box:12444"] = "self-signed certificate"
    at(world, "https://gpu-box:12444/engines/llama.cpp/v1")


def certificates_gone(world: RunnerWorld) -> None:
    secured("trusted", "https")(world)
    world.environment["SSL_CERT_FILE"] = str(world.folder / "gone.pem")


def dockers_authority(world: RunnerWorld) -> None:
    boxs_own(world)
    file = world.folder / "authority.pem"
    file.touch()
    world.environment["MODEL_RUNNER_TLS_CA_CERT"] = str(file)


def by_number(world: RunnerWorld) -> None:
    secured("trusted", "https")(world)
    world.servers["127.0.0.1:12444"] = world.runner.answer
    world.certificates["127.0.0.1:12444"] = "IP address mismatch"
    at(world, "https://127.0.0.1:12444/engines/llama.cpp/v1")


def dockers_switch(host: str, secure: str) -> Callable[[RunnerWorld], None]:
    def set_up(world: RunnerWorld) -> None:
        secured("trusted", "http")(world)
        del world.environment["QUAYSIDE_BASE"]
        world.environment |= {"MODEL_RUNNER_HOST": host, "MODEL_RUNNER_TLS": secure}

    return set_up


def tls_to_plain(world: RunnerWorld) -> None:
    at(world, "https://localhost:12434/engines/llama.cpp/v1")


def keyed(key: str) -> Callable[[RunnerWorld], None]:
    def set_up(world: RunnerWorld) -> None:
        listening("localhost:8000", with_keys, "http://localhost:8000/v1")(world)
        world.environment["QUAYSIDE_KEY"] = key

    return set_up


def right_key(world: RunnerWorld) -> None:
    world.environment["QUAYSIDE_KEY"] = "sk-right"


def key_in_the_clear(world: RunnerWorld) -> None:
    listening("gpu-box:8000", with_keys, "http://gpu-box:8000/v1")(world)
    right_key(world)


def by_tunnel(world: RunnerWorld) -> None:
    listening("localhost:8000", with_keys, "http://localhost:8000/v1")(world)


S = RunnerScenario
SCENARIOS = (
    S(
        "https:// to a port without TLS",
        "DMR §2",
        "WRONG_VERSION_NUMBER",
        "tls.engine",
        ("does not speak HTTPS",),
        tls_to_plain,
    ),
    S(
        "http:// to the runner's TLS port",
        "DMR §2",
        "400 Bad Request",
        "tls.engine",
        ("speaks HTTPS",),
        secured("trusted", "http"),
    ),
    S(
        "the runner's own certificate",
        "DMR §2",
        "certificate verify failed",
        "tls.engine",
        ("not trusted", "self-signed"),
        secured("self-signed certificate", "https"),
        cure="its port without TLS",
    ),
    S(
        "another machine's own certificate",
        "DMR §2",
        "certificate verify failed",
        "tls.engine",
        ("not trusted", "self-signed"),
        boxs_own,
        cure="Take the certificate over",
    ),
    S(
        "a certificate that is too old",
        "DMR §2",
        "certificate verify failed",
        "tls.engine",
        ("has expired",),
        secured("certificate has expired", "https"),
    ),
    S(
        "a certificate that Docker's CLI alone is told to trust",
        "DMR §2",
        "certificate verify failed",
        "tls.engine",
        ("not trusted",),
        dockers_authority,
        cure="MODEL_RUNNER_TLS_CA_CERT",
    ),
    S(
        "a variable that names certificates which are gone",
        "DMR §2",
        "FileNotFoundError, with a traceback",
        "tls.engine",
        ("no certificate can be checked", "SSL_CERT_FILE"),
        certificates_gone,
    ),
    S(
        "a certificate for another name",
        "DMR §2",
        "IP address mismatch",
        "tls.engine",
        ("for another name than 127.0.0.1",),
        by_number,
    ),
    S(
        "Docker's variable with TLS, and a port without",
        "DMR 18",
        "WRONG_VERSION_NUMBER",
        "tls.engine",
        ("does not speak HTTPS", "MODEL_RUNNER_TLS"),
        dockers_switch("localhost:12434", "true"),
    ),
    S(
        "Docker's variable without TLS, and a port with it",
        "DMR 18",
        "400 Bad Request",
        "tls.engine",
        ("speaks HTTPS", "MODEL_RUNNER_TLS"),
        dockers_switch("localhost:12444", ""),
    ),
    S(
        "a server that wants a key",
        "DMR 27",
        "Connection error.",
        "auth.engine",
        ("wants a key",),
        keyed(""),
        cure="Set the key",
        by_hand=right_key,
    ),
    S(
        "a key that the server does not know",
        "DMR 27",
        "401 Unauthorized",
        "auth.engine",
        ("does not accept this key",),
        keyed("sk-wrong"),
        cure="Set the key",
        by_hand=right_key,
    ),
    S(
        "a key with what was copied around it",
        "DMR 27",
        "Illegal header value",
        "auth.engine",
        ("cannot be sent", "line end"),
        keyed("sk-wrong\nsk-right"),
        cure="Set it again",
        by_hand=right_key,
    ),
    S(
        "a key that everyone on the way can read",
        "DMR 27",
        "nothing at all",
        "auth.engine",
        ("clear text",),
        key_in_the_clear,
        Status.WARN,
        "ssh tunnel",
        by_tunnel,
    ),
    S(
        "a runner in the network, which asks nobody for a key",
        "DMR 17",
        "nothing at all",
        "auth.engine",
        ("has no keys", "not on loopback"),
        on_the_box,
        Status.WARN,
        "ssh -L",
        forwarded,
    ),
)
