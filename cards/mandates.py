"""A mandate as a card: the version in force, what it says, and what came before it."""

from collections.abc import Mapping, Sequence
from datetime import date

from cards.build import (
    Card,
    Element,
    box,
    card,
    escape,
    execute,
    facts,
    heading,
    quiet,
    shorten,
    subheading,
    table,
    text,
)
from cards.fitting import fit
from committee.body_views import MandateView
from committee.mandate import BallotKind, Mandate
from committee.seat_rules import Region, SeatRule
from locales import Words
from locales.mandate_rules import (
    agreement_told,
    approval_told,
    ballots_told,
    between_told,
    chair_told,
    line_told,
    quorum_told,
    split_told,
    tie_told,
)
from locales.relations import link_told, service_told

_MOST_WEIGHTS = 20
_MOST_RULES = 12
_MOST_VERSIONS = 8
_MOST_NOTES = 8
_MOST_CHANGES = 25
_MOST_FIELDS = 8
_MOST_RELATIONS = 4
_LONGEST_NAME = 80
#: Bytes: with these the longest card there can be is within what Teams takes.
_NOTES_ROOM, _RULES_ROOM, _HISTORY_ROOM, _CHANGES_ROOM = 2_500, 6_000, 2_000, 18_000
_LONGEST_SENTENCE = 240
_LONGEST_TOLD = 320
#: So much of a checksum tells two versions apart.
_SHOWN_CHECKSUM = 12


def mandate_card(
    view: MandateView,
    regions: Mapping[str, Region],
    words: Words,
    *,
    notes: Sequence[str] = (),
    mistakes: Sequence[str] = (),
) -> Card:
    """The version in force and its history.

    `notes` are sentences that the leader and the secretary act on, `mistakes` lines of files that do not count yet;
    others get neither.
    """
    mandate = view.mandate
    title = words("Mandat for {committee}", committee=_short(mandate.name))
    body = [
        heading(title),
        *_notes(notes, mistakes, words),
        facts(_identity(view, words)),
        subheading(words("Stemmevekt")),
        *_weights(mandate, words),
        facts(_rules(view, words)),
        *_composition(mandate, regions, words),
        *_history(view, words),
    ]
    actions = [execute(words("Medlemmer"), "members.view", {"committee": mandate.id})]
    if view.earlier:
        actions.append(execute(words("Hva endret seg?"), "mandate.changes", {"committee": mandate.id}))
    return card(body, words, summary=title, actions=actions)


def _short(name: str) -> str:
    return escape(shorten(name, _LONGEST_NAME))


def _notes(notes: Sequence[str], mistakes: Sequence[str], words: Words) -> list[Element]:
    found: list[Element] = []
    if mistakes:
        told = words("Filene med mandater eller register har feil. Det som gjaldt før, gjelder til de er rettet:")
        lines = [text(escape(shorten(one, _LONGEST_TOLD)), size="Small", spacing="Small") for one in mistakes]
        found.append(
            box(
                [text(told, weight="Bolder"), *fit(lines, words, most=_MOST_NOTES, most_bytes=_NOTES_ROOM)], "attention"
            )
        )
    if notes:
        lines = [text(f"• {escape(shorten(one, _LONGEST_TOLD))}", spacing="Small") for one in notes]
        found.append(
            box(
                [
                    text(words("Dette bør dere se på"), weight="Bolder"),
                    *fit(lines, words, most=_MOST_NOTES, most_bytes=_NOTES_ROOM),
                ],
                "warning",
            )
        )
    return found


