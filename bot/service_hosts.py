"""Which hosts the bot trusts as Teams' own."""

from collections.abc import Iterable
from urllib.parse import urlsplit

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


def is_loopback(url: str) -> bool:
    """Whether the address stays on this machine."""
    return _host_of(url) in LOOPBACK_HOSTS


def is_https_or_loopback(url: str) -> bool:
    """Whether a token or a key may travel to and from this address."""
    scheme = url.partition("://")[0].lower()
    return bool(_host_of(url)) and (scheme == "https" or (scheme == "http" and is_loopback(url)))


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


class ServiceHosts:
    """The allow-list of service URLs: a host, or `*.domain` for every host below a domain.

    Source: Microsoft Agents SDK, OutboundHostValidator. A check in depth: the token's serviceurl claim is the first.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        names = [pattern.strip().lower() for pattern in patterns if pattern.strip()]
        self._hosts = frozenset(name for name in names if not name.startswith("*."))
        self._suffixes = tuple(name[1:] for name in names if name.startswith("*."))
        self._allowed: dict[str, bool] = {}

    def allows(self, url: str) -> bool:
        """Whether the bot's token may be sent there. Only https, or http on loopback; no credentials in the address."""
        known = self._allowed.get(url)
        if known is None:
            known = self._judge(url)
            if len(self._allowed) < 1000:
                self._allowed[url] = known
        return known

    def _judge(self, url: str) -> bool:
        if not is_https_or_loopback(url) or "@" in url or "\\" in url:
            return False
        host = _host_of(url)
        return host in self._hosts or host.endswith(self._suffixes)
