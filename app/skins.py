"""Themes of the workbench."""

SKIN_DEFAULTS = {"lane-sdk": "#56b6c2", "lane-proxy": "#c678dd"}
"""Tokens of our own, for themes that do not know them."""
