"""What the writer still knows when its next transaction begins."""

from typing import Any

from storage.kinds import AUDIT, Key, Kind

Objects = dict[Kind, dict[Key, Any]]
MOST_REMEMBERED = 50_000


class Memory:
    """Objects by kind and key, None for what is known not to be there.

    `alone`: nobody else writes to this database (SQLite, held by its lock), so that all that was read or written is
    still so. Otherwise only what is never changed is remembered.
    """

    def __init__(self, *, alone: bool) -> None:
        self.alone = alone
        self.known: Objects = {}
        #: By voting, which never moves: whose chain its ballots go into.
        self.committee_of: dict[str, str] = {}

    def may_keep(self, kind: Kind, found: Any) -> bool:
        """Another process may write the first of a frozen kind, so that its absence is not remembered."""
        return self.alone or not kind.frozen or found is not None

    def settle(self) -> None:
        """After a commit: forgets what may change behind our back, what is never read again, and what grows long."""
        for kind in list(self.known):
            lasts = kind.frozen or (self.alone and kind is not AUDIT)
            if not lasts or len(self.known[kind]) > MOST_REMEMBERED:
                del self.known[kind]
        if len(self.committee_of) > MOST_REMEMBERED:
            self.committee_of.clear()

    def forget(self) -> None:
        """After a failure: what was written is not so."""
        self.known.clear()
