"""The cards of what people look up, for the tests of cards: members, mandates, the tree, gaps, language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from cards.bodies import bodies_card, unknown_body_card
from cards.build import Card
from cards.coverage import coverage_card
from cards.languages import language_card
from cards.mandates import changes_card, mandate_card, new_mandate_card
from cards.members import list_filed_card, members_card
from committee.body_views import MandateView, view_mandate, view_tree
from committee.coverage_view import view_coverage
from committee.mandate import Mandate, Organisation
from committee.mandate_book import MandateBook
from committee.member_list import list_members
from committee.members import Directory, Person, Seat
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind, SeatRule
from locales import Words
from tests.unit.card_views import NASTY, long_text, mandate

Draw = Callable[[Words], Card]
ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
NAMES = ("Kari Eksempel", "Ola Øving", "Åse Prøve", "Per Emne", "Siri Øvelse", "Nils Mønster")


def person(n: int, name: str = "") -> Person:
    return Person(id=f"p{n}", name=name or NAMES[n % len(NAMES)], tenant_id="t", object_id=f"o{n}", address="")


def seat(n: int, organisation: str, committee: str = "bestillerutvalget", **more: object) -> Seat:
    made = Seat(
        committee_id=committee, person_id=f"p{n}", function=Function.REPRESENTATIVE, organisation_id=organisation
    )
    return replace(made, **more)


RULES = (
    SeatRule(
        id="bestillere",
        name="Bestillere fra kommunene",
        function=Function.REPRESENTATIVE,
        kinds=(OrganisationKind.MUNICIPALITY,),
        each=True,
        term_years=4,
        level="kommunalsjef",
        source="Hver kommune utpeker sin(e) representant(er) i Bestillerutvalget.",
    ),
    SeatRule(
        id="ror-ikt",
        name="Bestiller fra ROR-IKT",
        function=Function.HOST_MEMBER,
        organisations=("ror-ikt",),
        most=1,
        nominated_by="ror-ikt",
    ),
)


def told(**changes: object) -> Mandate:
    chair = ChairRule(
        by=ChairBy.ELECTION,
        among=(OrganisationKind.MUNICIPALITY,),
        source="Leder velges blant kommunenes representanter.",
    )
    return mandate(seats=RULES, chair=chair, seat_count=5, **changes)


def board() -> Mandate:
    return mandate(id="styret", name="styret i ROR-IKT", prefix="ST", superior=None, planning=None)


def group(n: int, **changes: object) -> Mandate:
    made = mandate(id=f"fag{n}", name=f"Faggruppe {n}", superior="bestillerutvalget", advises=("ROR-IKT",))
    return replace(made, **changes)


def directory(*mandates: Mandate, **more: object) -> Directory:
    seats = (
        seat(0, "aukra", from_on=date(2024, 1, 1), until_on=date(2027, 12, 31), leads=True),
        seat(1, "molde", from_on=date(2025, 1, 1)),
        seat(2, "molde", is_deputy=True, until_on=date(2026, 12, 31)),
        seat(3, "ror-ikt", function=Function.SECRETARY),
    )
    coming = (seat(4, "rauma", from_on=date(2027, 1, 1)),)
    everyone = {f"p{n}": person(n) for n in range(6)}
    known = mandates or (board(), told(), group(1), group(2, served_by="virksomhetsforum"))
    made = Directory(
        mandates={one.id: one for one in known}, people=everyone, seats=seats, spaces={}, other_seats=coming
    )
    return replace(made, **more) if more else made


def crowd(n: int, *, longest: str = "") -> Directory:
    """A committee with so many people, each from a municipality of their own."""
    municipalities = tuple(
        Organisation(id=f"k{k}", name=longest or f"Eksempelkommune {k}", kind=OrganisationKind.MUNICIPALITY, weight=1)
        for k in range(n)
    )
    crowded = told(organisations=municipalities)
    seats = tuple(seat(k, f"k{k}", from_on=date(2024, 1, 1), until_on=date(2027, 12, 31)) for k in range(n))
    people = {f"p{k}": person(k, longest) for k in range(n)}
    return Directory(mandates={crowded.id: crowded}, people=people, seats=seats, spaces={})


def _members(words: Words, made: Directory | None = None, **state: object) -> Card:
    shown = list_members(made or directory(), "bestillerutvalget", at=AT)
    return members_card(shown, words, **{"may_file": True, **state})


def history() -> MandateView:
    old = told(valid_from=date(2018, 1, 1), sha256="0a1b" * 16)
    coming = told(valid_from=date(2027, 1, 1), sha256="c0de" * 16)
    book = MandateBook(versions={"bestillerutvalget": (old, told(), coming)})
    return view_mandate(directory(book=book), "bestillerutvalget", on=ON)


def long_mandate() -> Mandate:
    text = long_text(900)
    rules = tuple(
        replace(RULES[0], id=f"r{n}", name=text, source=text, consulted=(text, text), regions=(text,), each=False)
        for n in range(40)
    )
    organisations = crowd(150, longest=text).mandates["bestillerutvalget"].organisations
    long = {
        "name": text,
        "source": text,
        "served_by": text,
        "fields": (text,) * 30,
        "advises": (f"{text}1", f"{text}2"),
    }
    return replace(told(), seats=rules, organisations=organisations, **long)


def long_history() -> MandateView:
    made = long_mandate()
    old = tuple(replace(made, valid_from=date(1990 + n, 1, 1), sha256=f"{n:04d}" * 16) for n in range(30))
    book = MandateBook(versions={made.id: (*old, made)})
    return view_mandate(directory(made, book=book), made.id, on=ON)


def forest(n: int) -> Directory:
    """So many bodies, each under one of the first."""
    return directory(board(), told(), *(group(k, superior=f"fag{k // 9}" if k else "styret") for k in range(n)))


def _gaps(words: Words, made: Directory | None = None, **state: object) -> Card:
    view = view_coverage(made or directory(), person(3), "bestillerutvalget", on=ON)
    return coverage_card(view, words, **{"may_file": True, **state})


_CHANGED = ("Stemmevekten til Molde er nå 2. Tidligere: 1.", "Navnet er nå «Bestillerutvalget».")
CARDS: dict[str, Draw] = {
    "members": _members,
    "members_file_asked_for": lambda words: _members(words, asked_for=True, document_language="nn"),
    "members_without_channel": lambda words: _members(words, may_file=False),
    "members_17": lambda words: _members(words, crowd(17)),
    "list_filed": lambda words: list_filed_card(
        "Medlemslisten er klar", "https://files.example/liste.docx", "Medlemmer", words
    ),
    "mandate": lambda words: mandate_card(history(), {}, words),
    "mandate_for_the_secretary": lambda words: mandate_card(
        history(), {}, words, notes=("Rauma mangler en representant.",), mistakes=("styret.yaml:7:3: unknown key",)
    ),
    "mandate_changes": lambda words: changes_card(told(), told(valid_from=date(2018, 1, 1)), _CHANGED, words),
    "mandate_first": lambda words: changes_card(told(), None, (), words),
    "mandate_new": lambda words: new_mandate_card(told(), told(valid_from=date(2018, 1, 1)), _CHANGED, words),
    "bodies": lambda words: bodies_card(view_tree(directory(), person(1), "bestillerutvalget"), words),
    "bodies_many": lambda words: bodies_card(view_tree(forest(300), person(1), "bestillerutvalget"), words),
    "bodies_unknown": lambda words: unknown_body_card(NASTY, (board(), told()), "members.view", words),
    "coverage": _gaps,
    "language": language_card,
    "language_chosen": lambda words: language_card(words, just_chosen=True),
}
LONG_CARDS: dict[str, Draw] = {
    "members_60": lambda words: _members(words, crowd(60), asked_for=True),
    "members_300_long_names": lambda words: _members(words, crowd(300, longest=long_text(300)), asked_for=True),
    "mandate": lambda words: mandate_card(
        long_history(), {}, words, notes=(long_text(900),) * 40, mistakes=(long_text(900),) * 40
    ),
    "mandate_changes": lambda words: changes_card(long_mandate(), long_mandate(), (long_text(900),) * 60, words),
    "bodies": lambda words: bodies_card(
        view_tree(
            directory(
                *(replace(one, name=long_text(400), served_by=long_text(400)) for one in forest(300).mandates.values())
            ),
            person(1),
            "bestillerutvalget",
        ),
        words,
    ),
}
