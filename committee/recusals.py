"""Inhabilitet: who takes no part in a case, by whose decision and by which rule (forvaltningsloven § 6 and § 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.rights import Right, may, require
from committee.seat_rules import Function

LONGEST = {"ground": 1000, "decision": 1000}


class Paragraph(StrEnum):
    """Which rule of forvaltningsloven § 6 makes somebody inhabil."""

    #: Party, family, represents or leads a party.
    FIRST = "first"
    #: Other particular circumstances that are apt to weaken confidence.
    SECOND = "second"
    #: A superior is inhabil.
    THIRD = "third"


class RecusalState(StrEnum):
    #: Declared or asked about; the others have not decided.
    RAISED = "raised"
    RECUSED = "recused"
    NOT_RECUSED = "not_recused"
    #: Whoever asked took it back before it was decided.
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """Whether one member is inhabil in one case; decided by the others without them (§ 8 second paragraph)."""

    id: str
    committee_id: str
    #: The case.
    about: str
    person_id: str
    organisation_id: str
    ground: str
    raised_by: str
    raised_at: datetime
    state: RecusalState = RecusalState.RAISED
    paragraph: Paragraph | None = None
    decision: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    #: Of a leader: who the others chose to lead the case. Empty: the secretary.
    lead_id: str = ""

    @property
    def is_recused(self) -> bool:
        return self.state is RecusalState.RECUSED

    @property
    def is_open(self) -> bool:
        """Nobody knows yet whether they may take part."""
        return self.state is RecusalState.RAISED


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRecusal:
    """With the name of the one it is about, and of whoever leads the case in a leader's place."""

    recusal: Recusal
    name: str
    lead: str = ""


def recusals_in(tx: Transaction, directory: Directory, proposal_id: str) -> tuple[NamedRecusal, ...]:
    """Those of a case that stand or are not decided yet, oldest first."""
    found = [one for one in tx.records_about(Recusal, proposal_id) if one.is_open or one.is_recused]
    return tuple(
        NamedRecusal(recusal=one, name=directory.name_of(one.person_id), lead=directory.name_of(one.lead_id))
        for one in found
    )


def recused_in(tx: Transaction, proposal_id: str) -> tuple[str, ...]:
    """Those who are inhabil in the case, by person id."""
    return tuple(one.person_id for one in tx.records_about(Recusal, proposal_id) if one.is_recused)


def require_not_recused(tx: Transaction, actor: Member, proposal_id: str) -> None:
    """Raises CommitteeError("recused") for one who takes no part in the case, be it to prepare it or to decide it.

    Forvaltningsloven § 6: whoever is inhabil neither prepares the ground for a decision nor makes it.
    """
    if actor.person.id in recused_in(tx, proposal_id):
        raise CommitteeError("recused")


def leads_case(tx: Transaction, directory: Directory, member: Member, proposal_id: str) -> bool:
    """The leader leads the case. Where every leader is inhabil in it the one whom the others chose does, or else the
    secretary: as a municipality's own bodies choose somebody to lead when leader and deputy leader are away
    (kommuneloven ch. 11).
    """
    asked = tx.records_about(Recusal, proposal_id)
    out = {one.person_id for one in asked if one.is_recused}
    if member.person.id in out:
        return False
    if may(member, Right.LEAD) or not out:
        return may(member, Right.LEAD)
    members = directory.members(member.committee_id)
    if any(may(one, Right.LEAD) and one.person.id not in out for one in members):
        return False
    chosen = _chosen(asked, {one.person.id for one in members} - out)
    return member.person.id == chosen if chosen else may(member, Right.PLAN)


def _chosen(asked: Sequence[Recusal], members: set[str]) -> str:
    """Whom the others chose last, if they still sit and take part."""
    named = [one for one in asked if one.is_recused and one.lead_id in members]
    named.sort(key=lambda one: (one.decided_at or one.raised_at, one.id))
    return named[-1].lead_id if named else ""


def require_lead_of(tx: Transaction, directory: Directory, actor: Member, proposal_id: str) -> None:
    """Raises CommitteeError("recused", "no_seat", "no_right_lead")."""
    if not leads_case(tx, directory, actor, proposal_id):
        require_not_recused(tx, actor, proposal_id)
        require(actor, Right.LEAD)


def deciders(tx: Transaction, directory: Directory, recusal: Recusal) -> tuple[Member, ...]:
    """Who writes down what the others have decided: the leader, else the secretary, else any representative.

    Forvaltningsloven § 8 second paragraph: of several whose habilitet is in question in one case nobody decides about
    themselves or about the others, unless the body could not decide at all without them.
    """
    asked = {one.person_id for one in tx.records_about(Recusal, recusal.about) if one.is_open or one.is_recused}
    others = [one for one in directory.members(recusal.committee_id) if one.person.id != recusal.person_id]
    free = [one for one in others if one.person.id not in asked]
    for able in (free, others):
        for is_able in (_leads, _is_secretary, _represents):
            if found := tuple(one for one in able if is_able(one)):
                return found
    return ()


def _leads(member: Member) -> bool:
    return may(member, Right.LEAD)


def _is_secretary(member: Member) -> bool:
    return member.function is Function.SECRETARY


def _represents(member: Member) -> bool:
    return member.function is Function.REPRESENTATIVE and member.seat is not None and not member.seat.is_deputy
