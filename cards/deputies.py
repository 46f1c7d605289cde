"""Cards about vara: the call, the answer, nobody to call, and the list."""

from cards.build import Card, Element, box, buttons, card, escape, execute, heading, quiet, shorten, text
from committee.absence_views import CallView, DeputiesView, MissingView
from committee.deputies import CallAnswer, CallReason
from locales import N_, Words

_LONGEST_TITLE = 80
_MOST_LISTED = 6
_MOST_CASES = 20
#: Teams shows six buttons; two are the answer's.
_MOST_BUTTONS = 4
_REASONS = {
    CallReason.APOLOGY: N_("{name} har meldt forfall til møtet {when}."),
    CallReason.HANDED_OVER: N_("{name} overlater stemmen i {case} til vara."),
    CallReason.RECUSED: N_("{name} er inhabil i {case}."),
}
_ANSWERS = {
    CallAnswer.WAITING: N_("Ikke svart ennå"),
    CallAnswer.ACCEPTED: N_("Stiller"),
    CallAnswer.DECLINED: N_("Kan ikke"),
}
_ENDED = N_("Gjelder ikke lenger")


def call_card(view: CallView, words: Words) -> Card:
    """To a deputy who is called: why, for what, the papers and the ballot, and yes or no."""
    title = words("Du er kalt inn som vara for {organisation}", organisation=escape(view.organisation))
    call = view.call
    if not call.stands:
        told = words("Innkallingen gjelder ikke lenger. Du trenger ikke å gjøre noe.")
        if call.answer is CallAnswer.DECLINED:
            told = words("Takk for svar. Da spør vi den neste.")
        return card([heading(title), text(_why(view, words)), box([text(told)])], words, summary=title)
    body: list[Element] = [heading(title), text(_why(view, words))]
    shown = view.cases[:_MOST_CASES]
    body += [text(f"**{one.case_number}** {escape(shorten(one.form.title, _LONGEST_TITLE))}") for one in shown]
    left = len(view.cases) - len(shown)
    if left:
        body.append(quiet(words.plural("og {n} sak til", "og {n} saker til", left)))
    body.append(text(words("Du har stemmen så lenge innkallingen gjelder.")))
    data = {"call": call.id}
    actions = _ways_in(view, words)[:_MOST_BUTTONS]
    if call.answer is CallAnswer.WAITING:
        actions.append(execute(words("Jeg stiller"), "deputy.accept", data, style="positive"))
    actions.append(execute(words("Jeg kan ikke"), "deputy.decline", data))
    return card(body, words, summary=title, actions=actions)


def _ways_in(view: CallView, words: Words) -> list[Element]:
    """To the ballots that are open, and then to the cases' papers."""
    made = []
    for one in view.votings:
        vote = execute(words("Stem i {case}", case=one.case_number), "voting.view", {"voting": one.voting_id})
        if one.procedure_id:
            vote = execute(words("Vis papirer og stem"), "procedure.view", {"procedure": one.procedure_id})
        made.append(vote)
    return made + [
        execute(words("Papirene i {case}", case=one.case_number), "case.view", {"proposal": one.id})
        for one in view.cases
    ]


def _why(view: CallView, words: Words) -> str:
    case = view.cases[0].case_number if view.cases else ""
    when = words.moment(view.starts_at, view.zone) if view.starts_at else ""
    return words(_REASONS[view.call.reason], name=escape(view.absent), case=case, when=when)


def answered_card(view: CallView, words: Words) -> Card:
    """To the one who is away: whether the deputy comes."""
    name = escape(view.deputy)
    title = words("{name} stiller for deg", name=name)
    told = words("Vara har stemmen deres. Dere ser begge hva som er stemt.")
    if view.call.answer is CallAnswer.DECLINED:
        title = words("{name} kan ikke stille for deg", name=name)
        told = words("Den neste varaen er spurt. Er det ingen flere, får leder og sekretær beskjed.")
    return card([heading(title), text(_why(view, words)), text(told)], words, summary=title)


def no_deputy_card(view: CallView, words: Words) -> Card:
    """To leader and secretary: nobody is left to call."""
    title = words("{organisation} mangler vara", organisation=escape(view.organisation))
    told = words("{name} kan ikke, og det er ingen flere å kalle inn. Snakk med kommunen.", name=escape(view.deputy))
    return card([heading(title), text(_why(view, words)), text(told)], words, summary=title)


def missing_card(view: MissingView, words: Words) -> Card:
    """To leader and secretary: an organisation comes with nobody, and has no deputy to call."""
    title = words("{organisation} mangler vara", organisation=escape(view.organisation))
    why = words("Alle fra {organisation} har meldt forfall til møtet {when}, og ingen vara kan kalles inn.",
                organisation=escape(view.organisation),
                when=words.moment(view.starts_at, view.zone) if view.starts_at else "")  # fmt: skip
    if view.proposal:
        why = words("Ingen fra {organisation} kan stemme i {case}, og ingen vara kan kalles inn.",
                    organisation=escape(view.organisation), case=view.proposal.case_number)  # fmt: skip
    told = words("Snakk med kommunen. Den kan oppnevne noen med «plasser».")
    return card([heading(title), text(why), text(told)], words, summary=title)


def deputies_card(view: DeputiesView, words: Words) -> Card:
    """The open votings that one may hand over, and who has been called."""
    title = words("Vara")
    body: list[Element] = [heading(title)]
    if not view.calls and not view.to_hand_over:
        body.append(text(words("Ingen vara er kalt inn, og du har ingen åpen avstemning å overlate.")))
    for one in view.calls[:_MOST_LISTED]:
        told = f"**{escape(one.deputy)}** ({escape(one.organisation)}) – {_why(one, words)}"
        body.append(text(told, separator=True))
        body.append(quiet(words(_ANSWERS[one.call.answer] if one.call.ended_at is None else _ENDED)))
        body += buttons(_acts(one, words))
    left = len(view.calls) - _MOST_LISTED
    if left > 0:
        body.append(quiet(words.plural("og {n} til", "og {n} til", left)))
    actions = [
        execute(words("Overlat {case} til vara", case=case), "deputy.hand_over", {"voting": id_})
        for id_, case in view.to_hand_over[:_MOST_LISTED]
    ]
    return card(body, words, summary=title, actions=actions)


def _acts(view: CallView, words: Words) -> list[Element]:
    made = []
    if view.may_take_back:
        made.append(execute(words("Ta stemmen tilbake"), "deputy.take_back", {"voting": view.call.about}))
    if view.may_answer:
        made.append(execute(words("Jeg stiller"), "deputy.accept", {"call": view.call.id}, style="positive"))
        made.append(execute(words("Jeg kan ikke"), "deputy.decline", {"call": view.call.id}))
    return made
