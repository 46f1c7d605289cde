"""`doctor` finds nothing wrong with a healthy house; each thing that is broken is found, with what to do."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.__main__ import app
from bot.doctor import diagnose, exit_code
from bot.doctor_checks import judge_certificate
from bot.doctor_findings import Finding, State
from bot.settings import Settings, read_settings
from committee.workflows.deliveries import park_errand
from graph.permissions import PERMISSIONS
from sandbox import world
from tests.house_fixture import CHANNEL, House, lend_files, running_house
from tests.scenario.test_first_run import start as set_up

CLOSED = f"styresekretariat@{world.DOMAIN}"
MAILBOX = f"bestillerutvalget@{world.DOMAIN}"
REQUIRED = [one.name for one in PERMISSIONS if not one.is_optional]
SECRET = "a-wrong-secret"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    lend_files(tmp_path)
    async with running_house(tmp_path) as opened:
        await opened.settle()
        yield opened


def settings_of(house: House, **changes: object) -> Settings:
    """The house's own, with the files that the test lent it."""
    root = house.sandbox.state.parent
    own = {"UTVALGSBOT_MANDATES_PATH": str(root / "mandates"), "UTVALGSBOT_REGISTER_PATH": str(root / "register.yaml")}
    return read_settings({**house.sandbox.environment(3978), **own}).model_copy(update=changes)


async def examine(house: House, settings: Settings | None = None, **options: object) -> list[Finding]:
    chosen = settings or settings_of(house)
    return await diagnose(chosen, now=house.clock.read, team_pause=timedelta(0), **options)  # pyright: ignore[reportArgumentType]


def wrong(findings: Sequence[Finding]) -> list[Finding]:
    return [one for one in findings if one.state in (State.WARNING, State.FAULT)]


def told(findings: Sequence[Finding], check: str, *words: str) -> Finding:
    """The finding of this check that is wrong and shows these words; it says what to do."""
    found = [one for one in wrong(findings) if one.check == check]
    fits = [one for one in found if all(word in f"{one.says} {one.do}" for word in words)]
    assert fits, f"{check} with {words} not among {wrong(findings)}"
    assert fits[0].do
    return fits[0]


async def test_a_healthy_house_is_well_in_all_and_nothing_was_changed(house: House) -> None:
    before = await house.snapshot()
    channels = list(house.sandbox.tenant.channels.list())
    findings = await examine(house)
    assert wrong(findings) == []
    assert exit_code(findings) == 0
    assert [one for one in findings if one.state is State.UNCHECKED] == []
    checks = {one.check for one in findings}
    assert checks >= {
        "settings",
        "mandates",
        "register",
        "database",
        "clock",
        "token",
        "openid",
        "channels",
        "delivery",
    }
    assert checks >= {"roster", "mailboxes", "outbox", "people", "election keys", "certificates"}
    assert checks >= {f"permission {one.name}" for one in PERMISSIONS}
    assert await house.snapshot() == before
    assert list(house.sandbox.tenant.channels.list()) == channels


async def test_a_wrong_secret_is_found_and_never_shown(house: House) -> None:
    findings = await examine(house, settings_of(house, client_secret=SecretStr(SECRET)))
    told(findings, "token", "CLIENT_SECRET")
    assert exit_code(findings) == 2
    assert SECRET not in str(findings)
    assert {one.check for one in wrong(findings)} == {"token"}


@pytest.mark.parametrize("permission", REQUIRED)
async def test_a_permission_that_is_taken_away_is_named_and_no_other(house: House, permission: str) -> None:
    optional = [one.name for one in PERMISSIONS if one.is_optional]
    house.sandbox.tenant.grants.take(permission, *optional)
    findings = await examine(house)
    told(findings, f"permission {permission}", "Not granted")
    assert exit_code(findings) == 2
    assert [one.check for one in wrong(findings) if one.check.startswith("permission")] == [f"permission {permission}"]


