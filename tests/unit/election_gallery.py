"""The cards of elections in each of their states, and with the longest texts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cards.build import Card
from cards.election_forms import (
    CANDIDATE,
    election_ballot_form,
    election_cancel_card,
    election_close_card,
    election_confirm_form,
    election_start_card,
)
from cards.elections import election_card, election_won_card, leaders_card
from cards.help import help_card, pending_card
from committee.election_views import ElectionView, LeaderView
from committee.elections import Candidate, Election, ElectionReason, ElectionState, draw_lots
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind
from locales import Words
from tests.unit.card_views import AT, MUNICIPALITIES, NASTY, mandate, member, pending

Draw = Callable[[Words], Card]
_NAMES = ("Marte *Øyen*", "Ingrid Moen", "Olav Nes")
_RULE = ChairRule(by=ChairBy.ELECTION, among=(OrganisationKind.MUNICIPALITY,))
_MANDATE = mandate(id="faggruppe-oppvekst", name="Faggruppe Oppvekst", chair=_RULE)
_MEMBER = member()
_CANDIDATES = tuple(
    Candidate(person_id=f"p{n}", name=name, organisation_id=MUNICIPALITIES[n].lower()) for n, name in enumerate(_NAMES)
)


def election(**changes: Any) -> Election:
    made = Election(
        id="e1",
        committee_id=_MANDATE.id,
        mandate=_MANDATE.stamp,
        candidates=_CANDIDATES,
        roll={one.lower(): 1 for one in MUNICIPALITIES},
        names={one.lower(): one for one in MUNICIPALITIES},
        opened_at=AT,
        opened_by="p0",
        closes_at=AT + timedelta(days=7),
        voted=("molde", "rauma"),
        sealed="c2VhbGVk",
    )
    return replace(made, **changes)


def _closed(state: ElectionState, reason: ElectionReason | None = None, **changes: Any) -> Election:
    everyone = tuple(one.lower() for one in MUNICIPALITIES)
    sums = {"p0": 3, "p1": 0, "p2": 0}
    values = {"sealed": "", "voted": everyone, "sums": sums, "blank": 1, "closed_at": AT, "closed_by": "p0", **changes}
    return election(state=state, reason=reason, **values)


ELECTED = _closed(ElectionState.ELECTED, ElectionReason.MAJORITY, elected="p0")
UNDECIDED = _closed(
    ElectionState.UNDECIDED, ElectionReason.NO_MAJORITY, sums={"p0": 2, "p1": 1, "p2": 0}, between=("p0", "p1")
)
_LOTS = draw_lots(("p0", "p1"), "9f2c" * 16, "e1")
DRAWN = _closed(
    ElectionState.ELECTED,
    ElectionReason.LOTS,
    sums={"p0": 2, "p1": 2},
    blank=0,
    candidates=_CANDIDATES[:2],
    round_number=2,
    after="e0",
    elected=_LOTS.drawn,
    lots=_LOTS,
)
_MISSED = _closed(
    ElectionState.UNDECIDED,
    ElectionReason.QUORUM_MISSED,
    voted=("molde",),
    sums={},
    blank=0,
    between=("p0", "p1", "p2"),
)
_CANCELLED = _closed(ElectionState.CANCELLED, voted=("molde",), sums={}, blank=0)
_SEAT_LOST = _closed(ElectionState.UNDECIDED, ElectionReason.SEAT_LOST, between=("p1",))
WEIGHTED = replace(
    ELECTED, roll={"aukra": 1, "molde": 3, "rauma": 1, "vestnes": 2}, sums={"p0": 4, "p1": 1, "p2": 0}, blank=2
)


def view(of: Election, **changes: Any) -> ElectionView:
    return replace(ElectionView(mandate=_MANDATE, election=of), **changes)


def own(of: Election, organisation: str = "aukra", **changes: Any) -> ElectionView:
    return view(of, viewer=_MEMBER, organisation_id=organisation, **changes)


def leader(latest: Election | None = None, **changes: Any) -> LeaderView:
    made = LeaderView(
        mandate=_MANDATE,
        viewer=_MEMBER,
        leaders=(),
        candidates=_CANDIDATES,
        latest=own(latest) if latest else None,
        may_open=latest is None,
    )
    return replace(made, **changes)


_OFFICE = leader(mandate=mandate(), leaders=(("Solveig Strand", "ROR-IKT"),), may_open=False)
_BY_KS = ChairRule(by=ChairBy.ORGANISATION, organisation="ror-ikt")
_NAMED = leader(mandate=mandate(id="du", name="Digitaliseringsutvalget", chair=_BY_KS), may_open=False)
_LEADS = replace(_MEMBER, seat=replace(_MEMBER.seat, leads=True)) if _MEMBER.seat else _MEMBER
CARDS: dict[str, Draw] = {
    "election_shared": lambda words: election_card(view(election()), words),
    "election_second_round": lambda words: election_card(view(election(round_number=2, voted=())), words),
    "election_own": lambda words: election_card(own(election()), words),
    "election_own_voted": lambda words: election_card(own(election(), "molde"), words),
    "election_leading": lambda words: election_card(own(election(), may_lead=True), words),
    "election_union": lambda words: election_card(
        view(election(), viewer=member(Function.UNION), no_vote="no_election_vote_union"), words
    ),
    "election_ballot_form": lambda words: election_ballot_form(own(election()), words),
    "election_ballot_form_fault": lambda words: election_ballot_form(
        own(election()), words, wrong="election_no_such_candidate"
    ),
    "election_confirm": lambda words: election_confirm_form(own(election()), words, f"{CANDIDATE}p0"),
    "election_confirm_blank": lambda words: election_confirm_form(own(election()), words, "blank"),
    "election_start": lambda words: election_start_card(leader(), words),
    "election_close": lambda words: election_close_card(own(election(), may_lead=True), words),
    "election_cancel": lambda words: election_cancel_card(own(election(), may_lead=True), words),
    "election_elected": lambda words: election_card(view(ELECTED), words),
    "election_weighted": lambda words: election_card(view(WEIGHTED), words),
    "election_undecided": lambda words: election_card(view(UNDECIDED), words),
    "election_undecided_leading": lambda words: election_card(own(UNDECIDED, may_lead=True), words),
    "election_next_round": lambda words: election_card(view(UNDECIDED, next_round=election(id="e2")), words),
    "election_drawn": lambda words: election_card(view(DRAWN), words),
    "election_quorum_missed": lambda words: election_card(view(_MISSED), words),
    "election_seat_lost": lambda words: election_card(view(_SEAT_LOST), words),
    "election_cancelled": lambda words: election_card(view(_CANCELLED), words),
    "election_won": lambda words: election_won_card(view(ELECTED), words),
    "leaders": lambda words: leaders_card(
        [leader(), leader(election()), leader(UNDECIDED), leader(ELECTED, leaders=(("Marte *Øyen*", "Aukra"),))], words
    ),
    "leaders_not_elected": lambda words: leaders_card([_OFFICE, _NAMED], words),
    "pending_election": lambda words: pending_card(
        replace(pending(), to_elect=((_MANDATE, election()),), to_settle=((_MANDATE, UNDECIDED),)), words
    ),
    "help_elected_leader": lambda words: help_card(replace(pending(), member=_LEADS), words),
}
_MANY = tuple(
    Candidate(person_id=f"p{n}", name=f"{NASTY} {n}", organisation_id=f"o{n}") for n in range(120)
)  # fmt: skip
_CROWD = {f"o{n}": 1 for n in range(120)}
_CROWDED: dict[str, Any] = {
    "candidates": _MANY,
    "roll": _CROWD,
    "names": {one: f"{NASTY} {one}" for one in _CROWD},
    "voted": tuple(_CROWD),
}
_CROWDED_ELECTION = election(**_CROWDED)
_CROWDED_RESULT = _closed(
    ElectionState.UNDECIDED,
    ElectionReason.NO_MAJORITY,
    **{**_CROWDED, "sums": dict.fromkeys((f"p{n}" for n in range(120)), 1), "blank": 0},
    between=tuple(f"p{n}" for n in range(120)),
)
LONG_CARDS: dict[str, Draw] = {
    "election_crowded": lambda words: election_card(view(_CROWDED_ELECTION), words),
    "election_crowded_result": lambda words: election_card(view(_CROWDED_RESULT), words),
    "election_crowded_form": lambda words: election_ballot_form(own(_CROWDED_ELECTION, "o1"), words),
    "election_crowded_start": lambda words: election_start_card(leader(candidates=_MANY), words),
    "leaders_crowded": lambda words: leaders_card([leader(_CROWDED_RESULT)] * 40, words),
}
