"""The Bot Framework's signing keys: fetched, kept for a day, and fetched again when a new one turns up."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import PyJWTError

_log = logging.getLogger(__name__)

KEPT_SECONDS = 24 * 3600.0
RENEWED_AFTER_SECONDS = 20 * 3600.0
COOL_DOWN_SECONDS = 5 * 60.0
#: Without any key nobody gets in, so an outage is looked past sooner.
COOL_DOWN_WITHOUT_KEYS_SECONDS = 5.0
FETCH_SECONDS = 4.0
_SMALLEST_KEY_BITS = 2048
_LARGEST_DOCUMENT = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKey:
    """A public key and the channels whose activities it may sign."""

    kid: str
    public_key: RSAPublicKey
    endorsements: frozenset[str]


class TokenKeys:
    """The published keys by id; one fetch at a time, never more often than the cool-down allows.

    Source: Bot Connector authentication, «keys are cached at most 24 hours».
    """

    def __init__(
        self, metadata_url: str, session: aiohttp.ClientSession, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._metadata_url = metadata_url
        self._session = session
        self._clock = clock
        self._keys: dict[str, TokenKey] = {}
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")
        self._fetch: asyncio.Task[None] | None = None

    def known(self, kid: str) -> TokenKey | None:
        """The key with this id if it is held and no older than a day; starts a renewal in good time before that."""
        age = self._clock() - self._fetched_at
        if age > RENEWED_AFTER_SECONDS:
            self._begin_fetch()
            if age > KEPT_SECONDS:
                return None
        return self._keys.get(kid)

    async def find(self, kid: str) -> TokenKey | None:
        """As `known`, but an unknown id makes it look again, at most once in the cool-down. None when there is none."""
        key = self.known(kid)
        if key is None:
            await self.refresh()
            key = self.known(kid)
        return key

    async def refresh(self) -> bool:
        """Fetch unless that was tried lately, waiting for a fetch under way. Answers whether any valid key is held."""
        fetch = self._begin_fetch()
        if fetch is not None:
            await asyncio.shield(fetch)
        return bool(self._keys) and self._clock() - self._fetched_at <= KEPT_SECONDS

    def _begin_fetch(self) -> asyncio.Task[None] | None:
        if self._fetch is not None and not self._fetch.done():
            return self._fetch
        pause = COOL_DOWN_SECONDS if self._keys else COOL_DOWN_WITHOUT_KEYS_SECONDS
        if self._clock() - self._tried_at < pause:
            return None
        self._tried_at = self._clock()
        self._fetch = asyncio.get_running_loop().create_task(self._fetch_keys(), name="token-keys")
        return self._fetch

    async def _fetch_keys(self) -> None:
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                metadata = await self._fetch_document(self._metadata_url)
                keys = _read_keys(await self._fetch_document(str(metadata["jwks_uri"])))
        except (aiohttp.ClientError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            _log.error("token keys could not be fetched: %s", type(error).__name__)
            return
        if keys:
            self._keys, self._fetched_at = keys, self._clock()
        else:
            _log.error("token keys could not be fetched: none published")

    async def _fetch_document(self, url: str) -> dict[str, Any]:
        async with self._session.get(url, raise_for_status=True) as response:
            body = await response.content.read(_LARGEST_DOCUMENT + 1)
            while len(body) <= _LARGEST_DOCUMENT and (more := await response.content.read(_LARGEST_DOCUMENT)):
                body += more
        document = orjson.loads(body) if len(body) <= _LARGEST_DOCUMENT else None
        if not isinstance(document, dict):
            raise TypeError("not a JSON object")
        return document


def _read_keys(document: Mapping[str, Any]) -> dict[str, TokenKey]:
    keys: dict[str, TokenKey] = {}
    for published in document["keys"]:
        kid = published.get("kid")
        if published.get("kty") != "RSA" or not isinstance(kid, str):
            continue
        try:
            public_key = RSAAlgorithm.from_jwk(published)
        except (PyJWTError, ValueError):
            continue
        if isinstance(public_key, RSAPublicKey) and public_key.key_size >= _SMALLEST_KEY_BITS:
            endorsements = frozenset(published.get("endorsements") or ())
            keys[kid] = TokenKey(kid=kid, public_key=public_key, endorsements=endorsements)
    return keys
