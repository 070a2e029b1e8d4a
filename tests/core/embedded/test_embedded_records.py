import json

from quayside.app.core.embedded.reassembly import reassemble
from quayside.app.core.embedded.records import KEPT, Recorder

REQUEST = {"model": "smollm2", "method": "POST", "url": "/x", "user_agent": "me", "origin": ""}


def chunk(**fields: object) -> str:
    return f"data: {json.dumps(fields)}\n\n"


def test_a_stream_becomes_one_answer():
    body = (
        chunk(choices=[{"index": 0, "delta": {"role": "assistant", "content": None}}])
        + chunk(choices=[{"index": 0, "delta": {"reasoning_content": "hm"}}])
        + chunk(choices=[{"index": 0, "delta": {"content": "a\u2028"}}])
        + chunk(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}])
        + chunk(choices=[], usage={"total_tokens": 3})
        + "data: [DONE]\n\n"
    )
    response, error = reassemble(body)
    assert error == ""
    assert json.loads(response) == {
        "object": "chat.completion",
        "usage": {"total_tokens": 3},
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": "a\u2028", "reasoning_content": "hm"},
            }
        ],
    }


def test_an_error_in_the_stream_is_shown_as_the_error():
    line = 'error: {"code":500,"message":"broke","type":"server_error"}'
    response, error = reassemble(chunk(choices=[]) + line + "\n")
    assert response == ""
    assert json.loads(error)["status_code"] == 500
    assert json.loads(reassemble("error: broken\n")[1])["message"] == "unparseable streaming error"


def test_other_bodies_stay_as_they_are():
    assert reassemble('{"a":1}') == ('{"a":1}', "")
    assert reassemble("data: nonsense\n")[0] == "data: nonsense\n"


def test_the_last_ten_are_kept_and_told_when_they_end():
    recorder = Recorder(lambda: 5_000_000_007)
    queue = recorder.subscribe()
    recorder.configure("id", {"context-size": 8})
    for number in range(KEPT + 2):
        record = recorder.begin("id", {**REQUEST, "url": f"/{number}"}, b'{"a":1}')
        record.status = 200
        record.body += b'{"text":"yes"}'
        recorder.finish("id", record)
    (shelf,) = recorder.all("id")
    assert shelf["count"] == KEPT
    assert shelf["config"] == {"context-size": 8}
    assert shelf["records"][-1] == {
        "id": "id_5000000007",
        "model": "smollm2",
        "method": "POST",
        "url": f"/{KEPT + 1}",
        "user_agent": "me",
        "request": '{"a":1}',
        "response": '{"text":"yes"}',
        "timestamp": 5,
        "status_code": 200,
    }
    assert queue.get_nowait()[0]["model"] == "smollm2"
    assert len(recorder.single()) == KEPT
    recorder.unsubscribe(queue)
    recorder.forget("id")
    assert recorder.all() == []


def test_failures_and_hang_ups_are_recorded_as_such():
    recorder = Recorder()
    record = recorder.begin("id", REQUEST, b"{}")
    assert record.shown["status_code"] == 0
    recorder.finish("id", record)
    assert record.shown["status_code"] == 408
    record = recorder.begin("id", REQUEST, b"{}")
    record.status = 500
    record.body += b"plain words"
    recorder.finish("id", record)
    assert json.loads(record.shown["error"]) == {"error": "plain words"}
    assert "response" not in record.shown


def test_long_media_are_cut_in_the_record():
    picture = "data:image/png;base64," + "A" * 150
    content = [
        {"type": "image_url", "image_url": {"url": picture}},
        {"type": "input_audio", "input_audio": {"data": "B" * 120}},
        {"type": "text", "text": "C" * 200},
    ]
    body = json.dumps({"messages": [{"role": "user", "content": content}]}).encode()
    shown = Recorder().begin("id", REQUEST, body).shown["request"]
    assert "A" * 100 + "...[truncated 50 chars]" in shown
    assert "B" * 100 + "...[truncated 20 chars]" in shown
    assert "C" * 200 in shown
