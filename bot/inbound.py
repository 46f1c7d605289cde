"""The gate: which requests are Teams' own, and about whom they may speak."""

import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
import orjson

from bot.service_hosts import ServiceHosts
from bot.token_keys import TokenKey, TokenKeys

_log = logging.getLogger(__name__)

TEAMS_CHANNEL = "msteams"
LEEWAY_SECONDS = 300
REMEMBERED_SECONDS = 600.0
REMEMBERED_TOKENS = 1024
_BEARER = "bearer "


class Refusal(Exception):
    """A request that is not let in: `status` is 400, 401 or 403; `reason` is for the log and holds no data."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class VerifiedToken:
    """A token whose signature, issuer, audience and times were found good."""

    claims: Mapping[str, Any]
    kid: str
    until: float


class InboundGate:
    """Verifies every activity by Microsoft's rules and ours; there is no way to switch it off.

    Sources: Bot Connector authentication, «Connector to Bot»; Azure Bot, «validate the tenant ID in code».
    """

    def __init__(
        self,
        *,
        app_id: str,
        issuer: str,
        keys: TokenKeys,
        hosts: ServiceHosts,
        tenants: Collection[str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not app_id or not issuer or not tenants:
            raise ValueError("a gate needs an app id, an issuer and at least one tenant")
        self._app_id = app_id
        self._issuer = issuer
        self._keys = keys
        self._hosts = hosts
        self._tenants = frozenset(tenant.lower() for tenant in tenants)
        self._clock = clock
        self._remembered: OrderedDict[bytes, VerifiedToken] = OrderedDict()

    async def verify(self, authorization: str | None) -> VerifiedToken:
        """The verified token of an Authorization header; needs nothing of the body. Raises: Refusal 401, 403."""
        if authorization is None or authorization[:7].lower() != _BEARER or len(authorization) == len(_BEARER):
            raise Refusal(401, "no bearer token")
        token = authorization[7:].strip()
        digest = hashlib.sha256(token.encode()).digest()
        remembered = self._remembered.get(digest)
        if remembered is not None and remembered.until > self._clock():
            self._remembered.move_to_end(digest)
            return remembered
        verified = self._decode(token, await self._find_key(token))
        self._remember(digest, verified)
        return verified

    def admit(self, token: VerifiedToken, body: bytes) -> dict[str, Any]:
        """The activity in a body that a verified token vouches for. Raises: Refusal 400, 403."""
        activity = _parse(body)
        key = self._keys.known(token.kid)
        if key is None or activity["channelId"] not in key.endorsements:
            raise Refusal(403, "the key is not endorsed for the channel")
        if token.claims.get("serviceurl") != activity["serviceUrl"]:
            raise Refusal(403, "serviceurl claim differs from the activity's")
        if not self._hosts.allows(activity["serviceUrl"]):
            raise Refusal(403, "service host is not allowed")
        self._check_tenants(activity)
        return activity

    async def _find_key(self, token: str) -> TokenKey:
        try:
            header = jwt.get_unverified_header(token)
        except jwt.PyJWTError:
            raise Refusal(403, "not a token") from None
        kid = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(kid, str):
            raise Refusal(403, "not signed with RS256 by a named key")
        key = await self._keys.find(kid)
        if key is None:
            raise Refusal(403, "unknown key")
        return key

    def _decode(self, token: str, key: TokenKey) -> VerifiedToken:
        try:
            claims = jwt.decode(
                token,
                key.public_key,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=self._issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise Refusal(403, f"token refused: {type(error).__name__}") from None
        now = self._clock()
        return VerifiedToken(claims, key.kid, min(float(claims["exp"]), now + REMEMBERED_SECONDS))

    def _remember(self, digest: bytes, verified: VerifiedToken) -> None:
        self._remembered[digest] = verified
        if len(self._remembered) > REMEMBERED_TOKENS:
            self._remembered.popitem(last=False)

    def _check_tenants(self, activity: Mapping[str, Any]) -> None:
        channel_data = activity.get("channelData")
        tenant = channel_data.get("tenant") if isinstance(channel_data, dict) else None
        named = [
            activity["conversation"].get("tenantId"),
            tenant.get("id") if isinstance(tenant, dict) else None,
        ]
        present = [tenant_id for tenant_id in named if tenant_id is not None]
        if not present:
            raise Refusal(403, "no tenant named")
        for tenant_id in present:
            if not isinstance(tenant_id, str) or tenant_id.lower() not in self._tenants:
                raise Refusal(403, "foreign tenant")


def _parse(body: bytes) -> dict[str, Any]:
    try:
        activity = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Refusal(400, "not JSON") from None
    if not isinstance(activity, dict):
        raise Refusal(400, "not an object")
    conversation = activity.get("conversation")
    if not _is_text(activity.get("type")):
        raise Refusal(400, "no type")
    if activity.get("channelId") != TEAMS_CHANNEL:
        raise Refusal(400, "not from Teams")
    if not _is_text(activity.get("serviceUrl")):
        raise Refusal(400, "no serviceUrl")
    if not isinstance(conversation, dict) or not _is_text(conversation.get("id")):
        raise Refusal(400, "no conversation")
    return activity


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
