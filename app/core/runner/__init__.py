"""The runner's own API: what it has installed, pulled and loaded, and where it listens."""
