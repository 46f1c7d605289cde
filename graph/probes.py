"""Requests that change nothing, sent to see whether we are let through."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from graph.wire import Wire


async def probe(
    wire: "Wire",
    method: str,
    *segments: str,
    query: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Send one request as it is; the caller sees to it that it cannot do anything. Raises: MicrosoftError."""
    from kiota_abstractions.method import Method
    from kiota_abstractions.request_information import RequestInformation

    request = RequestInformation(Method(method))
    request.url = wire.locate(*segments, **(query or {}))
    request.headers.add("Accept", "application/json")
    if body is not None:
        request.set_stream_content(orjson.dumps(body), "application/json")
    return await wire.send(request, is_resend_safe=True)
