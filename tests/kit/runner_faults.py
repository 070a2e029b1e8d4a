"""All faults of a world with a runner in it."""

from kit import (
    base_scenarios,
    docker_scenarios,
    listener_scenarios,
    load_scenarios,
    model_scenarios,
    place_scenarios,
    secured_scenarios,
    timing_scenarios,
)

RUNNER_FAULTS = (
    *place_scenarios.SCENARIOS,
    *docker_scenarios.SCENARIOS,
    *base_scenarios.SCENARIOS,
    *listener_scenarios.SCENARIOS,
    *secured_scenarios.SCENARIOS,
    *model_scenarios.SCENARIOS,
    *load_scenarios.SCENARIOS,
    *timing_scenarios.SCENARIOS,
)
