"""The first run in a browser: the administrator sets up Bestillerutvalget, as docs/operations.md tells."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from sandbox.world import BOARD_MAILBOX, TEAM_THREAD
from tests.browser import desk as shared
from tests.browser.desk import Desk, card_with, open_desk, write
from tests.house_fixture import CHANNEL

pytestmark = shared.pytestmark
OWN_MAILBOX = "bestillerutvalget@ror-ikt.example"
PEOPLE = {
    "Leder – ROR-IKT": ["Solveig Strand"],
    "Representant – Aukra": ["Marte Øyen"],
    "Representant – Molde": ["Ingrid Moen", "Jonas Berg"],
    "Representant – Rauma": ["Olav Nes"],
    "Representant – Vestnes": ["Turid Vik"],
}


@pytest.fixture
async def empty_desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, empty=True) as opened:
        yield opened


async def choose(page: Page, label: str, names: Sequence[str]) -> None:
    """Types some letters of each name and takes what is suggested."""
    field = page.get_by_role("combobox", name=label)
    for name in names:
        await field.click()
        await field.fill(name[:6])
        await page.get_by_role("listbox").get_by_role("option", name=name).click()


async def press(page: Page, title: str) -> None:
    await page.get_by_role("button", name=title, exact=True).last.click()


async def fill_people(page: Page, people: Mapping[str, Sequence[str]]) -> None:
    for label, names in people.items():
        await choose(page, label, names)


async def test_an_administrator_is_led_to_a_committee_that_works(empty_desk: Desk) -> None:
    page = await empty_desk.channel("administrator", TEAM_THREAD)
    await expect(card_with(page, "Jeg er Utvalgsbot")).to_be_visible()
    await empty_desk.picture(page, "first-run-1-hello")
    await press(page, "Sett opp et utvalg")
    await expect(card_with(page, "Steg 1 av 5")).to_be_visible()
    await choose(page, "Hvilket utvalg?", ["Bestillerutvalget"])
    await empty_desk.picture(page, "first-run-2-committee")
    await press(page, "Neste")
    await choose(page, "Kanalen til Bestillerutvalget", ["Bestillerutvalget"])
    await choose(page, "Kanalen til styret", ["Styret"])
    await empty_desk.picture(page, "first-run-3-channels")
    await press(page, "Neste")
    await fill_people(page, PEOPLE)
    await empty_desk.picture(page, "first-run-4-people")
    await press(page, "Neste")
    await page.get_by_role("textbox", name="Postkassen til Bestillerutvalget").fill("finnes-ikke@ror-ikt.example")
    await page.get_by_role("textbox", name="Postkassen til styret").fill(BOARD_MAILBOX)
    await press(page, "Neste")
    await expect(card_with(page, "Det finnes ingen postkasse")).to_be_visible()
    await empty_desk.picture(page, "first-run-5-mailbox")
    await page.get_by_role("textbox", name="Postkassen til Bestillerutvalget").fill(OWN_MAILBOX)
    await press(page, "Neste")
    await expect(card_with(page, "Bestillerutvalget: se over")).to_be_visible()
    await empty_desk.picture(page, "first-run-6-review")
    await press(page, "Start utvalget")
    await expect(card_with(page, "Bestillerutvalget er i gang")).to_be_visible()
    await empty_desk.picture(page, "first-run-7-started")
    await empty_desk.house.bot.rounds.go()
    await empty_desk.house.settle()
    member = await empty_desk.sit("molde2")
    await write(member, "hjelp")
    await expect(card_with(member, "Du er her som representant")).to_be_visible()
    channel = await empty_desk.channel("molde2", CHANNEL)
    await expect(card_with(channel, "Velkommen til Bestillerutvalget")).to_be_visible()
    await empty_desk.picture(channel, "first-run-8-channel")
