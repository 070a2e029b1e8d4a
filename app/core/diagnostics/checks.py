"""All checks, in the order in which their findings are told."""

from .agreement_layer import lanes_agree
from .auth_layer import engine_key
from .config_layer import CONFIG_SETTING, config_agreement, config_file
from .discovery_layer import servers_found
from .docker_cli_layer import docker_cli
from .environment_layer import dotenv_file, litellm_releases, master_key
from .exposure_layer import engine_exposure
from .fit_layer import model_engine
from .listener_layer import engine_listener
from .litellm_layer import litellm_installed, litellm_request
from .litellm_variables import litellm_environment
from .model import Check, Subject
from .model_layer import model_name
from .network_layer import engine_connection, engine_name, proxy_connection, proxy_name
from .provenance_layer import base_sources
from .proxy_layer import proxy_alias, proxy_alive, proxy_key
from .proxy_limits_layer import proxy_limits
from .proxy_stream_layer import proxy_flow, proxy_stream
from .proxy_variables import proxy_variables
from .received_layer import health_checks, proxy_received
from .refused_layer import engine_refusals
from .route_layer import engine_route
from .settings_layer import engine_base, model_setting, proxy_base
from .stream_layer import engine_flow, engine_stream, litellm_stream
from .tls_layer import engine_tls, proxy_tls
from .upstream_layer import proxy_upstream


def checks_for(subject: Subject, deep: bool = False) -> list[Check]:
    """The checks that apply to the lanes of `subject`; those it needs come before each."""
    chosen = [*GENERAL_CHECKS, *ENVIRONMENT_CHECKS]
    chosen += ENGINE_CHECKS if subject.engine is not None else ()
    chosen += LITELLM_CHECKS if subject.litellm is not None else ()
    chosen += PROXY_CHECKS if subject.proxy is not None else ()
    configured = bool(subject.value_of(CONFIG_SETTING))
    return [
        check
        for check in chosen
        if (deep or not check.deep) and (configured or not check.name.startswith("config."))
    ]


GENERAL_CHECKS = (
    Check(name="discovery.servers", title="What answers on this machine", run=servers_found),
    Check(name="network.proxy-variables", title="HTTP proxy variables", run=proxy_variables),
)

ENVIRONMENT_CHECKS = (
    Check(name="environment.docker", title="Docker's command line", run=docker_cli),
    Check(name="environment.litellm", title="Releases of LiteLLM", run=litellm_releases),
    Check(name="environment.dotenv", title="A .env that LiteLLM reads", run=dotenv_file),
    Check(name="environment.master-key", title="Master key of LiteLLM", run=master_key),
    Check(name="config.file", title="config.yaml", run=config_file),
)

ENGINE_CHECKS = (
    Check(name="settings.sources", title="Where the base comes from", run=base_sources),
    Check(name="settings.base", title="Base URL of the engine", run=engine_base),
    Check(name="settings.model", title="Name of the model", run=model_setting),
    Check(
        name="network.name",
        title="Host name of the engine",
        run=engine_name,
        needs=("settings.base",),
    ),
    Check(
        name="network.connection",
        title="Connection to the engine",
        run=engine_connection,
        needs=("network.name",),
    ),
    Check(
        name="tls.engine",
        title="http or https",
        run=engine_tls,
        needs=("network.connection",),
    ),
    Check(
        name="listener.engine",
        title="What listens there",
        run=engine_listener,
        needs=("tls.engine",),
    ),
    Check(
        name="network.exposure",
        title="Who reaches the engine",
        run=engine_exposure,
        needs=("listener.engine",),
    ),
    Check(
        name="route.engine",
        title="Engine and chat route",
        run=engine_route,
        needs=("listener.engine",),
    ),
    Check(
        name="auth.engine", title="Key of the engine", run=engine_key, needs=("listener.engine",)
    ),
    Check(
        name="model.name",
        title="The model in the runner",
        run=model_name,
        needs=("settings.model", "auth.engine"),
    ),
    Check(
        name="model.engine",
        title="The engine that serves the model",
        run=model_engine,
        needs=("model.name", "route.engine"),
    ),
    Check(
        name="received.engine",
        title="What the engine refused",
        run=engine_refusals,
        needs=("model.name",),
    ),
    Check(
        name="litellm.request",
        title="LiteLLM's SDK with the same base",
        run=litellm_request,
        needs=("listener.engine",),
    ),
    Check(
        name="litellm.environment",
        title="Variables that LiteLLM reads",
        run=litellm_environment,
    ),
    Check(
        name="stream.engine",
        title="One token from the engine",
        run=engine_stream,
        needs=("route.engine", "model.engine"),
        deep=True,
    ),
    Check(
        name="stream.engine-flow",
        title="Streaming from the engine",
        run=engine_flow,
        needs=("stream.engine",),
        deep=True,
    ),
)

LITELLM_CHECKS = (
    Check(name="litellm.installed", title="LiteLLM itself", run=litellm_installed),
    Check(
        name="stream.litellm",
        title="One token by LiteLLM's SDK",
        run=litellm_stream,
        needs=("litellm.request", "litellm.installed"),
        deep=True,
    ),
)

PROXY_CHECKS = (
    Check(name="settings.proxy", title="Base URL of the proxy", run=proxy_base),
    Check(
        name="network.proxy-name",
        title="Host name of the proxy",
        run=proxy_name,
        needs=("settings.proxy",),
    ),
    Check(
        name="network.proxy-connection",
        title="Connection to the proxy",
        run=proxy_connection,
        needs=("network.proxy-name",),
    ),
    Check(
        name="tls.proxy",
        title="http or https",
        run=proxy_tls,
        needs=("network.proxy-connection",),
    ),
    Check(
        name="proxy.alive",
        title="The proxy is alive",
        run=proxy_alive,
        needs=("tls.proxy",),
    ),
    Check(name="proxy.key", title="Key of the proxy", run=proxy_key, needs=("proxy.alive",)),
    Check(
        name="config.agreement",
        title="config.yaml and the proxy",
        run=config_agreement,
        needs=("proxy.key",),
    ),
    Check(name="proxy.alias", title="Alias in the proxy", run=proxy_alias, needs=("proxy.key",)),
    Check(
        name="proxy.upstream",
        title="The engine behind the alias",
        run=proxy_upstream,
        needs=("proxy.alias",),
    ),
    Check(
        name="proxy.limits",
        title="Patience of the proxy",
        run=proxy_limits,
        needs=("proxy.alias",),
    ),
    Check(
        name="proxy.health-checks",
        title="Health checks of the proxy",
        run=health_checks,
        needs=("proxy.upstream",),
    ),
    Check(
        name="proxy.agreement",
        title="Engine's lane and alias",
        run=lanes_agree,
        needs=("proxy.upstream",),
    ),
    Check(
        name="stream.proxy",
        title="One token through the proxy",
        run=proxy_stream,
        needs=("proxy.upstream",),
        deep=True,
    ),
    Check(
        name="stream.flow",
        title="Streaming through the proxy",
        run=proxy_flow,
        needs=("stream.proxy",),
        deep=True,
    ),
    Check(
        name="received.proxy",
        title="The request as the engine got it",
        run=proxy_received,
        needs=("stream.proxy",),
        deep=True,
    ),
)
