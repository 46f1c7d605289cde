"""«tema»: a member puts a theme on the agenda of the body that the committee advises (004-08)."""

from bot.command import Command
from bot.groups import places_of
from bot.office import Card, Visit
from cards.help import message_card
from cards.themes import theme_card
from committee.case_results import advised_body, result_of
from committee.mandate import Result
from committee.members import Member
from committee.rights import Right, require
from locales import N_
from locales.refusals import refusal_of


async def _offer(visit: Visit) -> Card:
    """For the first of the visitor's committees that advises a body; where none does, the way to a case here."""
    member = next((one for one in places_of(visit) if one.seat and _advises_body(visit, one)), visit.member)
    require(member, Right.PROPOSE)
    mandate = visit.directory.mandate(member.committee_id)
    body = advised_body(mandate, visit.directory) if _advises_body(visit, member) else None
    if body is None or body not in visit.directory.mandates:
        return message_card(visit.words("Tema"), refusal_of("no_body_above", visit.words), visit.words)
    return theme_card(mandate, visit.directory.mandate(body).name, visit.words)


def _advises_body(visit: Visit, member: Member) -> bool:
    return result_of(visit.directory.mandate(member.committee_id), visit.directory) is Result.BODY


COMMANDS = (
    Command(
        phrases=("meld tema", "tema", "nytt tema", "tema til rådet", "tema til overordnet organ", "sett på dagsorden"),
        does=N_("melder et tema til organet som utvalget gir råd"),
        run=_offer,
        needs=Right.PROPOSE,
    ),
)
