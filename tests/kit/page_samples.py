"""Documents and styles for tests of the reply page."""

from dataclasses import fields

from rich.style import Style

from quayside.widgets.reply_style import PageStyles

RICH_DOCUMENT = """\
# Answers on the quay

A paragraph with **bold**, *italic*, `code`, ~~gone~~ and [a link](https://example.com/pier).
<think>Raw HTML is text.</think> An image: ![crane](crane.png)

1. one
2. two with code

   ```python
   def berth(ship): return f"pier {ship}"  # a comment
   ```
   - nested

> A quotation
> > within a quotation

| ship | tons |
|:-----|-----:|
| Ada  |  120 |
| Bob  |    7 |

---

```python
class Ship:
    name = "Ada"

    def load(self, tons: int) -> None:
        self.tons += tons  # heavier
```

See [the harbour][h].

[h]: https://example.com/harbour
"""


def page_styles() -> PageStyles:
    """A style of its own for each part, so that tests can tell them apart."""
    names = [field.name for field in fields(PageStyles)]
    colours = {name: f"#{80 + 5 * index:02x}ffff" for index, name in enumerate(names)}
    return PageStyles(**{n: Style.parse(f"{colours[n]} on #000000") for n in names})


class ManualClock:
    """Frames happen when the test says so."""

    def __init__(self) -> None:
        self.waiting: dict = {}

    def request(self, draw) -> None:
        self.waiting[draw] = None

    def cancel(self, draw) -> None:
        self.waiting.pop(draw, None)

    def spent(self, seconds: float) -> None:
        pass

    def tick(self) -> int:
        """Draw a frame; how many views were waiting for it."""
        waiting, self.waiting = self.waiting, {}
        for draw in waiting:
            draw()
        return len(waiting)
