"""Failures in words: from a status, a body or an exception to a cause and a cure."""

from .exceptions import explain_exception
from .responses import explain_response
from .streams import StreamFault, explain_stream

__all__ = ["StreamFault", "explain_exception", "explain_response", "explain_stream"]
