"""The cards of what people look up: what they show, and that nothing of it is read as Markdown by mistake."""

import re

import pytest
from hypothesis import given, settings

from cards.members import members_card
from committee.member_list import list_members
from locales import words
from tests.house_fixture import buttons, says
from tests.unit.lookup_gallery import AT, CARDS, crowd, directory, person
from tests.unit.test_cards_texts import TEXTS, markdown, plain

NB = words("nb")


@pytest.mark.parametrize("name", CARDS)
def test_no_line_opens_as_a_list_by_chance(name: str) -> None:
    """«14. april» at the start of a line would be the fourteenth of a list, and blanks there are dropped."""
    for text in markdown(CARDS[name](NB)):
        assert not re.match(r"\d+[.)]\s|[-+#>]\s|\s", text), text


@settings(max_examples=100)
@given(TEXTS.map(lambda text: text[:120]))
def test_names_are_shown_as_they_are_written(name: str) -> None:
    made = directory(people={**directory().people, "p1": person(1, name or "x")})
    listed = list_members(made, "bestillerutvalget", at=AT)
    card = members_card(listed, NB, may_file=True)
    line = next(one for one in markdown(card) if one.endswith("representant (fra 01.01.2025)"))
    shown = re.sub(r"\\(.)", r"\1", line.rsplit(" – ", 1)[0])
    assert " ".join(shown.split()) == " ".join((name or "x").split())


def test_seventeen_and_sixty_are_all_on_the_card_and_three_hundred_are_counted() -> None:
    for n in (17, 60):
        card = members_card(list_members(crowd(n), "bestillerutvalget", at=AT), NB, may_file=True)
        assert sum("– representant" in text for text in markdown(card)) == n
        assert not says(card, "se filen")
    long = members_card(list_members(crowd(300), "bestillerutvalget", at=AT), NB, may_file=True)
    shown = sum("– representant" in text for text in markdown(long))
    assert 60 < shown < 300
    assert says(long, f"og {300 + 1 - shown} til – se filen")  # with the empty seat of ROR-IKT


def test_the_file_is_offered_only_where_there_is_a_place_for_it() -> None:
    assert {one["title"] for one in buttons(CARDS["members"](NB))} == {"Lagre som Word", "Lagre som CSV"}
    assert [*buttons(CARDS["members_without_channel"](NB))] == []


def test_an_earlier_version_is_what_makes_a_change_to_ask_about() -> None:
    assert "Hva endret seg?" in [*plain(CARDS["mandate"](NB))]
    assert says(CARDS["mandate"](NB), "Ny versjon gjelder fra 1. januar 2027", "Fra 1. januar 2018", "0a1b0a1b0a1b")
    assert says(CARDS["mandate_first"](NB), "Dette er den første versjonen.")
