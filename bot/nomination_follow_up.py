"""The dialogs of those who follow a nomination: advice, appointment, withdrawal."""

from collections.abc import Callable

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Visit
from cards.nomination_forms import confirm_form, consultation_form, withdraw_form
from committee.appointments import Nomination
from committee.errors import CommitteeError, FormError
from committee.nomination_rights import may_confirm, may_follow
from committee.nomination_views import NominationView, view_nomination
from committee.ports import Transaction
from committee.workflows.nominations import confirm_nomination, record_consultation, withdraw_nomination


def view_for(visit: Visit, nomination: Nomination) -> NominationView:
    """The nomination as the visitor sees it."""
    return view_nomination(visit.directory, nomination, visit.person)


async def change_nomination(visit: Visit, change: Callable[[Transaction], Nomination]) -> NominationView:
    """Does it, and has whoever got a seat have it at once."""
    nomination = await visit.office.store.write(change)
    await visit.office.refresh()
    visit.office.nudge()
    return view_for(visit, nomination)


async def _read(visit: Visit, data: Data, *, confirms: bool) -> NominationView:
    """Raises CommitteeError("not_found", "no_right_nominate", "no_right_confirm", "nomination_settled")."""
    nomination = await visit.office.store.read(lambda tx: tx.nomination(field_of(data, "nomination")))
    allowed = may_confirm if confirms else may_follow
    if not allowed(visit.directory, visit.person, nomination):
        raise CommitteeError("no_right_confirm" if confirms else "no_right_nominate")
    if not nomination.is_open:
        raise CommitteeError("nomination_settled")
    return view_for(visit, nomination)


async def _fetch_consult(visit: Visit, data: Data) -> Answer:
    view = await _read(visit, data, confirms=True)
    return show_dialog(visit.words("Før inn råd"), consultation_form(view, visit.words))


async def _submit_consult(visit: Visit, data: Data) -> Answer:
    view, typed = await _read(visit, data, confirms=True), field_of(data, "consulted")
    answer, id_, now = field_of(data, "answer"), field_of(data, "nomination"), visit.office.now()
    named = {str(n): who for n, (who, _) in enumerate(view.advice)}.get(typed, "")

    def work(tx: Transaction) -> Nomination:
        return record_consultation(tx, visit.directory, visit.person, id_, consulted=named, answer=answer, now=now)

    try:
        await change_nomination(visit, work)
    except FormError as error:
        card = consultation_form(view, visit.words, consulted=typed, answer=answer, faults=error.fields)
        return show_dialog(visit.words("Før inn råd"), card)
    return tell_in_dialog(visit.words("Rådet er ført inn."))


async def _fetch_confirm(visit: Visit, data: Data) -> Answer:
    view = await _read(visit, data, confirms=True)
    return show_dialog(visit.words("Oppnevn"), confirm_form(view, visit.words))


async def _submit_confirm(visit: Visit, data: Data) -> Answer:
    id_, reason, now = field_of(data, "nomination"), field_of(data, "reason"), visit.office.now()

    def work(tx: Transaction) -> Nomination:
        return confirm_nomination(tx, visit.directory, visit.person, id_, reason=reason, now=now)

    try:
        view = await change_nomination(visit, work)
    except FormError as error:
        view = await _read(visit, data, confirms=True)
        card = confirm_form(view, visit.words, reason=reason, faults=error.fields)
        return show_dialog(visit.words("Oppnevn"), card)
    return tell_in_dialog(visit.words("{name} er oppnevnt.", name=view.person))


async def _fetch_withdraw(visit: Visit, data: Data) -> Answer:
    view = await _read(visit, data, confirms=False)
    return show_dialog(visit.words("Trekk tilbake"), withdraw_form(view, visit.words))


async def _submit_withdraw(visit: Visit, data: Data) -> Answer:
    id_, reason, now = field_of(data, "nomination"), field_of(data, "reason"), visit.office.now()

    def work(tx: Transaction) -> Nomination:
        return withdraw_nomination(tx, visit.directory, visit.person, id_, reason=reason, now=now)

    try:
        await change_nomination(visit, work)
    except FormError as error:
        view = await _read(visit, data, confirms=False)
        card = withdraw_form(view, visit.words, reason=reason, faults=error.fields)
        return show_dialog(visit.words("Trekk tilbake"), card)
    return tell_in_dialog(visit.words("Nomineringen er trukket tilbake."))


DIALOGS: dict[str, Dialog] = {
    "nomination_consult": Dialog(fetch=_fetch_consult, submit=_submit_consult),
    "nomination_confirm": Dialog(fetch=_fetch_confirm, submit=_submit_confirm),
    "nomination_withdraw": Dialog(fetch=_fetch_withdraw, submit=_submit_withdraw),
}
