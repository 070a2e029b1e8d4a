"""The panes of the compare screen, and what they show."""
