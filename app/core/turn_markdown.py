"""One turn as Markdown, to be pasted elsewhere: the prompt, and what one lane answered."""

from .conversation import Reply, Turn
from .markdown_text import escaped, fenced


def turn_markdown(turn: Turn, place: int) -> str:
    """The prompt and the answer as they were sent, under headings; no reasoning."""
    files = ", ".join(escaped(one.name) for one in turn.attachments)
    parts = ["# Prompt", turn.prompt, f"Attached: {files}" if files else ""]
    if reply := turn.replies.get(place):
        parts += [f"# Answer of {escaped(reply.lane.label)}", reply.tally.text, *_calls(reply)]
    return "\n\n".join(filter(None, (part.strip("\n") for part in parts))) + "\n"


def _calls(reply: Reply) -> list[str]:
    return [
        f"Tool call {escaped(call.name)}:\n\n{fenced(call.arguments)}"
        for call in reply.tally.tool_calls
    ]
