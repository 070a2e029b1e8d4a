"""Quayside: a keyboard-driven workbench for Docker Model Runner and LiteLLM."""

__version__ = "1.0.0"
