"""Minutes as a page of ready sentences: what the PDF and the DOCX both show, in the order they show it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from committee.briefings import BriefingLine
from committee.groups import ReportBack
from committee.mandate import MandateStamp, Visibility
from committee.mandate_diff import differences
from committee.minutes import Attendee, BallotLine, CaseRecord, Minutes, MinutesState, NewMandate
from committee.voting import Outcome, Reason, Verdict, counted_weight, needed_weight
from locales import Words
from locales.briefings import teller_told
from locales.differences import difference_sentence
from locales.groups import group_kind
from locales.mandate_rules import ballots_told, required_told, took_part
from locales.outcomes import arithmetic, ballot_told, choice_name, function_name, outcome_name
from locales.recusals import recusal_rule

Page = dict[str, Any]
#: Enough to tell one version from another at a glance; the log has the whole.
_SHOWN_OF_CHECKSUM = 8
_KINDS = ("for", "against", "abstain", None)


def lay_out_minutes(minutes: Minutes, words: Words) -> Page:
    """JSON-ready: texts, lists of texts and lists of rows only, all in `words`' language."""
    day = words.short_date(_local_day(minutes))
    return {
        "tag": words.tag,
        "title": words("Møteprotokoll"),
        "document_title": words("Møteprotokoll for {committee} {day}", committee=minutes.committee_name, day=day),
        "committee": minutes.committee_name,
        "author": minutes.secretary or minutes.chair,
        "draft": words("Utkast – ikke godkjent") if minutes.state is MinutesState.DRAFT else "",
        "facts": _facts(minutes, words),
        "attendance": [
            _people(words("Til stede"), minutes.present, words("Ingen er registrert som til stede."), words),
            _people(words("Forfall"), minutes.apologies, words("Ingen meldte forfall."), words),
        ],
        "agenda": _agenda(minutes, words),
        "written": _treated_in_writing(minutes, words),
        "cases": [_case(one, minutes, words) for one in minutes.cases],
        "mandates": {"heading": words("Nytt mandat"), "lines": [_new(one, words) for one in minutes.new_mandates]},
        "briefings": {"heading": words("Orienteringer"), "lines": [_briefing(one, words) for one in minutes.briefings]},
        "reports": {"heading": words("Tilbakemeldinger"), "lines": [_report(one, words) for one in minutes.reports]},
        "other": {"heading": words("Annet"), "paragraphs": _paragraphs(minutes.other)},
        "approval": {"heading": words("Godkjenning"), "text": _approval(minutes, words)},
        "checksum": {
            "heading": words("Protokollens kontrollsum"),
            "about": words("SHA-256 av siste innførsel i utvalgets logg da protokollen ble godkjent."),
            "value": minutes.head_sha256,
        },
        "footer": words("{committee}, møte {day}", committee=minutes.committee_name, day=day),
        "page": words("Side {page} av {pages}"),
    }


def _local_day(minutes: Minutes) -> date:
    return minutes.starts_at.astimezone(ZoneInfo(minutes.time_zone)).date()


def _facts(minutes: Minutes, words: Words) -> list[list[str]]:
    mandate = words(
        "Godkjent av {body} i {reference}", body=minutes.mandate_approved_by, reference=minutes.mandate_reference
    )
    facts = [
        [words("Utvalg"), minutes.committee_name],
        [words("Mandat"), mandate],
        [words("Mandatets versjon"), _version(minutes.mandate, words) if minutes.mandate else ""],
        [words("Møtested"), minutes.place],
        [words("Møtetid"), words.time_span(minutes.starts_at, minutes.ended_at, minutes.time_zone)],
        [words("Møteleder"), minutes.chair],
        [words("Sekretær"), minutes.secretary],
    ]
    return [fact for fact in facts if fact[1]]


def _new(new: NewMandate, words: Words) -> Page:
    approval = new.mandate.approval
    changes = differences(new.before, new.mandate) if new.before else ()
    return {
        "heading": words("Godkjent av {body} i {reference}", body=approval.approved_by, reference=approval.reference),
        "about": _version(new.mandate.stamp, words),
        "paragraphs": [difference_sentence(one, words, new.names) for one in changes],
    }


def _version(stamp: MandateStamp, words: Words) -> str:
    day, checksum = words.short_date(stamp.valid_from), stamp.sha256[:_SHOWN_OF_CHECKSUM]
    return words("Gjelder fra {day}, kontrollsum {checksum}", day=day, checksum=checksum)


def _people(heading: str, people: Sequence[Attendee], empty: str, words: Words) -> Page:
    return {
        "heading": heading,
        "head": [words("Navn"), words("Organisasjon"), words("Plass")],
        "rows": [[one.name, one.organisation, _place(one, words)] for one in people],
        "empty": empty,
    }


def _place(one: Attendee, words: Words) -> str:
    return words("vara for {name}", name=one.deputy_for) if one.deputy_for else function_name(one.function, words)


