"""Names that LiteLLM 1.106.2 reads; of all others it says nothing.

Read from its `ProxyConfig`, from the signature of its `Router` and from its documents.
"""

from difflib import get_close_matches

_TOP_LEVEL = """
    model_list litellm_settings general_settings router_settings environment_variables include
    callback_settings credential_list agent_list agents assistant_settings default_vertex_config
    files_settings finetune_settings guardrails mcp_servers mcp_tools policies policy_attachments
    prompts sandbox_tools search_tools vector_store_registry worker_registry
"""
_ROUTER = """
    alerting_config allowed_fails allowed_fails_policy assistants_config
    auto_router_capability_limit background_health_check_model_groups cache_kwargs cache_responses
    caching_groups client_ttl content_policy_fallbacks context_window_fallbacks cooldown_time
    debug_level default_fallbacks default_litellm_params default_max_parallel_requests
    default_priority deployment_affinity_ttl_seconds disable_cooldowns enable_health_check_routing
    enable_pre_call_checks enable_tag_filtering enable_weighted_failover fallback_access_check
    fallback_budget_check fallbacks guardrail_list health_check_ignore_transient_errors
    health_check_staleness_threshold ignore_invalid_deployments max_fallbacks
    model_group_affinity_config model_group_alias model_group_retry_policy model_list num_retries
    optional_pre_call_checks plugins polling_interval provider_budget_config redis_db redis_host
    redis_password redis_port redis_url retry_after retry_policy router_general_settings
    routing_groups routing_strategy routing_strategy_args search_tools set_verbose stream_timeout
    tag_filtering_match_any tag_routing_prefix timeout
"""
_PARAMS = """
    model api_base base_url api_key custom_llm_provider api_version organization timeout
    stream_timeout max_retries rpm tpm weight order tags temperature max_tokens top_p seed
    extra_headers extra_body max_parallel_requests cooldown_time input_cost_per_token
    output_cost_per_token mock_response use_in_pass_through
"""
TOP_LEVEL = frozenset(_TOP_LEVEL.split())
ROUTER = frozenset(_ROUTER.split())
ENTRY = frozenset(["model_name", "litellm_params", "model_info", "litellm_credential_name"])
PARAMS = frozenset(_PARAMS.split())
NUMBERS = frozenset(["rpm", "tpm", "max_parallel_requests"])
"""Parameters whose deployment is left out where they are no whole numbers."""


def near(name: str, known: frozenset[str]) -> str:
    """The known name that was probably meant, or empty."""
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.8)
    return found[0] if found else ""