def _identity(view: MandateView, words: Words) -> list[tuple[str, str]]:
    mandate = view.mandate
    relations = [link_told(link, _short(to), words) for link, to in view.links[:_MOST_RELATIONS]]
    if mandate.served_by:
        relations.append(service_told(_short(mandate.served_by), words))
    return [
        (words("Godkjent"), _short(approval_told(mandate.approval, words))),
        (words("Gjelder fra"), _day(mandate.valid_from, words)),
        (words("Gjelder til"), _day(mandate.valid_until, words)),
        (words("Kilde"), escape(shorten(mandate.source, _LONGEST_SENTENCE))),
        (words("Gjennomgått"), _day(mandate.reviewed_on, words)),
        (words("Kontrollsum"), mandate.sha256[:_SHOWN_CHECKSUM]),
        (words("Organet"), "; ".join(relations)),
        (words("Fagområder"), _fields(mandate, words)),
    ]


def _day(day: date | None, words: Words) -> str:
    """As a value of its own, where «14. april» would be read as the fourteenth of a list."""
    return escape(words.long_date(day)) if day else ""


def _fields(mandate: Mandate, words: Words) -> str:
    shown = ", ".join(_short(one) for one in mandate.fields[:_MOST_FIELDS])
    left = len(mandate.fields) - _MOST_FIELDS
    return shown if left <= 0 else f"{shown} {words.plural('og {n} til', 'og {n} til', left)}"


def _weights(mandate: Mandate, words: Words) -> list[Element]:
    voters = mandate.voters
    if not voters:
        return [text(words("Ingen har stemmevekt."))]
    rows = [(_short(one.name), str(one.weight)) for one in voters[:_MOST_WEIGHTS]]
    left = len(voters) - _MOST_WEIGHTS
    lines = [table((words("Organisasjon"), words("Stemmevekt")), rows, (3, 1))]
    if left > 0:
        lines.append(quiet(words.plural("og {n} til", "og {n} til", left)))
    without = [_short(one.name) for one in mandate.organisations if not one.weight][:_MOST_FIELDS]
    if without:
        lines.append(quiet(words("Uten stemme: {names}", names=words.join(without))))
    return lines


def _rules(view: MandateView, words: Words) -> list[tuple[str, str]]:
    mandate = view.mandate
    chair = chair_told(mandate.chair, _namer(mandate, {}), words)
    return [
        (words("Flertall"), agreement_told(mandate.rules, words)),
        (words("Vedtaksfør"), quorum_told(mandate.rules, words)),
        (words("Stemmelikhet"), _tie(mandate, words)),
        (words("Delt stemme"), split_told(words) if mandate.rules.ballot is BallotKind.SPLIT else ""),
        (words("Hvem stemte hva"), ballots_told(mandate.rules.ballots, words)),
        (words("Mellom møtene"), between_told(mandate.written, words)),
        (words("Spør om behov"), _needs(mandate, words)),
        (words("Orienteringer"), _briefings(mandate, words)),
        (words("Leder"), escape(shorten(chair, _LONGEST_SENTENCE))),
        (words("Mandatet sier om lederen"), escape(shorten(mandate.chair.source, _LONGEST_SENTENCE))),
        (words("Medlemmer i alt"), str(mandate.seat_count or "")),
    ]


def _tie(mandate: Mandate, words: Words) -> str:
    rules = mandate.rules
    return tie_told(rules.tie, words, is_topmost=mandate.superior is None, anew=rules.votes_anew)


def _needs(mandate: Mandate, words: Words) -> str:
    """Empty where nobody is asked."""
    if mandate.needs is None:
        return ""
    months = words.join([words.month(one) for one in mandate.needs.months])
    return words("Kommunene spørres hvert år i {months}", months=months)


def _briefings(mandate: Mandate, words: Words) -> str:
    if mandate.briefings is None:
        return ""
    days = mandate.briefings.lead.days
    return words.plural(
        "Medlemmene spørres {n} dag før hvert møte", "Medlemmene spørres {n} dager før hvert møte", days
    )


def _composition(mandate: Mandate, regions: Mapping[str, Region], words: Words) -> list[Element]:
    if not mandate.seats:
        return []
    lines = [_rule(mandate, regions, one, words) for one in mandate.seats]
    return [subheading(words("Plasser")), *fit(lines, words, most=_MOST_RULES, most_bytes=_RULES_ROOM)]


