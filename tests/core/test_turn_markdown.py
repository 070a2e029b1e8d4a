from quayside.app.core.attachments import Attachment
from quayside.app.core.conversation import Reply, Turn
from quayside.app.core.events import TextDelta, ToolCallDelta
from quayside.app.core.figures import ReplyTally
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.turn_markdown import turn_markdown


def a_reply(*events) -> Reply:
    tally = ReplyTally()
    for event in events:
        tally.note(event)
    return Reply(Lane(Path.SDK, "ai/smol_lm*", "http://localhost"), tally)


def test_a_turn_is_its_prompt_and_the_answer_of_one_lane():
    reply = a_reply(TextDelta(1.0, "**Blue**\n\n"), TextDelta(2.0, "```\nx\n```\n"))
    turn = Turn("why *is* it?\n", replies={2: reply})
    assert turn_markdown(turn, 2) == (
        "# Prompt\n\nwhy *is* it?\n\n# Answer of sdk · ai/smol\\_lm\\*\n\n**Blue**\n\n```\nx\n```\n"
    )


def test_a_turn_that_the_lane_has_not_answered_is_its_prompt():
    assert turn_markdown(Turn("why"), 0) == "# Prompt\n\nwhy\n"


def test_files_and_tool_calls_are_named_and_are_no_markup_of_the_page():
    reply = a_reply(ToolCallDelta(1.0, 0, "c", "look|up", '{"a": "```"}'))
    files = (Attachment("[a](b).png", "image/png", b"x"),)
    text = turn_markdown(Turn("go", replies={0: reply}, attachments=files), 0)
    assert "Attached: \\[a](b).png" in text
    assert 'Tool call look\\|up:\n\n````\n{"a": "```"}\n````' in text
