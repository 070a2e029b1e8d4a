"""The files that the draft names: shown while it is written, and read when it is sent."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from ....widgets.composer import Composer
from ....widgets.labelled_lines import LabelledLine, LabelledLines
from ...core.attaching.completion import completed, completions
from ...core.attaching.files import CannotAttach, exists, look_at, read_attachment, refused
from ...core.attaching.mentions import Mention, mention_begun, mentions, written
from ...core.attachments import Attachment
from ...core.sizes import size_words

MOST_FILES = 20
MOST_OFFERED = 5
SECONDS = 10
"""For all files of a prompt; a folder of a dead server would hold the prompt for ever."""

_SURE = ("./", "../", "/", "~")
"""Beginnings that mean a file, whether it is there or not."""


class Attaching:
    """Watches the composer; `lines` stand above it.

    A file is read only where the user wrote its name by keys, or confirmed it: in what was pasted
    or brought back, an @ may stand for anything, and be meant by anybody.
    """

    def __init__(self, composer: Composer, lines: LabelledLines, folder: Path) -> None:
        self._composer, self.lines, self._folder = composer, lines, folder
        self._carried: dict[str, Attachment] = {}
        self._confirmed: set[str] = set()
        lines.display = False

    def carry(self, attachments: Sequence[Attachment]) -> None:
        """Let these go again with a prompt that names them, as they were."""
        self._carried |= {one.name: one for one in attachments}

    async def show(self) -> None:
        """What would go with the draft, and what may be meant by the name at the cursor."""
        text = self._composer.text
        begun = mention_begun(self._composer.before_cursor)
        named = mentions(text)
        rows: list[LabelledLine] = []
        if named or begun:
            rows = await asyncio.to_thread(self._rows, named[:MOST_FILES], begun)
        if self._composer.text == text:
            self.lines.display = bool(rows)
            self.lines.show(rows)

    def complete(self) -> bool:
        """Write the name at the cursor on; once it is whole, that confirms it."""
        begun = mention_begun(self._composer.before_cursor)
        if begun is None:
            return False
        names = completions(begun.name, self._folder, MOST_FILES)
        name = completed(begun.name, names)
        if name != begun.name:
            self._composer.write_over(begun.end - begun.start, _open(name, names))
        if name in names and not name.endswith("/"):
            self._confirmed.add(name)
        self._composer.post_message(Composer.Changed(self._composer))
        return bool(names)

    async def gather(self, text: str) -> tuple[Attachment, ...]:
        """Read what goes with `text`. Raises `CannotAttach`."""
        named = mentions(text)
        if not named:
            return ()
        try:
            return await asyncio.wait_for(asyncio.to_thread(self._read, named), SECONDS)
        except TimeoutError:
            raise refused(named[0].name, "cannot be read", f"no answer in {SECONDS} s") from None

    def sent(self) -> None:
        """The prompt is on its way."""
        self._composer.forget()
        self._confirmed.clear()
        self._carried.clear()

    def _read(self, named: Sequence[Mention]) -> tuple[Attachment, ...]:
        names = [name for name in dict.fromkeys(one.name for one in named) if self._is_meant(name)]
        if len(names) > MOST_FILES:
            raise refused(names[MOST_FILES], "is one too many", f"{len(names)} files are named")
        return tuple(self._held(name) or read_attachment(name, self._folder) for name in names)

    def _held(self, name: str) -> Attachment | None:
        if (text := self._composer.held.get(name)) is not None:
            return Attachment(name, "text/plain", text)
        return self._carried.get(name)

    def _is_meant(self, name: str) -> bool:
        if self._held(name) is not None:
            return True
        there = name.startswith(_SURE) or exists(name, self._folder)
        return there and self._is_written(name)

    def _is_written(self, name: str) -> bool:
        if name in self._confirmed:
            return True
        forms = (f"@{name}", f'@"{name}')
        return not any(form in text for form in forms for text in self._composer.foreign)

    def _rows(self, named: Sequence[Mention], begun: Mention | None) -> list[LabelledLine]:
        names = dict.fromkeys(one.name for one in named)
        rows = [row for name in names if (row := self._row(name)) is not None]
        if begun is None or (begun.name in names and exists(begun.name, self._folder)):
            return rows
        offered = completions(begun.name, self._folder, MOST_OFFERED)
        return rows + [LabelledLine("", f"@{name}", most=1) for name in offered]

    def _row(self, name: str) -> LabelledLine | None:
        if held := self._held(name):
            return _line("▣", f"{name}  {size_words(held.size)}, {held.media_type}")
        if not self._is_written(name):
            there = exists(name, self._folder)
            words = f"{name}  not attached: it was not typed here; Tab behind it attaches it"
            return _line("□", words, "$text-warning") if there else None
        if not name.startswith(_SURE) and not exists(name, self._folder):
            return None
        try:
            found = look_at(name, self._folder)
        except CannotAttach as problem:
            words = f"{problem.failure.summary}: {problem.failure.seen}"
            return _line("✗", words, "$text-error")
        return _line("▣", f"{name}  {size_words(found.size)}, {found.media_type}")


def attached_words(attachments: Sequence[Attachment]) -> str:
    """What stands before a prompt that was sent with files."""
    return "".join(f"▣ {one.name} {size_words(one.size)}  " for one in attachments)


def named_in(prompt: str, attachments: Sequence[Attachment]) -> str:
    """`prompt`, with the names of those attachments that it does not hold yet."""
    names = {one.name for one in mentions(prompt)}
    missing = [written(one.name) for one in attachments if one.name not in names]
    return " ".join([prompt, *missing])


def _open(name: str, names: Sequence[str]) -> str:
    """A name that goes on, such as a folder's, stays open for more."""
    text = written(name)
    whole = name in names and not name.endswith("/")
    return text if whole else text.removesuffix('"')


def _line(mark: str, words: str, style: str = "$text-accent") -> LabelledLine:
    return LabelledLine(mark, words, style, most=1)
