"""Writes `docs/keys.md` from the bindings: `python tests/kit/keys_document.py`."""

from pathlib import Path

from quayside.app.screens.key_table import KeyRow, key_sections

DOCUMENT = Path(__file__).parents[2] / "docs" / "keys.md"
HEAD = """# Keys

Written from the program's own bindings by `python tests/kit/keys_document.py`; F1 shows the
same list with your own keys in it. Any of them can be changed in `config.yaml`, by its name:

```yaml
keymap:
  view.sidebar: ctrl+s
```
"""


def keys_document() -> str:
    parts = [HEAD]
    for section in key_sections({}):
        rows = "\n".join(_row(row) for row in section.rows)
        parts.append(
            f"\n## {section.title}\n\n| Keys | What it does | Name |\n|---|---|---|\n{rows}\n"
        )
    return "".join(parts)


def _row(row: KeyRow) -> str:
    keys = " ".join(f"`{key}`" for key in row.keys)
    return f"| {keys} | {row.explanation} | `{row.name}` |"


if __name__ == "__main__":
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(keys_document(), encoding="utf-8")
