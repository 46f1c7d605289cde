"""An installation that is told something wrong says so in one line, and shows no secret."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings, UnknownSettings, explain_problems, read_settings

APP_ID = "b07b07b0-0000-4000-8000-0000000000aa"
TENANT = "6f3c2a10-0000-4000-8000-0000000000aa"
NEEDED = {"UTVALGSBOT_APP_ID": APP_ID, "UTVALGSBOT_APP_TYPE": "SingleTenant", "UTVALGSBOT_TENANT_ID": TENANT}


def explain(**changes: str) -> list[str]:
    environ = NEEDED | {f"UTVALGSBOT_{name.upper()}": value for name, value in changes.items()}
    with pytest.raises((ValidationError, UnknownSettings)) as caught:
        read_settings({name: value for name, value in environ.items() if value != "-"})
    return explain_problems(caught.value)


def test_three_settings_are_enough() -> None:
    settings = read_settings(NEEDED)
    assert settings.app_id == APP_ID
    assert settings.allowed_tenants == (TENANT,)
    assert settings.allowed_service_hosts == (
        "smba.trafficmanager.net",
        "*.botframework.com",
        "*.teams.microsoft.com",
    )
    assert settings.openid_metadata_url == "https://login.botframework.com/v1/.well-known/openidconfiguration"
    assert (settings.port, settings.tick_seconds, settings.body_limit) == (3978, 2, 262144)


def test_the_process_environment_is_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("UTVALGSBOT_PORT", "4000")
    assert read_settings().port == 4000
    assert Settings().port == 4000  # pyright: ignore[reportCallIssue]


@pytest.mark.parametrize("missing", ["app_id", "app_type", "tenant_id"])
def test_the_bot_does_not_start_without_saying_who_it_is(missing: str) -> None:
    [line] = explain(**{missing: "-"})
    assert line.startswith(f"UTVALGSBOT_{missing.upper()}: is missing; expected ")


@pytest.mark.parametrize("value", ["", "x", "MultiTenant", "singletenant"])
def test_the_bot_type_must_be_one_that_authenticates(value: str) -> None:
    [line] = explain(app_type=value)
    assert line.startswith("UTVALGSBOT_APP_TYPE: ")
    assert "SingleTenant or UserAssignedMSI" in line


def test_an_empty_app_id_is_no_app_id() -> None:
    assert explain(app_id="") == [
        "UTVALGSBOT_APP_ID: not a GUID; expected the bot's application id from Azure Bot, a GUID"
    ]


def test_lists_are_written_with_commas() -> None:
    more = {"UTVALGSBOT_ALLOWED_TENANTS": f"{TENANT.upper()}, {APP_ID}", "UTVALGSBOT_ALLOWED_SERVICE_HOSTS": "a, b"}
    settings = read_settings(NEEDED | more)
    assert settings.allowed_tenants == (TENANT, APP_ID)
    assert settings.allowed_service_hosts == ("a", "b")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("token_url", "https://evil.example/token"),
        ("openid_metadata_url", "http://evil.example/keys"),
        ("graph_base_url", "ftp://x"),
        ("port", "0"),
        ("port", "many"),
        ("request_timeout_seconds", "11"),
        ("tick_seconds", "0"),
        ("allowed_tenants", "x"),
    ],
)
def test_a_wrong_value_is_one_clear_line(name: str, value: str) -> None:
    [line] = explain(**{name: value})
    assert line.startswith(f"UTVALGSBOT_{name.upper()}: ")
    assert "; expected " in line
    assert value not in line.split("; expected ")[0] or len(value) < 3


def test_every_mistake_gets_its_line() -> None:
    assert len(explain(app_id="x", port="x", tick_seconds="x")) == 3


def test_a_misspelt_setting_is_pointed_out() -> None:
    assert explain(alowed_tenants="x") == ["UTVALGSBOT_ALOWED_TENANTS: no such setting"]


def test_no_secret_is_ever_shown() -> None:
    settings = read_settings(NEEDED | {"UTVALGSBOT_CLIENT_SECRET": "hunter2"})
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in "".join(explain(client_secret="hunter2", port="x"))


def test_a_loopback_stand_in_may_be_plain_http() -> None:
    more = {
        "UTVALGSBOT_TOKEN_URL": "http://127.0.0.1:3979/oauth2/v2.0/token",
        "UTVALGSBOT_GRAPH_BASE_URL": "http://localhost:3979/graph/v1.0/",
        "UTVALGSBOT_OPENID_METADATA_URL": "http://127.0.0.1:3979/openid/.well-known/openidconfiguration",
    }
    assert read_settings(NEEDED | more).graph_base_url == "http://localhost:3979/graph/v1.0"
