"""Channels and people in a browser: a name mended, a member replaced, a finished group's channel archived."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.world import TEAM_ID
from storage.database import migrate
from tests.browser import desk as shared
from tests.browser.desk import Desk, card_with, open_desk, write
from tests.house_fixture import OPENED_AT, House, lend_files
from tests.integration.test_provision_command import Shell
from tests.sandbox_fixture import ROOT, find_person, running_sandbox
from tests.scenario.test_channels import SPACES, done, grant_all, set_up_group
from tests.spaces_fixture import OPTIONAL

pytestmark = shared.pytestmark
#: A channel that is to be made, by a name that Teams does not take.
DECLARED = f"""
teams:
  - id: {TEAM_ID}
    owner: leder
    allow: [archive]
    channels:
      - {{ committee: faggruppe-arkiv, name: Arkiv/dokument & innsyn, folders: [Referater] }}
"""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Bestillerutvalget with a register and a spaces file that a test may change."""
    lend_files(tmp_path)
    (tmp_path / "spaces.yaml").write_text(SPACES, encoding="utf-8")
    async with open_desk(tmp_path) as opened:
        grant_all(opened.house)
        yield opened


def team_list(page: Page) -> Locator:
    """The channels as the page lists them."""
    return page.get_by_role("navigation").last


async def press(page: Page, card: str, button: str) -> None:
    await card_with(page, card).get_by_role("button", name=button, exact=True).first.click()


async def ask_for_channel(desk: Desk, page: Page, name: str, kind: str) -> None:
    """The leader has a channel made for the group, by the dialog under «kanaler»."""
    await write(page, "kanaler")
    await press(page, "Kanalene til Bestillerutvalget", "Ny kanal til en gruppe")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Gruppe").select_option(index=1)
    await dialog.get_by_label("Kanalens navn").fill(name)
    await dialog.get_by_label("Hvem som ser den").select_option(label=kind)
    await dialog.get_by_role("button", name="Send", exact=True).click()


async def test_what_is_declared_is_planned_applied_and_seen_with_its_name_mended(tmp_path: Path) -> None:
    """`provision plan` and `apply` as the administrator runs them, and then the page."""
    lend_files(tmp_path)
    register = (ROOT / "sandbox" / "register.sample.yaml").read_text(encoding="utf-8")
    known = r"(- id: faggruppe-arkiv)\n    team_id: \S+\n    channel_id: \S+"
    (tmp_path / "register.yaml").write_text(re.sub(known, r"\1", register), encoding="utf-8")
    (tmp_path / "spaces.yaml").write_text(DECLARED, encoding="utf-8")
    async with running_sandbox(tmp_path, folder_refusals=1) as sandbox:
        sandbox.tenant.grants.give(*OPTIONAL)
        environment = sandbox.environment(1) | {
            "UTVALGSBOT_SPACES_PATH": str(tmp_path / "spaces.yaml"),
            "UTVALGSBOT_REGISTER_PATH": str(tmp_path / "register.yaml"),
            "UTVALGSBOT_TEAM_REQUESTS_PER_SECOND": "1000",
        }
        migrate(environment["UTVALGSBOT_DATABASE_URL"])
        shell = Shell(sandbox=sandbox, environment=environment)
        code, planned, _ = await shell.run("plan")
        assert code == 1
        assert "Arkiv-dokument og innsyn" in planned
        assert "Teams does not take all the signs." in planned
        code, applied, error = await shell.run("apply", "--yes")
        assert (code, error) == (0, ""), applied
        writes = shell.writes()
        assert (await shell.run("apply", "--yes"))[0] == 0
        assert shell.writes() == writes, "a second time there is nothing to do"
    since = datetime.now(UTC) - OPENED_AT + timedelta(minutes=1)  # the command went by the real clock
    async with open_desk(tmp_path, later=since) as desk:
        await desk.house.settle()
        page = await desk.sit("raadgiver1", "&view=teams")
        await page.get_by_text("Arkiv-dokument og innsyn", exact=True).first.click()
        await expect(card_with(page, "Velkommen til Faggruppe Arkiv")).to_be_visible()
        await desk.picture(page, "channel-declared")