def _agenda(minutes: Minutes, words: Words) -> Page:
    return {
        "heading": words("Saksliste"),
        "head": [words("Sak"), words("Tittel"), words("Resultat")],
        "rows": [_row(one, words) for one in minutes.cases if not one.in_writing],
        "empty": words("Ingen saker ble behandlet."),
    }


def _treated_in_writing(minutes: Minutes, words: Words) -> Page:
    """What the committee has decided since the last meeting, told in this one (000-19, 004-14)."""
    return {
        "heading": words("Skriftlig behandling siden forrige møte"),
        "head": [words("Sak"), words("Tittel"), words("Resultat")],
        "rows": [_row(one, words) for one in minutes.cases if one.in_writing],
    }


def _row(case: CaseRecord, words: Words) -> list[str]:
    return [case.case_number, case.title, outcome_name(case.outcome, words)]


def _case(case: CaseRecord, minutes: Minutes, words: Words) -> Page:
    sections = [
        (words("Skriftlig behandling"), _in_writing(case, minutes, words)),
        (words("Hastesak"), _urgent(case, words)),
        (words("Behov"), case.need),
        (words("Innstilling"), case.recommendation),
        (words("Inhabilitet"), _recusals(case, words)),
        (words("Høring"), _heard(case, words)),
        (words("Forbehold"), _reservations(case, words)),
        (words("Behandling"), case.wording),
        (words("Mandat"), _older(case, minutes, words)),
        (words("Slik ble det stemt"), "\n".join(_reckoning(case, words))),
    ]
    return {
        "number": case.case_number,
        "title": case.title,
        "sections": [{"heading": name, "paragraphs": _paragraphs(text)} for name, text in sections if text.strip()],
        "voting": _voting(case, words) if case.ballots else None,
        "result": _result(case, minutes.time_zone, words),
    }


def _recusals(case: CaseRecord, words: Words) -> str:
    """Who took no part, by which rule, who took the place, and what the others said of it."""
    lines = []
    for one in case.recusals:
        who = f"{one.name} ({one.organisation})" if one.organisation else one.name
        rule = recusal_rule(one.paragraph, words)
        told = words("{name} var inhabil etter forvaltningsloven {rule} og deltok ikke, jf. § 8.", name=who, rule=rule)
        if one.deputy:
            told += " " + words("{name} møtte som vara.", name=one.deputy)
        if one.colleague:
            told += " " + words("{name} stemte for {organisation}.", name=one.colleague, organisation=one.organisation)
        if one.lead:
            told += " " + words("{name} ledet saken.", name=one.lead)
        lines.append(f"{told} {one.decision}")
    return "\n".join(lines)


def _reservations(case: CaseRecord, words: Words) -> str:
    return "\n".join(words("{name} tok forbehold: {text}", name=name, text=said) for name, said in case.reservations)


def _heard(case: CaseRecord, words: Words) -> str:
    """Each with what they said, and then who did not answer."""
    lines = [f"{name}: {_one_line(said)}" for name, said in case.heard if said]
    silent = [name for name, said in case.heard if not said]
    if silent:
        lines.append(words("Har ikke svart: {names}", names=words.join(silent)))
    return "\n".join(lines)


def _in_writing(case: CaseRecord, minutes: Minutes, words: Words) -> str:
    """Said of a case that was treated in writing since the last meeting."""
    told = case.in_writing
    if told is None:
        return ""
    sent, closed = (words.moment(at, minutes.time_zone) for at in (told.sent_at, told.closed_at))
    return words("Saken ble sendt til alle medlemmene {sent} og avsluttet {closed}.", sent=sent, closed=closed)


def _urgent(case: CaseRecord, words: Words) -> str:
    """Said of a case that could not wait for the next meeting: both grounds, and who said so."""
    told = case.urgency
    if told is None:
        return ""
    lines = [
        words("Saken hastet: {why}", why=told.why_urgent),
        words("Den kunne ikke vente: {why}", why=told.why_not_wait),
    ]
    if told.declared_by:
        lines.append(words("Bestemt av {names}.", names=words.join(told.declared_by)))
    return "\n".join(lines)


def _older(case: CaseRecord, minutes: Minutes, words: Words) -> str:
    """Said of a case that another version governs than the meeting."""
    if case.mandate is None or case.mandate == minutes.mandate:
        return ""
    return words(
        "Saken følger mandatet den begynte med, {reference}. {version}.",
        reference=case.mandate_reference,
        version=_version(case.mandate, words),
    )


