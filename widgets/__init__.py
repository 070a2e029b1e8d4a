"""What can be drawn: plain text and small rows in, dataclass messages out."""
