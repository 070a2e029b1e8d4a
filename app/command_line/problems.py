"""Which errors are the user's to mend on the command line or in a settings file."""


class UsageError(ValueError):
    """Something that was asked and cannot be; the message says what could be."""


def is_usage(problem: ValueError) -> bool:
    """Whether it is told as words alone; any other is a fault of ours."""
    from ..core.embedded.options import EngineOptionError
    from ..core.lanes import LaneSyntaxError
    from ..core.settings import SettingsError
    from ..core.wire.origin import AddressError

    return isinstance(
        problem, (UsageError, SettingsError, LaneSyntaxError, AddressError, EngineOptionError)
    )
