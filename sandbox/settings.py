"""What can be chosen about one running sandbox."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxSettings:
    """The choices of one sandbox; every number is Microsoft's unless a test shortens it."""

    state: Path
    port: int = 3979
    bot_url: str = "http://127.0.0.1:3978/api/messages"
    page: Path = Path(__file__).parent / "client" / "dist"
    limit_factor: float = 1.0
    """Multiplies every rate limit; 0 switches them off."""
    small_upload_bytes: int = 256 * 1024
    """A larger file must come through an upload session (Graph itself says 250 MB)."""
    folder_refusals: int = 3
    folder_wait: timedelta = timedelta(seconds=5)
    """A new channel's files folder is ready after so many refusals or so long a time."""
    message_timeout: timedelta = timedelta(seconds=15)
    card_timeout: timedelta = timedelta(seconds=10)
    dialog_timeout: timedelta = timedelta(seconds=5)
    dialog_resends: int = 2
    message_resends: tuple[tuple[float, bool], ...] = ((1.0, False), (5.0, False), (30.0, True))
    """(seconds to wait, a new activity id?) for each time an unanswered message is sent again."""

    seeded_on: date | None = None
    """The day that a fresh tenant's calendars are seeded for; None: today."""

    @property
    def base_url(self) -> str:
        """The sandbox's own address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def service_url(self) -> str:
        """The Bot Connector's address, as every activity names it."""
        return f"{self.base_url}/connector/"
