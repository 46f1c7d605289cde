"""Comments and forbehold in each of their states, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cards.remarks import cases_to_remark_card, remark_form, remark_told_card, remarks_card
from committee.remarks import Remark, RemarkKind, RemarkLine
from tests.unit.card_views import NASTY, long_text, proposal

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
ZONE = "Europe/Oslo"


def line(*, long: bool = False, **changes: Any) -> RemarkLine:
    made = Remark(
        id="remark-1", committee_id="bestillerutvalget", about="proposal-3", person_id="molde1",
        kind=RemarkKind.COMMENT, text=long_text(1000) if long else NASTY, at=AT,
    )  # fmt: skip
    return RemarkLine(remark=replace(made, **changes), name="Kari Eksempel")


STOPS = {"kind": RemarkKind.RESERVATION}
ALL = (line(), line(withdrawn_at=AT), line(**STOPS), line(**STOPS, minuted_at=AT, person_id="rauma"))
_DATA = {"proposal": "proposal-3", "new": "a" * 32}
CARDS = {
    "remarks": lambda words: remarks_card(proposal(), ALL, ZONE, words, mine="molde1", may_lead=True),
    "remarks_none": lambda words: remarks_card(proposal(), (), ZONE, words, mine="molde1", may_lead=False),
    "remark_told": lambda words: remark_told_card(proposal(), line(), ZONE, words),
    "remark_told_reservation": lambda words: remark_told_card(proposal(), line(**STOPS), ZONE, words),
    "remark_cases": lambda words: cases_to_remark_card(((proposal(), 1), (proposal(), 3)), words),
    "remark_cases_none": lambda words: cases_to_remark_card((), words),
    "remark_form": lambda words: remark_form(proposal(), words, data=_DATA),
    "remark_form_faults": lambda words: remark_form(
        proposal(), words, data=_DATA, kind="reservation", typed=NASTY, faults={"text": "field_too_long"}
    ),
}
LONG_CARDS = {
    "remarks": lambda words: remarks_card(
        proposal(long=True), (line(long=True, **STOPS),) * 60, ZONE, words, mine="molde1", may_lead=True
    ),
}
