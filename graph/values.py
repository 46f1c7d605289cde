"""What is sent to and read from Microsoft Graph, as plain values without a trace of the SDK."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

MICROSOFT_HOSTS = ("graph.microsoft.com", "*.sharepoint.com")
"""Where Microsoft's own Graph answers and where it lets files be uploaded."""


def is_loopback(host: str | None) -> bool:
    """Whether a host name can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def is_safe_origin(url: str) -> bool:
    """Whether what is sent to this address cannot be read on the way: https, or http on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphAddress:
    """Where Graph is: `base_url` with its version and without a slash at the end.

    The token goes to the host of `base_url` only. `allowed_hosts` are all hosts that may be spoken to, thus also where
    Graph may send us to upload a file (without the token); "*.sharepoint.com" means every host below it.
    Raises: ValueError for an address that is neither https nor on this machine, or whose host is not allowed.
    """

    base_url: str
    tenant_id: str
    allowed_hosts: tuple[str, ...] = MICROSOFT_HOSTS

    def __post_init__(self) -> None:
        if not is_safe_origin(self.base_url):
            raise ValueError(f"Graph must be reached over https: {self.base_url}")
        if not self.allows(self.base_url):
            raise ValueError(f"the host of {self.base_url} is not among the allowed hosts")

    @classmethod
    def at(cls, base_url: str, tenant_id: str) -> Self:
        """The address with the hosts that belong to it: its own, and SharePoint's unless it is on this machine."""
        host = urlsplit(base_url).hostname or ""
        hosts = (host,) if is_loopback(host) else (host, "*.sharepoint.com")
        return cls(base_url=base_url, tenant_id=tenant_id, allowed_hosts=hosts)

    def allows(self, url: str) -> bool:
        """Whether a request without a token may go to this URL."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        named = any(
            host == allowed or (allowed.startswith("*.") and host.endswith(allowed[1:]))
            for allowed in (name.lower() for name in self.allowed_hosts)
        )
        return named and is_safe_origin(url) and parts.username is None

    def is_own(self, url: str) -> bool:
        """Whether the URL lies on the very scheme, host and port of `base_url`, and so may be given the token."""
        own, other = urlsplit(self.base_url), urlsplit(url)
        return other.username is None and (own.scheme, own.hostname, own.port) == (
            other.scheme,
            other.hostname,
            other.port,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """An event as it stands in a mailbox; times are aware UTC, `time_zone` is the zone it was planned in."""

    id: str
    i_cal_uid: str
    subject: str
    categories: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    is_cancelled: bool
    last_modified_at: datetime | None
    join_url: str | None = None
    web_link: str | None = None
    transaction_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Someone invited; `address` is an e-mail address."""

    address: str
    name: str
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """A meeting as it shall stand in the calendar.

    Times are aware and written as Norwegian wall-clock time. `body_html` is HTML that the caller has escaped.
    `transaction_id` (a uuid) makes creating it twice give one event; `join_text` is the link's text
    where an update must write the link to the online meeting itself.
    """

    subject: str
    starts_at: datetime
    ends_at: datetime
    body_html: str
    attendees: tuple[Attendee, ...]
    transaction_id: str
    location: str = ""
    categories: tuple[str, ...] = ()
    join_text: str = "Microsoft Teams"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedEvent:
    """An event that stands in the calendar; `join_url` is None when the mailbox has no licence for Teams."""

    event_id: str
    join_url: str | None
    web_link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder of a document library."""

    drive_id: str
    item_id: str
    web_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """A file as it lies in a document library; `size` in bytes."""

    item_id: str
    web_url: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person or mailbox of the directory; `id` is the Entra object id."""

    id: str
    display_name: str
    mail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipResult:
    """What became of one person who was to be added; `code` is Graph's, empty when they are in."""

    object_id: str
    code: str = ""