async def test_what_is_optional_is_left_out_without_a_warning(house: House) -> None:
    optional = [one.name for one in PERMISSIONS if one.is_optional]
    house.sandbox.tenant.grants.take(*optional)
    findings = await examine(house)
    assert wrong(findings) == []
    choices = [one.check for one in findings if "which is a choice" in one.says]
    assert choices == [f"permission {one}" for one in optional]


async def test_a_channel_that_was_deleted_is_missed(house: House) -> None:
    channel = house.sandbox.tenant.channels.find(CHANNEL)
    assert channel
    house.sandbox.tenant.channels.keep(replace(channel, deleted=True))
    findings = await examine(house)
    told(findings, "channels", "bestillerutvalget", "channel_id")
    told(findings, "roster", "bestillerutvalget", "Add the app")


async def test_a_mailbox_outside_the_scope_is_found_and_one_that_shall_be_closed_is(house: House) -> None:
    house.sandbox.tenant.grants.close_mailbox(MAILBOX)
    told(await examine(house), "mailboxes", "closed to the bot", "RBAC")
    told(await examine(house, closed_mailbox=CLOSED), "mailboxes", CLOSED, "which it shall not")
    house.sandbox.tenant.grants.close_mailbox(CLOSED)
    findings = await examine(house, closed_mailbox=CLOSED)
    assert "as it shall be" in str([one.says for one in findings if one.check == "mailboxes"])


async def test_stopped_and_late_errands_are_counted_with_their_reason(house: House) -> None:
    house.sandbox.fault("connector", "POST /v3/conversations$", "429", seconds=600, times=5)
    await house.propose("aukra")
    await house.settle()
    store = house.bot.office.store
    waiting = await store.read(lambda tx: [one for one in tx.errands("bestillerutvalget") if "429" in one.error])
    await house.bot.delivery.stop()  # or the clock's next round, whenever it comes, would try them again
    house.clock.ahead += timedelta(hours=3)
    told(await examine(house), "outbox", "waited for over an hour", "/readyz")
    error = "Forbidden status 403 accessDenied needs:Files.ReadWrite.All"
    await store.write(lambda tx: park_errand(tx, waiting[0], error=error))
    findings = await examine(house)
    told(findings, "outbox", "Stopped errands: 1", "Files.ReadWrite.All is missing", "Prøv igjen")
    assert exit_code(findings) == 1


async def test_a_clock_that_is_wrong_is_found(house: House) -> None:
    findings = await examine(house, clock=lambda: datetime.now(UTC) - timedelta(minutes=10))
    told(findings, "clock", "seconds away", "NTP")
    assert exit_code(findings) == 2


async def test_a_database_that_is_not_there_or_not_migrated_is_told(house: House, tmp_path: Path) -> None:
    gone = settings_of(house, database_url=f"sqlite:///{tmp_path}/nowhere.db")
    findings = await examine(house, gone)
    told(findings, "database", "no database")
    (tmp_path / "old.db").touch()
    findings = await examine(house, settings_of(house, database_url=f"sqlite:///{tmp_path}/old.db"))
    told(findings, "database", "db migrate")
    assert [one.check for one in wrong(findings)] == ["database"]


async def test_a_broken_mandate_is_told_with_its_line_and_stops_no_other_check(house: House, tmp_path: Path) -> None:
    file = next((tmp_path / "mandates").rglob("*bestillerutvalget*.yaml"))
    file.write_text(file.read_text(encoding="utf-8") + "\nnonsense: true\n", encoding="utf-8")
    findings = await examine(house)
    told(findings, "mandates", file.name, "mandate check")
    assert {"token", "clock", "openid", "database"} <= {one.check for one in findings if one.state is State.WELL}


