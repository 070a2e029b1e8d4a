"""The lanes of a demo, which can be told apart before any of it is started.

A demo lane leaves its base open (empty, or a path such as `/engines/fast` for another
engine) until the demo knows its ports; a lane with a whole URL is none of the demo's.
"""

from .lanes import Lane

MODEL = "ai/smollm2"
ALIAS = "smollm2"


def is_open(lane: Lane) -> bool:
    """Whether the lane's base is for the demo to fill in."""
    return not lane.base or lane.base.startswith("/")
