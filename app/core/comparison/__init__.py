"""The same turn through several lanes, and what of it differs."""
