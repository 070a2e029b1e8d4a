import json

import pytest
from kept_samples import FAILURE, a_reply, a_session, a_turn, opened

from kit.hostile import HOSTILE
from quayside.app.core.attachments import Attachment
from quayside.app.core.events import Timings, ToolCall, Usage
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret
from quayside.app.core.sessions.exporting.document import as_document
from quayside.app.core.sessions.exporting.forms import Form, export, file_name
from quayside.app.core.sessions.importing.files import read_sessions
from quayside.app.core.sessions.importing.run import import_file
from quayside.app.core.sessions.model import ReplyState

FILES = (
    Attachment("notes.md", "text/markdown", "# Notes\n</pre>"),
    Attachment("cat.png", "image/png", b"\x89PNG\r\n"),
)


def everything():
    """A session that has something in each of its fields."""
    keyed = Lane(Path.PROXY, "smol", "http://me:word@host:4000", Secret("sk-very-secret-key"))
    whole = a_reply(
        "Calm.\n```py\nprint(1)",
        reasoning="Let me see.",
        tool_calls=(ToolCall("1", "look", '{"at": "sea"}'),),
        ttft=0.25,
        elapsed=1.5,
        usage=Usage(1, 2, 0),
        timings=Timings(1, 2, 3.0, 4, 5.0),
        served_model="q4",
    )
    failed = a_reply("", 1, lane=keyed, state=ReplyState.FAILED, failure=FAILURE)
    first = a_turn("one", "How is\nthe sea?", whole, failed, attachments=FILES)
    again = a_turn("two", "And now?", a_reply("Rough."), parent="one", at=2.0)
    other = a_turn("three", "And then?", parent="one", at=3.0)
    words = {"title": "The Sea", "system": "Be brief.", "systems": {1: "Be rude."}}
    return a_session("all", first, again, other, **words, lanes=(keyed,), leaf="two")


def test_a_session_comes_back_whole_from_its_document(tmp_path):
    file = tmp_path / "s.json"
    file.write_text(as_document([everything(), a_plain_one()]))
    first, second = list(read_sessions(file))
    (again,) = list(read_sessions(_written(tmp_path, first)))
    assert again == first
    assert first.turns[0].replies[0] == everything().turns[0].replies[0]
    assert first.turns[0].attachments == FILES
    assert (first.session.systems, first.session.leaf) == ({1: "Be rude."}, "two")
    assert second == a_plain_one()


def a_plain_one():
    return a_session("plain", a_turn("a", "hi", a_reply("ho")))


def _written(folder, whole):
    file = folder / "again.json"
    file.write_text(export(whole, Form.JSON))
    return file


@pytest.mark.parametrize("form", Form)
def test_no_form_holds_a_key(form):
    text = export(everything(), form)
    assert "sk-very-secret-key" not in text
    assert "me:word@" not in text


@pytest.mark.parametrize("form", [Form.MARKDOWN, Form.HTML])
def test_each_lanes_own_system_prompt_is_told_by_its_column(form):
    text = export(everything(), form)
    assert text.index("Be brief.") < text.index("System prompt of lane 2") < text.index("Be rude.")


def test_markdown_keeps_the_source_of_answers_and_closes_what_was_cut():
    text = export(everything(), Form.MARKDOWN)
    assert text.startswith("# The Sea\n")
    assert "> How is\n> the sea?" in text
    assert "Calm.\n```py\nprint(1)\n```\n" in text
    assert "<details><summary>Reasoning</summary>" in text
    assert "TTFT 0.25 s" in text
    assert "(fork 1/2)" in text
    assert text.index("And now?") < text.index("Other branches") < text.index("And then?")


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ("<script>x</script> <!-- </details>", "&lt;script>x&lt;/script> &lt;!-- &lt;/details>"),
        ("`<b>` and ``a ` <i>`` <u>", "`<b>` and ``a ` <i>`` &lt;u>"),
        ("```html\n<b>\n```\n<b>", "```html\n<b>\n```\n&lt;b>"),
        ("~~~~\n```\n<b>", "~~~~\n```\n<b>\n~~~~"),
        ("```one line``` <b>", "```one line``` &lt;b>"),
        ("1 < 2, <https://x>, a <- b", "1 < 2, <https://x>, a <- b"),
        ("````\n```\n<b>\n````", "````\n```\n<b>\n````"),
    ],
)
def test_an_answer_keeps_its_code_and_its_tags_are_text(answer, written):
    whole = a_session("x", a_turn("a", answer, a_reply(answer)))
    text = export(whole, Form.MARKDOWN)
    assert f"\n\n{written}\n" in text
    assert "> " + written.replace("\n", "\n> ") in text


def test_a_page_needs_nothing_else_and_runs_nothing():
    hostile = a_turn("a", "".join(HOSTILE), a_reply("</pre><img src=x onerror=y>"))
    page = export(a_session("x", hostile, title="<b>t"), Form.HTML)
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "<b>t" not in page
    assert "default-src 'none'" in page
    assert "\x1b" not in page
    assert 'src="data:image/png;base64,' in export(everything(), Form.HTML)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Sea: a/b\\c?", "the-sea-a-b-c.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("con", "session-the-only.md"),
        ("…", "session-the-only.md"),
        ("x" * 300, f"{'x' * 60}.md"),
    ],
)
def test_a_title_becomes_a_name_and_never_a_path(title, name):
    assert file_name(a_session("the-only-one", title=title), Form.MARKDOWN) == name


async def test_what_is_imported_twice_is_kept_once(tmp_path):
    file, told = tmp_path / "s.json", []
    file.write_text(as_document([everything(), a_plain_one()]))
    async with opened(tmp_path / "store") as store:
        first = await import_file(store, file, lambda outcome: told.append(outcome.added))
        second = await import_file(store, file, lambda _: None)
        assert (first.words, second.words) == ("2 imported", "0 imported, 2 kept already")
        assert told == [2]
        whole = await store.open(everything().session.id)
        assert whole is not None
        assert json.loads(export(whole, Form.JSON))["sessions"][0]["title"] == "The Sea"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"created_at": "now"}, "created_at: Input should be a valid number"),
        ({"lanes": [{"path": "sdk"}]}, "lanes.0.model: Field required"),
        ({"turns": [{"id": "a", "at": 1}]}, "turns.0.parent: Field required; and 1 more"),
        ({"turns": [{"id": "a", "at": 1, "prompt": "", "parent": "z"}]}, "turns.0 follows a turn"),
        ({"turns": [{"id": "a", "at": 1, "replies": [{}]}]}, "turns.0.parent"),
        ({"used_at": -1e300}, "used_at: Input should be greater than or equal to 0"),
        ({"systems": {"9" * 5000: ""}}, "systems."),
    ],
)
def test_a_document_that_was_tampered_with_says_where(tmp_path, change, reason):
    document = json.loads(as_document([everything()]))
    document["sessions"][0] |= change
    file = tmp_path / "s.json"
    file.write_text(json.dumps(document))
    (problem,) = list(read_sessions(file))
    assert problem.reason.startswith(reason)
