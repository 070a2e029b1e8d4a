"""How LiteLLM tells its user what an engine answered; recorded from 1.106.2 and 1.109.1.

Docker Model Runner's errors are plain text: with openai-python 3 nothing is left of them.
"""

from ..runner.exchange import Exchange
from ..wire.jsontext import as_object
from ..wire.profiles import Profile

_CLASSES = {
    400: "BadRequestError",
    401: "AuthenticationError",
    404: "NotFoundError",
    408: "Timeout",
    422: "BadRequestError",
    429: "RateLimitError",
    500: "InternalServerError",
    502: "BadGatewayError",
    503: "ServiceUnavailableError",
}
_PROVIDER = "Docker_model_runnerException"


def litellm_words(profile: Profile, answer: Exchange) -> str:
    """The text of LiteLLM's exception; empty where an answer is no error."""
    if answer.error is not None:
        name, words = "InternalServerError", "Connection error."
    elif 200 <= answer.status < 300:
        return ""
    else:
        name = _CLASSES.get(answer.status, "APIError")
        words = _words(profile, answer)
    return f"litellm.{name}: {name}: {_PROVIDER} - {words}"


def _words(profile: Profile, answer: Exchange) -> str:
    inner = as_object(as_object(answer.json()).get("error")).get("message")
    if isinstance(inner, str):
        return inner
    return f"Error code: {answer.status}" if profile is Profile.OPENAI_3 else answer.text
