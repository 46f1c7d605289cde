"""The one policy of who may see what an organisation has voted: cards, chat, minutes and files all go through it."""

from collections.abc import Iterable

from committee.mandate import Visibility
from committee.voting import Ballot, Voting


def shows_ballots(voting: Voting) -> bool:
    """Whether everybody in the committee may see who voted what: never while it is open, then as the mandate says."""
    return not voting.is_open and voting.rules.ballots is Visibility.OPEN


def visible_ballots(voting: Voting, ballots: Iterable[Ballot], organisation_id: str | None = None) -> dict[str, Ballot]:
    """Those that one from the organisation may see, by organisation: their own always.

    Without an organisation: what everybody may see.
    """
    all_of_them = shows_ballots(voting)
    return {one.organisation_id: one for one in ballots if all_of_them or one.organisation_id == organisation_id}


def nameless_grounds(voting: Voting, ballots: Iterable[Ballot]) -> tuple[str, ...]:
    """Why organisations demanded that the superior body decides, where who they are is not shown; by the alphabet.

    That body must know why it gets the case. The order tells nothing of who wrote which.
    """
    if voting.is_open or shows_ballots(voting):
        return ()
    return tuple(sorted(one.remark for one in ballots if one.escalation_demanded))
