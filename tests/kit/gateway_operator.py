"""Someone who carries out a finding's command to the letter, and knows no other way."""

import re
import shlex
import shutil
from pathlib import Path

import yaml

from kit.gateway_lab import GatewayWorld
from quayside.app.core.gateway.lint.linter import lint
from quayside.app.core.runner.names import normalise

RANDOM = re.compile(r"\$\(openssl rand -hex \d+\)")
VARIABLE = re.compile(r"\$(\w+)")
SETTINGS = {"QUAYSIDE_PROXY": "proxy", "QUAYSIDE_PROXY_KEY": "key", "QUAYSIDE_BASE": "base"}


def carry_out(command: str, world: GatewayWorld) -> None:
    """Raises `AssertionError` for a command that means nothing here."""
    for begin, act in ACTS.items():
        if command.startswith(begin):
            act(command, world)
            return
    raise AssertionError(f"nobody can carry this out: {command!r}")


def export(command: str, world: GatewayWorld) -> None:
    line = RANDOM.sub("0123456789abcdef", command)
    line = VARIABLE.sub(lambda found: world.environment[found[1]], line)
    for word in shlex.split(line)[1:]:
        name, _, value = word.partition("=")
        world.environment[name] = value
        if name in SETTINGS:
            setattr(world, SETTINGS[name], value)


def unset(command: str, world: GatewayWorld) -> None:
    for name in shlex.split(command)[1:]:
        world.environment.pop(name, None)


def write_parameter(command: str, world: GatewayWorld) -> None:
    [(name, value)] = yaml.safe_load(command).items()
    world.running.set_parameter(world.alias, name, value)
    world.file.write_text(world.running.config)
    # A proxy that starts again has forgotten its cooldowns.
    world.script = GatewayWorld(world.folder).script


def quiet_health(command: str, world: GatewayWorld) -> None:
    assert command == "background_health_checks: false"
    world.runner.received = ()


def pull(command: str, world: GatewayWorld) -> None:
    world.runner.models = [*world.runner.models, normalise(command.split()[-1])]


def start_proxy(command: str, world: GatewayWorld) -> None:
    words = shlex.split(command)
    port = int(words[words.index("--port") + 1])
    file = Path(words[words.index("--config") + 1])
    assert (world.folder / file.name) == world.file
    world.gateway_port = port
    world.start()


def ask_alias(command: str, world: GatewayWorld) -> None:
    lane = shlex.split(command)[-1]
    assert lane.startswith("proxy:")
    world.alias = lane.removeprefix("proxy:")


def mend(command: str, world: GatewayWorld) -> None:
    mended = lint(Path(shlex.split(command)[-1]), world.environment).mended
    assert mended is not None
    world.file.write_text(mended)
    world.start()


def remove(command: str, world: GatewayWorld) -> None:
    for word in shlex.split(command)[1:]:
        if word == "-rf":
            continue
        path = Path(word)
        assert world.folder in path.parents
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def install(command: str, world: GatewayWorld) -> None:
    program, _, wanted = shlex.split(command)
    name, _, version = wanted.partition("==")
    for site in Path(program).parents[1].glob("lib/*/site-packages"):
        for old in site.glob(f"{name}-*.dist-info"):
            old.rename(site / f"{name}-{version}.dist-info")


def stream_freely(command: str, world: GatewayWorld) -> None:
    assert command == "proxy_buffering off;"
    world.script = GatewayWorld(world.folder).script


ACTS = {
    "export ": export,
    "unset ": unset,
    "api_base: ": write_parameter,
    "timeout: ": write_parameter,
    "background_health_checks": quiet_health,
    "docker model pull ": pull,
    "litellm --config ": start_proxy,
    "quayside chat ": ask_alias,
    "quayside config lint --write ": mend,
    "rm ": remove,
    "/": install,
    "proxy_buffering": stream_freely,
}
