from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets import Static

from kit.keys_document import DOCUMENT, keys_document
from kit.stories import story
from quayside.app.screens.help import HelpScreen
from quayside.app.screens.key_table import key_sections

TEXT_KEYS = {"TextArea", "Input"}


def all_rows(keymap=None):
    return [row for section in key_sections(keymap or {}) for row in section.rows]


def test_the_document_of_keys_is_what_the_bindings_say():
    assert DOCUMENT.read_text(encoding="utf-8") == keys_document()


def test_every_key_has_a_name_of_its_own_and_an_explanation():
    rows = all_rows()
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.name and row.explanation for row in rows)


def ours(kind=DOMNode):
    for one in kind.__subclasses__():
        if one.__module__.startswith("quayside."):
            yield one
        yield from ours(one)


def test_every_binding_anywhere_has_a_name_and_a_tip():
    bindings = [binding for kind in ours() for binding in vars(kind).get("BINDINGS", ())]
    assert len(bindings) > 80
    assert not [
        one for one in bindings if not (isinstance(one, Binding) and one.id and one.tooltip)
    ]


def test_no_key_of_a_screen_is_bound_twice():
    sections = {section.title: section.rows for section in key_sections({})}
    for title in ("Chat", "Sessions", "Compare", "Diagnostics"):
        keys = [key for row in (*sections["Everywhere"], *sections[title]) for key in row.keys]
        assert len(set(keys)) == len(keys)


async def test_help_lists_every_binding_and_the_keys_as_they_are_bound_now():
    async with story(keymap={"view.sidebar": "ctrl+s"}) as told:
        await told.press("f1")
        assert isinstance(told.screen, HelpScreen)
        text = str(told.screen.query_one("#keys", Static).content)
        words = text.split()
        for row in all_rows({"view.sidebar": "ctrl+s"}):
            assert all(key in words for key in row.keys)
            assert all(word in words for word in row.explanation.split())
        assert "ctrl+b" not in text
        await told.press("escape")
        assert not isinstance(told.screen, HelpScreen)


async def test_no_binding_that_works_on_a_screen_is_missing_from_help():
    known = {row.name for row in all_rows()}
    async with story() as told:
        for mode in ("f2", "f3", "f4"):
            await told.press(mode)
            for active in told.screen.active_bindings.values():
                binding: Binding = active.binding
                ours = type(active.node).__module__.startswith("quayside")
                if ours and binding.id:
                    assert binding.id in known


async def test_keys_that_a_text_area_takes_reach_the_workbench_from_the_composer():
    async with story() as told:
        await told.send("first")
        await told.settle()
        told.screen.composer.focus()
        await told.press("ctrl+e")
        assert told.screen.composer.text == "first"
        await told.press("ctrl+w")
        assert len(told.panes) == 1
        assert told.screen.composer.text == "first"
