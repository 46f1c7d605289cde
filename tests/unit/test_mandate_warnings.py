"""A secretary is told what in a mandate somebody must act on, and what that is."""

from dataclasses import replace
from datetime import date

import pytest

from committee.mandate import Agreement, Base, Mandate, PlanningRule, Tie, TooFew, Visibility, VotingRules
from committee.mandate_book import MandateBook
from committee.mandate_warnings import MandateWarning, WarningCode, warn, warn_all
from committee.seat_rules import Region
from locales import words
from locales.warnings import warning_sentence
from tests.unit.composition_makers import EACH_SENTENCE, MANDATE, ruled

TODAY = date(2026, 3, 2)
FRESH = replace(MANDATE, reviewed_on=TODAY)
VIKEN = Region(
    id="viken",
    name="Viken",
    valid_from=date(2020, 1, 1),
    valid_until=date(2023, 12, 31),
    successors=("akershus", "buskerud"),
)
AKERSHUS = Region(id="akershus", name="Akershus", valid_from=date(2024, 1, 1))
REGIONS = {"viken": VIKEN, "akershus": AKERSHUS}


def warned(mandate: Mandate, *others: Mandate, on: date = TODAY) -> list[MandateWarning]:
    book = replace(MandateBook.of((mandate, *others)), regions=REGIONS)
    return list(warn(mandate, book, on))


def sentence(warning: MandateWarning) -> str:
    return warning_sentence(warning, words("nb"))


def only(mandate: Mandate, *others: Mandate, on: date = TODAY) -> MandateWarning:
    (found,) = warned(mandate, *others, on=on)
    assert found.committee_id == mandate.id
    return found


def test_a_mandate_that_was_just_read_through_has_nothing_to_act_on() -> None:
    assert warned(FRESH) == []


def test_a_municipality_without_weight_is_named_and_others_without_are_not() -> None:
    aukra, molde, *others = FRESH.organisations
    found = only(replace(FRESH, organisations=(aukra, replace(molde, weight=0), *others)))
    assert (found.code, found.about, found.source) == (WarningCode.NO_WEIGHT, "Molde", MANDATE.source)
    assert sentence(found).startswith("Molde er med i Faggruppe oppvekst, men har ingen stemmevekt.")


@pytest.mark.parametrize(
    ("rules", "code", "told"),
    [
        (VotingRules(agreement=Agreement.CONSENSUS, tie=Tie.CHAIR), "tie_without_effect", "hva som skjer ved stemme"),
        (VotingRules(too_few=TooFew.ESCALATE), "too_few_without_effect", "er flest alltid nok"),
        (VotingRules(agreement=Agreement.ABSOLUTE, abstentions_count=True), "abstentions_without_effect", "forskjell"),
        (VotingRules(abstentions_count=True, abstention_allowed=False), "abstentions_without_effect", "forskjell"),
        (
            VotingRules(agreement=Agreement.SHARE, of=Base.ALL, abstentions_count=True),
            "abstentions_without_effect",
            "forskjell",
        ),
    ],
)
def test_a_rule_that_the_others_make_empty_is_told(rules: VotingRules, code: str, told: str) -> None:
    found = only(replace(FRESH, rules=rules))
    assert found.code == code
    assert told in sentence(found)


@pytest.mark.parametrize(
    "rules",
    [
        VotingRules(tie=Tie.CHAIR),
        VotingRules(abstentions_count=True, too_few=TooFew.ESCALATE),
        VotingRules(agreement=Agreement.SHARE, too_few=TooFew.ESCALATE, abstentions_count=True, tie=Tie.NEW_VOTING),
        VotingRules(agreement=Agreement.ABSOLUTE, too_few=TooFew.ESCALATE, tie=Tie.REJECT),
    ],
)
def test_rules_that_say_something_are_let_alone(rules: VotingRules) -> None:
    assert warned(replace(FRESH, rules=rules)) == []


def test_closed_ballots_of_two_are_no_secret() -> None:
    closed = VotingRules(ballots=Visibility.CLOSED)
    third = replace(FRESH.voters[0], id="rauma", name="Rauma")
    assert warned(replace(FRESH, rules=closed, organisations=(*FRESH.voters, third))) == []
    found = only(replace(FRESH, rules=closed))
    assert found.code is WarningCode.BALLOTS_GUESSED
    assert "regne det ut av summene" in sentence(found)


def test_after_a_year_a_mandate_must_be_read_through_again() -> None:
    reviewed = replace(MANDATE, reviewed_on=date(2025, 3, 2))
    assert warned(reviewed, on=date(2026, 3, 2)) == []
    found = only(reviewed, on=date(2026, 3, 3))
    assert (found.code, found.day) == (WarningCode.NOT_REVIEWED, date(2025, 3, 2))
    assert sentence(found).startswith("Mandatet for Faggruppe oppvekst er ikke gjennomgått siden 2. mars 2025.")


