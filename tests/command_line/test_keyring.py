from collections.abc import Mapping

from quayside.app.command_line.composition import Composition
from quayside.app.command_line.keyring import held_keys, with_held_key
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.preparation import Preparation
from quayside.app.core.secret import Secret
from quayside.app.core.settings_loading import load_settings
from quayside.app.core.survey import HeldKey

OWN = HeldKey("http://127.0.0.1:4000", Secret("sk-own"))


def settings(**environment: str):
    return load_settings({}, environment)


def own_proxy(running: bool = True) -> Composition:
    async def steps():
        return
        yield

    def settle(lane: Lane) -> Lane:
        return Lane(lane.path, lane.model, OWN.base if running else "", OWN.key)

    proxy = Preparation(
        name="proxy",
        title="LiteLLM Proxy",
        steps=steps,
        holds=lambda lane: lane.path is Path.PROXY and not lane.base,
        settle=settle,
    )
    return Composition((proxy,))


def key_at(base: str, environment: Mapping[str, str], composition: Composition) -> Secret:
    given = settings(**environment)
    lane = Lane(Path.PROXY, "m", base, given.proxy_key.value)
    return with_held_key(lane, given, composition).key


def test_a_proxy_of_ours_has_a_key_once_it_runs() -> None:
    assert held_keys(settings(), own_proxy()) == [OWN]
    assert held_keys(settings(), own_proxy(running=False)) == []


def test_the_settings_key_belongs_to_the_settings_proxy() -> None:
    given = settings(QUAYSIDE_PROXY="http://gpu-box:9000", QUAYSIDE_PROXY_KEY="sk-1")
    assert held_keys(given, Composition()) == [HeldKey("http://gpu-box:9000", Secret("sk-1"))]


def test_a_lane_that_was_picked_gets_the_key_of_its_own_gateway() -> None:
    assert key_at("http://localhost:4000", {}, own_proxy()) == OWN.key


def test_a_key_given_for_one_proxy_goes_to_no_other() -> None:
    environment = {"QUAYSIDE_PROXY": "http://gpu-box:9000", "QUAYSIDE_PROXY_KEY": "sk-1"}
    assert key_at("http://gpu-box:9000/v1", environment, Composition()) == Secret("sk-1")
    assert key_at("http://localhost:4000", environment, Composition()) == Secret()


def test_lanes_that_go_straight_keep_their_key() -> None:
    lane = Lane(Path.SDK, "m", "http://localhost:4000", Secret("k"))
    assert with_held_key(lane, settings(), own_proxy()) is lane
