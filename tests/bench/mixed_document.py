"""An answer of any length with everything that answers hold, cut into tokens as a model does."""

from collections.abc import Iterator
from itertools import count, islice
from random import Random

CHARACTERS = (2, 3, 3, 4, 4, 5)
"""Of a token, about as often as in English."""
PAGE = """
## Tides of day {day}

The *tide* rises and **falls** twice a day, and `quays` are built for both: the harbour master reads
the gauge at {day}, writes down what it says, and compares it with the [table](https://tides.example)
of the year, which is right within a few centimetres unless the wind is strong.

- spring tides follow the new moon
  - by two days, in most ports
  - and they are higher in March
- neap tides follow the quarters

```python
def height(hour, harbour):
    \"\"\"Metres above chart datum.\"\"\"
    total = harbour.mean
    for name, part in harbour.parts.items():
        angle = part.speed * hour + part.phase
        total += part.size * cos(radians(angle))
    return total

for hour in range({day}):
    if height(hour, BREST) > 7.5:
        print(hour, "high")
    elif hour % 6 == 0:
        print(hour, "low")
```

| port | range | from |
|---|---|---|
| Brest | 7.5 m | 1807 |
| Saint-Malo | 12.2 m | 1850 |
| Granville | 13.1 m | 1860 |

> Time and tide wait for no man, day {day} least of all.

1. look at the gauge
2. add the **correction**
3. write it down
"""


def tokens(number: int) -> list[str]:
    return list(islice(_endless(), number))


def _endless() -> Iterator[str]:
    random = Random(1)
    for day in count(1):
        text = PAGE.replace("{day}", str(day))
        place = 0
        while place < len(text):
            size = random.choice(CHARACTERS)
            yield text[place : place + size]
            place += size
