"""Someone who carries out a cure's command to the letter on a machine with a runner."""

import shlex

from kit.runner_lab import RunnerWorld
from kit.strict_runner import RUNNING
from quayside.app.core.runner.names import normalise


def carry_out(command: str, world: RunnerWorld) -> None:
    """Raises `AssertionError` for a command that means nothing here."""
    first, _, rest = command.partition(" && ")
    _one(first, world)
    if rest:
        carry_out(rest, world)


def _one(command: str, world: RunnerWorld) -> None:
    for begin, act in ACTS.items():
        if command.startswith(begin):
            act(shlex.split(command), world)
            return
    raise AssertionError(f"nobody can carry this out: {command!r}")


def export(words: list[str], world: RunnerWorld) -> None:
    for word in words[1:]:
        name, _, value = word.partition("=")
        assert value, "a value that the user has to find cannot be carried out"
        world.environment[name] = value.replace("$PWD", str(world.folder))


def install_plugin(words: list[str], world: RunnerWorld) -> None:
    assert words[-1] in ("docker-model-plugin", "~/.docker/cli-plugins/")
    world.with_program(world.folder / ".docker/cli-plugins/docker-model")


def make_folder(_words: list[str], world: RunnerWorld) -> None:
    (world.folder / ".docker/cli-plugins").mkdir(parents=True, exist_ok=True)


def close_to_others(words: list[str], world: RunnerWorld) -> None:
    assert words[-1] == f"{world.port}/tcp"
    world.addresses = []


def fetch_certificate(words: list[str], world: RunnerWorld) -> None:
    assert words[words.index("-connect") + 1] in world.certificates
    (world.folder / words[-1]).touch()


def unset(words: list[str], world: RunnerWorld) -> None:
    for name in words[1:]:
        world.environment.pop(name, None)


def pull(words: list[str], world: RunnerWorld) -> None:
    world.runner.models = [*world.runner.models, normalise(words[-1])]
    world.runner.lost = False


def open_port(words: list[str], world: RunnerWorld) -> None:
    assert words[-2] == "--tcp"
    world.port, world.port_open, world.socket_off = int(words[-1]), True, False
    world.runner, world.desktop = world.desktop or world.runner, None


def start_desktop(_words: list[str], world: RunnerWorld) -> None:
    world.with_desktop()


def stop_engines(_words: list[str], world: RunnerWorld) -> None:
    world.port_open = False


def install(_words: list[str], world: RunnerWorld) -> None:
    assert world.engine_socket.exists()
    world.port_open = True


def forward(words: list[str], world: RunnerWorld) -> None:
    assert words[-2:] == ["12434:localhost:12434", "me@gpu-box"]
    world.port_open = True


def join_group(_words: list[str], world: RunnerWorld) -> None:
    world.refusals.clear()


def restart(_words: list[str], world: RunnerWorld) -> None:
    world.servers.clear()


def reinstall(words: list[str], world: RunnerWorld) -> None:
    if "--backend" in words:
        engine = words[words.index("--backend") + 1]
        world.runner.engines = {**world.runner.engines, engine: f"Running: {engine} 0.9"}
    elif "--tls" in words:
        world.certificates = {place: "self-signed certificate" for place in world.certificates}
    elif "--host" in words:
        host = words[words.index("--host") + 1]
        world.addresses = [] if host == "127.0.0.1" else world.addresses
        world.refusals.clear()
        if host == "0.0.0.0":
            world.servers["gpu-box:12434"] = world.runner.answer
    else:
        world.runner.engines = {**world.runner.engines, "llama.cpp": RUNNING}
    anew(words, world)


def anew(_words: list[str], world: RunnerWorld) -> None:
    """Unloaded, configured or installed again: the next request is answered well, and at once."""
    world.chat, world.script, world.runner.received = None, None, ()


ACTS = {
    "export ": export,
    "unset ": unset,
    "docker model pull ": pull,
    "docker desktop start": start_desktop,
    "docker desktop enable model-runner": open_port,
    "docker model restart-runner": restart,
    "docker model install-runner": install,
    "docker --context default stop docker-model-runner": stop_engines,
    "openssl s_client -connect ": fetch_certificate,
    "ssh -N -L ": forward,
    "sudo apt-get install ": install_plugin,
    "mkdir -p ~/.docker/cli-plugins": make_folder,
    "ln -sf /Applications/Docker.app/": install_plugin,
    "sudo ufw deny ": close_to_others,
    "sudo usermod -aG docker ": join_group,
    "docker model reinstall-runner": reinstall,
    "docker model unload --all": anew,
    "docker model configure --context-size ": anew,
    "docker model configure --keep-alive -1 ai/smollm2": anew,
    "proxy_buffering off;": anew,
}
