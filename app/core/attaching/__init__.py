"""Files that go with a prompt: how they are named in it, what may be attached, and their names."""
