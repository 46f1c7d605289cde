"""The ballot box: one key a secret election, in a folder of its own, deleted when the election is over."""

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from committee.errors import CommitteeError

_NONCE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFolder:
    """`committee.ballot_box.BallotBox` with AES-256-GCM. Without a folder no election can be held."""

    path: Path | None = None

    def seal(self, election_id: str, content: bytes, about: bytes) -> str:
        """Makes the election's key when there is none, and has it on disk before anything is sealed with it.

        Raises CommitteeError("election_no_key_folder").
        """
        key, nonce = self._key(election_id) or self._make_key(election_id), os.urandom(_NONCE)
        return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, content, about)).decode()

    def unseal(self, election_id: str, sealed: str, about: bytes) -> bytes:
        key = self._key(election_id)
        if key is None:
            raise CommitteeError("election_box_lost")
        try:
            raw = base64.b64decode(sealed, validate=True)
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], about)
        except (InvalidTag, ValueError):
            raise CommitteeError("election_box_lost") from None

    def forget(self, election_id: str) -> None:
        if self.path is not None:
            self._file(self.path, election_id).unlink(missing_ok=True)

    def _key(self, election_id: str) -> bytes | None:
        if self.path is None:
            raise CommitteeError("election_no_key_folder")
        try:
            return self._file(self.path, election_id).read_bytes()
        except FileNotFoundError:
            return None

    def _make_key(self, election_id: str) -> bytes:
        assert self.path is not None
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        file, key = self._file(self.path, election_id), AESGCM.generate_key(256)
        draft = file.with_suffix(f".{os.urandom(8).hex()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(key)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return key

    @staticmethod
    def _file(folder: Path, election_id: str) -> Path:
        """Named by a digest, since an id is somebody else's text."""
        return folder / f"{hashlib.sha256(election_id.encode()).hexdigest()[:32]}.key"


def key_folder(path: Path | None, database_url: str) -> KeyFolder:
    """The folder that was named; for a SQLite database otherwise `<database>.election-keys` beside it."""
    scheme, _, file = database_url.partition(":///")
    if path is None and scheme.startswith("sqlite") and file:
        path = Path(file.partition("?")[0] + ".election-keys")
    return KeyFolder(path=path)
