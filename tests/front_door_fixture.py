"""A stand-in for the Bot Framework's key service and a front door with nothing behind it, over real HTTP."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

import aiohttp
import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.identity import Sender
from bot.inbound import InboundGate
from bot.service_hosts import ServiceHosts
from bot.token_keys import TokenKeys
from bot.web import make_app

APP_ID = "b07b07b0-0000-4000-8000-0000000000aa"
TENANT = "6f3c2a10-0000-4000-8000-0000000000aa"
FOREIGN_TENANT = "99999999-0000-4000-8000-0000000000aa"
ISSUER = "https://api.botframework.com"
SERVICE_URL = "https://smba.trafficmanager.net/emea/"
HOSTS = ("smba.trafficmanager.net", "*.botframework.com")


@cache
def signing_key(kid: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def make_claims(**changes: Any) -> dict[str, Any]:
    """Claims as the Bot Framework makes them; a change to None leaves the claim out."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": APP_ID, "exp": now + 3600, "nbf": now - 300, "serviceurl": SERVICE_URL}
    return {name: value for name, value in (claims | changes).items() if value is not None}


def sign(claims: Mapping[str, Any], kid: str = "key-1", *, signer: str | None = None) -> str:
    return jwt.encode(dict(claims), signing_key(signer or kid), algorithm="RS256", headers={"kid": kid})


def make_activity(**changes: Any) -> dict[str, Any]:
    """A vote as Teams sends it; a change to None leaves the key out."""
    activity = {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": "f:1",
        "channelId": "msteams",
        "serviceUrl": SERVICE_URL,
        "from": {"id": "29:1-molde1", "name": "Ingrid Moen", "aadObjectId": "AAD00000-0000-4000-8000-000000000003"},
        "recipient": {"id": f"28:{APP_ID}", "name": "Utvalgsbot"},
        "conversation": {"id": "a:1", "tenantId": TENANT, "conversationType": "personal"},
        "channelData": {"tenant": {"id": TENANT}},
        "value": {"action": {"type": "Action.Execute", "verb": "vote", "data": {}}, "trigger": "manual"},
    }
    return {name: value for name, value in (activity | changes).items() if value is not None}


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class KeyService:
    """Publishes metadata and keys as login.botframework.com does, and counts how often it is asked."""

    published: dict[str, list[str]] = field(default_factory=lambda: {"key-1": ["msteams"]})
    is_down: bool = False
    asked: int = 0
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)

    def make_app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/metadata", self._tell_metadata)
        app.router.add_get("/keys", self._tell_keys)
        return app

    async def _tell_metadata(self, request: web.Request) -> web.Response:
        self.asked += 1
        self.was_asked.set()
        if self.is_down:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": str(request.url.with_path("/keys"))})

    async def _tell_keys(self, _request: web.Request) -> web.Response:
        keys = [
            RSAAlgorithm.to_jwk(signing_key(kid).public_key(), as_dict=True) | {"kid": kid, "endorsements": endorsed}
            for kid, endorsed in self.published.items()
        ]
        return web.json_response({"keys": keys})


@dataclass
class FrontDoor:
    """A running front door; what got through is in `invoked` and `processed`."""

    key_service: KeyService = field(default_factory=KeyService)
    clock: Clock = field(default_factory=Clock)
    invoked: list[tuple[dict[str, Any], Sender]] = field(default_factory=list)
    processed: list[dict[str, Any]] = field(default_factory=list)
    answer: Mapping[str, Any] | None = field(default_factory=lambda: {"statusCode": 200})
    failure: Exception | None = None
    waiting_for: list[str] = field(default_factory=list)
    timeout_seconds: float = 9
    body_limit: int = 256 * 1024
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        self.session = await self._stack.enter_async_context(aiohttp.ClientSession())
        key_server = await self._stack.enter_async_context(TestServer(self.key_service.make_app()))
        self.keys = TokenKeys(str(key_server.make_url("/metadata")), self.session, clock=self.clock)
        self.gate = InboundGate(
            app_id=APP_ID, issuer=ISSUER, keys=self.keys, hosts=ServiceHosts(HOSTS), tenants=[TENANT]
        )
        app = make_app(
            self.gate,
            self._invoke,
            self._process,
            self._readiness,
            timeout_seconds=self.timeout_seconds,
            body_limit=self.body_limit,
        )
        self.server = await self._stack.enter_async_context(TestServer(app))
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self._stack.aclose()

    async def post(
        self,
        activity: Any = None,
        *,
        token: str | None = None,
        authorization: str | None = None,
        body: bytes | None = None,
    ) -> tuple[int, Any]:
        """Deliver an activity (a valid one unless said otherwise); answers (status, JSON body or None)."""
        headers = {"Content-Type": "application/json"}
        if authorization != "":
            headers["Authorization"] = authorization or f"Bearer {token or sign(make_claims())}"
        url = self.server.make_url("/api/messages")
        content = {"data": body} if body is not None else {"json": make_activity() if activity is None else activity}
        async with self.session.post(url, headers=headers, **content) as response:
            text = await response.read()
            return response.status, (await response.json() if text and response.status == 200 else None)

    @property
    def let_in(self) -> int:
        return len(self.invoked) + len(self.processed)

    async def _invoke(self, activity: dict[str, Any], sender: Sender) -> Mapping[str, Any] | None:
        self.invoked.append((activity, sender))
        if self.failure:
            raise self.failure
        return self.answer

    async def _process(self, activity: dict[str, Any], claims: Mapping[str, Any]) -> None:
        self.processed.append(activity)
        if self.failure:
            raise self.failure

    async def _readiness(self) -> list[str]:
        return self.waiting_for