async def test_a_group_gets_a_channel_with_its_name_mended_before_ones_eyes(desk: Desk) -> None:
    await set_up_group(desk.house)
    page = await desk.sit("leder")
    await ask_for_channel(desk, page, "Plan/bygg & drift", "Åpen for alle i teamet")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("I Teams heter den «Plan-bygg og drift».")).to_be_visible()
    await expect(dialog.get_by_label("Kanalens navn")).to_have_value("Plan/bygg & drift")
    await desk.picture(page, "channel-mended")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Kanalen lages nå.").first).to_be_visible()
    await done(desk.house, "gjort i Teams")
    page = await desk.sit("molde1")
    await expect(page.get_by_text("Plan-bygg og drift", exact=True).first).to_be_visible()


async def test_a_finished_groups_channel_is_archived_and_opened_again(desk: Desk) -> None:
    await set_up_group(desk.house)
    page = await desk.sit("leder")
    await ask_for_channel(desk, page, "Felles plan", "Åpen for alle i teamet")
    await done(desk.house, "gjort i Teams")
    await desk.house.settle()
    page = await desk.sit("leder")
    await write(page, "kanaler")
    await press(page, "Kanalen til Plan/bygg & drift er i bruk.", "Arkiver")
    await expect(page.get_by_text("Felles plan (arkivert)").first).to_be_visible()
    await desk.picture(page, "channel-archived")
    await desk.house.settle()
    await write(page, "kanaler")
    await press(page, "Kanalen til Plan/bygg & drift er arkivert.", "Åpne igjen")
    await expect(page.get_by_text("Felles plan", exact=True).first).to_be_visible()
    await expect(page.get_by_text("Felles plan (arkivert)")).to_have_count(0)


def replace_member(tmp_path: Path, before: str, after: str) -> None:
    """The administrator gives one person's seat to another in the register."""
    path = tmp_path / "register.yaml"
    text = path.read_text(encoding="utf-8")
    assert f"person: {before}," in text
    path.write_text(text.replace(f"person: {before},", f"person: {after},"), encoding="utf-8")


async def test_a_replaced_member_loses_access_and_keeps_the_record(desk: Desk, tmp_path: Path) -> None:
    """Complaint 23: a private channel has the people that the register says, and no others."""
    house: House = desk.house
    case = await house.propose("rauma", title="Felles kart")

    private = SPACES.replace("folders: [Referater, Innkallinger]", "name: Lukket rom\n        kind: private")
    register = tmp_path / "register.yaml"
    known = r"(- id: bestillerutvalget)\n    team_id: \S+\n    channel_id: \S+"
    register.write_text(re.sub(known, r"\1", register.read_text(encoding="utf-8")), encoding="utf-8")
    (tmp_path / "spaces.yaml").write_text(private, encoding="utf-8")
    await house.bot.rounds.go()
    page = await desk.sit("leder")
    await write(page, "kanaler")
    await press(page, "Kanalene til Bestillerutvalget", "Gjør det, og endre hvem som er med")
    await done(house, "gjort i Teams")
    old = await desk.sit("rauma")
    await expect(old.get_by_text("Lukket rom", exact=True).first).to_be_visible()

    replace_member(tmp_path, "rauma", "utenfor")
    await house.bot.rounds.go()
    await house.settle()
    page = await desk.sit("leder")
    await write(page, "kanaler")
    plan = card_with(page, "Slipp Eva Holm inn i kanalen")
    await expect(plan.get_by_text("Ta Olav Nes ut av kanalen")).to_be_visible()
    await desk.picture(page, "channel-replaced")
    await press(page, "Slipp Eva Holm inn i kanalen", "Endre hvem som er med")
    new = await desk.sit("utenfor")
    await expect(new.get_by_text("Lukket rom", exact=True).first).to_be_visible(timeout=15_000)
    old = await desk.sit("rauma")
    await expect(old.get_by_text("Utvalgsbot").first).to_be_visible()
    await expect(old.get_by_text("Lukket rom", exact=True)).to_have_count(0)
    kept = await house.bot.office.store.read(lambda tx: tx.proposal(case))
    assert kept.form.title == "Felles kart"
    assert find_person("rauma").key == kept.proposer_id
