"""What has happened to a case, from the record, with what each change of its text was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from committee.audit import AuditEntry
from committee.case_changes import TextChange, changes
from committee.case_records import CaseVersion
from committee.members import Directory
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.workflows.errands import CLOCK

#: Of no interest to those who read a case: what a ballot said stands with its voting, where all may not see it.
_LEFT_OUT = frozenset({"ballot.cast", "case.drafted", "case.draft_discarded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One thing that happened; `who` is empty when the clock did it."""

    at: datetime
    action: str
    who: str
    details: Mapping[str, Any]
    #: Of a change of the text.
    changes: tuple[TextChange, ...] = ()


def case_history(tx: Transaction, directory: Directory, proposal: Proposal) -> tuple[HistoryLine, ...]:
    """Oldest first: what is recorded of the case itself and of its votings."""
    votings = {one.id for one in tx.votings(proposal.committee_id) if one.proposal_id == proposal.id}
    texts = _texts(tx, proposal)
    return tuple(
        _line(directory, one, texts)
        for one in tx.entries(proposal.committee_id)
        if one.subject_id in {proposal.id, *votings} and one.action not in _LEFT_OUT
    )


def _texts(tx: Transaction, proposal: Proposal) -> Sequence[Any]:
    """Every version of the text, the first one first."""
    kept = sorted(tx.records_about(CaseVersion, proposal.id), key=lambda one: one.number)
    return [*(one.form for one in kept), proposal.form]


def _line(directory: Directory, entry: AuditEntry, texts: Sequence[Any]) -> HistoryLine:
    person = directory.people.get(entry.actor_id) if entry.actor_id != CLOCK else None
    told = entry.details.get("version") if entry.action in ("proposal.revised", "proposal.resubmitted") else None
    version = told if isinstance(told, int) else 0
    known = 2 <= version <= len(texts)
    return HistoryLine(
        at=entry.at,
        action=entry.action,
        who=person.name if person else "",
        details=entry.details,
        changes=changes(texts[version - 2], texts[version - 1]) if known else (),
    )
