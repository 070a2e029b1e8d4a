"""What stands between: LiteLLM Proxy, its config file, its environment and its process."""
