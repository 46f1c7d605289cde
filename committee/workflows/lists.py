"""A list or a proof is asked for, put in a channel's files, and its link told to the one who asked (003-21)."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.outbox import Errand, ErrandKind, ErrandState
from committee.ports import Transaction
from committee.rights import Right, require
from committee.workflows.errands import CLOCK, tell

LANGUAGES = ("nb", "nn", "en")


class ListKind(StrEnum):
    #: Who sits in a committee.
    MEMBERS = "members"
    #: Which municipality has people in which committee (000-12).
    COVERAGE = "coverage"
    #: A closed voting, for whoever wants to count it again (see `committee.voting_proof`).
    PROOF = "proof"


FORMATS = {ListKind.MEMBERS: ("docx", "csv"), ListKind.COVERAGE: ("csv",), ListKind.PROOF: ("json",)}
#: Where in a channel's files they lie.
FOLDERS = {ListKind.MEMBERS: "Medlemmer", ListKind.COVERAGE: "Medlemmer", ListKind.PROOF: "Avstemninger"}


def ask_for_list(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    kind: ListKind,
    about: str,
    *,
    file_format: str,
    language: str,
    now: datetime,
) -> None:
    """Sends a list about a committee, or one of its votings, to the files of the one that `actor` is seen from.

    Asked for again while it waits, it is made once; the same day's list takes the place of the one before it.
    Raises CommitteeError("no_seat", "no_channel", "unknown_action", "unknown_committee", "not_found",
    "voting_still_open").
    """
    require(actor, Right.READ)
    if kind is ListKind.PROOF:
        _require_closed(tx, actor, about)
    else:
        directory.mandate(about)
    if file_format not in FORMATS[kind] or language not in LANGUAGES:
        raise CommitteeError("unknown_action")
    if actor.committee_id not in directory.spaces:
        raise CommitteeError("no_channel")
    payload = {
        "list": kind.value,
        "subject_id": about,
        "format": file_format,
        "language": language,
        "person_id": actor.person.id,
    }
    key = f"file:{kind}:{about}:{file_format}:{language}:{actor.person.id}"
    tx.send(actor.committee_id, ErrandKind.FILE, key, payload, now=now)
    details = {"list": kind.value, "format": file_format, "language": language}
    tx.record(
        actor.committee_id, at=now, actor_id=actor.person.id, action="list.asked", subject_id=about, details=details
    )


def _require_closed(tx: Transaction, actor: Member, voting_id: str) -> None:
    voting = tx.voting(voting_id)
    if voting.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if voting.is_open:
        raise CommitteeError("voting_still_open")


def record_list(tx: Transaction, directory: Directory, errand: Errand, url: str, *, now: datetime) -> None:
    """The list lies in the files: the one who asked gets its link. Repeating tells nobody twice."""
    current = tx.errand(errand.id)
    if current.attempts != errand.attempts or current.state is ErrandState.DONE:
        return
    filed = replace(
        current, state=ErrandState.DONE, lease_until=None, error="", payload={**current.payload, "url": url}
    )
    tx.put_errand(filed)
    details = {"list": errand.payload["list"], "format": errand.payload["format"]}
    subject_id = errand.payload["subject_id"]
    tx.record(errand.committee_id, at=now, actor_id=CLOCK, action="list.filed", subject_id=subject_id, details=details)
    person = directory.people.get(errand.payload["person_id"])
    if person is not None:
        tell(tx, directory.member(person, errand.committee_id), "list_filed", errand.id, now=now)
