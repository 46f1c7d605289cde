"""Which other bodies get a copy of a case, because it touches their fields too (000-04, 000-05, 000-24)."""

from dataclasses import dataclass
from datetime import datetime

from committee.mandate import Mandate
from committee.members import Directory
from committee.proposals import Proposal

#: What the form's question can be answered with beside the bodies themselves.
NONE, ALL = "none", "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCopy:
    """A body has a copy of a case; `id` is made of the two, `committee_id` is the body."""

    id: str
    committee_id: str
    #: The case.
    about: str
    at: datetime


def copy_id(proposal_id: str, committee_id: str) -> str:
    return f"{proposal_id}:{committee_id}"


def areas_for(directory: Directory, mandate: Mandate) -> dict[str, str]:
    """Names by id of the bodies with fields of their own, of the same organisations, that a case may touch.

    The body above is left out: what goes there goes another way.
    """
    own = {one.id for one in mandate.organisations}
    return {
        one.id: one.name
        for one in directory.mandates.values()
        if one.fields
        and one.id not in (mandate.id, mandate.superior)
        and one.id in directory.spaces
        and own.intersection(organisation.id for organisation in one.organisations)
    }


def copied_to(directory: Directory, proposal: Proposal) -> tuple[str, ...]:
    """The bodies that are to have a copy: those that were chosen, and those that cut across all that it touches.

    «All» is every field that some body cuts across, or all there are where none does.
    """
    mandate = directory.governing(proposal.mandate)
    areas = areas_for(directory, mandate)
    across = [one for one in directory.mandates.values() if one.cuts_across and one.id in areas]
    touched = {one for one in proposal.form.touches if one in areas}
    if ALL in proposal.form.touches:
        touched |= {one for body in across for one in body.cuts_across if one in areas} or set(areas)
    reached = touched | {mandate.id}
    touched |= {one.id for one in across if reached.issuperset(one.cuts_across)}
    return tuple(one for one in areas if one in touched)
