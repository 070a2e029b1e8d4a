"""Comparisons in formats of others: Markdown, CSV, SVG and HTML."""
