"""What LiteLLM trips over in its `config.yaml`, or passes by in silence, and how to mend it."""
