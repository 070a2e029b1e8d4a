"""Talks to engines and draws nothing: no module here imports textual or rich."""
