"""What must be prepared before lanes can send, put together from what was asked."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.demo_lanes import ALIAS, MODEL, is_open
from ..core.lanes import Lane, LaneText, without_prefix
from ..core.lanes import Path as LanePath
from ..core.local_litellm import litellm_preparation
from ..core.locations import data_directory
from ..core.preparation import Preparation
from ..core.secret import Secret
from ..core.settings import DEFAULT_KEY, FROM_DEFAULT, Settings
from .arguments import Arguments
from .problems import UsageError

if TYPE_CHECKING:
    # Types alone: what one run in a hundred needs must not be loaded before the first frame.
    from ..core.gateway.config_yaml import GatewayConfig


async def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Composition:
    """The preparations of one run of the program; `stop` ends all that they started."""

    preparations: tuple[Preparation, ...] = ()
    stop: Callable[[], Awaitable[None]] = _nothing
    offered: tuple[Lane, ...] = ()
    """The lanes of a LiteLLM configuration, `sdk` and `proxy` of each entry in turn."""


def compose(
    arguments: Arguments, settings: Settings, environment: Mapping[str, str]
) -> Composition:
    """Nothing is started here. Raises `UsageError` for options or files that cannot be used."""
    asked = _asked(arguments, settings, environment)
    litellm = litellm_preparation(environment, data_directory(environment))
    return replace(asked, preparations=(*asked.preparations, litellm))


def _asked(arguments: Arguments, settings: Settings, environment: Mapping[str, str]) -> Composition:
    if arguments.demo:
        from ..core.demo import Demo
        from .demo_options import runner_options

        demo = Demo(runner_options(arguments), environment)
        preparations = demo.preparations(with_proxy=not arguments.no_proxy)
        offered = tuple(chosen_lane(text, arguments, settings) for text in _demo_lanes(arguments))
        return Composition(preparations, demo.stop, offered)
    if settings.litellm_config.value:
        return _configured(arguments, settings, environment)
    return Composition()


def chosen_lane(given: LaneText, arguments: Arguments, settings: Settings) -> Lane:
    """The lane that was meant. In a demo, and for a proxy of our own, its base stays open."""
    given = settings.expanded(given)
    lane = settings.lane(given)
    if arguments.demo:
        ours = is_open(replace(lane, base=given.base))
        model = given.model or arguments.model or MODEL
        return replace(
            lane,
            model=without_prefix(model),
            base=given.base,
            key=Secret(DEFAULT_KEY) if ours else lane.key,
        )
    own_proxy = lane.path is LanePath.PROXY and runs_own_proxy(settings)
    return replace(lane, base=given.base) if own_proxy else lane


def runs_own_proxy(settings: Settings) -> bool:
    """Whether a LiteLLM configuration was given and no proxy that already serves it."""
    return bool(settings.litellm_config.value) and settings.proxy_base.source == FROM_DEFAULT


def _demo_lanes(arguments: Arguments) -> list[LaneText]:
    direct, through = LaneText(LanePath.SDK), LaneText(LanePath.PROXY, ALIAS)
    return [direct] if arguments.no_proxy else [direct, through]


def _configured(
    arguments: Arguments, settings: Settings, environment: Mapping[str, str]
) -> Composition:
    from ..core.gateway.config_yaml import ConfigError, read_config
    from ..core.local_proxy import LocalProxy

    file = Path(settings.litellm_config.value).expanduser()
    try:
        config = read_config(file, environment)
    except ConfigError as problem:
        if arguments.command == "doctor":
            # The file is among what it looks at; what is wrong with it is a finding.
            return Composition()
        raise UsageError(f"{problem}\n  cure    {problem.cure}") from problem
    if not runs_own_proxy(settings):
        key = settings.proxy_key.value or config.master_key or Secret()
        return Composition(offered=_offered(config, settings.proxy_base.value, key))
    proxy = LocalProxy(environment, data_directory(environment), _given(file))

    def settle(lane: Lane) -> Lane:
        return replace(lane, base=proxy.base, key=proxy.key)

    preparation = Preparation(
        name="proxy",
        title="LiteLLM Proxy",
        steps=proxy.start,
        holds=lambda lane: lane.path is LanePath.PROXY and not lane.base,
        settle=settle,
    )
    return Composition((preparation,), proxy.stop, _offered(config, "", Secret()))


def _offered(config: "GatewayConfig", base: str, key: Secret) -> tuple[Lane, ...]:
    from ..core.gateway.config_yaml import lanes_of

    return tuple(lane for pair in lanes_of(config, base, key) for lane in pair)


def _given(file: Path) -> Callable[[], Awaitable[Path]]:
    async def configuration() -> Path:
        return file

    return configuration
