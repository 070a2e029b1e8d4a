"""A comparison in sections, tables and lines, before any format."""
