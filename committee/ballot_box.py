"""What keeps an election's sums unreadable while it is open."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from committee.elections import Election
from committee.errors import CommitteeError

#: Every sum takes as much room as any other, so that what is sealed tells nothing by its length.
_ROOM = 16


class BallotBox(Protocol):
    """Seals bytes under a key of the election's own, which lies outside the database and is destroyed when it is over.

    Sealing the same twice never gives the same text. `about` is not secret, and what is sealed with it opens only
    with it.
    """

    def seal(self, election_id: str, content: bytes, about: bytes) -> str: ...
    def unseal(self, election_id: str, sealed: str, about: bytes) -> bytes:
        """Raises CommitteeError("election_box_lost") when the key is gone, or what was sealed has been altered."""
        ...

    def forget(self, election_id: str) -> None:
        """Destroys the key: nothing that was sealed for the election can be opened any more. Idempotent."""
        ...


@dataclass(frozen=True, slots=True)
class _Sums:
    weights: tuple[int, ...]
    blank: int


def empty_box(box: BallotBox, election: Election) -> Election:
    """The election with nothing cast yet."""
    return _sealed(box, election, _Sums((0,) * len(election.candidates), 0))


def drop_ballot(box: BallotBox, election: Election, organisation_id: str, choice: str | None) -> Election:
    """The election with one organisation's ballot in its sums; `choice` is a candidate's person id, None is blank.

    Everything is sealed anew, so that two states of a row do not show what changed.
    """
    sums, weight = _unsealed(box, election), election.roll[organisation_id]
    weights = tuple(
        had + (weight if one.person_id == choice else 0)
        for one, had in zip(election.candidates, sums.weights, strict=True)
    )
    counted = _Sums(weights, sums.blank + (weight if choice is None else 0))
    return _sealed(box, replace(election, voted=_sorted((*election.voted, organisation_id))), counted)


def open_box(box: BallotBox, election: Election) -> Election:
    """The election with its sums in the open. Raises CommitteeError("election_box_lost")."""
    sums = _unsealed(box, election)
    if sum(sums.weights) + sums.blank != election.cast_weight:
        raise CommitteeError("election_box_lost")
    weights = {one.person_id: had for one, had in zip(election.candidates, sums.weights, strict=True)}
    return replace(election, sealed="", sums=weights, blank=sums.blank)


def _sealed(box: BallotBox, election: Election, sums: _Sums) -> Election:
    content = b"".join(one.to_bytes(_ROOM, "big") for one in (*sums.weights, sums.blank))
    return replace(election, sealed=box.seal(election.id, content, _about(election)))


def _unsealed(box: BallotBox, election: Election) -> _Sums:
    content = box.unseal(election.id, election.sealed, _about(election))
    *weights, blank = (int.from_bytes(content[n : n + _ROOM], "big") for n in range(0, len(content), _ROOM))
    return _Sums(tuple(weights), blank)


def _about(election: Election) -> bytes:
    """Who has voted: an older box does not fit a newer list of them."""
    return "\n".join((election.id, *election.voted)).encode()


def _sorted(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids))
