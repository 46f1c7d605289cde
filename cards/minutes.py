"""The minutes' cards: the draft, its dialog, and what is posted when they are published."""

from collections.abc import Mapping

from cards.briefings import minuted_briefings
from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    day_of,
    escape,
    execute,
    facts,
    fault,
    heading,
    input_choice,
    input_text,
    open_dialog,
    open_url,
    quiet,
    shorten,
    submit,
    text,
)
from cards.languages import NAMES
from committee.errors import CommitteeError
from committee.minutes import LONGEST_WORDING, CaseRecord, Minutes, MinutesState
from committee.voting import Verdict
from locales import Words
from locales.groups import group_kind
from locales.outcomes import arithmetic
from locales.refusals import refusal

#: A card shows this much; the document has the whole.
_SHOWN = 400
_MOST_CASES = 15
_MOST_REPORTS = 8
_SHOWN_REPORT = 200


def minutes_draft_card(minutes: Minutes, words: Words, *, may_approve: bool, may_edit: bool) -> Card:
    """The minutes before they are published, with what the reader may do with them."""
    title = words("Referat fra {committee} {day}", committee=minutes.committee_name, day=_day(minutes, words))
    body = [heading(title), _standing(minutes, words), *_content(minutes, words)]
    actions = []
    if minutes.state is MinutesState.DRAFT and may_edit:
        actions.append(open_dialog(words("Rediger ordlyden"), "minutes", {"minutes": minutes.id}))
    if minutes.state is MinutesState.DRAFT and may_approve:
        actions.append(
            execute(words("Godkjenn og publiser"), "minutes.approve", {"minutes": minutes.id}, style="positive")
        )
    return card(body, words, summary=title, actions=[*actions, *_links(minutes, words)])


def _day(minutes: Minutes, words: Words) -> str:
    return day_of(minutes.starts_at, minutes.time_zone, words)


def _standing(minutes: Minutes, words: Words) -> Element:
    told, style = {
        MinutesState.DRAFT: (words("Utkast. Sekretæren kan redigere ordlyden, og lederen godkjenner."), "accent"),
        MinutesState.APPROVED: (words("Godkjent. Publiseres nå – det tar gjerne et minutt."), "accent"),
        MinutesState.PUBLISHED: (words("Publisert i kanalens filer."), "good"),
    }[minutes.state]
    return box([text(told, weight="Bolder")], style)


def _content(minutes: Minutes, words: Words) -> list[Element]:
    pairs = (
        (words("Tid"), words.time_span(minutes.starts_at, minutes.ended_at, minutes.time_zone)),
        (words("Sted"), escape(minutes.place)),
        (words("Til stede"), words.join([escape(one.name) for one in minutes.present])),
        (words("Forfall"), words.join([escape(one.name) for one in minutes.apologies])),
    )
    lines = [facts(pairs)]
    for case in minutes.cases[:_MOST_CASES]:
        lines.append(text(f"**{case.case_number}** {escape(case.title)}", separator=True))
        lines += _how(case, words)
        lines += _outcome(case, words)
        if case.wording:
            lines.append(text(escape(shorten(case.wording, _SHOWN)), spacing="Small"))
    left = len(minutes.cases) - _MOST_CASES
    if left > 0:
        lines.append(quiet(words.plural("og {n} sak til", "og {n} saker til", left)))
    lines += minuted_briefings(minutes.briefings, words)
    lines += _reports(minutes, words)
    if minutes.other:
        lines.append(text(escape(shorten(minutes.other, _SHOWN)), separator=True))
    return lines


def _reports(minutes: Minutes, words: Words) -> list[Element]:
    lines = []
    for one in minutes.reports[:_MOST_REPORTS]:
        told = escape(shorten(one.report, _SHOWN_REPORT)) or words("Ikke levert")
        lines.append(text(f"**{group_kind(one.kind, words)}: {escape(one.name)}**", separator=True))
        lines.append(text(told, spacing="Small"))
    left = len(minutes.reports) - _MOST_REPORTS
    if left > 0:
        lines.append(quiet(words.plural("og {n} tilbakemelding til", "og {n} tilbakemeldinger til", left)))
    return lines


def _how(case: CaseRecord, words: Words) -> list[Element]:
    """That it was not treated as other cases are."""
    told = [words("Hastesak")] if case.urgency else []
    told += [words("Skriftlig behandling siden forrige møte")] if case.in_writing else []
    return [quiet(" · ".join(told))] if told else []


def _outcome(case: CaseRecord, words: Words) -> list[Element]:
    if case.tally is None or case.outcome is None or case.reason is None:
        return [text(words("Ikke behandlet. Saken går til neste møte."), spacing="Small")]
    told = arithmetic(
        case.tally, Verdict(outcome=case.outcome, reason=case.reason), words, superior=case.escalated_to_name
    )
    return [text(told, spacing="Small")]


def _links(minutes: Minutes, words: Words) -> list[Element]:
    links = []
    if minutes.pdf_url:
        links.append(open_url(words("Åpne PDF"), minutes.pdf_url))
    if minutes.docx_url:
        links.append(open_url(words("Åpne Word"), minutes.docx_url))
    return links


def minutes_form(
    minutes: Minutes, words: Words, *, faults: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None
) -> Card:
    """The dialog in which the secretary words the minutes; facts and votes come from the record and stand."""
    typed, faults = typed or {}, faults or {}
    body: list[Element] = [text(words("Skriv det som ble sagt og avtalt. Stemmer og oppmøte hentes fra protokollen."))]
    for case in minutes.cases:
        label = f"{case.case_number} {case.title}"
        body += _field(f"wording_{case.proposal_id}", case.proposal_id, label, typed, case.wording, faults, words)
    body += _field("other", "other", words("Annet"), typed, minutes.other, faults, words)
    language = typed.get("document_language") or minutes.language
    body.append(input_choice("document_language", words("Språk i referatet"), NAMES.items(), language))
    body += buttons([submit(words("Lagre"), "minutes", {"minutes": minutes.id})])
    return card(body, words, summary=words("Rediger referatet"))


def _field(
    field: str, key: str, label: str, typed: Mapping[str, str], kept: str, faults: Mapping[str, str], words: Words
) -> list[Element]:
    element = input_text(field, label, typed.get(key, kept), lines=True)
    if key not in faults:
        return [element]
    return [element, fault(refusal(CommitteeError(faults[key], longest=LONGEST_WORDING), words))]


def minutes_card(minutes: Minutes, words: Words) -> Card:
    """What the channel gets when the minutes are published."""
    title = words("Referat fra {committee} {day}", committee=minutes.committee_name, day=_day(minutes, words))
    body = [
        heading(title),
        *_content(minutes, words),
        quiet(words("Protokollens kontrollsum: {checksum}", checksum=minutes.head_sha256)),
    ]
    return card(body, words, summary=title, actions=_links(minutes, words))
