"""Sessions as files to keep, to read elsewhere, and to come back with."""
