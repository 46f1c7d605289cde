"""The SDK's adapter with our own rules around it: where the token may go, how long to wait, what an error means.

Importing this module imports the SDK, so it is imported in the worker thread only.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast
from urllib.parse import quote, unquote, urlencode

import httpx
import orjson
from kiota_abstractions.authentication import AuthenticationProvider
from kiota_abstractions.method import Method
from kiota_abstractions.native_response_handler import NativeResponseHandler
from kiota_abstractions.request_information import RequestInformation
from kiota_http.middleware.options import RedirectHandlerOption, ResponseHandlerOption, RetryHandlerOption
from msgraph.graph_request_adapter import GraphRequestAdapter, options
from msgraph.graph_service_client import GraphServiceClient
from msgraph_core import GraphClientFactory

from committee.microsoft_errors import Refused, Unavailable
from graph.credentials import GRAPH_SCOPE, TokenSource
from graph.errors import map_answer, map_silence
from graph.pace import Pace
from graph.values import GraphAddress, is_loopback

CONNECT_SECONDS = 5.0
UPLOAD_SECONDS = 120.0
CONCURRENT_REQUESTS = 4  # Outlook answers four at a time for one mailbox; Teams takes four a second for one team
TEAM_PAUSE_SECONDS = 0.26
"""Between two requests about one team: Teams takes four a second (Microsoft, throttling-limits)."""
PAGES_AT_MOST = 200
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class OwnHostOnly(AuthenticationProvider):
    """Gives the token to requests that go to Graph itself, and stops all others.

    The SDK's own provider lets a nextLink carry the token to any host (facts: msgraph-sdk 9).
    """

    def __init__(self, address: GraphAddress, tokens: TokenSource) -> None:
        self._address = address
        self._tokens = tokens

    async def authenticate_request(
        self, request: RequestInformation, additional_authentication_context: dict[str, Any] | None = None
    ) -> None:
        """Add the token. Raises: Refused with code foreignHost."""
        if not self._address.is_own(request.url):
            raise Refused(code="foreignHost")
        request.headers.remove("Authorization")
        request.headers.add("Authorization", f"Bearer {await self._tokens.token(GRAPH_SCOPE)}")


class Wire:
    """One SDK client on the worker's loop; `client` has the typed builders, the methods here do the sending."""

    def __init__(
        self,
        address: GraphAddress,
        tokens: TokenSource,
        *,
        request_seconds: float = 30.0,
        team_pause: float = TEAM_PAUSE_SECONDS,
    ) -> None:
        self.address = address
        self._pace = Pace(team_pause)
        self._tokens = tokens
        self._request_seconds = request_seconds
        self._turns = asyncio.Semaphore(CONCURRENT_REQUESTS)
        trust_env = not is_loopback(httpx.URL(address.base_url).host)
        timeout = httpx.Timeout(UPLOAD_SECONDS, connect=CONNECT_SECONDS)  # the total is kept by `_try` and `send_bare`
        http = httpx.AsyncClient(timeout=timeout, http2=True, trust_env=trust_env)
        self._http = GraphClientFactory.create_with_default_middleware(client=http, options=_choose_options())
        self._adapter = GraphRequestAdapter(OwnHostOnly(address, tokens), client=self._http)
        self._adapter.base_url = address.base_url
        self.client = GraphServiceClient(request_adapter=self._adapter)
        self._bare = httpx.AsyncClient(timeout=timeout, trust_env=trust_env)

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()
        await self._bare.aclose()

    def locate(self, *segments: str, **query: str) -> str:
        """The URL below `base_url`, each segment and value encoded; query names get their dollar sign here."""
        path = "/".join(quote(segment, safe=":@!$'()*,;~-._") for segment in segments)
        asked = urlencode({name.replace("odata_", "$"): value for name, value in query.items()}, quote_via=quote)
        return f"{self.address.base_url}/{path}" + (f"?{asked}" if asked else "")

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Read one resource as raw JSON: the SDK's models cost 4-8 ms an entity."""
        request = RequestInformation(Method.GET)
        request.url = url
        request.headers.add("Accept", "application/json")
        for name, value in (headers or {}).items():
            request.headers.add(name, value)
        return await self.send(request)

    async def list(self, url: str, headers: Mapping[str, str] | None = None) -> AsyncIterator[dict[str, Any]]:
        """Read a collection page by page until no page follows; a page may be empty and still have a next one."""
        seen: set[str] = set()
        next_url: str | None = url
        while next_url:
            if next_url in seen or len(seen) >= PAGES_AT_MOST:
                raise Unavailable(code="endlessPages")
            seen.add(next_url)
            page = await self.get(next_url, headers)
            for row in page.get("value", ()):
                yield row
            next_url = page.get("@odata.nextLink")

    async def send(
        self, request: RequestInformation, *, is_resend_safe: bool | None = None, seconds: float | None = None
    ) -> dict[str, Any]:
        """Send once (twice when the token was turned down) and give the answer's JSON, empty when it has no body.

        `is_resend_safe` is by default True for all methods but POST. Raises: MicrosoftError.
        """
        is_safe = request.http_method is not Method.POST if is_resend_safe is None else is_resend_safe
        seconds = seconds or self._request_seconds
        request.add_request_options([ResponseHandlerOption(NativeResponseHandler())])
        await self._pace.wait(request.url)
        async with self._turns:
            response = await self._try(request, is_safe, seconds)
            if response.status_code == 401:
                self._drop_token(response)
                response = await self._try(request, is_safe, seconds)
        if not response.is_success:
            asked = (response.request.method, unquote(response.request.url.path))
            raise map_answer(
                response.status_code, response.headers, response.content, is_resend_safe=is_safe, asked=asked
            )
        return read_json(response, is_resend_safe=is_safe)

    async def send_bare(
        self, method: str, url: str, *, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Send without a token to an allowed host, as an upload session demands. Raises: Refused, Unavailable."""
        if not self.address.allows(url):
            raise Refused(code="foreignHost")
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                return await self._bare.request(method, url, content=content, headers=dict(headers or {}))
        except (httpx.TransportError, TimeoutError) as problem:
            raise map_silence(problem, was_sent=True, is_resend_safe=True) from problem

    async def _try(self, request: RequestInformation, is_safe: bool, seconds: float) -> httpx.Response:
        try:
            async with asyncio.timeout(seconds):
                answer = await self._adapter.send_primitive_async(request, "bytes", None)
        except (httpx.TransportError, TimeoutError) as problem:
            was_sent = not isinstance(problem, _NEVER_SENT)
            raise map_silence(problem, was_sent=was_sent, is_resend_safe=is_safe) from problem
        return cast("httpx.Response", answer)

    def _drop_token(self, response: httpx.Response) -> None:
        sent = response.request.headers.get("Authorization", "").removeprefix("Bearer ")
        self._tokens.forget(GRAPH_SCOPE, sent)


def read_json(response: httpx.Response, *, is_resend_safe: bool) -> dict[str, Any]:
    """The body of a successful answer; one that is not JSON counts as no answer."""
    if not response.content:
        return {}
    try:
        return orjson.loads(response.content)
    except orjson.JSONDecodeError as problem:
        raise map_silence(problem, was_sent=True, is_resend_safe=is_resend_safe) from problem


def _choose_options() -> dict[str, Any]:
    """No retries (delivery decides; the SDK would send a POST again) and no redirects (they could lead anywhere)."""
    return {
        **options,
        RetryHandlerOption.get_key(): RetryHandlerOption(max_retries=0, should_retry=False),
        RedirectHandlerOption.get_key(): RedirectHandlerOption(max_redirect=0, should_redirect=False),
    }


def warm_models() -> None:
    """Import the models that we write."""
    from graph.calendar import write_models

    write_models()
