"""All scenarios with a proxy, or with LiteLLM's own machine."""

from kit import gateway_scenarios, machine_scenarios, upstream_scenarios
from kit.gateway_lab import GatewayScenario

GATEWAY_FAULTS: tuple[GatewayScenario, ...] = (
    *gateway_scenarios.SCENARIOS,
    *upstream_scenarios.SCENARIOS,
    *machine_scenarios.SCENARIOS,
)
