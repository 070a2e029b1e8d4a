"""Screens translate events of the core into calls of widgets; they own no other behaviour."""
