import base64

from hypothesis import given
from hypothesis import strategies as st

from kit.scripted import a_lane
from quayside.app.core.attachments import Attachment, content_of
from quayside.app.core.conversation import Reply, Session, Turn

IMAGE = Attachment("cat.png", "image/png", b"\x89PNG")
TEXT = Attachment("src/a.py", "text/x-python", "print(1)\n")


def test_without_files_a_prompt_is_sent_as_it_stands():
    assert content_of("hello", ()) == "hello"


def test_a_text_stands_behind_the_prompt_under_its_name():
    assert content_of("explain @src/a.py", [TEXT]) == (
        "explain @src/a.py\n\nsrc/a.py:\n```py\nprint(1)\n```"
    )


def test_an_image_travels_as_a_part_of_its_own_with_its_bytes():
    text, image = content_of("what is it?", [IMAGE, TEXT])
    assert text["text"].startswith("what is it?\n\nsrc/a.py:")
    head, _, data = image["image_url"]["url"].partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(data) == b"\x89PNG"


@given(st.text(st.sampled_from("`~a \n")))
def test_no_text_ends_its_own_fence(text):
    content = content_of("", [Attachment("f", "text/plain", text)])
    opening = content.splitlines()[3]
    assert set(opening) == {"`"}
    assert content.endswith("\n" + opening)
    assert opening not in text


def test_a_later_turn_carries_the_files_of_an_earlier_one():
    first, second = Turn("one", attachments=(TEXT,)), Turn("two")
    reply = Reply(a_lane())
    reply.tally.text_parts.append("seen")
    first.replies[0] = reply
    session = Session(turns=[first, second])
    assert "print(1)" in session.messages(0, second)[0]["content"]
