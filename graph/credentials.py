"""How the bot proves who it is to Microsoft, and the tokens that it gets for it."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from committee.microsoft_errors import Forbidden, MicrosoftError, Unavailable
from graph.values import is_loopback
from graph.worker import Worker

BOT_SCOPE = "https://api.botframework.com/.default"
GRAPH_SCOPE = "https://graph.microsoft.com/.default"
REFRESH_BEFORE_SECONDS = 300
_LAST_MOMENT_SECONDS = 30
_TOKEN_TIMEOUT_SECONDS = 20.0


class AccessTokenLike(Protocol):
    """What azure-core calls AccessToken; `expires_on` in seconds since 1970."""

    @property
    def token(self) -> str: ...
    @property
    def expires_on(self) -> int: ...


class Credential(Protocol):
    """An async token credential as azure-core has them."""

    async def get_token(self, *scopes: str, **options: Any) -> AccessTokenLike: ...
    async def close(self) -> None: ...


def make_credential(
    *,
    bot_type: str,
    tenant_id: str,
    client_id: str,
    client_secret: str | None = None,
    certificate_path: Path | None = None,
    federated_token_path: Path | None = None,
    loopback_token_url: str | None = None,
) -> Credential:
    """The credential for a bot type: `UserAssignedMSI`, or `SingleTenant` with exactly one proof.

    The proofs: secret, certificate (PEM or PFX file), or federated token file (workload identity). With
    `loopback_token_url` the secret is shown to that address on this machine instead of to Microsoft.
    Raises: ValueError when type and proofs do not fit.
    """
    if bot_type not in {"UserAssignedMSI", "SingleTenant"}:
        raise ValueError(f"bot type must be UserAssignedMSI or SingleTenant, not {bot_type!r}")
    if bot_type == "SingleTenant" and sum(map(bool, (client_secret, certificate_path, federated_token_path))) != 1:
        raise ValueError("SingleTenant needs exactly one of client secret, certificate and federated token file")
    if loopback_token_url:
        return LoopbackCredential(loopback_token_url, client_id, client_secret or "")
    from azure.identity import aio  # costs 0.3 s, which the sandbox does not need to wait for

    if bot_type == "UserAssignedMSI":
        return aio.ManagedIdentityCredential(client_id=client_id)
    if client_secret:
        return aio.ClientSecretCredential(tenant_id, client_id, client_secret)
    if certificate_path:
        return aio.CertificateCredential(tenant_id, client_id, certificate_path=str(certificate_path))
    return aio.WorkloadIdentityCredential(
        tenant_id=tenant_id, client_id=client_id, token_file_path=str(federated_token_path)
    )


class LoopbackCredential:
    """Client credentials over plain http, to a stand-in for Entra on this machine only.

    Raises: ValueError for any other address, so that a secret never leaves the machine unencrypted.
    """

    def __init__(self, token_url: str, client_id: str, client_secret: str) -> None:
        parts = urlsplit(token_url)
        if parts.scheme not in {"http", "https"} or not is_loopback(parts.hostname):
            raise ValueError(f"only an address on this machine may be a token endpoint: {token_url}")
        self._token_url = token_url
        self._form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}

    async def get_token(self, *scopes: str, **options: Any) -> AccessTokenLike:
        """A token for the scope. Raises: Forbidden when the endpoint says no, Unavailable when it cannot answer."""
        import httpx
        from azure.core.credentials import AccessToken

        try:
            async with httpx.AsyncClient(timeout=5.0, trust_env=False) as client:
                answer = await client.post(self._token_url, data={**self._form, "scope": " ".join(scopes)})
        except httpx.TransportError as problem:
            raise Unavailable(type(problem).__name__, code="noToken") from problem
        if answer.status_code in {400, 401, 403}:
            raise Forbidden(str(answer.json().get("error", "")), code="tokenRefused", status=answer.status_code)
        if answer.status_code != 200:
            raise Unavailable(code="noToken", status=answer.status_code)
        row = answer.json()
        return AccessToken(row["access_token"], int(time.time()) + int(row["expires_in"]))

    async def close(self) -> None:
        """Nothing is kept open."""


class TokenSource:
    """Tokens of one credential, remembered until five minutes before they expire; callable from any loop.

    The credential lives on one loop in a thread of its own, because azure-identity's sessions belong to a loop.
    Ten callers at once make one request. Give one credential to one TokenSource only.
    """

    def __init__(self, credential: Credential, *, clock: Callable[[], float] = time.time) -> None:
        self._credential = credential
        self._clock = clock
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._known: dict[str, AccessTokenLike] = {}
        self._flights: dict[str, Future[AccessTokenLike]] = {}

    async def token(self, scope: str) -> str:
        """The token for a scope. Raises: Forbidden when the credential is turned down, Unavailable without answer."""
        known = self._known.get(scope)
        if known and known.expires_on - self._clock() > REFRESH_BEFORE_SECONDS:
            return known.token
        try:
            return (await asyncio.shield(asyncio.wrap_future(self._join_flight(scope)))).token
        except Unavailable:
            if known and known.expires_on - self._clock() > _LAST_MOMENT_SECONDS:
                return known.token
            raise

    def forget(self, scope: str, token: str) -> None:
        """Drop a token that was turned down, so that the next caller gets another."""
        known = self._known.get(scope)
        if known and known.token == token:
            self._known.pop(scope, None)

    async def close(self) -> None:
        """Close the credential and end its thread."""
        if self._worker:
            await self._worker.run(self._credential.close())
            await self._worker.stop()
            self._worker = None

    def _join_flight(self, scope: str) -> "Future[AccessTokenLike]":
        with self._lock:
            flight = self._flights.get(scope)
            if flight is None:
                flight = self._home().submit(self._fetch(scope))
                self._flights[scope] = flight
                flight.add_done_callback(lambda _: self._flights.pop(scope, None))
            return flight

    def _home(self) -> Worker:
        if self._worker is None:
            self._worker = Worker("tokens")
            self._worker.start()
        return self._worker

    async def _fetch(self, scope: str) -> AccessTokenLike:
        from azure.core.exceptions import AzureError

        try:
            async with asyncio.timeout(_TOKEN_TIMEOUT_SECONDS):
                known = await self._credential.get_token(scope)
        except TimeoutError as problem:
            raise Unavailable(code="noToken") from problem
        except AzureError as problem:
            raise _map_problem(problem) from problem
        self._known[scope] = known
        return known


def _map_problem(problem: Exception) -> MicrosoftError:
    from azure.core.exceptions import ClientAuthenticationError
    from azure.identity import CredentialUnavailableError

    name = type(problem).__name__
    if isinstance(problem, ClientAuthenticationError) and not isinstance(problem, CredentialUnavailableError):
        return Forbidden(name, code="tokenRefused")
    return Unavailable(name, code="noToken")
