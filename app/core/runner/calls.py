"""Calls of a runner's own API: bounded in time, and a failure where the answer is another."""

import json
from collections.abc import Mapping
from typing import TypeVar

import httpx

from ..lanes import JsonValue, Lane, Path
from ..wire.address import EngineAddress
from .exchange import Exchange, exchange
from .failing import RunnerApiError, failure_of

SHORT = 1.5
"""Seconds for an answer that the runner has at hand."""

Value = TypeVar("Value")


class RunnerCalls:
    """One runner. Each call has its own deadline, `seconds` where nothing else is said."""

    def __init__(
        self,
        address: EngineAddress,
        client: httpx.AsyncClient,
        *,
        headers: Mapping[str, str] | None = None,
        seconds: float = SHORT,
    ) -> None:
        self.address = address
        self._client = client
        self._headers = dict(headers or {})
        self._seconds = seconds

    async def get(self, path: str, seconds: float | None = None) -> Exchange:
        """`GET` on the runner's own API, such as `/engines/status`; never raises."""
        return await self.ask("GET", self.address.runner_url(path), seconds=seconds)

    async def post(self, path: str, value: JsonValue) -> Exchange:
        """`POST` of a JSON value to a path of this server; never raises."""
        return await self.ask("POST", self.address.runner_url(path), json.dumps(value).encode())

    async def fetch(self, url: str) -> Exchange:
        """`GET` of a full URL of this server, such as `address.models_url`; never raises."""
        return await self.ask("GET", url)

    async def ask(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        seconds: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Exchange:
        """One request; never raises."""
        return await exchange(
            self._client,
            method,
            url,
            seconds=seconds or self._seconds,
            headers={**self._headers, **(headers or {})},
            body=body,
        )

    def must(self, answer: Exchange, value: Value, model: str = "") -> Value:
        """`value`; where it is empty, raises `RunnerApiError` with what `answer` was instead."""
        if not value:
            lane = Lane(Path.SDK, model, self.address.given)
            raise RunnerApiError(failure_of(lane, answer))
        return value
