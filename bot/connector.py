"""The way out to Teams: botframework's connector clients over one shared session, with our own token and errors."""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn, Protocol, cast

import aiohttp
import orjson
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import AppCredentials
from botframework.connector.bot_framework_sdk_client_async import BotFrameworkConnectorConfiguration
from msrest.pipeline import AsyncHTTPPolicy, AsyncHTTPSender, AsyncPipeline, Request, Response
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http import ClientRequest, HTTPClientResponse
from msrest.universal_http.requests import ClientRetryPolicy
from multidict import CIMultiDict
from yarl import URL

from bot.service_hosts import ServiceHosts
from committee.microsoft_errors import (
    Ambiguous,
    Forbidden,
    Gone,
    MicrosoftError,
    Refused,
    Throttled,
    Unavailable,
)

_log = logging.getLogger(__name__)

CONNECTOR_SCOPE = "https://api.botframework.com/.default"
SEND_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5)
DEFAULT_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=1)
#: Methods that may be sent twice without being done twice.
_REPEATABLE = frozenset({"GET", "PUT", "DELETE"})


class TokenSource(Protocol):
    """Where the bot's own tokens come from."""

    def __call__(self, scope: str, *, refresh: bool = False) -> Awaitable[str]:
        """A token for a scope; with `refresh` one newer than the last. Raises: MicrosoftError kinds."""
        ...


def mend_msrest() -> None:
    """Make msrest's list of codes a set: it is searched 999 times for each client, most of what botbuilder costs."""
    ClientRetryPolicy.safe_codes = frozenset(ClientRetryPolicy.safe_codes)  # pyright: ignore[reportAttributeAccessIssue]


class ConnectorCredentials(AppCredentials, AsyncHTTPPolicy):
    """Adds the bot's token to a request, to allowed hosts only; a 401 is answered once with a new token."""

    def __init__(self, app_id: str, token: TokenSource, hosts: ServiceHosts) -> None:
        AppCredentials.__init__(self, app_id=app_id)
        AsyncHTTPPolicy.__init__(self)
        self._token = token
        self._hosts = hosts

    async def send(self, request: Request, **kwargs: Any) -> Response:
        """Raises: Refused before anything is sent when the host is not allowed."""
        message = request.http_request
        if not self._hosts.allows(message.url):
            raise Refused("service host is not allowed", code="serviceHostNotAllowed")
        message.headers["Authorization"] = f"Bearer {await self._token(CONNECTOR_SCOPE)}"
        response = await self._pass_on(request, **kwargs)
        if response.http_response.status_code == 401:
            message.headers["Authorization"] = f"Bearer {await self._token(CONNECTOR_SCOPE, refresh=True)}"
            response = await self._pass_on(request, **kwargs)
        _check(message.method, response.http_response)
        return response

    async def _pass_on(self, request: Request, **kwargs: Any) -> Response:
        assert self.next is not None  # the pipeline links its policies before the first request
        return await self.next.send(request, **kwargs)

    def get_access_token(self, force_refresh: bool = False) -> str:
        """Never called: the token is fetched without blocking, in `send`."""
        raise NotImplementedError("the token is asynchronous")


class _Answer(HTTPClientResponse):
    """An answer held in memory, in the shape msrest reads."""

    def __init__(self, request: ClientRequest, status: int, headers: CIMultiDict[str], content: bytes) -> None:
        super().__init__(request, None)
        self.status_code = status
        self.headers = headers
        self.reason = str(status)
        self._content = content

    def body(self) -> bytes:
        """The whole body."""
        return self._content


class SessionSender(AsyncHTTPSender):
    """Sends msrest's requests over the shared aiohttp session; redirects are not followed."""

    def __init__(self, session: aiohttp.ClientSession, timeout: aiohttp.ClientTimeout) -> None:
        self._session = session
        self._timeout = timeout

    async def __aenter__(self) -> "SessionSender":
        return self

    async def __aexit__(self, *_exc: object) -> None:
        """The session belongs to whoever made it."""

    async def send(self, request: Request, **_config: Any) -> Response:
        """Raises: Unavailable when nothing was sent, or may be sent again; Ambiguous when a POST may have arrived."""
        message = request.http_request
        try:
            async with self._session.request(
                message.method,
                URL(message.url, encoded=True),
                data=message.data,
                headers=dict(message.headers),
                allow_redirects=False,
                timeout=self._timeout,
            ) as response:
                content = await response.read()
                answer = _Answer(message, response.status, CIMultiDict(response.headers), content)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unavailable(code="noConnection") from error
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise _lost(message.method) from error
        return Response(request, answer)


