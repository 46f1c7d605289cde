"""The floor: bare aiohttp, orjson, PyJWT with verified tokens remembered, uvloop and a durable group commit.

It knows nothing of seats, rules or states; it checks the token and its serviceurl, writes the ballot and a chained
audit line in SQLite (WAL, synchronous=FULL), and answers when the commit is on disk.
"""

import asyncio
import hashlib
import os
import sqlite3
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jwt
import orjson
import uvloop
from aiohttp import web

from benchmarks.servers.ballots import BallotBox, answer_with_card
from benchmarks.servers.serving import read_port, serve
from benchmarks.terms import APP_ID, FOLDER_VARIABLE, ISSUER, OPENID_METADATA_VARIABLE, TENANT_ID

SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE ballot (voting TEXT, voter TEXT, choice TEXT, cast_at REAL, PRIMARY KEY (voting, voter)) WITHOUT ROWID;
CREATE TABLE audit (number INTEGER PRIMARY KEY, happened_at REAL, entry BLOB, digest BLOB);
"""
CAST = (
    "INSERT INTO ballot VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET choice = excluded.choice, cast_at = excluded.cast_at"
)
Vote = tuple[str, str, str]


class TokenCheck:
    """Verifies a Bot Framework token once and remembers it until it expires."""

    def __init__(self, metadata_address: str) -> None:
        keys = jwt.PyJWKClient(metadata_address.removesuffix("/openidconfiguration") + "/keys").get_signing_keys()
        self.keys = {key.key_id: key.key for key in keys}
        self.remembered: dict[str, dict[str, Any]] = {}

    def admit(self, header: str, service_url: str) -> None:
        """Let the request in. Raises jwt.InvalidTokenError or KeyError otherwise."""
        claims = self.remembered.get(header)
        if claims is None or claims["exp"] < time.time():
            token = header.removeprefix("Bearer ")
            key = self.keys[jwt.get_unverified_header(token)["kid"]]
            options = {"require": ["exp", "iss", "aud"]}
            claims = jwt.decode(token, key, algorithms=["RS256"], audience=APP_ID, issuer=ISSUER, options=options)
            self.remembered[header] = claims
        if claims["serviceurl"] != service_url:
            raise jwt.InvalidTokenError("serviceurl")


class Ledger:
    """Writes votes in groups: all that wait when the previous commit ends go into the next."""

    def __init__(self, path: Path) -> None:
        self.database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.database.executescript(SCHEMA)
        self.thread = ThreadPoolExecutor(1)
        self.digest = b""
        self.waiting: list[tuple[Vote, asyncio.Future[None]]] = []
        self.arrived = asyncio.Event()

    async def write(self, vote: Vote) -> None:
        """Return when the vote is on disk."""
        done = asyncio.get_running_loop().create_future()
        self.waiting.append((vote, done))
        self.arrived.set()
        await done

    async def commit_groups(self) -> None:
        """Commit what waits, again and again."""
        loop = asyncio.get_running_loop()
        while True:
            await self.arrived.wait()
            self.arrived.clear()
            group, self.waiting = self.waiting, []
            await loop.run_in_executor(self.thread, self.commit, [vote for vote, _ in group])
            for _, done in group:
                done.set_result(None)

    def commit(self, votes: Iterable[Vote]) -> None:
        """One transaction with every vote and its audit line."""
        now = time.time()
        self.database.execute("BEGIN IMMEDIATE")
        for vote in votes:
            entry = orjson.dumps((now, vote))
            self.digest = hashlib.sha256(self.digest + entry).digest()
            self.database.execute(CAST, (*vote, now))
            self.database.execute(
                "INSERT INTO audit (happened_at, entry, digest) VALUES (?, ?, ?)", (now, entry, self.digest)
            )
        self.database.execute("COMMIT")


async def run(port: int) -> None:
    """Serve the vote path."""
    tokens = TokenCheck(os.environ[OPENID_METADATA_VARIABLE])
    ledger = Ledger(Path(os.environ[FOLDER_VARIABLE]) / "bare.db")
    committing = asyncio.create_task(ledger.commit_groups())
    box = BallotBox()

    async def receive_message(request: web.Request) -> web.Response:
        activity = orjson.loads(await request.read())
        try:
            tokens.admit(request.headers.get("Authorization", ""), activity["serviceUrl"])
        except (jwt.InvalidTokenError, KeyError):
            return web.Response(status=403)
        if activity["channelData"]["tenant"]["id"] != TENANT_ID:
            return web.Response(status=403)
        voter, action = activity["from"]["aadObjectId"], activity["value"]["action"]["data"]
        await ledger.write((action["voting"], voter, action["choice"]))
        box.cast(voter, action["choice"])
        return web.Response(body=orjson.dumps(answer_with_card(box.tally)), content_type="application/json")

    app = web.Application()
    app.router.add_post("/api/messages", receive_message)
    await asyncio.gather(serve(app, port), committing)


if __name__ == "__main__":
    uvloop.run(run(read_port()))
