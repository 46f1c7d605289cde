"""The cards about groups and delegates that errands mean, drawn from the present state."""

from collections.abc import Callable

from bot.office import Card
from cards.groups import group_card, group_due_card, group_end_card, group_gone_card, group_report_card
from cards.networks import delegate_card, delegate_due_card, delegate_report_card
from committee.errors import CommitteeError
from committee.group_rights import sees_group
from committee.group_views import DelegateView, GroupView, view_delegate, view_group
from committee.members import Directory, Member
from committee.ports import Transaction
from locales import Words


def _channel_group(draw: Callable[[GroupView, Words], Card]) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, _: str, group_id: str, say: Words) -> Card:
        group = tx.group(group_id)
        if group.is_private:  # never asked for, and never shown either (C14)
            raise CommitteeError("not_found")
        return draw(view_group(tx, directory, group, None), say)

    return drawn


def _own_group(draw: Callable[[GroupView, Words], Card]) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, member: Member, group_id: str, say: Words) -> Card:
        group = tx.group(group_id)
        if not sees_group(member, group):
            return group_gone_card(say)
        return draw(view_group(tx, directory, group, member), say)

    return drawn


def _channel_delegate(draw: Callable[[DelegateView, Words], Card]) -> Callable[..., Card]:
    return lambda tx, directory, _, id_, say: draw(view_delegate(directory, tx.delegate(id_), None), say)


def _own_delegate(draw: Callable[[DelegateView, Words], Card]) -> Callable[..., Card]:
    return lambda tx, directory, member, id_, say: draw(view_delegate(directory, tx.delegate(id_), member), say)


CHANNEL: dict[str, Callable[..., Card]] = {
    "group": _channel_group(group_card),
    "group_report": _channel_group(group_report_card),
    "group_end": _channel_group(group_end_card),
    "delegate": _channel_delegate(delegate_card),
    "delegate_report": _channel_delegate(delegate_report_card),
}
PERSONAL: dict[str, Callable[..., Card]] = {
    "group": _own_group(group_card),
    "group_soon": _own_group(lambda view, say: group_due_card(view, say, overdue=False)),
    "group_overdue": _own_group(lambda view, say: group_due_card(view, say, overdue=True)),
    "delegate": _own_delegate(delegate_card),
    "delegate_soon": _own_delegate(lambda view, say: delegate_due_card(view, say, overdue=False)),
    "delegate_overdue": _own_delegate(lambda view, say: delegate_due_card(view, say, overdue=True)),
}
