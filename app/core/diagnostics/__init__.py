"""Checks in layers, each with its evidence, its cause and its cure."""
