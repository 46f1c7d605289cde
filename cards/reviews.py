"""Cards and dialogs of the review of privacy and security, and of how weighty a case is."""

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    heading,
    input_text,
    input_toggle,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.forms import Faults, dialog_card
from cards.review_lines import weight_fields
from committee.case_links import LinkAct
from committee.proposals import Proposal
from committee.reviews import LONGEST, Review
from committee.views import ProposalView
from locales import Words
from locales.reviews import role_name

_SHOWN = 1500


def review_card(view: ProposalView, review: Review, words: Words, *, may_answer: bool, told: str = "") -> Card:
    """To one who looks after privacy or security: the case, and what they make of it."""
    proposal, form = view.proposal, view.proposal.form
    title = words("Se på sak {case}", case=proposal.case_number)
    role = role_name(review.role.value, words)
    asked = words("Saken har personopplysninger. Du er bedt om å se på den som {role} i {organisation}.",
                  role=role, organisation=escape(review.organisation))  # fmt: skip
    lines = [heading(title), text(escape(form.title), weight="Bolder"), *([text(told)] if told else []), text(asked)]
    lines += [subheading(words("Behov")), text(escape(shorten(form.need, _SHOWN)))]
    if proposal.assurance:
        assessment = escape(shorten(proposal.assurance.assessment, _SHOWN))
        lines += [subheading(words("Vurdering")), text(assessment)]
        lines += [subheading(words("Innstilling")), text(escape(proposal.recommendation))]
    lines += _answered(review, words)
    return card([*lines, *buttons(_review_buttons(proposal, review, words, may_answer=may_answer))], words,
                summary=title)  # fmt: skip


def _answered(review: Review, words: Words) -> list[Element]:
    if review.passed_by:
        return [box([text(words("Lederen har gått videre med saken uten svar."))], "warning")]
    if review.is_open:
        return []
    if not review.remark:
        return [box([text(words("Du har svart: uten merknad."))], "good")]
    flagged = words("Rødt flagg. Kommunens kontakt har fått beskjed.") if review.is_flagged else words("Merknad")
    return [box([text(flagged, weight="Bolder"), text(escape(review.remark))], "warning")]


def _review_buttons(proposal: Proposal, review: Review, words: Words, *, may_answer: bool) -> list[Element]:
    see = execute(words("Se saken"), "case.view", {"proposal": proposal.id})
    if not may_answer:
        return [see]
    data = {"review": review.id}
    made = [open_dialog(words("Merknad"), "review_remark", data), see]
    if review.is_open or review.remark:
        made.insert(0, execute(words("Uten merknad"), "review.clear", data, style="positive"))
    return made


def review_flag_card(view: ProposalView, review: Review, by: str, words: Words) -> Card:
    """To the organisation's own contact, and to leader and secretary: somebody has raised a red flag."""
    title = words("Rødt flagg i sak {case}", case=view.proposal.case_number)
    who = words("{name}, {role} i {organisation}, skriver:", name=escape(by),
                role=role_name(review.role.value, words), organisation=escape(review.organisation))  # fmt: skip
    lines = [
        heading(title),
        text(escape(view.proposal.form.title), weight="Bolder"),
        text(who),
        box([text(escape(review.remark))], "attention"),
        text(words("Ta det gjerne opp med lederen før saken stemmes over.")),
    ]
    see = execute(words("Se saken"), "case.view", {"proposal": view.proposal.id})
    return card(lines, words, summary=title, actions=[see])


def review_nobody_card(view: ProposalView, words: Words, *, may_write: bool) -> Card:
    """To leader and secretary: the register names nobody to look at the case's personal data."""
    title = words("Hvem ser på personvernet i sak {case}?", case=view.proposal.case_number)
    told = words("Saken har personopplysninger, og registeret har ingen personvernrådgiver for dere. Når noen har "
                 "sett på saken, før inn hvem det var.")  # fmt: skip
    data = {"proposal": view.proposal.id}
    made = [open_dialog(words("Før inn hvem som har sett saken"), LinkAct.SEEN.value, data)] if may_write else []
    made.append(execute(words("Se saken"), "case.view", data))
    lines = [heading(title), text(escape(view.proposal.form.title), weight="Bolder"), text(told)]
    return card([*lines, *buttons(made)], words, summary=title)


def remark_form(
    proposal: Proposal, review: Review, words: Words, *, typed: str = "", flag: bool = False,
    faults: Faults | None = None,
) -> Card:  # fmt: skip
    """What the reviewer has to say, and whether the organisation's own contact should know."""
    told = words("Kommunedirektøren, eller den som er kommunens kontakt, får beskjed nå")
    lines = [
        _named(proposal),
        input_text("text", words("Merknad"), typed, lines=True),
        input_toggle("flag", told, label=words("Rødt flagg"), on=flag),
        quiet(words("Merknaden står på saken, og saken går videre. Bruk rødt flagg når den ikke bør gjøre det.")),
    ]
    data, title = {"review": review.id}, words("Merknad")
    return dialog_card(title, "review_remark", lines, data, words, faults=faults, longest=LONGEST)


def seen_form(
    proposal: Proposal, words: Words, *, who: str = "", remark: str = "", faults: Faults | None = None
) -> Card:
    """Leader or secretary writes down who has looked at the case."""
    lines = [
        _named(proposal),
        input_text("who", words("Hvem har sett på saken?"), who, hint=words("Navn og rolle")),
        input_text("text", words("Merknad (kan stå tom)"), remark, lines=True),
    ]
    data, title = {"proposal": proposal.id}, words("Personvern og sikkerhet")
    return dialog_card(title, LinkAct.SEEN.value, lines, data, words, faults=faults, longest=LONGEST)


def pass_form(view: ProposalView, words: Words, *, ground: str = "", faults: Faults | None = None) -> Card:
    """Leader or secretary goes on without those who have not answered."""
    reviews = view.links.reviews if view.links else ()
    names = [escape(name) for one in reviews if one.review.is_open for name in one.names]
    lines = [
        _named(view.proposal),
        text(words("Har ikke svart: {names}", names=words.join(list(dict.fromkeys(names))))),
        input_text("ground", words("Hvorfor går saken videre uten svar?"), ground, lines=True),
        quiet(words("Begrunnelsen står på saken.")),
    ]
    data, title = {"proposal": view.proposal.id}, words("Gå videre uten svar")
    return dialog_card(title, LinkAct.PASS.value, lines, data, words, faults=faults, longest=LONGEST, send=title)


def weigh_form(
    view: ProposalView, words: Words, *, typed: dict[str, str] | None = None, faults: Faults | None = None
) -> Card:
    """Leader or secretary says otherwise of how weighty the case is, with a ground."""
    said = view.links.significance if view.links else None
    start = typed or {"significant": "no" if said and said.is_significant else "yes", "significant_ground": ""}
    lines = [
        _named(view.proposal),
        *weight_fields(said, words, typed=start, faults=faults),
        quiet(words("Begrunnelsen står på saken, og vurderingen fra kvalitetssikringen er tatt vare på.")),
    ]
    data, title = {"proposal": view.proposal.id}, words("Vesentlig sak?")
    return dialog_card(title, LinkAct.WEIGH.value, lines, data, words, send=words("Lagre"))


def _named(proposal: Proposal) -> Element:
    return text(f"**{proposal.case_number}** {escape(proposal.form.title)}")
