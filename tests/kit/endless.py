"""A source that writes Markdown for ever, at a steady pace, so that panes have to paint."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence

from kit.scripted import opening
from quayside.app.core.events import Event, Phase, PhaseEntered, TextDelta
from quayside.app.core.lanes import Lane, Message

PAGE = """
## Tides

The *tide* rises and **falls** twice a day, and `quays` are built for both.

| port | range |
|---|---|
| Brest | 7.5 m |
| Saint-Malo | 12.2 m |

```python
for hour in range(12):
    print(hour, height(hour))
```

- spring tides follow the new moon
- neap tides follow the quarters
"""


class EndlessSource:
    """`pace` is seconds between two pieces of a few characters."""

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self.written = 0

    async def reply(self, lane: Lane, messages: Sequence[Message]) -> AsyncGenerator[Event, None]:
        for event in opening():
            yield event
        yield PhaseEntered(time.monotonic(), Phase.STREAMING)
        while True:
            for start in range(0, len(PAGE), 4):
                yield TextDelta(time.monotonic(), PAGE[start : start + 4])
                self.written += 1
                await asyncio.sleep(self._pace)

    async def close(self) -> None:
        return None
