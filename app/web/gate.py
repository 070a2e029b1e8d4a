"""Who may come in: whoever was told the address, and no page of another origin."""

import hmac
import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PARAMETER = "token"
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'"
)
"""The page of textual-serve has scripts in it; the font that it asks for elsewhere stays there."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_REFUSED = "Open the address that `quayside --serve` has printed; its token lets you in.\n"


class Gate:
    """A token in the first address, a cookie after it.

    Whoever reaches the workbench can read sessions and attach files, and every page in the same
    browser can reach a port of this machine. So the host must be our own (no name that was
    rebound to us), a page's origin too, and the cookie goes to no other site.
    """

    def __init__(self, port: int, token: str = "") -> None:
        self._host = f"127.0.0.1:{port}"
        self._cookie = f"quayside-{port}"
        self._token = token or secrets.token_urlsafe(32)

    @property
    def origin(self) -> str:
        return f"http://{self._host}"

    @property
    def address(self) -> str:
        """What the user opens, once for each browser."""
        return f"{self.origin}/?{PARAMETER}={self._token}"

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """aiohttp's middleware."""
        if not self._is_ours(request):
            raise web.HTTPForbidden(text=_REFUSED, headers=_HEADERS)
        if request.path == "/" and self._is_token(request.query.get(PARAMETER, "")):
            return self._welcome()
        if not self._is_token(request.cookies.get(self._cookie, "")):
            raise web.HTTPForbidden(text=_REFUSED, headers=_HEADERS)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    def _is_ours(self, request: web.Request) -> bool:
        origin = request.headers.get("Origin", self.origin)
        return request.host == self._host and origin == self.origin

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())

    def _welcome(self) -> web.StreamResponse:
        # Sent on without the token, so that it stands in no history and in no bookmark.
        response = web.HTTPSeeOther("/", headers=_HEADERS)
        response.set_cookie(self._cookie, self._token, httponly=True, samesite="Strict")
        return response
