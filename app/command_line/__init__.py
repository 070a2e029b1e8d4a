"""One module a command; stdout is data, stderr is narration."""
