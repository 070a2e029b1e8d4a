"""Names that LiteLLM 1.106.2 reads; of all others it says nothing.

Read from its `ProxyConfig`, the signature of its `Router`, its model of a deployment, its list of
providers and the attributes of its module.
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
_GENERAL = """
    admin_only_routes alert_to_webhook_url alert_type_config alert_types alerting alerting_args
    alerting_threshold allow_client_side_credentials allow_requests_on_db_unavailable
    allow_user_auth allowed_ips allowed_routes always_include_stream_usage
    background_health_check_model_groups background_health_checks block_robots
    cancel_on_disconnect completion_model control_plane_url coordination_redis custom_auth
    custom_auth_run_common_checks custom_key_generate custom_key_update custom_sso
    custom_ui_sso_sign_in_handler dangerously_permit_weak_or_unset_master_key database_args
    database_connection_pool_limit database_connection_pool_timeout database_connection_timeout
    database_type database_url default_team_disabled disable_adding_master_key_hash_to_db
    disable_error_logs disable_master_key_return disable_prisma_schema_update
    disable_reset_budget disable_responses_id_security
    disable_retry_on_max_parallel_request_limit_error disable_spend_logs disable_spend_updates
    enable_health_check_routing enable_jwt_auth enable_oauth2_auth enforce_user_param
    enforced_params expose_fallback_errors_to_caller forward_client_headers_to_llm_api
    forward_openai_org_id global_max_parallel_requests health_check_concurrency
    health_check_details health_check_ignore_transient_errors health_check_interval
    health_check_staleness_threshold infer_model_from_keys key_management_settings
    key_management_system litellm_jwtauth litellm_key_header_name litellm_license master_key
    max_file_size_mb max_parallel_requests max_request_size_mb max_response_size_mb
    maximum_spend_logs_retention_interval maximum_spend_logs_retention_period
    model_list_healthy_only otel pass_through_endpoints pass_through_request_timeout plugins
    proxy_batch_polling_interval proxy_batch_write_at proxy_budget_rescheduler_max_time
    proxy_budget_rescheduler_min_time proxy_config_reload_interval_seconds public_routes
    role_permissions search_tools service_account_settings spend_logs_metadata_fields
    spend_report_frequency store_model_in_db store_prompts_in_spend_logs supported_db_objects
    token_rate_limit_type trusted_proxy_ranges ui_access_mode use_azure_key_vault use_google_kms
    use_redis_transaction_buffer use_shared_health_check use_x_forwarded_for
    user_api_key_cache_max_size user_api_key_cache_ttl user_header_mappings user_header_name
"""
_LITELLM = """
    add_function_to_prompt add_user_information_to_llm_headers allowed_fails api_base api_key
    audit_log_callbacks budget_duration cache cache_params callback_settings callbacks
    check_provider_endpoint content_policy_fallbacks context_window_fallbacks credential_list
    custom_prompt_dict custom_provider_map default_fallbacks default_internal_user_params
    default_key_generate_params default_team_settings disable_add_prefix_to_prompt
    disable_aiohttp_transport disable_end_user_cost_tracking disable_hf_tokenizer_download
    disable_stop_sequence_limit disable_streaming_logging disable_token_counter drop_params
    enable_json_schema_validation enable_loadbalancing_on_batch_endpoints
    enable_preview_features extra_spend_tag_headers failure_callback fallbacks force_ipv4
    forward_traceparent_to_llm_provider guardrail_name_config_map headers
    include_cost_in_streaming_usage input_callback json_logs key_generation_settings
    langfuse_default_tags log_raw_request_response logging max_budget max_end_user_budget
    max_fallbacks max_internal_user_budget max_tokens max_ui_session_budget max_user_budget
    mcp_aliases model_alias_map model_group_settings modify_params num_retries
    num_retries_per_request organization post_call_rules pre_call_rules priority_reservation
    prompt_injection_params public_model_groups redact_messages_in_exceptions
    redact_user_api_key_info request_timeout require_auth_for_metrics_endpoint
    return_response_headers route_all_chat_openai_to_responses service_callback set_verbose
    ssl_certificate ssl_security_level ssl_verify store_audit_logs success_callback
    suppress_debug_info tag_budget_config telemetry turn_off_message_logging
    upperbound_key_generate_params use_aiohttp_transport use_litellm_proxy user_url_validation
    vertex_location vertex_project
"""
_PARAMS = """
    additional_drop_params allow_client_keepalive_override allowed_model_region
    allowed_openai_params api_base api_key api_version assistant_continue_message
    auto_router_config auto_router_config_path auto_router_default_model
    auto_router_embedding_model base_model base_url bos_token budget_duration cache caching
    client_id client_secret complexity_router_config complexity_router_default_model
    configurable_clientside_auth_params cooldown_time custom_llm_provider
    default_api_key_rpm_limit default_api_key_tpm_limit drop_params ensure_alternating_roles
    eos_token extra_body extra_headers fallbacks final_prompt_value force_timeout guardrails
    headers hf_model_name id initial_prompt_value itpm keepalive_seconds litellm_credential_name
    litellm_system_prompt max_budget max_fallbacks max_file_size_mb max_parallel_requests
    max_retries merge_reasoning_content_in_choices metadata mock_response mock_timeout model
    model_config model_info no-log num_retries order organization otpm output_vector_size
    prompt_id prompt_label prompt_variables prompt_version provider_specific_header region_name
    request_timeout retry_policy roles rpm silent_model ssl_verify stream_chunk_size
    stream_response stream_timeout supports_system_message tag_regex tags tenant_id
    tiered_pricing timeout tpm ttl use_chat_completions_api use_client use_in_pass_through
    use_litellm_proxy user_continue_message vector_store_id vector_store_ids verbose weight
