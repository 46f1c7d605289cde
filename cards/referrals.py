"""Cards and dialogs of cases that go from body to body: sent, answered, asked about, and decided elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    heading,
    input_choice,
    input_date,
    input_text,
    open_dialog,
    quiet,
    shorten,
    text,
)
from cards.case_links import advice_lines, chain_line, link_title
from cards.forms import Faults, dialog_card
from committee.case_links import LinkAct
from committee.proposals import Proposal, Ruling
from committee.referrals import LONGEST, Referral, ReferralForm, Way
from committee.views import ProposalView
from locales import Words

_SHOWN = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """One that may send cases down: a body by its id, or an office (an empty id); with the committees below."""

    id: str
    name: str
    below: Mapping[str, str]


def referral_card(view: ProposalView, referral: Referral, words: Words) -> Card:
    """In the sender's channel: where the case has gone, and that the answer comes by itself."""
    title = words("Sendt til {committee}: sak {case}", committee=escape(view.mandate.name),
                  case=view.proposal.case_number)  # fmt: skip
    lines = [heading(title), text(escape(view.proposal.form.title), weight="Bolder"), *_chain(view, words)]
    if referral.question:
        lines.append(box([text(escape(shorten(referral.question, _SHOWN)))]))
    if referral.way is Way.UP:
        lines.append(text(words("Innstillingen og stemmene ligger ved. Svaret kommer hit.")))
    else:
        lines.append(text(words("Svaret kommer hit, med innstillingen og stemmene.")))
    if referral.due_on:
        lines.append(text(words("Svar ønskes innen {day}.", day=words.date(referral.due_on))))
    return card(lines, words, summary=title, actions=[_see(view.proposal, words)])


def referral_answer_card(view: ProposalView, committee: str, words: Words) -> Card:
    """To both channels and whoever asked: what the committee below answers to the case of `view`."""
    title = words("Svar fra {committee} i sak {case}", committee=escape(committee), case=view.proposal.case_number)
    lines = [heading(title), text(escape(view.proposal.form.title), weight="Bolder"), *_chain(view, words)]
    for one in view.links.answers if view.links else ():
        lines += advice_lines(one, words)
    return card(lines, words, summary=title, actions=[_see(view.proposal, words)])


def received_card(view: ProposalView, acts: Sequence[LinkAct], words: Words) -> Card:
    """To leader and secretary of a body that has been given a case, with what they may do."""
    proposal = view.proposal
    title = words("Ny sak: {case}", case=proposal.case_number)
    lines = [heading(title), text(escape(proposal.form.title), weight="Bolder"), *_chain(view, words)]
    if view.links and view.links.advice:
        lines += advice_lines(view.links.advice, words)
    if LinkAct.VEDTAK in acts:
        lines.append(text(words("Når saken er behandlet, før inn vedtaket her. Da får avsenderen vite det.")))
    offered = [one for one in acts if one in (LinkAct.VEDTAK, LinkAct.SEND_BACK)]
    made = [open_dialog(link_title(act, words), act.value, {"proposal": proposal.id}) for act in offered]
    return card([*lines, *buttons([*made, _see(proposal, words)])], words, summary=title)


def _chain(view: ProposalView, words: Words) -> list[Element]:
    return chain_line(view.links, words) if view.links else []


def _see(proposal: Proposal, words: Words) -> Element:
    return execute(words("Se saken"), "case.view", {"proposal": proposal.id})


def senders_card(senders: Sequence[Sender], words: Words) -> Card:
    """«oversend»: a button for each body or office that one may send from."""
    title = words("Oversend en sak")
    told = words("Utvalget får saken med eget saksnummer. Når det har svart, kommer svaret tilbake hit.")
    made = []
    for one in senders[:6]:
        name = words("Fra {sender}", sender=one.name)
        made.append(open_dialog(name, "referral_down", {"committee": one.id}))
    return card([heading(title), text(told), *buttons(made)], words, summary=title)


def down_form(
    sender: Sender,
    form: ReferralForm,
    words: Words,
    *,
    new: str,
    own: Sequence[tuple[str, str]],
    faults: Faults | None = None,
) -> Card:
    """A case or a question to a committee below; `own` are the sender's cases that may be asked about."""
    named = words("Fra {sender}", sender=escape(sender.name))
    chosen = form.to or (next(iter(sender.below)) if len(sender.below) == 1 else "")
    fields: list[Element] = [
        text(named, weight="Bolder"),
        input_choice("to", words("Til hvilket utvalg?"), sender.below.items(), chosen),
    ]
    if own:
        choices = [("", words("Et nytt spørsmål")), *own]
        fields.append(input_choice("case", words("Gjelder det en av sakene deres?"), choices, form.case))
    hint = words("Kort og tydelig, slik det skal stå på sakslisten")
    label = words("Tittel (bare for et nytt spørsmål)") if own else words("Tittel")
    fields += [
        input_text("title", label, form.title, hint=hint),
        input_text("question", words("Hva vil dere ha svar på?"), form.question, lines=True),
        input_date("due_on", words("Når trenger dere svaret? (kan stå tom)"), form.due_on),
    ]
    data = {"committee": sender.id, "new": new}
    return dialog_card(
        words("Oversend en sak"), "referral_down", fields, data, words, faults=faults, longest=LONGEST,
        send=words("Oversend"),
    )  # fmt: skip


def question_form(view: ProposalView, words: Words, *, typed: str = "", faults: Faults | None = None) -> Card:
    """The case goes back to the sender with a question."""
    sender = view.links.advice.name if view.links and view.links.advice else ""
    lines = [
        _named(view.proposal),
        text(words("{committee} får spørsmålet og tar saken opp igjen.", committee=escape(sender))),
        input_text("text", words("Hva vil dere vite?"), typed, lines=True),
        quiet(words("Saken beholder nummeret sitt her, og kommer tilbake med svaret.")),
    ]
    data = {"proposal": view.proposal.id}
    title = words("Spør avsenderen")
    return dialog_card(title, LinkAct.SEND_BACK.value, lines, data, words, faults=faults, longest=LONGEST)


def vedtak_form(
    view: ProposalView, words: Words, *, typed: Mapping[str, str] | None = None, faults: Faults | None = None
) -> Card:
    """What the body decided where nobody votes here, with its number."""
    typed = typed or {}
    answers = ((Ruling.APPROVED.value, words("Vedtatt")), (Ruling.REJECTED.value, words("Ikke vedtatt")))
    hint = words("For eksempel «PS 12/26»")
    lines = [
        _named(view.proposal),
        text(escape(shorten(view.proposal.recommendation, _SHOWN))),
        input_choice("answer", words("Hva ble utfallet?"), answers, typed.get("answer", ""), style="expanded"),
        input_text("text", words("Vedtaket"), typed.get("text", ""), lines=True),
        input_text("reference", words("Saksnummer for vedtaket"), typed.get("reference", ""), hint=hint),
    ]
    data = {"proposal": view.proposal.id}
    title = words("Før inn vedtaket")
    return dialog_card(
        title, LinkAct.VEDTAK.value, lines, data, words, faults=faults, longest=LONGEST, send=words("Lagre")
    )


def _named(proposal: Proposal) -> Element:
    return text(f"**{proposal.case_number}** {escape(proposal.form.title)}")
