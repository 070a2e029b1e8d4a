"""The colours of plots, in light and in dark; no custom properties, which few viewers know."""

from collections.abc import Mapping

LANE_COLOURS = 4
"""After so many lanes the colours come again; each lane has its name beside it anyway."""
# Told apart with any eyes: after Okabe and Ito, darker on white and lighter on black.
_LIGHT = {
    "lane0": "#0072b2",
    "lane1": "#b35900",
    "lane2": "#007a57",
    "lane3": "#a3437c",
    "slower": "#b42318",
    "faster": "#027a48",
    "same": "#0072b2",
    "open": "#59636e",
}
_DARK = {
    "lane0": "#56b4e9",
    "lane1": "#f0a04b",
    "lane2": "#3fcf9f",
    "lane3": "#e58ac0",
    "slower": "#ff8a80",
    "faster": "#5bd69b",
    "same": "#56b4e9",
    "open": "#9da7b1",
}
_SHAPES = """
.word{font-family:system-ui,sans-serif;font-size:12px}.head{font-weight:600}
.dot{opacity:.5}.band{opacity:.25}.margin{opacity:.6}
.middle,.bar{stroke-width:2.5}.line,.grid{stroke-width:1}
"""


def plot_style() -> str:
    """A style sheet for `as_svg`."""
    light = _ground("#ffffff", "#1f2328", "#59636e", "#d1d9e0") + _coloured(_LIGHT)
    dark = _ground("#12161c", "#e6edf3", "#9da7b1", "#30363d") + _coloured(_DARK)
    return f"{_SHAPES}{light}\n@media (prefers-color-scheme:dark){{{dark}}}"


def _ground(ground: str, word: str, quiet: str, edge: str) -> str:
    return (
        f".ground{{fill:{ground}}}.word{{fill:{word}}}.quiet{{fill:{quiet}}}"
        f".margin{{fill:{edge}}}.grid{{stroke:{edge}}}.line{{stroke:{quiet}}}"
    )


def _coloured(colours: Mapping[str, str]) -> str:
    return "".join(
        f".{name} .dot,.{name} .band,.{name} .point{{fill:{colour}}}"
        f".{name} .middle,.{name} .bar{{stroke:{colour}}}"
        for name, colour in colours.items()
    )
