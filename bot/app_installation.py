"""What an installation fills into the Teams app, and what is told when it cannot be packed."""

from dataclasses import dataclass

#: What the manifest holds until an installation fills in its own.
PLACEHOLDER_HOST = "utvalgsbot.example"


class PackageError(ValueError):
    """The app cannot be packed: `lines` say why, one thing each."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("; ".join(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What differs from one organisation to the next. The ids are GUIDs, the addresses https."""

    app_id: str
    bot_id: str
    developer: str
    website: str
    privacy: str
    terms: str
    version: str | None = None
