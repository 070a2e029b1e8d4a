"""What the runner screen knows: servers, a runner watched, acts on its models, its requests."""
