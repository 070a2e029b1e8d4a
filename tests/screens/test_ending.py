import pytest

from kit.scripted import ScriptedSource
from kit.stories import story


@pytest.fixture
async def ended():
    async with story(ScriptedSource()) as told:
        await told.press("f3")
        form = told.screen.form
        form.prompt.focus()
        await told.press("a")
        told.app.exit()
    return told.app, form


def let_textual_handle(app, act):
    try:
        with app._context():
            act()
    except Exception as error:
        app._handle_exception(error)
        return type(error).__name__


async def test_a_widget_that_outlives_the_screens_makes_no_fault_of_an_end(ended):
    app, form = ended
    assert let_textual_handle(app, lambda: form.app.screen) == "ScreenStackError"
    assert app.return_code == 0
    assert not app._exit_renderables


async def test_another_fault_is_told_at_the_end_too(ended):
    app, _ = ended
    assert let_textual_handle(app, {}.popitem) == "KeyError"
    assert app.return_code == 1
    assert "KeyError" in str(app._exit_renderables[0])
