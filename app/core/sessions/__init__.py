"""Sessions that are kept: what they hold, and where."""