def _lost(method: str) -> MicrosoftError:
    if method in _REPEATABLE:
        return Unavailable(code="noAnswer")
    return Ambiguous(code="noAnswer")


def _check(method: str, answer: HTTPClientResponse) -> None:
    status = answer.status_code or 0
    if status >= 300:
        _raise_failure(method, status, answer)
    try:
        if content := answer.body():
            orjson.loads(content)
    except orjson.JSONDecodeError:
        raise _lost(method) from None
    answer.headers["Content-Type"] = "application/json"  # whatever it was called, it can be read as that


def _raise_failure(method: str, status: int, answer: HTTPClientResponse) -> NoReturn:
    code = _read_code(answer)
    known: dict[str, Any] = {"code": code, "status": status, "request_id": answer.headers.get("x-ms-request-id", "")}
    if status in (412, 429):
        raise Throttled(retry_after=read_retry_after(answer.headers.get("Retry-After")), **known)
    if status in (401, 403):
        raise Forbidden(**known)
    if status in (404, 410):
        raise Gone(**known)
    if status == 408 or status >= 500:
        raise (Unavailable if method in _REPEATABLE else Ambiguous)(**known)
    raise Refused(**known)


def _read_code(answer: HTTPClientResponse) -> str:
    try:
        error = orjson.loads(answer.body()).get("error")
        code = error.get("code") if isinstance(error, dict) else None
    except (orjson.JSONDecodeError, AttributeError):
        code = None
    return code if isinstance(code, str) else ""


def read_retry_after(value: str | None, *, now: datetime | None = None) -> timedelta:
    """A Retry-After header (seconds, or a date) as a pause between 0 and an hour; 2 s when it says nothing."""
    if not value:
        return DEFAULT_PAUSE
    try:
        pause = timedelta(seconds=float(value))
    except (ValueError, OverflowError):
        pause = _until(value, now or datetime.now(UTC))
    return min(max(pause, timedelta()), LONGEST_PAUSE)


def _until(value: str, now: datetime) -> timedelta:
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return DEFAULT_PAUSE
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now


class ConnectorClients:
    """One connector client a service URL, made when it is first needed and kept."""

    def __init__(self, *, app_id: str, session: aiohttp.ClientSession, token: TokenSource, hosts: ServiceHosts) -> None:
        mend_msrest()
        self._app_id = app_id
        #: For every client: how long an answer may take.
        self.timeout = SEND_TIMEOUT
        self._session = session
        self._token = token
        self._hosts = hosts
        self._clients: dict[str, ConnectorClient] = {}

    def find(self, service_url: str) -> ConnectorClient:
        """Raises: Refused when the host is not allowed."""
        client = self._clients.get(service_url)
        if client is None:
            if not self._hosts.allows(service_url):
                raise Refused("service host is not allowed", code="serviceHostNotAllowed")
            client = self._clients[service_url] = self._make(service_url)
        return client

    async def read(self, service_url: str, path: str) -> Any:
        """GET of plain JSON; `path` is encoded. Raises MicrosoftError kinds, Refused for a foreign host."""
        if not self._hosts.allows(service_url):
            raise Refused("service host is not allowed", code="serviceHostNotAllowed")
        credentials = ConnectorCredentials(self._app_id, self._token, self._hosts)
        pipeline = AsyncPipeline([credentials], SessionSender(self._session, self.timeout))
        response = await pipeline.run(cast(Any, ClientRequest("GET", f"{service_url.rstrip('/')}/{path}")))
        return orjson.loads(response.http_response.body() or b"null")

    def _make(self, service_url: str) -> ConnectorClient:
        credentials = ConnectorCredentials(self._app_id, self._token, self._hosts)
        configuration = BotFrameworkConnectorConfiguration(credentials, service_url)
        client = ConnectorClient(credentials, custom_configuration=configuration)
        configuration.pipeline = AsyncPipeline(
            [configuration.user_agent_policy, RawDeserializer(), credentials],
            SessionSender(self._session, self.timeout),
        )
        return client


async def wait_out(error: Throttled, *, longest: timedelta) -> bool:
    """Wait as long as Teams asks, if that is short enough; answers whether it was."""
    if error.retry_after > longest:
        return False
    await asyncio.sleep(error.retry_after.total_seconds())
    return True
