"""Draws every picture anew: `PYTHONPATH=tests python -m kit.draw_pictures`."""

import asyncio
import sys

from kit.gallery import gallery


async def draw() -> None:
    for file, drawn in gallery().items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(await drawn(), encoding="utf-8", newline="\n")
        sys.stdout.write(f"{file.name}\n")


if __name__ == "__main__":
    asyncio.run(draw())
