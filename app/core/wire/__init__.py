"""From a lane and its messages to bytes on a socket, and from bytes back to events."""