def _rule(mandate: Mandate, regions: Mapping[str, Region], rule: SeatRule, words: Words) -> Element:
    told = line_told(rule, _namer(mandate, regions), words)
    sentence = " ".join(rule.source.strip("«»").split())
    source = f"\n\n«{escape(shorten(sentence, _LONGEST_SENTENCE))}»" if sentence else ""
    return text(f"**{_short(rule.name)}:** {escape(shorten(told, _LONGEST_TOLD))}{source}", spacing="Small")


def _namer(mandate: Mandate, regions: Mapping[str, Region]):
    def name(one: str) -> str:
        organisation = mandate.organisation(one)
        return organisation.name if organisation else regions[one].name if one in regions else one

    return name


def _history(view: MandateView, words: Words) -> list[Element]:
    lines: list[Element] = []
    if view.coming:
        told = words(
            "Ny versjon gjelder fra {day}: {approval}.",
            day=words.long_date(view.coming.valid_from),
            approval=_short(approval_told(view.coming.approval, words)),
        )
        lines.append(box([text(told, weight="Bolder")], "accent"))
    if view.earlier:
        earlier = [quiet(_version(one, words)) for one in view.earlier]
        lines += [
            subheading(words("Tidligere versjoner")),
            *fit(earlier, words, most=_MOST_VERSIONS, most_bytes=_HISTORY_ROOM),
        ]
    return lines


def _version(mandate: Mandate, words: Words) -> str:
    return words(
        "Fra {day}: {approval}. Kontrollsum {checksum}",
        day=words.long_date(mandate.valid_from),
        approval=_short(approval_told(mandate.approval, words)),
        checksum=mandate.sha256[:_SHOWN_CHECKSUM],
    )


def changes_card(mandate: Mandate, before: Mandate | None, told: Sequence[str], words: Words) -> Card:
    """«Hva endret seg?»: what this version changed, in words."""
    title = words("Hva endret seg i mandatet for {committee}?", committee=_short(mandate.name))
    if before is None:
        return card([heading(title), text(words("Dette er den første versjonen."))], words, summary=title)
    body = [heading(title), quiet(_between(mandate, before, words)), *_changes(told, words)]
    back = execute(words("Mandat"), "mandate.view", {"committee": mandate.id})
    return card(body, words, summary=title, actions=[back])


def _between(mandate: Mandate, before: Mandate, words: Words) -> str:
    return words(
        "Fra versjonen som gjaldt fra {before}, til den som gjelder fra {after}.",
        before=words.long_date(before.valid_from),
        after=words.long_date(mandate.valid_from),
    )


def _changes(told: Sequence[str], words: Words) -> list[Element]:
    if not told:
        return [text(words("Ingenting av det boten følger, er endret. Ordlyden kan være en annen."))]
    lines = [text(f"• {escape(shorten(one, _LONGEST_TOLD))}", spacing="Small") for one in told]
    return fit(lines, words, most=_MOST_CHANGES, most_bytes=_CHANGES_ROOM)


def new_mandate_card(mandate: Mandate, before: Mandate | None, told: Sequence[str], words: Words) -> Card:
    """To the channel: a new version is in force."""
    title = words("Nytt mandat for {committee}", committee=_short(mandate.name))
    from_on = words.long_date(mandate.valid_from)
    body = [
        heading(title),
        text(words("Fra {day} gjelder en ny versjon.", day=from_on), weight="Bolder"),
        facts(
            (
                (words("Godkjent"), _short(approval_told(mandate.approval, words))),
                (words("Kontrollsum"), mandate.sha256[:_SHOWN_CHECKSUM]),
            )
        ),
        text(words("Saker, avstemninger og møter som er i gang, følger versjonen de begynte med.")),
    ]
    if before is not None:
        body += [subheading(words("Dette endret seg")), *_changes(told, words)]
    open_it = execute(words("Åpne mandatet"), "mandate.view", {"committee": mandate.id})
    return card(body, words, summary=f"{title}. {from_on}", actions=[open_it])
