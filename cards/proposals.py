"""A case's cards: in the channel, as a form, for kvalitetssikring, and sent back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    facts,
    fault,
    heading,
    input_choice,
    input_text,
    input_toggle,
    open_dialog,
    quiet,
    sentence_case,
    shorten,
    subheading,
    submit,
    text,
)
from cards.case_links import advised_text, chain_line, link_lines
from cards.case_parts import anchored_lines, answer_lines, case_name, rest_lines, turn_line, work_lines
from cards.copies import touches_field
from cards.detail import ROOM, size_of
from cards.mandate_line import governed_by
from cards.recusals import recusal_lines
from cards.remarks import remark_lines
from cards.review_lines import weight_fields
from cards.strategy import goals_field, goals_told, goals_warning
from committee.case_rights import BEFORE_VOTING
from committee.catalogue_file import Service
from committee.errors import CommitteeError
from committee.proposals import (
    LONGEST_ASSESSMENT,
    LONGEST_REASON,
    LONGEST_RECOMMENDATION,
    ProposalForm,
    ProposalState,
)
from committee.seat_rules import OrganisationKind
from committee.views import ProposalView
from committee.voting import Reason
from locales import Words
from locales.outcomes import arithmetic, state_name
from locales.refusals import refusal

#: A channel card shows this much of a long text; the whole stands in the case.
_SHOWN = 600
_MOST_LISTED = 20


def proposal_card(view: ProposalView, words: Words) -> Card:
    """The case as the channel sees it, with where it stands now."""
    proposal = view.proposal
    summary = words("Sak {case}: {state}", case=proposal.case_number, state=state_name(proposal.state, words))
    see = execute(words("Se saken"), "case.view", {"proposal": proposal.id})
    return card(case_body(view, words), words, summary=summary, actions=[see])


def case_body(view: ProposalView, words: Words, *, taken: int = 0) -> list[Element]:
    """What a case is, where it stands, and what has come of it; `taken` bytes of the card's room are others'."""
    proposal, zone = view.proposal, view.mandate.time_zone
    title = case_name(proposal, words)
    body = [heading(title), _standing(view, words), *_content(view, words)]
    if proposal.assurance:
        body += [subheading(words("Innstilling")), text(escape(proposal.assurance.recommendation))]
    if view.voting and view.voting.voting.verdict and _tells_of(view):
        superior = view.board.name if view.board else ""
        told = arithmetic(view.voting.voting.tally, view.voting.voting.verdict, words, superior=superior)
        body.append(box([text(told, weight="Bolder")]))
    after = recusal_lines(view.recusals, words)
    if view.facts:
        after += answer_lines(view.facts, zone, words) + work_lines(view.facts, zone, words)
        after += anchored_lines(view.facts, zone, words)
    after += [*remark_lines(view.remarks, zone, words), governed_by(view.mandate, proposal.mandate, words)]
    room = ROOM - taken - size_of([*body, *after])
    return [*body, *link_lines(view.links, zone, words, room=room), *after]


def _tells_of(view: ProposalView) -> bool:
    """Whether the last voting says something of the case as it stands: not once the text is another, or asked anew."""
    assert view.voting is not None
    verdict = view.voting.voting.verdict
    is_open_again = view.proposal.state in BEFORE_VOTING or view.proposal.state is ProposalState.WITHDRAWN
    return not is_open_again or (verdict is not None and verdict.reason in (Reason.NEW_VOTING, Reason.TEXT_CORRECTED))


def _standing(view: ProposalView, words: Words) -> Element:
    proposal, zone = view.proposal, view.mandate.time_zone
    lines = [text(sentence_case(state_name(proposal.state, words)), weight="Bolder")]
    if proposal.state is ProposalState.ON_AGENDA and view.meeting:
        lines.append(text(words("Behandles {when}", when=words.moment(view.meeting.starts_at, zone))))
    if proposal.state is ProposalState.ESCALATED and view.board and not proposal.went_to:
        when = (
            words.moment(view.board_meeting.starts_at, zone)
            if view.board_meeting
            else words("neste møte som blir satt opp")
        )
        lines.append(text(words("Til {body}, {when}", body=view.board.name, when=when)))
    lines += rest_lines(view, words)
    if told := turn_line(view, words):
        lines.append(text(told, spacing="Small"))
    if view.links:
        lines += chain_line(view.links, words)
    return box(lines, "accent")


def _content(view: ProposalView, words: Words, *, whole: bool = False) -> list[Element]:
    form = view.proposal.form
    kind = {"new": words("Ny tjeneste"), "plan": words("Felles strategi eller plan")}.get(
        form.kind or "", words("Endring av tjeneste")
    )
    if form.service_name:
        kind = words("Endring av {service}", service=escape(form.service_name))
    need = form.need if whole else shorten(form.need, _SHOWN)
    return [
        facts(
            (
                (words("Foreslått av"), escape(", ".join(name for name in (view.proposer, view.organisation) if name))),
                (words("Gjelder"), kind),
                (words("Berører"), escape(form.affected)),
                (words("Kostnad"), escape(form.cost)),
                (words("Gevinst"), escape(form.benefit)),
                (words("Personopplysninger"), words("Ja") if form.personal_data else words("Nei")),
                (words("Mål"), goals_told(view)),
            )
        ),
        subheading(words("Behov")),
        text(escape(need)),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What the form is opened on: a new case, the writer's draft of one, or a case whose text is changed."""

    proposal_id: str
    committee_id: str
    #: Of the text that is changed; 0 for a case that is not sent yet.
    version: int = 0
    is_draft: bool = False
    #: They have asked to throw the draft away, and are asked once more.
    is_leaving: bool = False
    #: The case was assured, or voted on, and that is done anew.
    is_assured: bool = False
    is_voted: bool = False
    why: str = ""

    @property
    def data(self) -> dict[str, str]:
        ids = {"proposal": self.proposal_id, "committee": self.committee_id}
        return {**ids, "version": str(self.version)} if self.version else ids


