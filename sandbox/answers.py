"""What a local Microsoft service is asked and what it answers, with Microsoft's own error bodies."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from multidict import CIMultiDictProxy, MultiMapping

from sandbox.disk import now


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as a service sees it: decoded path, whole body."""

    method: str
    path: str
    query: MultiMapping[str]
    headers: CIMultiDictProxy[str]
    body: bytes
    url: str

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises: Refusal 400 when it is none."""
        try:
            value = orjson.loads(self.body)
        except orjson.JSONDecodeError:
            value = None
        if not isinstance(value, dict):
            raise Refusal(400, {"error": {"code": "BadRequest", "message": "Unable to read JSON request payload."}})
        return value


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer before it is written."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """A request that ends in an error answer."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.answer = Answer(status, body, headers or {})


def refuse_connector(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Refusal:
    """A refusal as the Bot Connector writes it."""
    return Refusal(status, {"error": {"code": code, "message": message}}, headers)


def refuse_graph(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Refusal:
    """A refusal as Microsoft Graph writes it."""
    request_id = str(uuid.uuid4())
    inner = {"date": now().strftime("%Y-%m-%dT%H:%M:%S"), "request-id": request_id, "client-request-id": request_id}
    body = {"error": {"code": code, "message": message, "innerError": inner}}
    return Refusal(status, body, {**(headers or {}), "request-id": request_id})
