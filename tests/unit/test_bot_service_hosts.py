"""Where the bot's token may go."""

import pytest

from bot.service_hosts import ServiceHosts, is_https_or_loopback

HOSTS = ServiceHosts(("smba.trafficmanager.net", "*.teams.microsoft.com", "127.0.0.1"))


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://SMBA.trafficmanager.net/",
        "https://eu.teams.microsoft.com:443/x",
        "https://a.b.teams.microsoft.com",
        "http://127.0.0.1:3979/connector/",
    ],
)
def test_teams_own_hosts_are_allowed(url: str) -> None:
    assert HOSTS.allows(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "smba.trafficmanager.net",
        "https://x.smba.trafficmanager.net/",
        "https://teams.microsoft.com/",
        "https://xteams.microsoft.com/",
        "https://teams.microsoft.com.evil.example/",
        "http://smba.trafficmanager.net/",
        "http://localhost:3979/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example#@smba.trafficmanager.net/",
        "https://[",
        "file:///etc/passwd",
    ],
)
def test_other_hosts_are_not(url: str) -> None:
    assert not HOSTS.allows(url)


def test_plain_http_is_for_this_machine_only() -> None:
    assert is_https_or_loopback("http://localhost/x")
    assert not is_https_or_loopback("http://10.0.0.1/x")
