"""Writing a prompt: files that go with it, and an editor of one's own."""
