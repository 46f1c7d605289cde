"""Who is in the team, kept in one JSON file."""

from pathlib import Path

from sandbox.disk import read_json, write_json
from sandbox.world import PERSONAS


class MemberBook:
    """The team's members by object id, with their roles; everyone of the made-up people from the start."""

    def __init__(self, path: Path) -> None:
        self._path = path
        kept = read_json(path)
        everyone = {one.aad: ["owner"] if one.key == "leder" else [] for one in PERSONAS}
        self._roles: dict[str, list[str]] = kept["roles"] if kept else everyone
        #: Accounts that are switched off in the directory.
        self._disabled: set[str] = set(kept["disabled"]) if kept else set()

    def ids(self) -> list[str]:
        """All members, in the order they were added."""
        return list(self._roles)

    def roles(self, object_id: str) -> list[str]:
        """As Graph has them: empty for a plain member."""
        return self._roles.get(object_id, [])

    def add(self, object_id: str) -> None:
        """One who is in stays as they are."""
        self._roles.setdefault(object_id, [])
        self._save()

    def remove(self, *object_ids: str) -> None:
        for one in object_ids:
            self._roles.pop(one, None)
        self._save()

    def is_disabled(self, object_id: str) -> bool:
        return object_id in self._disabled

    def disable(self, object_id: str) -> None:
        """Switch an account off in the directory."""
        self._disabled.add(object_id)
        self._save()

    def _save(self) -> None:
        write_json(self._path, {"roles": self._roles, "disabled": sorted(self._disabled)})
