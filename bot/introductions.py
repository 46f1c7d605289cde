"""«innføring»: which municipalities have taken a decided case into use, and when the others will."""

from collections.abc import Mapping
from typing import Any

from bot.case_follow import list_cases
from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.introductions import introduced, introduction_card, introduction_form, steps_form
from committee.errors import CommitteeError, FormError
from committee.introductions import IntroductionView
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.workflows.introductions import IntroductionForm, set_steps, view_introduction, write_introduction
from locales import N_, Words

_STEP = "step_"


def _view(tx: Transaction, visit: Visit, data: Data) -> IntroductionView:
    id_ = field_of(data, "proposal")
    member = visit.member_of(tx.proposal(id_).committee_id)
    return view_introduction(tx, visit.directory, member, id_, now=visit.office.now())


async def _see(visit: Visit, data: Data) -> Card:
    return introduction_card(await visit.office.store.read(lambda tx: _view(tx, visit, data)), visit.words)


async def _list(visit: Visit) -> Card:
    def told(tx: Transaction, case: Proposal) -> str:
        view = view_introduction(tx, visit.directory, visit.member, case.id, now=visit.office.now())
        return introduced(view, visit.words)

    title, none = visit.words("Innføring"), visit.words("Ingen saker er til innføring nå.")
    return await list_cases(visit, title, none, "introduction.view", told)


def _refuse(view: IntroductionView, form: str) -> None:
    if form == "introduction" and view.own is None:
        raise CommitteeError("no_vote_organisation")
    if form == "introduction_steps" and not view.may_set:
        raise CommitteeError("no_right_follow")


def _form(form: str, view: IntroductionView, words: Words, **filled: Any) -> Card:
    if form == "introduction":
        return introduction_form(view, words, **filled)
    typed = filled.pop("typed", None)
    return steps_form(view, words, typed=typed["steps"] if typed else None, **filled)


def _submit_to(tx: Transaction, visit: Visit, data: Data, form: str, typed: Mapping[str, str]) -> None:
    id_, now = field_of(data, "proposal"), visit.office.now()
    member = visit.member_of(tx.proposal(id_).committee_id)
    if form == "introduction_steps":
        set_steps(tx, visit.directory, member, id_, steps=typed["steps"], now=now)
        return
    done = [name.removeprefix(_STEP) for name, value in typed.items() if name.startswith(_STEP) and value == "true"]
    filled = IntroductionForm(
        planned_on=typed["planned_on"], done_on=typed["done_on"], done=done, deviation=typed["deviation"]
    )
    write_introduction(tx, visit.directory, member, id_, filled, now=now)


def _dialog(form: str, told: str) -> Dialog:
    async def fetch(visit: Visit, data: Data) -> Answer:
        view = await visit.office.store.read(lambda tx: _view(tx, visit, data))
        _refuse(view, form)
        card = _form(form, view, visit.words)
        return show_dialog(card["fallbackText"], card)

    async def submit(visit: Visit, data: Data) -> Answer:
        typed = {name: field_of(data, name) for name in ("planned_on", "done_on", "deviation", "steps")}
        typed |= {name: field_of(data, name) for name in data if name.startswith(_STEP)}
        try:
            await visit.office.store.write(lambda tx: _submit_to(tx, visit, data, form, typed))
        except FormError as error:
            view = await visit.office.store.read(lambda tx: _view(tx, visit, data))
            card = _form(form, view, visit.words, typed=typed, faults=error.fields)
            return show_dialog(card["fallbackText"], card)
        visit.office.nudge()
        return tell_in_dialog(visit.words(told))

    return Dialog(fetch=fetch, submit=submit)


def _late(tx: Transaction, directory: Directory, member: Member, proposal_id: str, say: Words) -> Card:
    view = view_introduction(tx, directory, member, proposal_id)
    return introduction_card(view, say, told=say("Dagen dere satte, er passert. Kryss av, eller sett en ny dag."))


def _unplanned(tx: Transaction, directory: Directory, member: Member, proposal_id: str, say: Words) -> Card:
    view = view_introduction(tx, directory, member, proposal_id)
    return introduction_card(view, say, told=say("Dere har ikke satt en dag. Når tar dere det i bruk?"))


PERSONAL = {"introduction_late": _late, "introduction_unplanned": _unplanned}
ACTIONS: dict[str, Any] = {"introduction.view": _see}
DIALOGS = {
    "introduction": _dialog("introduction", N_("Takk! Det står i innføringen.")),
    "introduction_steps": _dialog("introduction_steps", N_("Trinnene er lagret.")),
}
COMMANDS = (
    Command(
        phrases=("innføring", "innføringer", "innføringsplan", "hvem har innført", "rollout"),
        does=N_("viser hvilke kommuner som har tatt vedtatte saker i bruk"),
        run=_list,
    ),
)
