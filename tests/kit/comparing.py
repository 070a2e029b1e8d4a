"""Steps of stories on the compare screen."""

from typing import Any

from kit.stories import Story

DIGITS = {"figures": "1", "plots": "2", "texts": "3", "exchanges": "4", "wire": "5", "records": "6"}


async def compare(told: Story, prompt: str = "name", rounds: str = "2") -> None:
    """Start a workload from the form."""
    await told.press("f3")
    await ask(told, prompt, rounds)


async def ask(told: Story, prompt: str = "name", rounds: str = "2") -> None:
    told.screen.form.rounds.value = rounds
    told.screen.form.prompt.value = prompt
    told.screen.form.prompt.focus()
    await told.press("enter")


async def compared(told: Story, prompt: str = "name", rounds: str = "2") -> None:
    """The same to its end."""
    await compare(told, prompt, rounds)
    await told.settle()


async def view(told: Story, name: str) -> str:
    """Go to a view by its key; gives what is on the screen then."""
    await told.press(DIGITS[name])
    await told.settle()
    return told.text()


def cells(told: Story, column: str) -> list[str]:
    """A column of the lanes' grid."""
    grid: Any = told.screen.views.figures.grid
    place = [one.title for one in grid.columns].index(column)
    return [row[place].text for row in grid.rows]
