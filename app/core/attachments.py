"""What goes with a prompt: files whose text is read, and images."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it was when it was attached: `str` for text, `bytes` for anything else."""

    name: str
    media_type: str
    """Such as `text/x-python` or `image/png`."""
    content: str | bytes
