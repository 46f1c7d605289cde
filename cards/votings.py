"""A voting's card: shared, one's own, and after closing."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

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
    subheading,
    submit,
    text,
)
from cards.mandate_line import SHOWN_CHECKSUM
from cards.voting_results import result_card
from committee.entitlements import Entitlements
from committee.errors import CommitteeError
from committee.mandate import Agreement, BallotKind, Tie, TooFew, Visibility
from committee.views import VotingView
from committee.voting import LONGEST_REMARK, WHOLE, Choice
from locales import Words
from locales.mandate_rules import (
    abstention_told,
    agreement_told,
    ballots_told,
    not_lifted_told,
    quorum_told,
    split_told,
    tie_told,
    too_few_told,
)
from locales.outcomes import ballot_told, choice_name
from locales.refusals import refusal

Keep = Callable[[tuple[object, ...], Callable[[], list[Element]]], list[Element]]
"""Gives the elements that were drawn for a key before, or draws them: the key says all that they depend on."""


def draw_anew(_key: tuple[object, ...], draw: Callable[[], list[Element]]) -> list[Element]:
    """Keeps nothing."""
    return draw()


def voting_card(view: VotingView, words: Words, *, keep: Keep = draw_anew) -> Card:
    """The shared card without a viewer, which lets Teams ask for each one's own; else the viewer's own.

    `keep` is of one voting and one language: a press on a button then draws little anew.
    """
    voting = view.voting
    if not voting.is_open:
        return result_card(view, words)
    frame = keep(("frame", voting.closes_at), lambda: voting_frame(view, words))
    turnout_key = ("turnout", voting.tally.cast_count, voting.voted, voting.recused, voting.called)
    turnout = keep(turnout_key, lambda: _turnout(view, words))
    summary = words("Avstemning: {case}", case=view.proposal.case_number)
    if view.viewer is None:
        made = card([*frame, *turnout, *_ballot_box(view, words)], words, summary=summary)
        view_it = {"type": "Action.Execute", "verb": "voting.view", "data": {"voting": voting.id}}
        return {**made, "refresh": {"action": {**view_it, "title": words("Oppdater")}}}
    revision = view.own_ballot.revision if view.own_ballot else 0
    closing = view.may_close and ("early" if view.voting.missing_count else "complete")
    box_key = ("box", view.own_entry is not None, revision, closing, view.may_hand_over)
    own_box = keep(box_key, lambda: _own_box(view, words))
    return card([*_own(view, words), *frame, *turnout, *own_box], words, summary=summary)


def voting_frame(view: VotingView, words: Words) -> list[Element]:
    """What is asked, and the rules it is asked under, frozen when the voting opened."""
    return [
        heading(words("Avstemning: {case}", case=view.proposal.case_number)),
        *_in_writing(view, words),
        text(escape(view.proposal.form.title), weight="Bolder"),
        box([subheading(words("Innstilling")), text(escape(view.proposal.recommendation))]),
        facts(_rules(view, words)),
        quiet(
            words(
                "Reglene er låst: mandat {reference}, gjelder fra {day}, kontrollsum {checksum}",
                reference=escape(view.mandate.approval.reference),
                day=words.short_date(view.voting.mandate.valid_from),
                checksum=view.voting.mandate.sha256[:SHOWN_CHECKSUM],
            )
        ),
    ]


def _in_writing(view: VotingView, words: Words) -> list[Element]:
    """That the case is treated in writing, and why when it could not wait."""
    procedure = view.procedure
    if procedure is None:
        return []
    if procedure.urgency is None:
        return [quiet(words("Skriftlig behandling mellom møtene. Papirene har dere fått i chatten."))]
    told = words("Hastesak: {why}", why=escape(procedure.urgency.why_urgent))
    return [box([text(told, weight="Bolder"), text(escape(procedure.urgency.why_not_wait))], "warning")]


def _rules(view: VotingView, words: Words) -> list[tuple[str, str]]:
    rules = view.voting.rules
    weights = words.join([escape(f"{line.entry.name} {line.entry.weight}") for line in view.lines])
    lifted = words("Saken løftes til {body}", body=view.board.name) if view.board else not_lifted_told(words)
    too_few = lifted if rules.too_few is TooFew.ESCALATE else too_few_told(rules.too_few, words)
    by_majority = rules.agreement is not Agreement.CONSENSUS
    may_fall_short = by_majority and (rules.agreement is not Agreement.SIMPLE or rules.abstentions_count)
    return [
        (words("Frist"), words.moment(view.voting.closes_at, view.mandate.time_zone)),
        (words("Flertall"), agreement_told(rules, words)),
        (words("Flest for, men for få"), too_few if may_fall_short else ""),
        (words("Avholdende"), abstention_told(rules, words) if rules.abstention_allowed else ""),
        (words("Din stemme"), "" if rules.abstention_allowed else words("Du må velge For eller Mot")),
        (words("Stemmelikhet"), _on_tie(view, words) if by_majority else ""),
        (words("Stemmevekt"), weights),
        (words("Delt stemme"), split_told(words) if rules.ballot is BallotKind.SPLIT else ""),
        (words("Vedtaksfør"), quorum_told(rules, words)),
        (words("Uten enighet"), lifted),
        (words("Hvem stemte hva"), ballots_told(rules.ballots, words)),
    ]


def _on_tie(view: VotingView, words: Words) -> str:
    """Empty where it is as always; a tie is not voted on anew for ever."""
    rules, asked = view.voting.rules, view.mandate.rules
    if asked.tie is Tie.NEW_VOTING and rules.tie is not Tie.NEW_VOTING:
        return words("Det er stemt på nytt så ofte som mandatet tillater. {after}", after=tie_told(rules.tie, words))
    told = tie_told(rules.tie, words, is_topmost=view.board is None, anew=rules.votes_anew)
    return told if rules.tie is not Tie.ESCALATE else ""


@lru_cache(maxsize=1024)
def _name(organisation: str) -> str:
    """The organisation's name as it is drawn; on the hot path the same few come again and again."""
    return escape(organisation)


