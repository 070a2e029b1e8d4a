from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept_samples import FAILURE, LANE, a_reply, a_session, a_turn

from kit.hostile import Elements, foreign, steers
from kit.steering import FOREIGN
from quayside.app.core.attachments import Attachment
from quayside.app.core.events import ToolCall
from quayside.app.core.sessions.exporting.forms import Form, export
from quayside.app.core.sessions.model import ReplyState

CALM = "A calm sea"


def page(text):
    failure = replace(FAILURE, **dict.fromkeys(("summary", "tried", "seen", "cause", "cure"), text))
    lane = replace(LANE, model=text, parameters={text: text})
    told = {"reasoning": text, "reason": text, "served_model": text, "lane": lane}
    called = {"tool_calls": (ToolCall(text, text, text),), "gateway_headers": {text: text}}
    good = a_reply(text, **told, **called)
    bad = a_reply(text, 1, **told, state=ReplyState.FAILED, failure=failure)
    turn = a_turn("a", text, good, bad, attachments=(Attachment(text, "text/plain", text),))
    session = a_session("x", turn, title=text, system=text, systems={0: text}, lanes=(lane, lane))
    return export(session, Form.HTML)


HARMLESS = Elements(page(CALM)).seen


@given(foreign | st.sampled_from(sorted(FOREIGN.values(), key=len)[:-4]))
def test_no_element_of_a_page_comes_from_foreign_text(text):
    told = page(text)
    assert Elements(told).seen <= HARMLESS
    assert not steers(told)


def test_a_page_has_no_script_and_no_handler():
    names = {name for _, attributes in HARMLESS for name in attributes}
    assert "script" not in {element for element, _ in HARMLESS}
    assert not [name for name in names if name.startswith("on")]


@pytest.mark.parametrize("form", [Form.MARKDOWN, Form.JSON])
def test_no_other_form_is_cut_short_by_foreign_text(form):
    for text in FOREIGN.values():
        turn = a_turn("a", text, a_reply(text))
        assert "the end" in export(a_session("x", turn, a_turn("b", "the end")), form)
