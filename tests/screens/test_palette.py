from textual.command import CommandInput, CommandList

from kit.stories import story
from quayside.app.palette import Palette
from quayside.app.screens.help import HelpScreen


async def test_a_page_of_a_list_that_is_not_drawn_is_no_fault():
    async with story() as told:
        await told.press("ctrl+p")
        commands = told.screen.query_one(CommandList)
        commands.display = False
        await told.pilot.pause()
        commands.clear_options().add_option("one")
        await told.press("pagedown", "pageup")
        assert isinstance(told.screen, Palette)


async def test_there_is_one_palette_also_below_a_dialog():
    async with story() as told:
        await told.press("ctrl+p")
        assert isinstance(told.screen, Palette)
        await told.press("f1")
        assert isinstance(told.screen, HelpScreen)
        await told.press("ctrl+p", "escape")
        assert isinstance(told.screen, Palette)
        await told.press("escape", "f3", "ctrl+p")
        assert isinstance(told.screen, Palette)


async def test_a_second_escape_at_once_closes_nothing_else():
    async with story() as told:
        await told.press("ctrl+p")
        palette = told.screen
        palette.dismiss()
        palette.dismiss()
        await told.pilot.pause()
        assert len(told.app.screen_stack) == 1


async def test_a_search_for_a_command_has_an_end():
    async with story() as told:
        await told.press("ctrl+p")
        told.app._clipboard = "- item\n" * 20_000
        await told.press("ctrl+v", "h")
        assert told.screen.query_one(CommandInput).value == "h"


async def test_a_letter_that_comes_as_it_closes_is_looked_for_nowhere():
    async with story() as told:
        await told.press("ctrl+p")
        palette = told.screen
        await palette.query_one(CommandList).remove()
        palette._gather_commands("h")
        await told.press("escape")
        assert len(told.app.screen_stack) == 1


async def test_letters_find_keys_by_their_words():
    async with story() as told:
        await told.press("ctrl+p", *"quit")
        commands = told.screen.query_one(CommandList)
        assert commands.option_count
        assert "Quit" in str(commands.get_option_at_index(0).prompt)


async def test_one_that_another_screen_has_overtaken_is_gone_when_its_own_comes_back():
    async with story() as told:
        told.app.action_command_palette()
        await told.app.switch_mode("compare")
        await told.settle()
        assert "Rounds" in told.text()
        await told.press("f2", "ctrl+p", *"quit")
        assert told.screen.query_one(CommandList).option_count
        assert len(told.app.screen_stack) == 2
