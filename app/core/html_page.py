"""One page that needs nothing else: no script, no link, no other file; dark where the reader is."""

from collections.abc import Sequence

from .markup import text_of

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Should anything foreign ever get through, no browser fetches or runs it."""
_STYLE = """
:root{color-scheme:light dark;--ground:#fff;--word:#1f2328;--quiet:#59636e;--edge:#d1d9e0;
--warn:#9a6700;--mark:#fff3b8}
@media (prefers-color-scheme:dark){:root{--ground:#12161c;--word:#e6edf3;--quiet:#9da7b1;
--edge:#30363d;--warn:#e3b341;--mark:#5c4a00}}
body{background:var(--ground);color:var(--word);font:15px/1.5 system-ui,sans-serif;
max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.25rem}h2{font-size:1.05rem;margin:2rem 0 .5rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--edge);padding:.7rem;
margin:.3rem 0;font:13px/1.5 ui-monospace,monospace}
"""


def page(title: str, style: str, parts: Sequence[str]) -> str:
    """`parts` are markup already, the empty ones left out; `title` is plain text."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{text_of(title)}</title>\n<style>{_STYLE}{style.lstrip()}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body>\n</html>"
    )
