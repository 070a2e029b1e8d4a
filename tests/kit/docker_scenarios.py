"""Faults of where Docker is: another machine, a container, a context."""

from hashlib import sha256

from kit.place_scenarios import CONNECTION_ERROR, REFUSED, containers_name, no_runner
from kit.runner_lab import RunnerScenario, RunnerWorld
from kit.strict_runner import StrictRunner
from quayside.app.core.diagnostics.model import Status


def engine_without_runner(world: RunnerWorld) -> None:
    world.with_engine()


def docker_by_ssh(world: RunnerWorld) -> None:
    no_runner(world)
    world.environment["DOCKER_HOST"] = "ssh://me@gpu-box"


def docker_context_by_ssh(world: RunnerWorld) -> None:
    no_runner(world)
    folder = world.folder / ".docker"
    digest = sha256(b"box").hexdigest()
    (folder / "contexts/meta" / digest).mkdir(parents=True)
    (folder / "config.json").write_text('{"currentContext": "box"}')
    meta = '{"Name": "box", "Endpoints": {"docker": {"Host": "ssh://me@gpu-box"}}}'
    (folder / "contexts/meta" / digest / "meta.json").write_text(meta)


def in_desktops_container(world: RunnerWorld) -> None:
    world.in_container, world.port_open = True, False
    world.names.add("model-runner.docker.internal")
    world.servers["model-runner.docker.internal"] = world.runner.answer


def in_engines_container(world: RunnerWorld) -> None:
    world.in_container, world.port_open = True, False
    world.servers["172.17.0.1:12434"] = world.runner.answer
    containers_name(world)


def without_the_engines_port(world: RunnerWorld) -> None:
    in_engines_container(world)
    world.names.add("model-runner.docker.internal")
    del world.servers["172.17.0.1:12434"]
    world.servers["model-runner.docker.internal:12434"] = world.runner.answer


def moved_by_context(world: RunnerWorld) -> None:
    """`docker model context use box`, which Docker's CLI follows and nobody else."""
    no_runner(world)
    world.names.add("gpu-box")
    world.servers["gpu-box:12434"] = world.runner.answer
    folder = world.folder / ".docker/model"
    folder.mkdir(parents=True)
    contexts = '{"current": "box", "contexts": {"box": {"host": "http://gpu-box:12434"}}}'
    (folder / "contexts.json").write_text(contexts)


def moved_by_compose(world: RunnerWorld) -> None:
    """What Compose gives to a service with a model, and the service does not read."""
    no_runner(world)
    world.names.add("model-runner.docker.internal")
    world.servers["model-runner.docker.internal"] = world.runner.answer
    world.environment |= {
        "LLM_URL": "http://model-runner.docker.internal/engines/v1/",
        "LLM_MODEL": "ai/smollm2",
    }


def two_runners(world: RunnerWorld) -> None:
    world.with_desktop()
    world.port_open, world.desktop = True, StrictRunner()
    world.runner.models = ["docker.io/ai/smollm2:latest", "docker.io/ai/gemma3:latest"]


def on_the_other_runner(world: RunnerWorld) -> None:
    other = StrictRunner()
    other.models = ["docker.io/ai/gemma3:latest"]
    world.servers["localhost:22088"] = other.answer
    world.environment["QUAYSIDE_MODEL"] = "gemma3"


def without_plugin(world: RunnerWorld) -> None:
    world.with_program(world.folder / "bin/docker")


def dmr_serve(world: RunnerWorld) -> None:
    world.addresses = ["192.0.2.7"]
    world.servers["192.0.2.7:12434"] = world.runner.answer


def exposed(world: RunnerWorld) -> None:
    dmr_serve(world)
    world.with_engine()
    world.port_open = True


S = RunnerScenario
SCENARIOS = (
    S(
        "Docker Engine without its runner",
        "DMR 15",
        REFUSED,
        "network.connection",
        ("Docker Engine is here", "not installed"),
        engine_without_runner,
    ),
    S(
        "Docker by ssh, and the runner's port is there",
        "DMR 18",
        REFUSED,
        "network.connection",
        ("by ssh on me@gpu-box", "not here"),
        docker_by_ssh,
    ),
    S(
        "a Docker context by ssh",
        "DMR 18",
        REFUSED,
        "network.connection",
        ("by ssh on me@gpu-box",),
        docker_context_by_ssh,
    ),
    S(
        "localhost in a container of Docker Desktop's",
        "DMR 19",
        REFUSED,
        "network.connection",
        ("localhost is the container itself",),
        in_desktops_container,
    ),
    S(
        "Docker Desktop's name in a container of Docker Engine's",
        "DMR 19",
        CONNECTION_ERROR,
        "network.name",
        ("Docker Engine does not by itself",),
        in_engines_container,
    ),
    S(
        "extra_hosts without the port of Docker Engine's runner",
        "DMR 19",
        REFUSED,
        "network.connection",
        ("has port 12434", "port 80"),
        without_the_engines_port,
    ),
    S(
        "a context of `docker model`, which no other program follows",
        "DMR 18",
        REFUSED,
        "network.connection",
        ("nothing listens on localhost:12434",),
        moved_by_context,
        cure="Use Docker Model Runner on gpu-box:12434",
    ),
    S(
        "Compose's variables, which the service does not read",
        "DMR 19",
        REFUSED,
        "network.connection",
        ("nothing listens on localhost:12434",),
        moved_by_compose,
        cure="Use Docker Model Runner on model-runner.docker.internal",
    ),
    S(
        "Docker Desktop's runner and Docker Engine's on one machine",
        "DMR 15, 25",
        "models vanish, address already in use",
        "discovery.servers",
        ("two Docker Model Runners", "cannot open this port"),
        two_runners,
        Status.WARN,
    ),
    S(
        "a model that is on the other runner",
        "DMR 25",
        "pulled, and 404",
        "model.name",
        ("on another runner", "localhost:22088"),
        on_the_other_runner,
    ),
    S(
        "Docker's CLI without its plugin for models",
        "DMR 26",
        "'model' is not a docker command",
        "environment.docker",
        ("is not a docker command", "Quayside itself needs none"),
        without_plugin,
        Status.WARN,
    ),
    S(
        "a runner that the whole network can use",
        "DMR 17",
        "nothing at all",
        "network.exposure",
        ("everyone in your network", "192.0.2.7"),
        exposed,
        Status.WARN,
        "loopback alone",
    ),
    S(
        "`dmr serve`, which listens on all interfaces",
        "DMR §2",
        "nothing at all",
        "network.exposure",
        ("everyone in your network", "no keys"),
        dmr_serve,
        Status.WARN,
        "dmr serve",
    ),
)