def proposal_form(
    form: ProposalForm,
    words: Words,
    *,
    writing: Writing,
    services: Sequence[Service],
    faults: Mapping[str, str],
    longest: Mapping[str, int],
    areas: Mapping[str, str] | None = None,
    goals: Mapping[str, str] | None = None,
) -> Card:
    """The form of an IKT-forslag (002-16), with what was typed and what is wrong with it."""
    title = proposal_form_title(writing, words)
    told = words("Noe mangler. Se merknadene under feltene – det du har skrevet, er tatt vare på.")
    body: list[Element] = [fault(told)] if faults else []
    if writing.is_leaving:
        body.append(fault(words("Kladden blir borte for godt. Er du sikker?")))
    if writing.is_voted:
        body.append(text(words("Saken er stemt over. Rettelsen blir en ny versjon, og det stemmes på nytt.")))
    elif writing.is_assured:
        body.append(text(words("Saken er kvalitetssikret. Når du endrer teksten, kvalitetssikres den på nytt.")))
    more = [
        *goals_field(form.goals, goals or {}, words),
        *touches_field(form.touches, areas or {}, words),
        *_why_field(writing, words),
    ]
    for element in [*_fields(form, services, words), *more]:
        body.append(element)
        name = element["id"]
        if name in faults:
            body.append(fault(_fault(faults[name], longest.get(name), words)))
    return card([*body, *buttons(_sends(writing, words))], words, summary=title)


def proposal_form_title(writing: Writing, words: Words) -> str:
    """What the dialog is called."""
    return words("Rett IKT-forslaget") if writing.version else words("Nytt IKT-forslag")


def _why_field(writing: Writing, words: Words) -> list[Element]:
    if not writing.version:
        return []
    return [input_text("why", words("Hva er rettet, og hvorfor?"), writing.why, hint=words("En setning er nok"))]


def _sends(writing: Writing, words: Words) -> list[Element]:
    found = [submit(words("Send inn"), "proposal", writing.data)]
    if not writing.version:
        draft = submit(words("Lagre kladd"), "proposal", {**writing.data, "draft": "save"})
        found.append({**draft, "style": "default"})
    if writing.is_draft:
        title, draft = words("Slett kladden"), "leave"
        if writing.is_leaving:
            title, draft = words("Ja, slett kladden"), "discard"
        away = submit(title, "proposal", {**writing.data, "draft": draft})
        found.append({**away, "style": "destructive"})
    return found


def _fields(form: ProposalForm, services: Sequence[Service], words: Words) -> list[Element]:
    def written(name: str, label: str, hint: str, *, lines: bool = True) -> Element:
        return input_text(name, label, getattr(form, name), lines=lines, hint=hint)

    kinds = (
        ("new", words("En ny tjeneste")),
        ("change", words("Endring av en tjeneste vi har")),
        ("plan", words("En felles strategi eller plan")),
    )
    answers = (("yes", words("Ja")), ("no", words("Nei")))
    answer = "" if form.personal_data is None else "yes" if form.personal_data else "no"
    return [
        written("title", words("Tittel"), words("Kort og tydelig, slik det skal stå på sakslisten"), lines=False),
        input_choice("kind", words("Hva gjelder det?"), kinds, form.kind or "", style="expanded"),
        _service_field(form, services, words),
        written("need", words("Behov"), words("Hva er problemet, og hva ønsker dere?")),
        written("affected", words("Hvem berøres?"), words("Tjenester, ansatte, innbyggere, kommuner")),
        written("cost", words("Kostnad"), words("Et anslag er nok. Skriv «ikke kjent» om dere ikke vet")),
        written("benefit", words("Gevinst"), words("Hva blir bedre, og for hvem?")),
        input_choice("personal_data", words("Behandles personopplysninger?"), answers, answer, style="expanded"),
    ]


def _service_field(form: ProposalForm, services: Sequence[Service], words: Words) -> Element:
    chosen = next((one for one in services if one.id == form.service), None)
    return input_choice(
        "service",
        words("Hvilken tjeneste? (bare ved endring)"),
        [(chosen.id, chosen.name)] if chosen else [],
        form.service,
        style="filtered",
        placeholder=words("Begynn å skrive, så søker vi i tjenestekatalogen"),
        **{"choices.data": {"type": "Data.Query", "dataset": "services"}},
    )


