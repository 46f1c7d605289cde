"""What people fill in about groups and delegates, and what is wrong with it."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date

from committee.errors import FormError
from committee.form_checks import LONGEST_AHEAD, text_faults
from committee.groups import Delegate, Group, GroupKind

#: How long each text may be, in characters.
LONGEST: Mapping[str, int] = {
    "name": 100,
    "task": 1000,
    "report": 3000,
    "reason": 300,
    "network": 100,
    "client": 100,
    "document": 500,
}
MOST_MEMBERS = 40
#: A delegate reports at least every other year.
MOST_MONTHS = 24
_ADDRESS = re.compile(r"https://[^\s/?#]+\.[^\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupForm:
    """A group as it was typed; `deadline` should be `2026-12-31`."""

    kind: str = ""
    name: str = ""
    task: str = ""
    leader_id: str = ""
    members: tuple[str, ...] = ()
    deadline: str = ""
    #: Oppdragsgiver; empty: the committee itself.
    client: str = ""

    @property
    def deadline_on(self) -> date:
        """Raises ValueError for what is not a day."""
        return date.fromisoformat(self.deadline)


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateForm:
    """A delegate as it was typed; days should be `2026-12-31`, `until_on` may be empty."""

    network: str = ""
    person_id: str = ""
    adviser_id: str = ""
    from_on: str = ""
    until_on: str = ""
    months: str = ""


def form_of_group(group: Group) -> GroupForm:
    """What stands in the form when the group is corrected."""
    return GroupForm(
        kind=group.kind,
        name=group.name,
        task=group.task,
        leader_id=group.leader_id,
        members=group.members,
        deadline=group.deadline_on.isoformat(),
        client=group.client,
    )


def form_of_delegate(delegate: Delegate) -> DelegateForm:
    """What stands in the form when the delegate is corrected."""
    return DelegateForm(
        network=delegate.network,
        person_id=delegate.person_id,
        adviser_id=delegate.adviser_id or "",
        from_on=delegate.from_on.isoformat(),
        until_on=delegate.until_on.isoformat() if delegate.until_on else "",
        months=str(delegate.report_months),
    )


def check_group(form: GroupForm, people: Container[str], *, today: date, was: date | None = None) -> GroupForm:
    """The form, trimmed, the leader first among the members.

    `was` is the deadline that stands already: it may be kept though it has passed.
    Raises FormError naming every field with a fault.
    """
    faults = text_faults({"name": form.name, "task": form.task}, LONGEST)
    if form.kind not in set(GroupKind):
        faults["kind"] = "field_not_chosen"
    if form.leader_id not in people:
        faults["leader"] = "field_no_person"
    if any(one not in people for one in form.members):
        faults["members"] = "field_no_person"
    elif len(form.members) > MOST_MEMBERS:
        faults["members"] = "field_too_many"
    if len(form.client) > LONGEST["client"]:
        faults["client"] = "field_too_long"
    deadline = _day(form.deadline)
    if deadline is None:
        faults["deadline"] = "field_no_day"
    elif deadline != was and not today <= deadline <= today + LONGEST_AHEAD:
        faults["deadline"] = "field_day_range"
    _refuse(faults)
    members = tuple(dict.fromkeys((form.leader_id, *form.members)))
    return replace(form, name=form.name.strip(), task=form.task.strip(), client=form.client.strip(), members=members)


def check_delegate(form: DelegateForm, people: Container[str], own: Container[str], *, today: date) -> DelegateForm:
    """The form, trimmed; `own` are the committee's members, one of whom the delegate is.

    Raises FormError naming every field with a fault.
    """
    faults = text_faults({"network": form.network}, LONGEST)
    if form.person_id not in own:
        faults["person"] = "field_no_member"
    if form.adviser_id and (form.adviser_id not in people or form.adviser_id == form.person_id):
        faults["adviser"] = "field_no_person"
    begins, ends = _day(form.from_on), _day(form.until_on)
    if begins is None:
        faults["from_on"] = "field_no_day"
    elif not today - LONGEST_AHEAD <= begins <= today + LONGEST_AHEAD:
        faults["from_on"] = "field_day_far"
    if form.until_on and ends is None:
        faults["until_on"] = "field_no_day"
    elif ends and not max(today, begins or today) <= ends <= today + LONGEST_AHEAD:
        faults["until_on"] = "field_day_order"
    if not (form.months.isdecimal() and len(form.months) < 3 and 1 <= int(form.months) <= MOST_MONTHS):
        faults["months"] = "field_not_chosen"
    _refuse(faults)
    return replace(form, network=form.network.strip())


def check_one_text(name: str, value: str) -> str:
    """The text, trimmed. Raises FormError when it is empty or too long."""
    _refuse(text_faults({name: value}, LONGEST))
    return value.strip()


def check_report(report: str, document: str) -> tuple[str, str]:
    """The report and where its result is, trimmed; the address may be empty. Raises FormError naming each fault."""
    faults = text_faults({"report": report}, LONGEST)
    address = document.strip()
    if len(address) > LONGEST["document"]:
        faults["document"] = "field_too_long"
    elif address and not _ADDRESS.fullmatch(address):
        faults["document"] = "field_no_address"
    _refuse(faults)
    return report.strip(), address


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise FormError(faults, longest=LONGEST)
