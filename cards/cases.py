"""A case as one sees it oneself, the list of them, and the cards that ask for an answer or tell one."""

from collections.abc import Sequence

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    heading,
    open_dialog,
    subheading,
    text,
)
from cards.case_follow import follow_buttons
from cards.case_forms import case_form_title
from cards.case_links import link_buttons
from cards.case_lists import history_lines
from cards.case_parts import decision_lines
from cards.detail import size_of
from cards.proposals import case_body
from committee.case_history import HistoryLine
from committee.case_links import LinkAct
from committee.case_records import Decision, Question
from committee.case_rights import Act
from committee.proposals import ProposalState
from committee.views import ProposalView
from locales import Words
from locales.outcomes import state_name

#: Teams shows six buttons in a row.
_MOST_BUTTONS = 6


def case_card(
    view: ProposalView,
    acts: Sequence[Act],
    words: Words,
    *,
    history: Sequence[HistoryLine] = (),
    links: Sequence[LinkAct] = (),
    follows: bool = False,
) -> Card:
    """The whole case and what has happened to it, with what the one who looks may do."""
    summary = words("Sak {case}: {state}", case=view.proposal.case_number, state=state_name(view.proposal.state, words))
    lines = history_lines(history, view.mandate.time_zone, words)
    offered = [*_act_buttons(view, acts, words), *link_buttons(view.proposal, links, words)]
    offered += follow_buttons(view.proposal, words) if follows else []
    body = case_body(view, words, taken=size_of([*offered, *lines]))
    return card([*body, *offered, *lines], words, summary=summary)


def _act_buttons(view: ProposalView, acts: Sequence[Act], words: Words) -> list[Element]:
    made = [_act_button(view, act, words) for act in acts]
    rows = [made[n : n + _MOST_BUTTONS] for n in range(0, len(made), _MOST_BUTTONS)]
    return [element for row in rows for element in buttons(row)]


def _act_button(view: ProposalView, act: Act, words: Words) -> Element:
    data = {"proposal": view.proposal.id}
    if act in (Act.UNDO, Act.TAKE_UP):
        return execute(case_form_title(act, words), act.value, data)
    style = "positive" if act in (Act.OFFICE, Act.BODY) else "default"
    return open_dialog(case_form_title(act, words), act.value, data, style=style)


def office_card(view: ProposalView, acts: Sequence[Act], words: Words) -> Card:
    """To the office that is advised: what the committee advises, and the way to answer (001-13, 002-03)."""
    proposal = view.proposal
    title = words("Råd fra {committee}: sak {case}", committee=escape(view.mandate.name), case=proposal.case_number)
    advised = words("Utvalget tilrår innstillingen:")
    if proposal.advice is ProposalState.NOT_RECOMMENDED:
        advised = words("Utvalget rår fra forslaget. Innstillingen som ble forkastet:")
    body = [
        heading(title),
        text(escape(proposal.form.title), weight="Bolder"),
        text(advised),
        box([text(escape(proposal.recommendation))]),
        text(words("Si om rådet følges, og hvorfor. Svaret står i saken og i kanalen.")),
    ]
    return card([*body, *_act_buttons(view, _only(acts, Act.OFFICE), words)], words, summary=title)


def body_asked_card(view: ProposalView, acts: Sequence[Act], words: Words) -> Card:
    """To leader and secretary of the body that a case is lifted to: where to write its answer down."""
    proposal = view.proposal
    body_name = view.facts.body if view.facts else ""
    title = words("Sak {case} til {body}", case=proposal.case_number, body=escape(body_name))
    told = words("Når saken er behandlet, før inn svaret her. Da får {committee} vite det.",
                 committee=escape(view.mandate.name))  # fmt: skip
    lines = [heading(title), text(escape(proposal.form.title), weight="Bolder")]
    if view.board_meeting:
        when = words.moment(view.board_meeting.starts_at, view.mandate.time_zone)
        lines.append(text(words("Saken behandles i {body} {when}.", body=escape(body_name), when=when)))
    lines.append(text(told))
    return card([*lines, *_act_buttons(view, _only(acts, Act.BODY), words)], words, summary=title)


def started_card(view: ProposalView, acts: Sequence[Act], words: Words) -> Card:
    """To whoever follows up what is decided."""
    title = words("Du følger opp sak {case}", case=view.proposal.case_number)
    told = words("Meld fra her hvordan det går, og når det er tatt i bruk.")
    lines = [heading(title), text(escape(view.proposal.form.title), weight="Bolder"), text(told)]
    return card([*lines, *_act_buttons(view, _only(acts, Act.REPORT), words)], words, summary=title)


def stopped_card(view: ProposalView, acts: Sequence[Act], words: Words) -> Card:
    """To the proposer of a case whose voting was stopped."""
    title = words("Avstemningen i sak {case} er stoppet", case=view.proposal.case_number)
    told = words("Teksten skal rettes. Når den er kvalitetssikret på nytt, stemmes det igjen.")
    lines = [heading(title), text(escape(view.proposal.form.title), weight="Bolder"), text(told)]
    return card([*lines, *_act_buttons(view, _only(acts, Act.REVISE), words)], words, summary=title)


def _only(acts: Sequence[Act], wanted: Act) -> list[Act]:
    return [one for one in acts if one is wanted]


def answer_card(view: ProposalView, answer: Decision | Question, words: Words) -> Card:
    """What both channels and the proposer get when an office or a body has answered."""
    proposal, zone = view.proposal, view.mandate.time_zone
    lines = [text(escape(proposal.form.title), weight="Bolder")]
    if isinstance(answer, Question):
        title = words("{body} spør om sak {case}", body=escape(answer.asked_by), case=proposal.case_number)
        lines += [box([text(escape(answer.text))], "warning")]
        lines.append(text(words("Saken tas opp igjen i {committee}.", committee=escape(view.mandate.name))))
    else:
        title = words("Sak {case} er avgjort", case=proposal.case_number)
        lines.append(box(decision_lines(answer, zone, words), "good"))
        if proposal.recommendation:
            lines += [subheading(words("Innstilling")), text(escape(proposal.recommendation))]
    see = execute(words("Se saken"), "case.view", {"proposal": proposal.id})
    return card([heading(title), *lines], words, summary=title, actions=[see])