def _reckoning(case: CaseRecord, words: Words) -> list[str]:
    """By which rules, what was said of the closing, and what came before; each a line."""
    if case.tally is None or case.rules is None:
        return []
    rules, count, closing = case.rules, case.tally, case.closing
    verdicts = [(one.tally, Verdict(outcome=one.outcome, reason=one.reason)) for one in case.earlier]
    above = case.escalated_to_name
    earlier = [arithmetic(tally, verdict, words, superior=above) for tally, verdict in verdicts]
    lines = [_earlier(told, one.ground, words) for told, one in zip(earlier, case.earlier, strict=True)]
    lines.append(_sentence(required_told(rules, needed_weight(rules, count), counted_weight(rules, count), words)))
    lines.append(took_part(count, rules, words))
    if closing and closing.early_ground:
        lines.append(words("Lukket før alle hadde stemt: {ground}", ground=_one_line(closing.early_ground)))
    if closing and closing.tie_ground:
        lines.append(words("Lederens begrunnelse: {ground}", ground=_one_line(closing.tie_ground)))
    if rules.ballots is Visibility.CLOSED:
        lines.append(_sentence(ballots_told(rules.ballots, words)))
    lines += [words("Begrunnet krav om løft: {ground}", ground=_one_line(one)) for one in case.grounds]
    return lines


def _earlier(told: str, ground: str, words: Words) -> str:
    if ground:
        return words("Tidligere avstemning: {told}. {ground}", told=told, ground=_one_line(ground))
    return words("Tidligere avstemning: {told}.", told=told)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _voting(case: CaseRecord, words: Words) -> Page:
    shares = [_share(case.ballots, kind, words) for kind in _KINDS]
    shown = [one for one in shares if one["weight"]]
    told = words.join([f"{one['label']} {one['weight']}" for one in shown])
    return {
        "heading": words("Avstemning"),
        "head": [words("Kommune"), words("Stemmevekt"), words("Stemme"), words("Merknad")],
        "rows": [_ballot(one, words) for one in case.ballots],
        "shares": shown,
        "alt": words("Stemmevekten fordelt i en stolpe: {shares}.", shares=told),
    }


def _ballot(line: BallotLine, words: Words) -> list[str]:
    choice = ballot_told(line, words)
    if line.escalation_demanded:
        choice += " " + words("(krever løft)")
    if line.entered:
        choice += " " + words("(ført inn av sekretæren)")
    if line.by_former:
        choice += " " + words("(avgitt av en som har gått ut)")
    return [line.organisation, str(line.weight), choice, line.remark]


def _share(ballots: Sequence[BallotLine], kind: str | None, words: Words) -> Page:
    weight = sum(_weight_on(one, kind) for one in ballots)
    return {"kind": kind or "silent", "label": choice_name(kind, words), "weight": weight}


def _weight_on(line: BallotLine, kind: str | None) -> int:
    if line.parts and kind:
        return line.parts[_KINDS.index(kind)]
    return line.weight if line.choice == kind else 0


def _result(case: CaseRecord, zone: str, words: Words) -> Page:
    counted = ""
    if case.tally and case.outcome and case.reason:
        verdict = Verdict(outcome=case.outcome, reason=case.reason)
        counted = _sentence(arithmetic(case.tally, verdict, words, superior=case.escalated_to_name))
    return {
        "heading": words("Resultat"),
        "outcome": outcome_name(case.outcome, words),
        "arithmetic": counted,
        "escalation": _escalation(case, zone, words) if _is_lifted(case) else "",
    }


def _is_lifted(case: CaseRecord) -> bool:
    stays = (Reason.NEW_VOTING, Reason.AWAITS_CHAIR, Reason.TEXT_CORRECTED, Reason.MEETING_DEMANDED)
    return bool(case.escalated_to_name) and case.outcome is Outcome.NO_AGREEMENT and case.reason not in stays


def _escalation(case: CaseRecord, zone: str, words: Words) -> str:
    body = case.escalated_to_name
    if case.escalated_at is None:
        return words("Saken løftes til {body} så snart neste møte er satt opp.", body=body)
    return words("Saken løftes til møtet i {body} {moment}.", body=body, moment=words.moment(case.escalated_at, zone))


def _briefing(briefing: BriefingLine, words: Words) -> Page:
    return {
        "heading": briefing.title,
        "about": f"{teller_told(briefing, words)}.",
        "paragraphs": _paragraphs(briefing.text),
    }


def _report(report: ReportBack, words: Words) -> Page:
    who = words.join(report.who)
    due = words("Frist {day}", day=words.short_date(report.due_on))
    if report.reported_on:
        due = words("Levert {day}", day=words.short_date(report.reported_on))
    return {
        "heading": words("{kind}: {name}", kind=group_kind(report.kind, words), name=report.name),
        "about": f"{who}. {due}." if who else f"{due}.",
        "paragraphs": _paragraphs(report.report) or [words("Ikke levert")],
    }


def _approval(minutes: Minutes, words: Words) -> str:
    if minutes.approved_at is None:
        return words("Protokollen er ikke godkjent ennå.")
    moment = words.moment(minutes.approved_at, minutes.time_zone)
    return words("Godkjent av {person} {moment}.", person=minutes.approved_by, moment=moment)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
