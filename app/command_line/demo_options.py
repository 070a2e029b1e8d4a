"""The options of the embedded runner, such as `--engine NAME[:k=v,…]`, read."""

from pathlib import Path

from ..core.embedded.options import OPTION_KEYS, EngineOption, RunnerOptions, parse_registry
from ..core.wire.origin import AddressError
from .arguments import Arguments
from .problems import UsageError


def runner_options(arguments: Arguments) -> RunnerOptions:
    """Raises `UsageError` for an engine or a file that cannot be meant."""
    return RunnerOptions(
        port=arguments.port,
        engines=tuple(_engine(text) for text in arguments.engines),
        model_files=tuple(map(_model_file, arguments.model_files)),
        registry=_registry(arguments.registry) if arguments.registry else "",
    )


def _engine(text: str) -> EngineOption:
    name, _, rest = text.partition(":")
    if not name or "/" in name or name == "v1":
        raise UsageError(f"--engine '{text}': a name that can stand in a URL is expected")
    return EngineOption(name, dict(_option(pair, text) for pair in rest.split(",") if pair))


def _option(pair: str, whole: str) -> tuple[str, str]:
    key, equals, value = pair.partition("=")
    if key not in OPTION_KEYS or not equals or not value.isdecimal():
        known = ", ".join(OPTION_KEYS)
        raise UsageError(f"--engine '{whole}': '{pair}' is not one of {known} with a whole number")
    return key, value


def _registry(text: str) -> str:
    try:
        return parse_registry(text)
    except AddressError as error:
        raise UsageError(f"--registry: {error}") from None


def _model_file(text: str) -> Path:
    file = Path(text).expanduser().resolve()
    if not file.is_file():
        raise UsageError(f"--model-file: there is no file {file}")
    return file
