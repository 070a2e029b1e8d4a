"""Fields in which keys act in the order in which they were pressed."""

from __future__ import annotations

from typing import Any

from textual.events import Key


class KeysInOrder:
    """Mixed into a field: what a key of its own does is done in its turn among the letters.

    Textual writes letters when they arrive, and has the application look for the others' meaning
    later: of keys that come faster than they are handled, Backspace would take the wrong letter,
    and Ctrl+U what was typed after it.
    """

    async def _on_key(self, event: Key) -> None:
        if event.is_printable:
            return
        field: Any = self
        chain = field.screen._modal_binding_chain
        own = next((bindings for node, bindings in chain if node is self), None)
        for binding in own.key_to_bindings.get(event.key, ()) if own else ():
            # Those with priority were looked at before the key came here.
            if not binding.priority and await field.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return
