"""The record that anyone can check: a hash chain of every change, one chain a committee."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One change; `sha256` covers every other field and `previous`.

    `salt` is random, so that whoever is given the digest of an entry's content cannot guess the content from it.
    Entries from before there were salts have none.
    """

    committee_id: str
    #: From 1, without gaps.
    position: int
    at: datetime
    actor_id: str
    action: str
    subject_id: str
    details: Mapping[str, object]
    previous: str
    sha256: str
    salt: str = ""


def digest(
    *,
    committee_id: str,
    position: int,
    at: datetime,
    actor_id: str,
    action: str,
    subject_id: str,
    details: Mapping[str, object],
    previous: str,
    salt: str = "",
) -> str:
    """An entry's link in the chain: SHA-256 over the link before it and the digest of its own content.

    The content is its canonical JSON: sorted keys, no blanks, UTC, UTF-8. A chain can therefore be followed through
    entries of which only the content's digest is known. Without a salt both are digested in one, as they once were.
    """
    fields = [committee_id, position, at.astimezone(UTC).isoformat(), actor_id, action, subject_id, details]
    if not salt:
        return _sha256([*fields, previous])
    return link(previous, _sha256([*fields, salt]))


def link(previous: str, content: str) -> str:
    """The link of an entry whose content has this digest."""
    return hashlib.sha256(f"{previous}{content}".encode()).hexdigest()


def content_digest(entry: AuditEntry) -> str:
    """What can be told of an entry without telling what it says. Raises ValueError for one without a salt."""
    if not entry.salt:
        raise ValueError("an entry without a salt could be guessed")
    at = entry.at.astimezone(UTC).isoformat()
    fields = [entry.committee_id, entry.position, at, entry.actor_id, entry.action, entry.subject_id, entry.details]
    return _sha256([*fields, entry.salt])


def _sha256(fields: list[object]) -> str:
    return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Where a chain does not hold: `position` and which `code` of fault."""

    committee_id: str
    position: int
    code: str


def check_chain(entries: Iterable[AuditEntry], *, head: str | None = None) -> list[Breach]:
    """Every breach in one committee's chain, in order; with `head`, also a tail that was cut off."""
    breaches: list[Breach] = []
    previous, position, committee_id = GENESIS, 0, ""
    for entry in entries:
        position += 1
        committee_id = entry.committee_id
        if entry.position != position:
            breaches.append(Breach(committee_id=committee_id, position=position, code="missing"))
            position = entry.position
        if entry.previous != previous:
            breaches.append(Breach(committee_id=committee_id, position=position, code="unlinked"))
        if _digest_of(entry) != entry.sha256:
            breaches.append(Breach(committee_id=committee_id, position=position, code="altered"))
        previous = entry.sha256
    if head is not None and head != previous:
        breaches.append(Breach(committee_id=committee_id, position=position, code="cut"))
    return breaches


def _digest_of(entry: AuditEntry) -> str:
    return digest(
        committee_id=entry.committee_id,
        position=entry.position,
        at=entry.at,
        actor_id=entry.actor_id,
        action=entry.action,
        subject_id=entry.subject_id,
        details=entry.details,
        previous=entry.previous,
        salt=entry.salt,
    )