def _turnout(view: VotingView, words: Words) -> list[Element]:
    count = view.voting.tally
    told = words("{cast} av {all} kommuner har stemt", cast=count.cast_count, all=count.roll_count)
    lines: list[Element] = [subheading(told)]
    voted = [_name(line.entry.name) for line in view.lines if line.has_voted]
    waiting = [_name(line.entry.name) for line in view.lines if not line.has_voted]
    if voted:
        lines.append(text(words("Har stemt: {names}", names=words.join(voted)), spacing="Small"))
    if waiting:
        lines.append(text(words("Venter på: {names}", names=words.join(waiting)), spacing="Small"))
    return [*lines, *_out_of_the_ordinary(view.entitled, words)] if view.entitled else lines


def _out_of_the_ordinary(entitled: Entitlements, words: Words) -> list[Element]:
    """Who does not vote, who votes for them, and whom nobody votes for: said to all, and never left to be guessed."""
    lines = []
    if entitled.recused:
        lines.append(quiet(words("Inhabil i saken: {names}", names=_people(entitled.recused, words))))
    if entitled.deputies:
        lines.append(quiet(words("Vara: {names}", names=_people(entitled.deputies, words))))
    if entitled.voiceless:
        names = words.join([_name(one) for one in entitled.voiceless])
        lines.append(text(words("Ingen kan stemme for {names} nå.", names=names), color="Warning", spacing="Small"))
    return lines


def _people(people: Sequence[tuple[str, str]], words: Words) -> str:
    return words.join([escape(f"{name} ({organisation})" if organisation else name) for name, organisation in people])


def _ballot_box(view: VotingView, words: Words) -> list[Element]:
    """Buttons only: the card is redrawn as others vote, and would take with it what somebody was writing."""
    voting = view.voting
    revision = view.own_ballot.revision if view.own_ballot else 0
    cast = [
        execute(
            choice_name(choice, words),
            "ballot.cast",
            {"voting": voting.id, "choice": choice.value, "revision": revision},
        )
        for choice in _choices(view)
    ]
    data = {"voting": voting.id}
    split = [open_dialog(words("Del stemmevekten"), "ballot_split", data)] if may_split(view) else []
    return buttons([*cast, *split, open_dialog(words("Stem med merknad"), "ballot", data)])


def may_split(view: VotingView) -> bool:
    """Where the mandate lets, and there is more than one to give."""
    return view.voting.rules.ballot is BallotKind.SPLIT and view.own_entry is not None and view.own_entry.weight > 1


def _choices(view: VotingView) -> list[Choice]:
    return [one for one in WHOLE if one is not Choice.ABSTAIN or view.voting.rules.abstention_allowed]


