"""What keeps the session that is talked in, and lists those that were kept."""
