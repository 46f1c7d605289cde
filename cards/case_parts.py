"""The parts of a case's card that tell whose turn it is, what was decided and how it goes."""

from cards.build import Element, box, day_of, escape, quiet, shorten, subheading, text
from committee.case_facts import CaseFacts
from committee.case_records import DecidedBy, Decision
from committee.proposals import Proposal
from committee.views import ProposalView
from locales import Words
from locales.cases import gain_name, ruling_name, turn_told

_SHOWN = 600
_MOST_REPORTS = 3


def case_name(proposal: Proposal, words: Words) -> str:
    """«Sak BU 3/26: Felles innbyggerdialog», escaped."""
    return words("Sak {case}: {title}", case=proposal.case_number, title=escape(proposal.form.title))


def turn_line(view: ProposalView, words: Words) -> str:
    """«Nå er det Kåre Lien sin tur»; empty when the view does not say."""
    facts = view.facts
    if facts is None:
        return ""
    rest = view.proposal.rest
    day = words.date(rest.until_on) if rest and rest.until_on else ""
    names = [escape(one) for one in facts.names]
    return turn_told(facts.who, words, names=names, office=escape(facts.office), body=escape(facts.body), day=day)


def rest_lines(view: ProposalView, words: Words) -> list[Element]:
    """Why it is withdrawn or deferred."""
    rest = view.proposal.rest
    if rest is None:
        return []
    lines = [text(words("Begrunnelse: {reason}", reason=escape(rest.reason)))]
    if view.facts and view.facts.rested_by:
        lines.append(quiet(_signed(view.facts.rested_by, day_of(rest.at, view.mandate.time_zone, words), words)))
    return lines


def _signed(name: str, day: str, words: Words) -> str:
    """«Kåre Lien, 3. desember 2026»."""
    return words("{name}, {day}", name=escape(name), day=day) if name else day


def answer_lines(facts: CaseFacts, zone: str, words: Words) -> list[Element]:
    """What was decided, or asked, by whom."""
    if facts.decision:
        return [box(decision_lines(facts.decision, zone, words), "good")]
    if facts.question:
        asked = words("Spørsmål fra {body}", body=escape(facts.question.asked_by))
        return [box([text(asked, weight="Bolder"), text(escape(facts.question.text))], "warning")]
    return []


def decision_lines(decision: Decision, zone: str, words: Words) -> list[Element]:
    """«styret i ROR-IKT: vedtatt (PS 12/26)», the words of it, and when."""
    ruling = ruling_name(decision.ruling, words)
    told = words("{decider}: {ruling}", decider=escape(decision.decider), ruling=ruling)
    if decision.followed is not None:
        followed = words("{decider} følger rådet: {ruling}", decider=escape(decision.decider), ruling=ruling)
        not_followed = words("{decider} følger ikke rådet: {ruling}", decider=escape(decision.decider), ruling=ruling)
        told = followed if decision.followed else not_followed
    if decision.reference:
        told = words("{told} ({reference})", told=told, reference=escape(decision.reference))
    lines = [text(told, weight="Bolder")]
    if decision.text and decision.by is not DecidedBy.COMMITTEE:
        lines.append(text(escape(decision.text)))
    return [*lines, quiet(day_of(decision.recorded_at, zone, words))]


def work_lines(facts: CaseFacts, zone: str, words: Words) -> list[Element]:
    """Who follows up, and the last reports."""
    lines: list[Element] = []
    if facts.responsible:
        lines.append(text(words("Følges opp av {name}", name=escape(facts.responsible))))
    for one in facts.reports[-_MOST_REPORTS:]:
        report = one.report
        if report.gain:
            lines.append(text(words("Gevinst: {gain}", gain=gain_name(report.gain, words)), weight="Bolder"))
        lines.append(text(escape(shorten(report.text, _SHOWN))))
        lines.append(quiet(_signed(one.by, day_of(report.at, zone, words), words)))
    if facts.introduced is not None:
        lines.append(text(words("{n} av {all} har innført", n=facts.introduced, all=facts.introducing)))
    return [subheading(words("Gjennomføring")), *lines] if lines else []


def anchored_lines(facts: CaseFacts, zone: str, words: Words) -> list[Element]:
    """«Forankret i 3 av 4 kommuner», with who and who is missing (000-08, 000-26)."""
    if not facts.anchored:
        return []
    told = words("Forankret i {n} av {all}", n=facts.anchored_count, all=len(facts.anchored))
    lines = [text(told, weight="Bolder")]
    for one in facts.anchored:
        if one.record:
            name, reference = escape(one.name), escape(one.record.reference)
            lines.append(text(words("{organisation}: {reference}", organisation=name, reference=reference),
                              spacing="Small"))  # fmt: skip
            lines.append(quiet(_signed(one.by, day_of(one.record.at, zone, words), words)))
    missing = [escape(one.name) for one in facts.anchored if one.record is None]
    if missing:
        lines.append(quiet(words("Mangler: {names}", names=words.join(missing))))
    return [box(lines)]
