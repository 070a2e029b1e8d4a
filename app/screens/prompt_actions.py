"""What is done with the prompt that is being written: completed, edited and sent."""

from collections.abc import Sequence

from textual import on
from textual.worker import Worker

from ...widgets.composer import Composer
from ..core.attaching.files import CannotAttach
from ..core.attaching.passage import lost_images
from ..core.attachments import Attachment
from ..core.failures import Failure
from .command_entry import CommandEntry
from .composing.attaching import Attaching, named_in
from .turn_actions import TurnActions


class PromptActions(TurnActions):
    """The part of the chat screen that takes prompts."""

    commands: CommandEntry
    attaching: Attaching
    _editing: Worker[None] | None = None

    @on(Composer.Sent)
    async def _sent(self, event: Composer.Sent) -> None:
        action = self.commands.action_of(event.text)
        if action is not None:
            self.call_later(self.run_action, action)
        elif self.commands.refuses(event.text) or not await self._send(event.text):
            self.composer.give_back(event.text)
        self.show_waiting()

    @on(Composer.Changed)
    def _typed(self) -> None:
        self.commands.show()
        self.run_worker(self.attaching.show, group="attaching", exclusive=True)

    def action_complete(self) -> None:
        if not (
            self.composer.has_focus and (self.commands.complete() or self.attaching.complete())
        ):
            self.focus_next()

    def action_editor(self) -> None:
        # A second one would be given a terminal that the first has.
        if self._editing is None or self._editing.is_finished:
            self._editing = self.run_worker(self._edit_outside, group="editor")

    def action_edit(self) -> None:
        if turn := self.talk.edit():
            self.attaching.carry(turn.attachments)
            self.composer.put(named_in(turn.prompt, turn.attachments))
            self.composer.focus()

    def take_back_waiting(self) -> None:
        """Put what still waits to be sent before the draft."""
        if turns := self.talk.take_back():
            for turn in turns:
                self.attaching.carry(turn.attachments)
            self.composer.give_back("\n\n".join(turn.prompt for turn in turns))
            self.show_waiting()

    def show_waiting(self) -> None:
        count = len(self.talk.waiting)
        self.composer.border_subtitle = f"{count} waiting, Escape takes back" if count else ""

    async def _send(self, prompt: str) -> bool:
        try:
            attachments = await self.attaching.gather(prompt)
        except CannotAttach as problem:
            self._tell(problem.failure)
            return False
        if not self.talk.send(prompt, attachments):
            return False
        self._warn_of_images(attachments)
        self.attaching.sent()
        return True

    def _warn_of_images(self, attachments: Sequence[Attachment]) -> None:
        if any(one.is_image for one in attachments):
            for words in filter(None, map(lost_images, self.desk.lanes.values())):
                self.say(words, "warning")

    async def _edit_outside(self) -> None:
        before = self.composer.text
        from .composing.editor import edit_in_terminal

        edited = await edit_in_terminal(self.app, before)
        if isinstance(edited, Failure):
            self._tell(edited)
        elif edited != before:
            self.composer.put(edited, foreign=False)
        self.composer.focus()

    def _tell(self, failure: Failure) -> None:
        command = f"\n{failure.command}" if failure.command else ""
        words = f"{failure.summary} ({failure.seen}). {failure.cure}{command}"
        self.say(words, "error")
