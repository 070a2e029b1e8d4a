"""Faults on the way to a runner: settings, names, sockets, ports."""

from kit.runner_lab import RunnerScenario, RunnerWorld

BOX = "http://gpu-box:12434/engines/llama.cpp/v1"
REFUSED = "Connection refused"
CONNECTION_ERROR = "Connection error."


def at(world: RunnerWorld, base: str) -> None:
    world.environment["QUAYSIDE_BASE"] = base


def on_the_box(world: RunnerWorld) -> None:
    """The runner is on another machine of the network, where it can be reached."""
    at(world, BOX)
    world.names.add("gpu-box")
    world.servers["gpu-box:12434"] = world.runner.answer


def closed_desktop(world: RunnerWorld) -> None:
    world.with_desktop()


def no_runner(world: RunnerWorld) -> None:
    world.port_open = False


def litellms_default(world: RunnerWorld) -> None:
    del world.environment["QUAYSIDE_BASE"]


def containers_name(world: RunnerWorld) -> None:
    at(world, "http://model-runner.docker.internal/engines/llama.cpp/v1")


def misspelt_host(world: RunnerWorld) -> None:
    at(world, BOX.replace("gpu-box", "gpu-bxo"))


def others_loopback(world: RunnerWorld) -> None:
    on_the_box(world)
    world.servers.clear()
    world.port_open = False


def forwarded(world: RunnerWorld) -> None:
    """What `ssh -L 12434:localhost:12434 gpu-box` does."""
    world.port_open = True
    at(world, "http://localhost:12434/engines/llama.cpp/v1")


def firewall(world: RunnerWorld) -> None:
    on_the_box(world)
    world.port_open = False
    world.refusals["gpu-box:12434"] = TimeoutError()


def firewall_opened(world: RunnerWorld) -> None:
    world.refusals.clear()


def through_the_socket(world: RunnerWorld) -> None:
    at(world, f"unix://{world.desktop_socket}:/exp/vDD4.40")


def without_desktop(world: RunnerWorld) -> None:
    through_the_socket(world)
    world.port_open = False


def switched_off(world: RunnerWorld) -> None:
    world.with_desktop(switched_off=True)
    through_the_socket(world)


def desktop_switched_off(world: RunnerWorld) -> None:
    world.with_desktop(switched_off=True)


def others_socket(world: RunnerWorld) -> None:
    world.with_desktop()
    through_the_socket(world)
    world.refusals[str(world.desktop_socket)] = PermissionError(13, "Permission denied")


S = RunnerScenario
SCENARIOS = (
    S(
        "Docker Desktop keeps its TCP port closed",
        "DMR 1",
        REFUSED,
        "network.connection",
        ("nothing listens on localhost:12434", "keeps its TCP port closed"),
        closed_desktop,
    ),
    S(
        "no runner at all",
        "DMR 1",
        REFUSED,
        "network.connection",
        ("nothing listens on localhost:12434", "not running"),
        no_runner,
    ),
    S(
        "LiteLLM's default port is no runner's",
        "DMR 2",
        CONNECTION_ERROR,
        "network.connection",
        ("22088 is LiteLLM's default",),
        litellms_default,
    ),
    S(
        "a name that containers alone know",
        "DMR 19",
        CONNECTION_ERROR,
        "network.name",
        ("inside containers only",),
        containers_name,
    ),
    S(
        "a host name misspelt",
        "DMR 19",
        CONNECTION_ERROR,
        "network.name",
        ("gpu-bxo cannot be resolved",),
        misspelt_host,
        cure="Check the spelling",
        by_hand=on_the_box,
    ),
    S(
        "another machine's runner on its own loopback",
        "DMR 17",
        REFUSED,
        "network.connection",
        ("listens on its own loopback",),
        others_loopback,
    ),
    S(
        "the same by ssh, without the port",
        "DMR 18",
        REFUSED,
        "network.connection",
        ("nothing listens on gpu-box:12434",),
        others_loopback,
        cure="ssh -L",
        by_hand=forwarded,
    ),
    S(
        "a firewall that swallows packets",
        "DMR 17",
        "it hangs",
        "network.connection",
        ("does not answer", "a firewall"),
        firewall,
        cure="Check host and port",
        by_hand=firewall_opened,
    ),
    S(
        "Model Runner switched off in Docker Desktop",
        "DMR 1",
        "503",
        "listener.engine",
        ("switched off",),
        switched_off,
    ),
    S(
        "Docker Desktop is not running",
        "DMR 18",
        "No such file or directory",
        "network.connection",
        ("Docker Desktop is not running",),
        without_desktop,
    ),
    S(
        "a socket of another user's",
        "DMR 18",
        "Permission denied",
        "network.connection",
        ("may not use the socket",),
        others_socket,
    ),
    S(
        "Model Runner switched off, asked by TCP",
        "DMR 1",
        REFUSED,
        "network.connection",
        ("switched off in Docker Desktop",),
        desktop_switched_off,
    ),
)