def _fault(code: str, longest: int | None, words: Words) -> str:
    return refusal(CommitteeError(code, longest=longest or 0), words)


def assurance_card(
    view: ProposalView, words: Words, *, faults: Mapping[str, str] | None = None, typed: Mapping[str, Any] | None = None
) -> Card:
    """Kvalitetssikring by ROR-IKT's member: the checklist, an assessment, and the wording of the innstilling."""
    proposal = view.proposal
    title = words("Kvalitetssikring: {case}", case=proposal.case_number)
    body = [heading(title), text(escape(proposal.form.title), weight="Bolder"), *_content(view, words, whole=True)]
    body += goals_warning(view, words) if proposal.state is ProposalState.SUBMITTED else []
    form = _assurance_form(view, words, faults or {}, typed or {})
    if proposal.state is not ProposalState.SUBMITTED:
        form = _assured(view, words)
    room = ROOM - size_of([*body, *form])
    linked = link_lines(view.links, view.mandate.time_zone, words, room=room)
    return card([*body, *linked, *form], words, summary=title)


def _assured(view: ProposalView, words: Words) -> list[Element]:
    proposal = view.proposal
    if proposal.state is ProposalState.SENT_BACK:
        reason = words("Begrunnelse: {reason}", reason=escape(proposal.sent_back_reason))
        return [box([text(words("Sendt tilbake til forslagsstilleren."), weight="Bolder"), text(reason)], "warning")]
    lines = [text(words("Kvalitetssikret. {state}.", state=state_name(proposal.state, words)), weight="Bolder")]
    if proposal.assurance:
        lines.append(text(words("Vurdering: {text}", text=escape(proposal.assurance.assessment))))
        lines.append(text(words("Innstilling: {text}", text=escape(proposal.assurance.recommendation))))
    return [box(lines, "good")]


def _assurance_form(
    view: ProposalView, words: Words, faults: Mapping[str, str], typed: Mapping[str, Any]
) -> list[Element]:
    advised = {"recommendation": advised_text(view.links)}

    def field(name: str, label: str, longest: int) -> list[Element]:
        element = input_text(name, label, str(typed.get(name, advised.get(name, ""))), lines=True)
        return [element, fault(_fault(faults[name], longest, words))] if name in faults else [element]

    points = [
        input_toggle(f"check_{n}", point, label=words("Punkt {n}", n=n + 1), on=typed.get(f"check_{n}") == "true")
        for n, point in enumerate(view.mandate.checklist)
    ]
    data = {"proposal": view.proposal.id}
    back = [
        *field("reason", words("Hva må rettes? (bare når du sender tilbake)"), LONGEST_REASON),
        *buttons([execute(words("Send tilbake"), "proposal.send_back", data)]),
    ]
    return [
        subheading(words("Sjekkliste")),
        *points,
        *([fault(_fault(faults["checklist"], None, words))] if "checklist" in faults else []),
        *field("assessment", words("Vurdering fra {organisation}", organisation=_assessor(view)), LONGEST_ASSESSMENT),
        *field("recommendation", words("Innstilling som utvalget stemmer over"), LONGEST_RECOMMENDATION),
        *_weight(view, words, faults, typed),
        *buttons([execute(words("Godkjenn"), "proposal.assure", data, style="positive")]),
        *([] if _is_asked(view) else [box(back)]),
    ]


def _is_asked(view: ProposalView) -> bool:
    """A question from above is answered in the innstilling, not sent back."""
    asked = view.links.asked if view.links else None
    return asked is not None and asked.answered_at is None


def _weight(view: ProposalView, words: Words, faults: Mapping[str, str], typed: Mapping[str, Any]) -> list[Element]:
    """Where there is a body above: whether the case is one for it (001-06)."""
    if view.mandate.superior is None:
        return []
    said = view.links.significance if view.links else None
    return weight_fields(said, words, typed=typed, faults=faults)


def _assessor(view: ProposalView) -> str:
    """The co-operation that the committee serves assesses; the committee itself where there is none."""
    hosts = (one.name for one in view.mandate.organisations if one.kind is OrganisationKind.HOST)
    return next(hosts, view.mandate.name)


def sent_back_card(view: ProposalView, words: Words) -> Card:
    """To the proposer: what must be mended, and the way to do it."""
    proposal = view.proposal
    title = words("{case} trenger litt mer", case=proposal.case_number)
    reason = proposal.sent_back_reason
    body = [
        heading(title),
        text(escape(proposal.form.title), weight="Bolder"),
        text(
            words(
                "{organisation} har lest forslaget og sender det tilbake til deg.", organisation=escape(_assessor(view))
            )
        ),
    ]
    if proposal.state is not ProposalState.SENT_BACK:
        body.append(quiet(words("Forslaget er sendt inn på nytt.")))
        return card(body, words, summary=title)
    body.append(box([text(escape(reason))]))
    mend = open_dialog(words("Rett opp og send på nytt"), "proposal", {"proposal": proposal.id}, style="positive")
    return card(body, words, summary=title, actions=[mend])
