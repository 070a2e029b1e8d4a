"""Amounts of bytes in three digits or so."""

_UNITS = ("B", "kB", "MB", "GB")


def size_words(size: float) -> str:
    """Such as `812 B`, `98.1 MB` or `7.20 GB`."""
    for unit in _UNITS[:-1]:
        if size < (1000 if unit == "B" else 999.95):
            return f"{size:.0f} B" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.2f} {_UNITS[-1]}"
