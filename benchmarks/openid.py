"""The benchmark's own token issuer: one key, its OpenID metadata on loopback, and tokens as the Bot Framework's."""

import time
import uuid
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from benchmarks.terms import APP_ID, CHANNEL_ID, ISSUER, SERVICE_URL

KEY_ID = "benchmark-key"
METADATA_PATH = "/v1/.well-known/openidconfiguration"
KEYS_PATH = "/v1/.well-known/keys"


class TokenIssuer:
    """Signs tokens, and serves the public key that verifies them."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.address = ""
        self.runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Serve the metadata on a free loopback port; `address` holds the metadata's address afterwards."""
        app = web.Application()
        app.router.add_get(METADATA_PATH, self.show_metadata)
        app.router.add_get(KEYS_PATH, self.show_keys)
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        host, port = self.runner.addresses[0][:2]
        self.address = f"http://{host}:{port}{METADATA_PATH}"

    async def stop(self) -> None:
        """Close the server."""
        if self.runner:
            await self.runner.cleanup()

    async def show_metadata(self, request: web.Request) -> web.Response:
        """The OpenID document."""
        keys = self.address.removesuffix(METADATA_PATH) + KEYS_PATH
        algorithms = ["RS256"]
        return web.json_response(
            {"issuer": ISSUER, "jwks_uri": keys, "id_token_signing_alg_values_supported": algorithms}
        )

    async def show_keys(self, request: web.Request) -> web.Response:
        """The public key with the Bot Framework's endorsements."""
        public: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return web.json_response(
            {"keys": [public | {"use": "sig", "kid": KEY_ID, "x5t": KEY_ID, "endorsements": [CHANNEL_ID]}]}
        )

    def sign(self, *, key: rsa.RSAPrivateKey | None = None) -> str:
        """A token valid for an hour; with another `key` it is a forgery under the real key's id."""
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": APP_ID,
            "serviceurl": SERVICE_URL,
            "nbf": now - 60,
            "iat": now,
            "exp": now + 3600,
            "jti": str(uuid.uuid4()),
        }
        return jwt.encode(claims, key or self.key, algorithm="RS256", headers={"kid": KEY_ID})

    def forge(self) -> str:
        """A token in good order except that a stranger's key signed it."""
        return self.sign(key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
