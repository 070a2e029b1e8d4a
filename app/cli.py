"""The entry point."""


def main() -> int:
    raise SystemExit("not yet")
