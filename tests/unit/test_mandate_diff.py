"""Whoever reads about a new version is told everything that changed, once, in words that say what it means."""

from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from committee.mandate import Agreement, Base, Mandate, PlanningRule, Tie, TooFew, Visibility, VotingRules
from committee.mandate_diff import COMPARED, differences
from committee.mandate_file import load_book
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind, SeatRule
from locales import words
from locales.differences import difference_sentence
from tests.unit.composition_makers import CHAIR_SENTENCE, MANDATE, ruled
from tests.unit.mandate_strategies import MANDATES, PARTS, one_part_changed, one_small_change, versions

ROOT = Path(__file__).resolve().parents[2]
NAMES = {"styret": "styret i samarbeidet", "viken": "Viken"}


def told(before: Mandate, after: Mandate, language: str = "nb") -> list[str]:
    return [difference_sentence(one, words(language), NAMES) for one in differences(before, after)]


def changed(**parts: object) -> list[str]:
    return told(MANDATE, replace(MANDATE, **parts))


def weighing(**weights: int) -> Mandate:
    organisations = tuple(replace(one, weight=weights.get(one.id, one.weight)) for one in MANDATE.organisations)
    return replace(MANDATE, organisations=organisations)


def test_every_part_of_a_mandate_is_compared() -> None:
    assert {one.name for one in fields(Mandate)} - {"sha256"} == set(COMPARED)


@settings(deadline=None)
@given(versions())
def test_unequal_versions_always_differ_in_something_and_equal_ones_in_nothing(pair: tuple[Mandate, Mandate]) -> None:
    before, after = pair
    same = replace(before, sha256=after.sha256) == after
    found = differences(before, after)
    assert bool(found) is not same
    assert len({(one.code, one.before, one.after, str(one.about)) for one in found}) == len(found)


@pytest.mark.parametrize("name", sorted(set(PARTS) - {"sha256"}))
def test_no_part_can_change_without_a_word(name: str) -> None:
    @settings(deadline=None, max_examples=30)
    @given(one_part_changed(name))
    def any_change(pair: tuple[Mandate, Mandate]) -> None:
        before, after = pair
        assert bool(differences(before, after)) is (before != after)

    any_change()


@settings(deadline=None)
@given(one_small_change())
def test_one_changed_field_is_told_as_one_thing(pair: tuple[Mandate, Mandate]) -> None:
    before, after = pair
    found = differences(before, after)
    assert bool(found) is (before != after)
    consulted = {"seats.consulted", "seats.consulted.order"}
    assert len(found) <= 1 or {one.code for one in found} <= consulted


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_there_is_a_sentence_for_all_that_can_change(language: str) -> None:
    say = words(language)

    @settings(deadline=None, max_examples=60)
    @given(MANDATES, MANDATES)
    def every_pair(before: Mandate, after: Mandate) -> None:
        for one in differences(before, after):
            sentence = difference_sentence(one, say, NAMES)
            assert sentence.strip()
            assert "None" not in sentence
            assert "{" not in sentence

    every_pair()


def test_only_the_files_bytes_is_no_difference() -> None:
    assert changed(sha256="1" * 64) == []


def test_a_weight_is_told_with_what_it_was() -> None:
    assert told(MANDATE, weighing(molde=2)) == ["Stemmevekten til Molde er nå 2. Tidligere: 1."]


def test_a_new_municipality_is_told_with_its_weight_and_one_that_leaves_with_what_it_had() -> None:
    fewer = replace(
        MANDATE, organisations=tuple(one for one in MANDATE.organisations if one.id not in ("molde", "unions"))
    )
    assert told(MANDATE, fewer) == [
        "Molde er ikke lenger med. Stemmevekten var 1.",
        "Fagforeningene er ikke lenger med. Den hadde ingen stemme.",
    ]
    assert told(fewer, MANDATE)[:2] == [
        "Molde er nå med, med stemmevekt 1.",
        "Fagforeningene er nå med, uten stemme.",
    ]


def test_what_a_vote_takes_is_told_as_the_mandates_card_tells_it() -> None:
    rules = VotingRules(agreement=Agreement.CONSENSUS, quorum=Fraction(2, 3), escalation_may_be_demanded=False)
    assert changed(rules=rules) == [
        "Slik blir det nå enighet: Alle må være enige. Tidligere: Mest stemmevekt for eller mot avgjør.",
        "Dette skal til for at utvalget er vedtaksført: Mer enn to tredeler av kommunene og av stemmevekten må stemme."
        " Tidligere: Mer enn halvparten av kommunene og av stemmevekten må stemme.",
        "Ingen kan lenger kreve at en sak løftes.",
    ]


def test_each_rule_of_a_voting_is_told_as_people_say_it() -> None:
    rules = VotingRules(
        agreement=Agreement.SHARE,
        share=Fraction(2, 3),
        of=Base.ALL,
        quorum=Fraction(1, 3),
        quorum_weight=Fraction(1, 2),
        abstentions_count=True,
        tie=Tie.CHAIR,
        too_few=TooFew.ESCALATE,
        ballots=Visibility.CLOSED,
    )
    assert changed(rules=rules) == [
        "Slik blir det nå enighet: Minst to tredeler av all stemmevekt må være for."
        " Tidligere: Mest stemmevekt for eller mot avgjør.",
        "Dette skal til for at utvalget er vedtaksført: Mer enn en tredel av kommunene og mer enn halvparten av"
        " stemmevekten må stemme. Tidligere: Mer enn halvparten av kommunene og av stemmevekten må stemme.",
        "Den som avstår, regnes nå med i det som er avgitt, når flertallet telles.",
        "Dette skjer nå når like mye er for som mot: Lederen avgjør, og sier hvorfor. Tidligere: Saken løftes.",
        "Dette skjer nå når flest er for, men færre enn det kreves: Saken løftes."
        " Tidligere: Innstillingen er forkastet.",
        "Hvem som stemte hva: Lukket: andre ser bare summene, hver kommune ser sin egen."
        " Tidligere: Vises for utvalget når avstemningen er lukket.",
    ]
    assert changed(rules=replace(MANDATE.rules, agreement=Agreement.SHARE, share=Fraction(3, 4)))[0].startswith(
        "Slik blir det nå enighet: Minst tre firedeler av den avgitte stemmevekten må være for."
    )


