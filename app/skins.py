"""Themes as YAML files: those in the package and the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.color import Color, ColorParseError
from textual.theme import Theme

from .core.flat_yaml import read_flat

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_BUILT_IN = Path(__file__).parent.parent / "themes"
SKIN_DEFAULTS: Mapping[str, str] = {
    "lane-sdk": "#63d0c6",
    "lane-proxy": "#d3a4f0",
    "lane-litellm": "#e5a87a",
}
"""Tokens of our own for themes that do not have them."""

DEFAULT_SKIN = "quayside"
_REQUIRED = ("primary", "foreground", "background", "surface", "panel")
_OPTIONAL = ("secondary", "accent", "success", "warning", "error")
_COLOUR_FORM = 'a colour such as "#5fb3e6" or "rgb(95,179,230)"'


class SkinError(ValueError):
    """A theme file that cannot be used: the file, the field and the accepted form."""

    def __init__(self, file: str, field: str, form: str) -> None:
        super().__init__(f"{file}: '{field}' must be {form}")
        self.file = file
        self.field = field
        self.form = form


@dataclass(frozen=True, slots=True)
class Skins:
    """The themes that can be worn, the default one first, and what is wrong with the others."""

    themes: tuple[Theme, ...]
    problems: tuple[SkinError, ...] = ()


class ThemeHost(Protocol):
    """What themes are registered with: a Textual app."""

    def register_theme(self, theme: Theme) -> None: ...


def load_skins(directories: Iterable[Traversable] = ()) -> Skins:
    """The built-in themes and those in `directories`; a later one replaces one of its name."""
    themes: dict[str, Theme] = {}
    problems: list[SkinError] = []
    for directory in (_BUILT_IN, *directories):
        for file in _theme_files(directory):
            try:
                theme = read_skin(file)
            except SkinError as error:
                problems.append(error)
            else:
                themes[theme.name] = theme
    ordered = sorted(themes.values(), key=lambda theme: (theme.name != DEFAULT_SKIN, theme.name))
    return Skins(tuple(ordered), tuple(problems))


def register_skins(app: ThemeHost, themes: Sequence[Theme]) -> None:
    """Let an app wear these themes."""
    for theme in themes:
        app.register_theme(theme)


def read_skin(file: Traversable) -> Theme:
    """The theme in one YAML file. Raises `SkinError`."""
    entries = _entries(file)
    name = _text(file, entries, "name")
    colours = {field: _colour(file, field, entries[field]) for field in _colour_fields(entries)}
    for field in _REQUIRED:
        if field not in colours:
            raise SkinError(str(file), field, _COLOUR_FORM)
    _refuse_unknown(file, entries)
    dark = entries.get("dark", True)
    if not isinstance(dark, bool):
        raise SkinError(str(file), "dark", "true or false")
    return _theme(name, dark, colours, _variables(file, entries))


def _theme(name: str, dark: bool, colours: Mapping[str, str], variables: dict[str, str]) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=colours["primary"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        secondary=colours.get("secondary"),
        accent=colours.get("accent"),
        success=colours.get("success"),
        warning=colours.get("warning"),
        error=colours.get("error"),
        variables=variables,
    )


def _theme_files(directory: Traversable) -> Iterator[Traversable]:
    if directory.is_dir():
        found = [file for file in directory.iterdir() if file.name.endswith((".yaml", ".yml"))]
        yield from sorted(found, key=lambda file: file.name)


def _entries(file: Traversable) -> Mapping[str, Any]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise _unreadable(file, error) from error
    flat = read_flat(text)
    return _any_yaml(file, text) if flat is None else flat


def _any_yaml(file: Traversable, text: str) -> Mapping[str, Any]:
    import yaml

    from .core.yaml_loader import quick_loader

    try:
        document = yaml.load(text, quick_loader())
    except (yaml.YAMLError, RecursionError) as error:
        raise _unreadable(file, error) from error
    if not isinstance(document, dict):
        raise SkinError(str(file), "file", "fields such as 'name: harbour'")
    return cast("dict[str, Any]", document)


def _unreadable(file: Traversable, error: Exception) -> SkinError:
    return SkinError(str(file), "file", f"readable YAML ({' '.join(str(error).split())})")


def _text(file: Traversable, entries: Mapping[str, Any], field: str) -> str:
    value = entries.get(field)
    if not (isinstance(value, str) and value.strip()):
        raise SkinError(str(file), field, "a word")
    return value.strip()


def _colour_fields(entries: Mapping[str, Any]) -> list[str]:
    return [field for field in (*_REQUIRED, *_OPTIONAL) if field in entries]


def _colour(file: Traversable, field: str, value: object) -> str:
    # Textual takes a bad colour here without a word and fails when it is first drawn.
    if not isinstance(value, str):
        raise SkinError(str(file), field, _COLOUR_FORM)
    try:
        Color.parse(value)
    except ColorParseError as error:
        raise SkinError(str(file), field, _COLOUR_FORM) from error
    return value


def _variables(file: Traversable, entries: Mapping[str, Any]) -> dict[str, str]:
    given: object = entries.get("variables") or {}
    if not isinstance(given, dict):
        raise SkinError(str(file), "variables", "tokens such as 'lane-sdk: \"#63d0c6\"'")
    variables = cast("dict[object, object]", given)
    return {str(name): _variable(file, str(name), variables[name]) for name in variables}


def _variable(file: Traversable, name: str, value: object) -> str:
    field = f"variables.{name}"
    if name in SKIN_DEFAULTS:
        return _colour(file, field, value)
    if not isinstance(value, str):
        raise SkinError(str(file), field, "text in quotes")
    return value


def _refuse_unknown(file: Traversable, entries: Mapping[str, Any]) -> None:
    known = ("name", "dark", "variables", *_REQUIRED, *_OPTIONAL)
    for field in entries:
        if field not in known:
            raise SkinError(str(file), str(field), f"one of {', '.join(known)}")