def test_a_new_version_counts_as_read_through_whatever_was_reviewed_before() -> None:
    new = replace(MANDATE, valid_from=date(2025, 6, 1), reviewed_on=date(2020, 1, 1))
    assert warned(new) == []


def test_a_review_on_the_29th_of_february_holds_for_a_whole_year() -> None:
    reviewed = replace(MANDATE, reviewed_on=date(2024, 2, 29))
    assert warned(reviewed, on=date(2025, 3, 1)) == []
    assert only(reviewed, on=date(2025, 3, 2)).code is WarningCode.NOT_REVIEWED


def test_a_body_that_does_not_exist_is_told_once() -> None:
    mandate = replace(FRESH, superior="styret", reports_to="styret", planning=PlanningRule(before="styret"))
    found = only(mandate)
    assert (found.code, found.about) == (WarningCode.BODY_NOT_IN_FORCE, "styret")
    assert "viser til styret, som ikke har noe mandat som gjelder." in sentence(found)


def test_each_body_that_is_not_in_force_on_the_day_is_told_by_name() -> None:
    board = replace(MANDATE, id="styret", name="styret i nord", prefix="ST", valid_until=date(2026, 1, 31))
    council = replace(MANDATE, id="radet", name="Rådet", prefix="RÅ", valid_from=date(2026, 4, 1))
    mandate = replace(FRESH, superior="styret", reports_to="radet")
    assert [one.about for one in warned(mandate, board, council)] == ["styret i nord", "Rådet"]
    assert [one.about for one in warned(mandate, board, council, on=date(2026, 1, 31))] == ["Rådet"]
    assert [one.about for one in warned(mandate, board, council, on=date(2026, 4, 1))] == ["styret i nord"]


def test_a_dissolved_region_is_told_once_with_what_came_after_and_whose_seats() -> None:
    mandate = replace(ruled("kommuner", regions=("viken",), each=False), reviewed_on=TODAY)
    found = only(mandate)
    assert (found.code, found.day, found.seats) == (WarningCode.REGION_DISSOLVED, date(2023, 12, 31), ("Kommunene",))
    assert found.source == EACH_SENTENCE
    # Buskerud is not among the regions, and so has no other name.
    assert sentence(found).startswith("Viken ble delt i Akershus og buskerud etter 31. desember 2023, men mandatet for")
    two = replace(mandate, seats=(*mandate.seats, replace(mandate.seats[0], id="flere", name="Flere")))
    assert only(two).seats == ("Kommunene", "Flere")


def test_a_region_holds_through_its_last_day() -> None:
    mandate = ruled("kommuner", regions=("viken",), each=False, source="")
    old = replace(mandate, reviewed_on=date(2023, 12, 1))
    assert warned(old, on=date(2023, 12, 31)) == []
    assert only(old, on=date(2024, 1, 1)).code is WarningCode.REGION_DISSOLVED


def test_a_region_that_became_part_of_one_other_or_of_none_we_know_is_told_so() -> None:
    mandate = replace(ruled("kommuner", regions=("viken",), each=False), reviewed_on=TODAY)
    for successors, said in ((("akershus",), "Viken ble en del av Akershus"), ((), "Viken var en region til og med")):
        book = MandateBook(versions={}, regions=REGIONS | {"viken": replace(VIKEN, successors=successors)})
        (found,) = warn(mandate, book, TODAY)
        assert sentence(found).startswith(said)


def test_a_mandate_that_runs_out_is_told_half_a_year_ahead_unless_another_follows() -> None:
    ending = replace(FRESH, valid_until=date(2026, 9, 1))
    assert only(ending).code is WarningCode.RUNS_OUT
    assert "gjelder til og med 1. september 2026, og det er ikke lagt inn noe nytt." in sentence(only(ending))
    assert warned(ending, on=date(2026, 3, 1)) == []
    assert warned(ending, replace(FRESH, valid_from=date(2026, 9, 2))) == []


def test_all_of_a_book_is_looked_through_for_what_is_in_force() -> None:
    coming = replace(MANDATE, id="radet", name="Rådet", prefix="RÅ", valid_from=date(2027, 1, 1))
    book = MandateBook.of((MANDATE, coming))
    assert [(one.committee_id, one.code) for one in warn_all(book, TODAY)] == [("oppvekst", WarningCode.NOT_REVIEWED)]


def test_every_warning_has_a_sentence_in_every_language() -> None:
    for code in WarningCode:
        one = MandateWarning(committee_id="x", committee="Rådet", code=code, about="Molde", day=TODAY)
        assert len({warning_sentence(one, words(language)) for language in ("nb", "nn", "en")}) == 3