def test_how_often_a_tie_is_voted_on_anew_is_told() -> None:
    assert changed(rules=VotingRules(votes_anew=1)) == [
        "Ved stemmelikhet stemmes det nå på nytt høyst 1 gang. Tidligere: 2 ganger."
    ]


def test_a_seat_rule_that_changes_is_told_by_its_name() -> None:
    assert told(MANDATE, ruled("kommuner", most=None)) == [
        "Plassen «Kommunene» har ikke lenger noe høyeste antall. Det var 1."
    ]
    assert told(MANDATE, ruled("kommuner", least=2, most=3, term_years=4)) == [
        "Det minste antallet på plassen «Kommunene» er nå 2. Tidligere: 1.",
        "Det høyeste antallet på plassen «Kommunene» er nå 3. Tidligere: 1.",
        "Perioden på plassen «Kommunene» er nå 4 år.",
    ]
    assert told(MANDATE, ruled("tillitsvalgt", nominated_by="unions", regions=("viken",))) == [
        "Plassen «Tillitsvalgt» er nå bare for Viken.",
        "Fagforeningene velger nå hvem som får plassen «Tillitsvalgt».",
    ]


def test_a_seat_that_comes_or_goes_is_told_with_how_many_and_whose() -> None:
    listening = SeatRule(id="lytter", name="Observatør", function=Function.OBSERVER, organisations=("molde",), most=1)
    more = replace(MANDATE, seats=(*MANDATE.seats, listening))
    assert told(MANDATE, more) == ["Ny plass, «Observatør»: en observatør fra Molde."]
    assert told(more, MANDATE) == ["Plassen «Observatør» er tatt bort: en observatør fra Molde."]


def test_the_order_of_the_seats_counts() -> None:
    assert changed(seats=MANDATE.seats[::-1]) == [
        "Plassene står i en annen rekkefølge. Hver person får den første plassen som passer."
    ]


def test_another_way_to_get_a_leader_is_told() -> None:
    assert changed(chair=ChairRule(by=ChairBy.ORGANISATION, organisation="molde")) == [
        "Lederen pekes ut av en organisasjon. Tidligere: velges i hemmelig valg.",
        "Lederen kommer nå fra Molde.",
        "Lederen velges ikke lenger blant representantene for kommunene.",
        f"Mandatet sier ikke lenger om lederen: «{CHAIR_SENTENCE}»",
    ]
    wider = replace(MANDATE.chair, among=(OrganisationKind.MUNICIPALITY, OrganisationKind.COUNTY))
    assert changed(chair=wider) == [
        "Lederen velges nå blant representantene for kommunene og fylkeskommunene. Tidligere: kommunene."
    ]


def test_bodies_are_told_by_name_where_it_is_known() -> None:
    assert changed(superior="styret", reports_to="radet") == [
        "Saker uten enighet løftes nå til styret i samarbeidet.",
        "Utvalget rapporterer nå til radet.",
    ]


def test_planning_is_told_part_by_part_and_once_when_it_ends() -> None:
    rule = PlanningRule(before="styret", lead=timedelta(days=1))
    assert changed(planning=rule) == [
        "Møtene legges nå foran møtene i styret i samarbeidet.",
        "Møtene legges nå 1 dag foran.",
        "Møtene legges aldri mer enn 28 dager foran.",
        "Møtene varer nå i 120 minutter.",
    ]
    assert told(replace(MANDATE, planning=rule), MANDATE) == [
        "Møtene legges ikke lenger foran møtene i styret i samarbeidet."
    ]


def test_lists_are_told_point_by_point() -> None:
    before, after = replace(MANDATE, checklist=("Behov", "Kostnad")), replace(MANDATE, checklist=("Kostnad", "Nytte"))
    assert told(before, after) == ["Ikke lenger i sjekklisten: Behov.", "Nytt punkt i sjekklisten: Nytte."]
    assert told(before, replace(before, checklist=("Kostnad", "Behov"))) == [
        "Punktene i sjekklisten står i en annen rekkefølge."
    ]


def test_dates_and_approval_are_told_with_those_of_the_version_before() -> None:
    approval = replace(MANDATE.approval, reference="ST 9/26", approved_on=date(2026, 12, 1))
    after = replace(MANDATE, valid_from=date(2027, 1, 1), valid_until=date(2028, 12, 31), approval=approval)
    assert told(MANDATE, after) == [
        "Mandatet gjelder fra 1. januar 2027. Det forrige gjaldt fra 13. februar 2019.",
        "Mandatet gjelder til og med 31. desember 2028.",
        "Mandatet er godkjent i ST 9/26. Det forrige ble godkjent i ST 4/19.",
        "Mandatet er godkjent 1. desember 2026. Det forrige ble godkjent 13. februar 2019.",
    ]


def test_any_two_of_our_own_mandates_can_be_compared() -> None:
    newest = [one[-1] for one in load_book(ROOT / "mandates").versions.values()]
    for before in newest:
        assert [bool(told(before, after)) for after in newest] == [after is not before for after in newest]