def ballot_form(
    view: VotingView, words: Words, *, typed: Mapping[str, str] | None = None, faults: Mapping[str, str] | None = None
) -> Card:
    """The dialog for a ballot with a remark, or with a demand that the superior body decides."""
    own, faults = view.own_ballot, faults or {}
    kept = {
        "choice": own.choice.value if own and own.parts is None else "",
        "remark": own.remark if own else "",
        "demand": "true" if own and own.escalation_demanded else "false",
        **(typed or {}),
    }
    choices = [(one.value, choice_name(one, words)) for one in _choices(view)]
    hint = words("Det du skriver her, blir synlig når avstemningen er lukket")
    if view.voting.rules.ballots is Visibility.CLOSED:
        hint = words("Andre ser ikke det du skriver her. Krever dere løft, vises begrunnelsen uten navn")
    body = [
        text(escape(view.proposal.form.title), weight="Bolder"),
        box([subheading(words("Innstilling")), text(escape(view.proposal.recommendation))]),
        input_choice("choice", words("Din stemme"), choices, kept["choice"], style="expanded"),
        *_wrong(faults.get("choice"), words),
        input_text("remark", words("Merknad til referatet (valgfritt)"), kept["remark"], lines=True, hint=hint),
        *_wrong(faults.get("remark"), words),
    ]
    if view.voting.rules.escalation_may_be_demanded and view.board:
        demand = words("Krev at saken løftes til {body} (skriv hvorfor i merknaden)", body=view.board.name)
        body.append(input_toggle("demand", demand, on=kept["demand"] == "true", label=words("Krav om løft")))
    data = {"voting": view.voting.id, "revision": str(own.revision if own else 0)}
    body += buttons([submit(words("Avgi stemme"), "ballot", data)])
    return card(body, words, summary=words("Stem i {case}", case=view.proposal.case_number))


def _wrong(code: str | None, words: Words) -> list[Element]:
    return [fault(refusal(CommitteeError(code, longest=LONGEST_REMARK), words))] if code else []


def _own(view: VotingView, words: Words) -> list[Element]:
    if view.own_entry is None:
        sentence = refusal(CommitteeError(view.no_vote or "no_vote_outsider"), words)
        return [box([text(sentence)])]
    organisation, own = _name(view.own_entry.name), view.own_ballot
    if own is None:
        return [
            box([text(words("Du stemmer for {organisation}.", organisation=organisation), weight="Bolder")], "accent")
        ]
    told = words("Din stemme for {organisation}: {choice}", organisation=organisation, choice=ballot_told(own, words))
    lines = [text(f"✓ {told}", weight="Bolder"), *_cast_by(view, words)]
    if own.remark:
        lines.append(text(words("Merknad: {remark}", remark=escape(own.remark))))
    if own.escalation_demanded:
        lines.append(text(words("Dere krever at saken løftes.")))
    if _may_change(view):
        lines.append(quiet(words("Dere kan endre stemmen til avstemningen lukkes.")))
    return [box(lines, "good")]


def _cast_by(view: VotingView, words: Words) -> list[Element]:
    """Whose hand it was, where it was not the viewer's own."""
    own = view.own_ballot
    if own and own.entered_by:
        return [text(words("Ført inn av sekretæren."))]
    if own is None or own.person_id == (view.viewer.person.id if view.viewer else ""):
        return []
    name = escape(view.own_ballot_by) or words("en kollega")
    if view.own_by_former:
        return [text(words("Avgitt av {name}, som ikke sitter for dere lenger.", name=name))]
    return [text(words("Avgitt av {name}. Dere deler én stemme.", name=name))]


def _may_change(view: VotingView) -> bool:
    """What was entered for somebody is theirs to change, whatever the mandate says of changing one's mind."""
    return view.voting.rules.ballot_may_change or (view.own_ballot is not None and bool(view.own_ballot.entered_by))


def _own_box(view: VotingView, words: Words) -> list[Element]:
    votes = view.own_entry is not None and (view.own_ballot is None or _may_change(view))
    made = _ballot_box(view, words) if votes else []
    if view.may_hand_over and votes:
        made += buttons([execute(words("Overlat til vara"), "deputy.hand_over", {"voting": view.voting.id})])
    if view.may_close:
        close, data = words("Lukk avstemningen"), {"voting": view.voting.id}
        early = view.voting.missing_count > 0
        made += buttons([open_dialog(close, "voting_close", data) if early else execute(close, "voting.close", data)])
    return made


def ballot_differs_card(view: VotingView, words: Words) -> Card:
    """To the one whose ballot a colleague has changed: they share it, and the last counts."""
    organisation = escape(view.own_entry.name) if view.own_entry else ""
    title = words("Stemmen for {organisation} er endret", organisation=organisation)
    told = words(
        "{name} har endret stemmen dere deler i {case}. Den siste som avgis før lukking, teller. Snakk gjerne sammen.",
        name=escape(view.own_ballot_by) or words("En kollega"),
        case=view.proposal.case_number,
    )
    actions = [execute(words("Se stemmen"), "voting.view", {"voting": view.voting.id})] if view.voting.is_open else []
    return card([heading(title), text(told)], words, summary=title, actions=actions)
