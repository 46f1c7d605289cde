"""Digests for the regions in each of their states, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cards.build import Card
from cards.digests import digest_card, no_digest_card
from committee.digests import DigestView, RegionDigest
from committee.minutes import MinutesState
from locales import Words
from tests.unit.briefing_gallery import lines
from tests.unit.card_views import NASTY, minutes

AT = datetime(2026, 12, 4, 9, tzinfo=UTC)
DIGEST = RegionDigest(
    id="digest-1", committee_id="bestillerutvalget", about="minutes-1", person_id="p-kari", region="Vestland",
    offered_at=AT,
)  # fmt: skip


def _card(words: Words, *, long: bool = False, **changes: Any) -> Card:
    kept = minutes(MinutesState.PUBLISHED, long=long, cases=20 if long else 2)
    view = DigestView(digest=DIGEST, minutes=replace(kept, briefings=lines(long=long) * (8 if long else 1)))
    return digest_card(replace(view, **changes), words)


CARDS = {
    "region_digest": _card,
    "region_digest_passed": lambda words: _card(words, digest=replace(DIGEST, passed_at=AT)),
    "region_digest_leader": lambda words: _card(
        words, digest=None, offered=3, passed=("Vestland",), missing=("Nordland", NASTY)
    ),
    "region_digest_empty": lambda words: _card(words, minutes=replace(minutes(), cases=())),
    "region_digest_none": no_digest_card,
}
LONG_CARDS = {
    "digest": lambda words: _card(words, long=True, offered=40, missing=tuple(f"{NASTY} {n}" for n in range(20)))
}