"""
_SENT = """
    audio cache_prompt chat_template_kwargs dry_allowed_length dry_base dry_multiplier
    dry_penalty_last_n dynatemp_exponent dynatemp_range frequency_penalty function_call
    functions grammar guided_choice guided_grammar guided_json guided_regex id_slot ignore_eos
    json_schema keep_alive logit_bias logprobs max_completion_tokens max_tokens min_keep min_p
    min_tokens mirostat mirostat_eta mirostat_tau modalities n n_predict n_probs
    parallel_tool_calls prediction presence_penalty prompt_cache_key prompt_cache_retention
    reasoning_effort repeat_last_n repeat_penalty repetition_penalty response_format
    safety_identifier samplers seed service_tier skip_special_tokens stop stop_token_ids store
    stream stream_options temperature thinking timings_per_token tool_choice tools top_k
    top_logprobs top_n_sigma top_p typical_p user verbosity web_search_options xtc_probability
    xtc_threshold
"""
_PROVIDERS = """
    a2a a2a_agent abliteration ai21 ai21_chat aihubmix aiml aiohttp_openai amazon_nova anthropic
    anthropic_text apertis assemblyai auto_router aws_polly aws_textract azure azure_ai
    azure_speech azure_text baseten bedrock bedrock_mantle black_forest_labs bytez cerebras
    charity_engine chatgpt chutes clarifai cloudflare codestral cognition cohere cohere_chat
    cometapi compactifai cortecs crusoe cursor custom custom_openai darkbloom dashscope
    databricks datarobot deepgram deepinfra deepseek docker_model_runner dotprompt edenai
    elevenlabs empiriolabs empower fal_ai featherless_ai fireworks_ai friendliai galadriel gdc
    gemini gigachat github github_copilot gmi gradient_ai groq helicone heroku hosted_vllm
    huggingface humanloop hyperbolic inception infinity jina_ai lambda_ai langflow langfuse
    langgraph lemonade libertai litellm_agent litellm_proxy llamafile llamagate lm_studio manus
    maritalk meta meta_llama milvus minimax mistral modelscope mongodb moonshot morph nadir
    nano-gpt nebius neosantara nlp_cloud novita nscale nvidia_nim nvidia_riva oci ollama
    ollama_chat oobabooga openai openai_like openrouter ovhcloud parasail perplexity petals
    pg_vector pinstripes poe predibase prism publicai qwen_ai_platform qwencloud ragflow recraft
    reducto reka replicate runwayml s3_vectors sagemaker sagemaker_chat sagemaker_nova sail
    sambanova sap sarvam scaleway scx-ai snowflake soniox stability strands_decider synthetic
    tencent tensormesh text-completion-codestral text-completion-inception
    text-completion-openai together_ai topaz transcribe triton typesafe v0 valkey veniceai
    vercel_ai_gateway vertex_ai vertex_ai_beta vllm volcengine voyage wandb watsonx watsonx_text
    xai xiaomi_mimo xinference zai
"""
_TEXTS = """
    api_base api_key api_version organization custom_llm_provider region_name
    budget_duration litellm_credential_name auto_router_config auto_router_config_path
    vector_store_id
"""
_WHOLES = """
    rpm tpm itpm otpm default_api_key_tpm_limit default_api_key_rpm_limit
"""
_SAMPLING = """
    temperature top_p top_k min_p max_tokens max_completion_tokens n seed presence_penalty
    frequency_penalty repeat_penalty
"""
TOP_LEVEL = frozenset(_TOP_LEVEL.split())
ROUTER = frozenset(_ROUTER.split())
ENTRY = frozenset(["model_name", "litellm_params", "model_info", "litellm_credential_name"])
GENERAL = frozenset(_GENERAL.split())
LITELLM = frozenset(_LITELLM.split())
"""Attributes of the module `litellm`, which is what `litellm_settings` set."""
PARAMS = frozenset(_PARAMS.split())
"""What of `litellm_params` steers LiteLLM itself."""
SENT = frozenset(_SENT.split())
"""What of `litellm_params` is meant for the engine: OpenAI's, llama.cpp's and vLLM's names."""
PROVIDERS = frozenset(_PROVIDERS.split())
"""What may stand before a model's first slash."""
REFUSED = frozenset(["reasoning_effort", "thinking"])
"""Parameters that LiteLLM knows, and refuses for Docker Model Runner."""
STRATEGIES = (
    "simple-shuffle",
    "lar1",
    "least-busy",
    "latency-based-routing",
    "cost-based-routing",
    "usage-based-routing-v2",
    "usage-based-routing",
    "provider-budget-routing",
)
# The types of `litellm_params`, as LiteLLM's own model of a deployment demands them.
TEXTS = frozenset(_TEXTS.split())
WHOLES = frozenset(_WHOLES.split())
DECIMALS = frozenset(["max_budget", "max_file_size_mb", "keepalive_seconds"])
LISTS = frozenset(["tags", "tag_regex"])
SWITCHES = frozenset(["use_in_pass_through", "use_litellm_proxy", "use_chat_completions_api"])
MAPPINGS = frozenset(["extra_headers", "extra_body"])
COSTS = ("input_cost_per_", "output_cost_per_", "cache_read_input_", "cache_creation_input_")
SAMPLING = frozenset(_SAMPLING.split())


def near(name: str, known: frozenset[str]) -> str:
    """The known name that was probably meant, or empty."""
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.8)
    return found[0] if found else ""
