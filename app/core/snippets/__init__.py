"""The request of a turn as code that somebody else can run: the same URL, the same body."""