async def test_somebody_who_is_no_longer_in_entra_is_told_by_the_registers_id(house: House, tmp_path: Path) -> None:
    file = tmp_path / "register.yaml"
    text = file.read_text(encoding="utf-8")
    aukra = next(one for one in world.PERSONAS if one.key == "aukra")
    assert aukra.aad in text
    file.write_text(text.replace(aukra.aad, "aad00000-0000-4000-8000-0000000000ff"), encoding="utf-8")
    finding = told(await examine(house), "people", "Not in Entra")
    assert aukra.name not in finding.says


async def test_a_bot_that_teams_never_spoke_to_is_told_to_be_added(house: House, tmp_path: Path) -> None:
    from storage.database import migrate

    new = f"sqlite:///{tmp_path}/new.db"
    await asyncio.to_thread(migrate, new)
    told(await examine(house, settings_of(house, database_url=new)), "delivery", "not been heard from", "Add the app")


async def test_the_keys_of_elections_are_for_the_bot_alone(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    told(await examine(house, settings_of(house, election_keys_path=folder)), "election keys", "chmod 700")


async def test_a_service_that_does_not_answer_stops_no_other_check(house: House) -> None:
    house.sandbox.fault("graph", "GET /users/.+/calendarView", "500-before", times=50)
    findings = await examine(house)
    told(findings, "mailboxes", "did not end well")
    assert {"channels", "people", "outbox"} <= {one.check for one in findings if one.state is State.WELL}


def test_a_certificate_is_warned_of_three_weeks_before_it_ends() -> None:
    now = datetime(2028, 1, 1, tzinfo=UTC)
    assert judge_certificate("a.example", "Jan 15 09:34:43 2028 GMT", now).state is State.WARNING
    assert judge_certificate("a.example", "Mar 15 09:34:43 2028 GMT", now).state is State.WELL


async def test_the_command_tells_it_in_words_and_as_json(house: House) -> None:
    root = house.sandbox.state.parent
    environment = {**house.sandbox.environment(3978), "UTVALGSBOT_REGISTER_PATH": str(root / "register.yaml")}
    house.sandbox.tenant.grants.take("Files.ReadWrite.All", "Sites.ReadWrite.All")

    def run(*words: str):
        return CliRunner().invoke(app, ["doctor", *words], env=environment)

    result = await asyncio.to_thread(run, "--json")
    told_as = json.loads(result.stdout)
    assert result.exit_code == told_as["exit"] == 2
    assert {"check", "state", "says", "do"} == set(told_as["findings"][0])
    assert world.CLIENT_SECRET not in result.stdout
    result = await asyncio.to_thread(run)
    assert " X  permission Files.ReadWrite.All: Not granted" in result.stdout
    assert "      -> Have an administrator grant it" in result.stdout


def test_wrong_settings_are_findings_too(tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "none", ignore_errors=True)
    result = CliRunner().invoke(app, ["doctor"], env={"UTVALGSBOT_APP_ID": "no", "UTVALGSBOT_NONSENSE": None})
    assert result.exit_code == 2
    assert "UTVALGSBOT_TENANT_ID: is missing" in result.stdout


async def test_a_committee_set_up_by_chat_is_looked_at_without_a_register_file(tmp_path: Path) -> None:
    async with running_house(tmp_path, empty=True) as house:
        await set_up(house)
        settings = settings_of(house).model_copy(update={"spaces_path": None})
        found = await examine(house, settings)
        assert [one for one in wrong(found) if one.check != "members"] == []
        assert any(one.check == "roster" and "bestillerutvalget" in one.says for one in found)
        house.sandbox.tenant.grants.close_mailbox(MAILBOX)
        told(await examine(house, settings), "mailboxes", MAILBOX)


async def test_members_who_cannot_be_reached_are_found(house: House) -> None:
    register = house.sandbox.state.parent / "register.yaml"
    text = register.read_text(encoding="utf-8").replace(", address: rauma@ror-ikt.example", "")
    register.write_text(text, encoding="utf-8")
    told(await examine(house), "reach", "rauma", "address")
