"""The floor: bare aiohttp, orjson, PyJWT with verified tokens remembered, and a durable group commit.

It knows nothing of seats, rules or states; it checks the token and its serviceurl, writes the same rows as the product
(ballot, tally, chained log and its head, an errand) in SQLite (WAL, synchronous=FULL, statements by hand), and answers
when the commit is on disk.
"""

import asyncio
import hashlib
import os
import sqlite3
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
import orjson
import uvloop
from aiohttp import web

from benchmarks.servers.ballots import BallotBox, answer_with_card
from benchmarks.servers.serving import read_arguments, serve
from benchmarks.terms import APP_ID, FOLDER_VARIABLE, ISSUER, OPENID_METADATA_VARIABLE, TENANT_ID

SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
PRAGMA foreign_keys=ON;
CREATE TABLE votings (id TEXT PRIMARY KEY, committee_id TEXT, proposal_id TEXT, meeting_id TEXT, opened_at TEXT,
  closes_at TEXT, closed_at TEXT, body TEXT);
CREATE INDEX votings_open ON votings (closes_at) WHERE closed_at IS NULL;
CREATE TABLE ballots (voting_id TEXT REFERENCES votings (id), organisation_id TEXT, person_id TEXT, choice TEXT,
  weight INTEGER, cast_at TEXT, remark TEXT, escalation_demanded BOOLEAN, revision INTEGER, presses TEXT,
  PRIMARY KEY (voting_id, organisation_id));
CREATE TABLE audit (committee_id TEXT, position INTEGER, at TEXT, actor_id TEXT, action TEXT, subject_id TEXT,
  details TEXT, previous TEXT, sha256 TEXT, PRIMARY KEY (committee_id, position));
CREATE TABLE chain_heads (committee_id TEXT PRIMARY KEY, position INTEGER, sha256 TEXT);
CREATE TABLE errands (id TEXT PRIMARY KEY, committee_id TEXT, key TEXT, state TEXT, created_at TEXT, due_at TEXT,
  lease_until TEXT, body TEXT);
CREATE UNIQUE INDEX errands_waiting ON errands (key) WHERE state = 'waiting';
CREATE INDEX errands_live ON errands (due_at, created_at) WHERE state IN ('waiting', 'sending', 'ambiguous');
INSERT INTO votings VALUES ('v1', 'utvalg', 's1', 'm1', '', '', NULL, '');
"""
CAST = (
    "INSERT INTO ballots VALUES (?, ?, ?, ?, 1, ?, '', 0, ?, ?) ON CONFLICT DO UPDATE SET"
    " person_id = excluded.person_id, choice = excluded.choice, weight = excluded.weight,"
    " cast_at = excluded.cast_at, remark = excluded.remark, escalation_demanded = excluded.escalation_demanded,"
    " revision = excluded.revision, presses = excluded.presses"
)
LOG = "INSERT INTO audit VALUES ('utvalg', ?, ?, ?, 'ballot.cast', ?, ?, ?, ?)"
HEAD = (
    "INSERT INTO chain_heads VALUES ('utvalg', ?, ?)"
    " ON CONFLICT DO UPDATE SET position = excluded.position, sha256 = excluded.sha256"
)
ERRAND = "INSERT INTO errands VALUES (?, 'utvalg', 'show:v1', 'waiting', ?, ?, '', ?) ON CONFLICT DO NOTHING"
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
        self.box = BallotBox()
        self.position, self.head = 0, "0" * 64
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
        """One transaction with the rows that the product writes: ballots, tally, chained log, its head, an errand."""
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        ballots, log = [], []
        for voting, voter, choice in votes:
            self.position += 1
            details = orjson.dumps({"organisation": voter, "choice": choice, "weight": 1, "remark": ""}).decode()
            entry = f"utvalg:{self.position}:{at}:{voter}:ballot.cast:{voting}:{details}:{self.head}"
            previous, self.head = self.head, hashlib.sha256(entry.encode()).hexdigest()
            self.box.cast(voter, choice)
            press = orjson.dumps([f"{voter}:{self.position}:{choice}"]).decode()
            ballots.append((voting, voter, voter, choice, at, self.position, press))
            log.append((self.position, at, voter, voting, details, previous, self.head))
        body = orjson.dumps({"id": "v1", "tally": self.box.tally, "closes_at": at}).decode()
        self.database.execute("BEGIN IMMEDIATE")
        self.database.executemany(CAST, ballots)
        self.database.execute("UPDATE votings SET body = ? WHERE id = 'v1'", (body,))
        self.database.executemany(LOG, log)
        self.database.execute(HEAD, (self.position, self.head))
        self.database.execute(ERRAND, (self.head[:32], at, at, body))
        self.database.execute("COMMIT")


async def run(port: int) -> None:
    """Serve the vote path."""
    tokens = TokenCheck(os.environ[OPENID_METADATA_VARIABLE])
    ledger = Ledger(Path(os.environ[FOLDER_VARIABLE]) / "bare.db")
    committing = asyncio.create_task(ledger.commit_groups())

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
        return web.Response(body=orjson.dumps(answer_with_card(ledger.box.tally)), content_type="application/json")

    app = web.Application()
    app.router.add_post("/api/messages", receive_message)
    await asyncio.gather(serve(app, port), committing)


if __name__ == "__main__":
    arguments = read_arguments()
    (uvloop if arguments.uvloop else asyncio).run(run(arguments.port))
