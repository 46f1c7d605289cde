"""What a hearing's cards need to know: who is asked, who has answered what, and what the one who looks may do."""

from collections.abc import Iterable
from dataclasses import dataclass

from committee.hearings import Asked, CaseInput, Hearing, asked_in, inputs_of, may_answer, takes_answers
from committee.mandate import Mandate
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.referrals import NOT_BEGUN
from committee.rights import Right, may


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingLine:
    """One that is asked, and what they said."""

    asked: Asked
    given: CaseInput | None
    #: Who wrote it.
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingView:
    mandate: Mandate
    proposal: Proposal
    hearing: Hearing
    lines: tuple[HearingLine, ...]
    #: Those that the one who looks may answer for.
    own: tuple[Asked, ...] = ()
    may_lead: bool = False
    takes_answers: bool = True
    ended_by: str = ""

    @property
    def answered(self) -> tuple[HearingLine, ...]:
        return tuple(one for one in self.lines if one.given)

    @property
    def missing(self) -> tuple[HearingLine, ...]:
        return tuple(one for one in self.lines if one.given is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingsView:
    """«høring»: what the committee has out, what it is asked, and which cases may be sent out."""

    mandate: Mandate
    asked: tuple[HearingView, ...] = ()
    out: tuple[HearingView, ...] = ()
    over: tuple[HearingView, ...] = ()
    may_open: tuple[Proposal, ...] = ()


def view_hearing(tx: Transaction, directory: Directory, hearing_id: str, person: Person | None = None) -> HearingView:
    """The hearing as everyone in the committees concerned may see it."""
    hearing = tx.find(Hearing, hearing_id)
    proposal = tx.proposal(hearing.about)
    given = inputs_of(tx, hearing)
    asked = asked_in(tx, hearing)
    ended_by = directory.people.get(hearing.ended_by)
    return HearingView(
        mandate=directory.governing(proposal.mandate),
        proposal=proposal,
        hearing=hearing,
        lines=tuple(_line(directory, one, given.get(one.id)) for one in asked),
        own=tuple(one for one in asked if person and may_answer(directory, one, person)),
        may_lead=person is not None and may(directory.member(person, hearing.committee_id), Right.PLAN),
        takes_answers=takes_answers(proposal),
        ended_by=ended_by.name if ended_by else "",
    )


def _line(directory: Directory, asked: Asked, given: CaseInput | None) -> HearingLine:
    by = directory.people.get(given.by) if given else None
    return HearingLine(asked=asked, given=given, by=by.name if by else "")


#: So many that are over are listed.
_MOST_OVER = 5


def view_hearings(tx: Transaction, directory: Directory, member: Member) -> HearingsView:
    """Newest first. Raises CommitteeError("unknown_committee")."""
    person, committee_id = member.person, member.committee_id
    own = [view_hearing(tx, directory, one.id, person) for one in reversed(tx.records(Hearing, committee_id))]
    asked_ids = dict.fromkeys(one.about for one in tx.records(Asked, committee_id) if not one.is_outside)
    asked = [view_hearing(tx, directory, one, person) for one in asked_ids]
    out_now = {one.proposal.id for one in own if one.hearing.is_open}
    leads = may(member, Right.PLAN)
    cases = [one for one in tx.proposals(committee_id) if one.state in NOT_BEGUN and one.id not in out_now]
    return HearingsView(
        mandate=directory.mandate(committee_id),
        asked=_newest(one for one in asked if one.hearing.is_open),
        out=tuple(one for one in own if one.hearing.is_open),
        over=tuple(one for one in own if not one.hearing.is_open)[:_MOST_OVER],
        may_open=tuple(cases) if leads else (),
    )


def _newest(views: Iterable[HearingView]) -> tuple[HearingView, ...]:
    return tuple(sorted(views, key=lambda one: one.hearing.opened_at, reverse=True))
