"""Cards and dialogs of what ties a case to others: referrals, hearings, reviews and copies, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cards.build import Card
from cards.cases import case_card
from cards.copies import copy_card
from cards.escalations import escalation_card
from cards.hearing_forms import close_form, extend_form, input_form, open_form
from cards.hearings import (
    asked_card,
    hearing_card,
    hearing_complete_card,
    hearing_outside_card,
    hearing_over_card,
    hearings_card,
)
from cards.help import pending_card
from cards.proposals import Writing, assurance_card, proposal_card, proposal_form
from cards.referrals import (
    Sender,
    down_form,
    question_form,
    received_card,
    referral_answer_card,
    referral_card,
    senders_card,
    vedtak_form,
)
from cards.reviews import (
    pass_form,
    remark_form,
    review_card,
    review_flag_card,
    review_nobody_card,
    seen_form,
    weigh_form,
)
from committee.case_links import Advice, CaseLinks, LinkAct, ReviewLine
from committee.hearing_views import HearingLine, HearingsView, HearingView
from committee.hearings import LONGEST, Asked, CaseInput, Hearing, HearingForm
from committee.link_awaits import AwaitedLink
from committee.proposals import LONGEST as FORM_LONGEST
from committee.proposals import ProposalState
from committee.referrals import Link, Referral, ReferralForm, Way
from committee.reviews import Review, ReviewRole, Significance
from committee.views import ProposalView
from committee.voting import Reason
from locales import Words
from tests.unit.card_views import (
    MUNICIPALITIES,
    NASTY,
    long_text,
    mandate,
    pending,
    proposal,
    proposal_view,
    voting_view,
)

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CLOSES = datetime(2026, 12, 4, 15, tzinfo=UTC)
_S = ProposalState
BODIES = {"faggruppe-oppvekst": "Faggruppe Oppvekst", "samstyring-helse": "Samstyringsutvalg Helse"}


def _text(longest: int, *, long: bool) -> str:
    return long_text(longest) if long else NASTY


def referral(*, long: bool = False, **changes: Any) -> Referral:
    made = Referral(
        id="referral-1",
        committee_id="bestillerutvalget",
        about="proposal-3",
        way=Way.DOWN,
        from_committee="styret",
        from_case="proposal-9",
        from_name="styret i ROR-IKT",
        sent_by="p-kari",
        sent_at=AT,
        question=_text(2000, long=long),
        due_on=date(2027, 1, 15),
    )
    return replace(made, **changes)


def advice(state: ProposalState | None = _S.RECOMMENDED, *, long: bool = False) -> Advice:
    case = replace(proposal(long=long, number=2), id="proposal-2", prefix="FO", advice=state)
    reason = {_S.RECOMMENDED: Reason.MAJORITY, None: Reason.TIE}.get(state, Reason.MAJORITY)
    voting = voting_view(reason, long=long)
    return Advice(name="Faggruppe Oppvekst", proposal=case, voting=voting, superior="Bestillerutvalget")


CHAIN = (
    Link(name="Faggruppe Oppvekst", case_number="FO 2/26", proposal_id="proposal-2"),
    Link(name="Bestillerutvalget", case_number="BU 3/26", proposal_id="proposal-3", is_here=True),
    Link(name="styret i ROR-IKT", reference="PS 12/26 *"),
)


def hearing(**changes: Any) -> Hearing:
    made = Hearing(
        id="hearing-1",
        committee_id="bestillerutvalget",
        about="proposal-3",
        question=NASTY,
        opened_by="p-kari",
        opened_at=AT,
        closes_at=CLOSES,
    )
    return replace(made, **changes)


def asked(n: int = 1, **changes: Any) -> Asked:
    made = Asked(id=f"hearing-1:{n}", committee_id="faggruppe-oppvekst", about="hearing-1", name="Faggruppe Oppvekst")
    return replace(made, **changes)


def given(n: int = 1, *, long: bool = False, **changes: Any) -> CaseInput:
    made = CaseInput(
        id=f"hearing-1:{n}",
        committee_id="bestillerutvalget",
        about="proposal-3",
        hearing_id="hearing-1",
        name=NASTY if n == 1 else f"Utvalg {n}",
        text=_text(LONGEST["text"], long=long),
        by="p-kari",
        at=AT + timedelta(days=3),
    )
    return replace(made, **changes)


def hearing_view(*, long: bool = False, **changes: Any) -> HearingView:
    lines = [
        HearingLine(asked=asked(1), given=given(1, long=long), by="Kari Eksempel"),
        HearingLine(asked=asked(2), given=given(2, long=long, is_late=True), by="Ola Eksempel"),
        HearingLine(asked=asked(3, name=NASTY, is_outside=True, committee_id="bestillerutvalget"), given=None),
    ]
    if long:
        lines += [HearingLine(asked=asked(n), given=given(n, long=True), by="Kari") for n in range(4, 40)]
        lines += [HearingLine(asked=asked(n, name=long_text(120)), given=None) for n in range(40, 60)]
    question = long_text(LONGEST["question"]) if long else NASTY
    made = HearingView(
        mandate=mandate(),
        proposal=proposal(long=long),
        hearing=hearing(question=question),
        lines=tuple(lines),
    )
    return replace(made, **changes)


def over() -> HearingView:
    ended = hearing(ended_at=CLOSES, ended_by="p-kari", end_ground=NASTY)
    return hearing_view(hearing=ended, ended_by="Kari Eksempel")


def review(role: ReviewRole = ReviewRole.PRIVACY, *, long: bool = False, **changes: Any) -> Review:
    made = Review(
        id="review-1",
        committee_id="bestillerutvalget",
        about="proposal-3",
        version=1,
        role=role,
        organisation_id="molde",
        organisation="Molde",
        people=("p-kari",),
        asked_at=AT,
        remark=long_text(2000) if long else "",
    )
    return replace(made, **changes)


def reviews(*, long: bool = False) -> tuple[ReviewLine, ...]:
    """One of each kind, or the most there may be."""
    done = {"answered_by": "p-kari", "answered_at": AT}
    if long:
        roles = [(name, role) for name in MUNICIPALITIES for role in ReviewRole]
        flagged = [review(role, long=True, organisation=name, is_flagged=True, **done) for name, role in roles]
        return tuple(ReviewLine(review=one, names=("Kari Eksempel",), by="Kari Eksempel") for one in flagged)
    kinds = (
        review(),
        review(ReviewRole.SECURITY, **done),
        review(remark=NASTY, **done),
        review(remark=NASTY, is_flagged=True, **done),
        review(passed_by="p-ola", pass_ground=NASTY),
        review(organisation="", organisation_id="", people=(), seen_by=NASTY, **done),
    )
    return tuple(ReviewLine(review=one, names=("Kari Eksempel",), by="Ola Eksempel") for one in kinds)


def significance(*, is_significant: bool = True, long: bool = False) -> Significance:
    return Significance(
        id="s1",
        committee_id="bestillerutvalget",
        about="proposal-3",
        is_significant=is_significant,
        ground=_text(500, long=long),
        by="p-kari",
        at=AT,
    )


def links(*, long: bool = False, **changes: Any) -> CaseLinks:
    made = CaseLinks(
        chain=CHAIN,
        advice=advice(long=long),
        asked=referral(long=long),
        awaited=referral(long=long),
        awaited_name="Digitaliseringsutvalget",
        hearings=(hearing_view(long=long),),
        significance=significance(long=long),
        weighed_by="Ola Eksempel",
        reviews=reviews(long=long),
        copies=tuple(BODIES.values()),
        inputs=tuple((given(n, long=long, hearing_id=""), "Kari Eksempel") for n in range(1, 12 if long else 2)),
    )
    return replace(made, **changes)


def view(state: ProposalState = _S.ASSURED, *, long: bool = False, **changes: Any) -> ProposalView:
    return proposal_view(state, long=long, links=links(long=long, **changes))


_SENDER = Sender(id="styret", name="styret i ROR-IKT", below=BODIES)
_FAULTS = {"to": "field_not_chosen", "question": "field_empty", "due_on": "field_day_to_come"}
_HEARING_FAULTS = {"bodies": "field_not_chosen", "question": "field_empty", "closes_on": "deadline_too_soon"}
_LED = {"may_lead": True, "own": (asked(3, is_outside=True),)}


def _down(words: Words, *, faults: dict[str, str] | None = None, own: int = 2) -> Card:
    form = ReferralForm(title=NASTY, question=NASTY) if faults else ReferralForm()
    cases = [(f"p{n}", f"ST {n}/26 {NASTY}") for n in range(own)]
    return down_form(_SENDER, form, words, new="a" * 32, own=cases, faults=faults)


def _hearings(words: Words, *, long: bool = False, empty: bool = False) -> Card:
    found = HearingsView(mandate=mandate())
    if not empty:
        many = 30 if long else 1
        found = HearingsView(
            mandate=mandate(),
            asked=(hearing_view(long=long),) * many,
            out=(hearing_view(long=long),) * many,
            over=(over(),) * min(many, 5),
            may_open=(proposal(long=long), proposal(number=4)) * (10 if long else 1),
        )
    return hearings_card(found, words)


def _form(words: Words, *, chosen: tuple[str, ...] = ()) -> Card:
    writing = Writing(proposal_id="proposal-3", committee_id="bestillerutvalget")
    form = replace(proposal().form, touches=chosen)
    return proposal_form(form, words, writing=writing, services=(), faults={}, longest=FORM_LONGEST, areas=BODIES)


def _waiting(words: Words, *, long: bool = False) -> Card:
    case = proposal(long=long)
    one = AwaitedLink(mandate=mandate(), proposal=case, hearing=hearing(), committee_id="faggruppe-oppvekst")
    other = AwaitedLink(mandate=mandate(), proposal=case, review=review())
    return pending_card(replace(pending(), links=(one, other) * (20 if long else 1)), words)


_REVIEWED = {"answered_by": "p-kari", "answered_at": AT}
CARDS = {
    "linked_case": lambda words: case_card(view(), (), words, links=tuple(LinkAct)),
    "linked_case_sent_on": lambda words: proposal_card(
        proposal_view(_S.RECOMMENDED, links=CaseLinks(chain=(replace(CHAIN[0], is_here=True), CHAIN[2]))), words
    ),
    "linked_case_advised_against": lambda words: proposal_card(
        proposal_view(_S.SUBMITTED, links=CaseLinks(advice=advice(_S.NOT_RECOMMENDED), lacks_reviewer=True)), words
    ),
    "linked_case_unsettled": lambda words: proposal_card(
        proposal_view(links=CaseLinks(advice=advice(None), significance=significance(is_significant=False))), words
    ),
    "linked_escalation": lambda words: escalation_card(view(_S.ESCALATED), words, for_superior=True),
    "linked_assurance": lambda words: assurance_card(view(_S.SUBMITTED), words),
    "linked_waiting": _waiting,
    "linked_form": _form,
    "linked_form_chosen": lambda words: _form(words, chosen=tuple(BODIES)),
    "referral_up": lambda words: referral_card(view(), referral(way=Way.UP, question="", due_on=None), words),
    "referral_down": lambda words: referral_card(view(), referral(), words),
    "referral_answer": lambda words: referral_answer_card(view(answers=(advice(),)), "Faggruppe Oppvekst", words),
    "referral_received": lambda words: received_card(view(), tuple(LinkAct), words),
    "referral_senders": lambda words: senders_card((_SENDER, replace(_SENDER, id="office:KS", name="KS")), words),
    "referral_down_form": _down,
    "referral_down_form_none": lambda words: _down(words, own=0),
    "referral_down_form_faults": lambda words: _down(words, faults=_FAULTS),
    "referral_question_form": lambda words: question_form(view(), words, typed=NASTY, faults={"text": "field_empty"}),
    "referral_vedtak_form": lambda words: vedtak_form(view(), words, faults={"answer": "field_not_chosen"}),
    "hearing_asked": lambda words: asked_card(hearing_view(), words, committee_id="faggruppe-oppvekst"),
    "hearing_asked_over": lambda words: asked_card(
        replace(over(), takes_answers=False), words, committee_id="faggruppe-oppvekst", told=words("Fristen er utsatt.")
    ),
    "hearing": lambda words: hearing_card(hearing_view(**_LED), words),
    "hearing_ended": lambda words: hearing_card(over(), words),
    "hearing_over": lambda words: hearing_over_card(over(), words),
    "hearing_over_none": lambda words: hearing_over_card(replace(over(), lines=over().lines[2:]), words),
    "hearing_complete": lambda words: hearing_complete_card(hearing_view(**_LED), words),
    "hearing_outside": lambda words: hearing_outside_card(hearing_view(**_LED), words),
    "hearings": _hearings,
    "hearings_none": lambda words: _hearings(words, empty=True),
    "hearing_open_form": lambda words: open_form(
        proposal(), HearingForm(), words, new="a" * 32, bodies=BODIES, least="Tidligst mandag."
    ),
    "hearing_open_form_faults": lambda words: open_form(
        proposal(), HearingForm(others=NASTY, each=True), words, new="a" * 32, bodies=BODIES,
        least="Tidligst mandag.", faults=_HEARING_FAULTS,
    ),
    "hearing_input_form": lambda words: input_form(
        proposal(), NASTY, words, data={"hearing": "hearing-1"}, form="hearing_input", own=(asked(1), asked(2))
    ),
    "hearing_input_form_faults": lambda words: input_form(
        proposal(), NASTY, words, data={"hearing": "hearing-1"}, form="hearing_input", own=(asked(1),), typed=NASTY,
        faults={"text": "field_too_long"},
    ),
    "hearing_extend_form": lambda words: extend_form(hearing_view(), words, faults={"ground": "field_empty"}),
    "hearing_close_form": lambda words: close_form(hearing_view(), words, faults={"ground": "field_empty"}),
    "hearing_close_form_all": lambda words: close_form(replace(over(), lines=over().lines[:2]), words),
    "review": lambda words: review_card(view(), review(), words, may_answer=True),
    "review_cleared": lambda words: review_card(view(), review(**_REVIEWED), words, may_answer=True),
    "review_flagged": lambda words: review_card(
        view(), review(remark=NASTY, is_flagged=True, **_REVIEWED), words, may_answer=False,
        told=words("En påminnelse: Saken venter på deg."),
    ),
    "review_passed": lambda words: review_card(
        view(), review(passed_by="p-ola", pass_ground=NASTY), words, may_answer=False
    ),
    "review_flag": lambda words: review_flag_card(view(), review(remark=NASTY), "Ola Eksempel", words),
    "review_nobody": lambda words: review_nobody_card(view(), words, may_write=True),
    "review_nobody_done": lambda words: review_nobody_card(view(), words, may_write=False),
    "review_remark_form": lambda words: remark_form(proposal(), review(), words, faults={"text": "field_empty"}),
    "review_seen_form": lambda words: seen_form(
        proposal(), words, who=NASTY, remark=NASTY, faults={"who": "field_empty"}
    ),
    "review_pass_form": lambda words: pass_form(view(), words, ground=NASTY, faults={"ground": "field_empty"}),
    "weigh_form": lambda words: weigh_form(view(), words),
    "weigh_form_faults": lambda words: weigh_form(
        view(), words, typed={"significant": "no"}, faults={"significant_ground": "field_empty"}
    ),
    "case_copy": lambda words: copy_card(view(), "samstyring-helse", words),
    "case_copy_decided": lambda words: copy_card(view(_S.DECIDED), "samstyring-helse", words),
    "copy_input_form": lambda words: input_form(proposal(), "", words, data={}, form="copy_input", typed=NASTY),
}  # fmt: skip
LONG_CARDS = {
    "case": lambda words: case_card(view(long=True), (), words, links=tuple(LinkAct)),
    "proposal": lambda words: proposal_card(view(long=True), words),
    "answered": lambda words: proposal_card(view(long=True, advice=None, answers=(advice(long=True),) * 2), words),
    "assurance": lambda words: assurance_card(view(_S.SUBMITTED, long=True), words),
    "waiting": lambda words: _waiting(words, long=True),
    "hearing": lambda words: hearing_card(hearing_view(long=True, **_LED), words),
    "hearing_over": lambda words: hearing_over_card(hearing_view(long=True), words),
    "hearing_outside": lambda words: hearing_outside_card(hearing_view(long=True, **_LED), words),
    "hearing_asked": lambda words: asked_card(hearing_view(long=True), words, committee_id="faggruppe-oppvekst"),
    "hearings": lambda words: _hearings(words, long=True),
    "referral": lambda words: referral_card(view(long=True), referral(long=True), words),
    "referral_answer": lambda words: referral_answer_card(view(long=True, answers=(advice(long=True),)), NASTY, words),
    "received": lambda words: received_card(view(long=True), tuple(LinkAct), words),
    "review": lambda words: review_card(view(long=True), review(long=True, **_REVIEWED), words, may_answer=True),
    "copy": lambda words: copy_card(view(long=True), "samstyring-helse", words),
}
