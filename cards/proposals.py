"""A case's cards: in the channel, as a form, for kvalitetssikring, and sent back."""

from collections.abc import Mapping, Sequence
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
from cards.case_parts import anchored_lines, answer_lines, rest_lines, turn_line, work_lines
from cards.mandate_line import governed_by
from committee.catalogue_file import Service
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.proposals import (
    LONGEST_ASSESSMENT,
    LONGEST_REASON,
    LONGEST_RECOMMENDATION,
    Proposal,
    ProposalForm,
    ProposalState,
)
from committee.seat_rules import OrganisationKind
from committee.views import ProposalView
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


def case_body(view: ProposalView, words: Words) -> list[Element]:
    """What a case is, where it stands, and what has come of it."""
    proposal, zone = view.proposal, view.mandate.time_zone
    title = words("Sak {case}: {title}", case=proposal.case_number, title=escape(proposal.form.title))
    body = [heading(title), _standing(view, words), *_content(view, words)]
    if proposal.assurance:
        body += [subheading(words("Innstilling")), text(escape(proposal.assurance.recommendation))]
    if view.voting and view.voting.voting.verdict:
        superior = view.board.name if view.board else ""
        told = arithmetic(view.voting.voting.tally, view.voting.voting.verdict, words, superior=superior)
        body.append(box([text(told, weight="Bolder")]))
    if view.facts:
        body += answer_lines(view.facts, zone, words) + work_lines(view.facts, zone, words)
        body += anchored_lines(view.facts, words)
    return [*body, governed_by(view.mandate, proposal.mandate, words)]


def _standing(view: ProposalView, words: Words) -> Element:
    proposal, zone = view.proposal, view.mandate.time_zone
    lines = [text(sentence_case(state_name(proposal.state, words)), weight="Bolder")]
    if proposal.state is ProposalState.ON_AGENDA and view.meeting:
        lines.append(text(words("Behandles {when}", when=words.moment(view.meeting.starts_at, zone))))
    if proposal.state is ProposalState.ESCALATED and view.board:
        when = (
            words.moment(view.board_meeting.starts_at, zone)
            if view.board_meeting
            else words("neste møte som blir satt opp")
        )
        lines.append(text(words("Til {body}, {when}", body=view.board.name, when=when)))
    lines += rest_lines(view, words)
    if told := turn_line(view, words):
        lines.append(text(told, spacing="Small"))
    return box(lines, "accent")


def _content(view: ProposalView, words: Words, *, whole: bool = False) -> list[Element]:
    form = view.proposal.form
    kind = words("Ny tjeneste") if form.kind == "new" else words("Endring av tjeneste")
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
            )
        ),
        subheading(words("Behov")),
        text(escape(need)),
    ]


def proposals_card(proposals: Sequence[Proposal], mandate: Mandate, words: Words) -> Card:
    """The committee's cases, the newest first."""
    title = words("Saker i {committee}", committee=mandate.name)
    if not proposals:
        empty = text(words("Ingen saker ennå. Skriv «forslag» for å sende inn den første."))
        return card([heading(title), empty], words, summary=title)
    newest = list(reversed(proposals))[:_MOST_LISTED]
    lines = [
        text(f"**{one.case_number}** {escape(one.form.title)}  \n{state_name(one.state, words)}", separator=True)
        for one in newest
    ]
    left = len(proposals) - len(newest)
    if left:
        lines.append(quiet(words.plural("og {n} eldre sak", "og {n} eldre saker", left)))
    return card([heading(title), *lines], words, summary=title)


def proposal_form(
    form: ProposalForm,
    words: Words,
    *,
    proposal_id: str,
    committee_id: str,
    services: Sequence[Service],
    faults: Mapping[str, str],
    longest: Mapping[str, int],
) -> Card:
    """The form of an IKT-forslag (002-16), with what was typed and what is wrong with it."""
    title = words("Nytt IKT-forslag")
    told = words("Noe mangler. Se merknadene under feltene – det du har skrevet, er tatt vare på.")
    body: list[Element] = [fault(told)] if faults else []
    for element in _fields(form, services, words):
        body.append(element)
        name = element["id"]
        if name in faults:
            body.append(fault(_fault(faults[name], longest.get(name), words)))
    data = {"proposal": proposal_id, "committee": committee_id}
    return card([*body, *buttons([submit(words("Send inn"), "proposal", data)])], words, summary=title)


def _fields(form: ProposalForm, services: Sequence[Service], words: Words) -> list[Element]:
    def written(name: str, label: str, hint: str, *, lines: bool = True) -> Element:
        return input_text(name, label, getattr(form, name), lines=lines, hint=hint)

    kinds = (("new", words("En ny tjeneste")), ("change", words("Endring av en tjeneste vi har")))
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
    if proposal.state is not ProposalState.SUBMITTED:
        return card([*body, *_assured(view, words)], words, summary=title)
    return card([*body, *_assurance_form(view, words, faults or {}, typed or {})], words, summary=title)


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
    def field(name: str, label: str, longest: int) -> list[Element]:
        element = input_text(name, label, str(typed.get(name, "")), lines=True)
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
        *buttons([execute(words("Godkjenn"), "proposal.assure", data, style="positive")]),
        box(back),
    ]


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
