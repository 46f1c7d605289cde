"""Records: what belongs to a committee or to one of its cases and is read as a whole."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Record(Protocol):
    """A frozen dataclass; its type is named once in `storage.records`."""

    @property
    def id(self) -> str: ...
    @property
    def committee_id(self) -> str: ...
    @property
    def about(self) -> str:
        """The id of what it is about (a case, a voting); empty when it is about the committee itself."""
        ...


R = TypeVar("R", bound=Record)


class Records(Protocol):
    """A part of `committee.ports.Transaction`. Lists come by id: those of `new_id` sort by when they were made."""

    def find(self, of: type[R], record_id: str) -> R:
        """Raises CommitteeError("not_found")."""
        ...

    def records(self, of: type[R], committee_id: str) -> Sequence[R]: ...
    def records_about(self, of: type[R], subject_id: str) -> Sequence[R]:
        """All committees'."""
        ...

    def all_records(self, of: type[R]) -> Sequence[R]:
        """Every committee's: for what an installation has few of."""
        ...

    def keep(self, record: Record) -> None:
        """Writes it, in place of one with its id. Raises TypeError for a type that `storage.records` does not know."""
        ...
