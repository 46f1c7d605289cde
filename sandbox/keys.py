"""The sandbox's own signing keys: they stand for the Bot Framework's and for Entra's."""

import base64
import hashlib
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.disk import now, write_bytes

BOT_FRAMEWORK_ISSUER = "https://api.botframework.com"
ACTIVITY_TOKEN_SECONDS = 3600


class KeyRing:
    """RSA keys kept as PEM files; the newest signs, all are published until forgotten."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys: dict[str, rsa.RSAPrivateKey] = {}
        for path in sorted(folder.glob("*.pem")):
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
            if isinstance(key, rsa.RSAPrivateKey):
                self._keys[path.stem] = key
        if not self._keys:
            self.roll_over()

    @property
    def current(self) -> str:
        """The id of the key that signs now."""
        return max(self._keys)

    def roll_over(self, *, forget_old: bool = False) -> str:
        """Begin signing with a new key and return its id; `forget_old` also withdraws the earlier ones."""
        if forget_old:
            for kid in self._keys:
                (self._folder / f"{kid}.pem").unlink(missing_ok=True)
            self._keys.clear()
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        kid = now().strftime("%Y%m%dT%H%M%S%f")
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_bytes(self._folder / f"{kid}.pem", pem, mode=0o600)
        self._keys[kid] = key
        return kid

    def sign(self, claims: dict[str, Any], kid: str | None = None) -> str:
        """A compact RS256 token of these claims."""
        kid = kid or self.current
        return jwt.encode(claims, self._keys[kid], algorithm="RS256", headers={"kid": kid, "x5t": kid})

    def sign_activity(self, *, audience: str, service_url: str, seconds: int = ACTIVITY_TOKEN_SECONDS) -> str:
        """The token the Bot Framework sends with an activity (Bot Connector authentication, «connector to bot»)."""
        issued = int(now().timestamp())
        claims = {
            "iss": BOT_FRAMEWORK_ISSUER,
            "aud": audience,
            "serviceurl": service_url,
            "nbf": issued - 300,
            "iat": issued,
            "exp": issued + seconds,
        }
        return self.sign(claims)

    def verify(self, token: str, *, audience: str) -> dict[str, Any]:
        """The claims of a token that this ring signed. Raises: jwt.PyJWTError."""
        kid = jwt.get_unverified_header(token).get("kid", "")
        if kid not in self._keys:
            raise jwt.InvalidKeyError("unknown key id")
        return jwt.decode(token, self._keys[kid].public_key(), algorithms=["RS256"], audience=audience)

    def publish(self) -> dict[str, Any]:
        """The JWKS document, with the endorsements by which a bot knows a Teams key."""
        return {"keys": [_jwk(kid, key.public_key()) for kid, key in sorted(self._keys.items())]}


def _jwk(kid: str, key: rsa.RSAPublicKey) -> dict[str, Any]:
    numbers = key.public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "kid": kid,
        "x5t": base64.urlsafe_b64encode(hashlib.sha1(kid.encode()).digest()).rstrip(b"=").decode(),
        "n": _base64_number(numbers.n),
        "e": _base64_number(numbers.e),
        "endorsements": ["msteams"],
    }


def _base64_number(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
