"""Which errors are the user's to mend on the command line or in a settings file."""

from ..core.embedded.options import EngineOptionError
from ..core.lanes import LaneSyntaxError
from ..core.settings import SettingsError
from ..core.wire.origin import AddressError


class UsageError(ValueError):
    """Something that was asked and cannot be; the message says what could be."""


USAGE_ERRORS = (UsageError, SettingsError, LaneSyntaxError, AddressError, EngineOptionError)
