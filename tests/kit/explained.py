from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret
from quayside.app.core.wire.causes import explain_response
from quayside.app.core.wire.request import Profile, chat_request

SAY_HI = [{"role": "user", "content": "Say hi"}]
KEY = Secret("sk-very-secret")


def lane(path: Path = Path.SDK, base: str = "http://localhost:12434", key: Secret = KEY) -> Lane:
    return Lane(path, "smollm2", base, key)


def explain(
    status: int,
    body: str | bytes,
    at: Lane | None = None,
    headers: dict[str, str] | None = None,
    profile: Profile = Profile.NATIVE,
) -> Failure:
    at = at or lane()
    raw = body.encode() if isinstance(body, str) else body
    return explain_response(at, chat_request(at, SAY_HI, profile), status, headers or {}, raw)
