"""Durations as a reader of a clock says them."""


def clock_time(seconds: float) -> str:
    """`0:41`, `12:05`, `1:02:30`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
