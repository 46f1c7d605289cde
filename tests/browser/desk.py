"""A browser on the whole house: what the browser tests of the product share."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.house_fixture import CHANNEL, House, lend_files, running_house
from tests.sandbox_fixture import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BUILT_PAGE = Path(__file__).parents[2] / "sandbox" / "client" / "dist" / "index.html"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run"]
#: Set to a folder to keep a picture of each step, as in the README.
PICTURES = os.environ.get("UTVALG_PICTURES")
REQUIRED = bool(os.environ.get("UTVALG_REQUIRE_BROWSER"))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not REQUIRED, reason="Chromium is not installed"),
    pytest.mark.skipif(not BUILT_PAGE.is_file() and not REQUIRED, reason="the page is not built"),
    pytest.mark.timeout(240),
]


@dataclass(slots=True, kw_only=True)
class Desk:
    """A browser with a page for each person who sits at it."""

    house: House
    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)

    async def sit(self, persona: str, view: str = "", **how: object) -> Page:
        """The person's page, at a channel or view when one is named."""
        page = self.pages.get(persona)
        if page is None:
            page = self.pages[persona] = await self.browser.new_page(
                locale="nb-NO", viewport={"width": 1280, "height": 900}, **how
            )
        await page.goto(f"{self.house.sandbox.base_url}/?persona={persona}&theme=light{view}")
        await expect(page.get_by_role("region", name="Rute 1")).to_be_visible()
        return page

    async def channel(self, persona: str, channel: str = CHANNEL) -> Page:
        return await self.sit(persona, f"&view=teams&c={quote(channel)}")

    async def picture(self, page: Page, name: str) -> None:
        if PICTURES:
            await page.wait_for_timeout(500)
            await page.screenshot(path=f"{PICTURES}/{name}.png")


@asynccontextmanager
async def open_desk(tmp_path: Path, **how: Any) -> AsyncIterator[Desk]:
    """A house, `how` as `running_house` takes it, and a browser in front of it."""
    async with running_house(tmp_path, **how) as house, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield Desk(house=house, browser=browser)
        await browser.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Bestillerutvalget and the board."""
    async with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
async def co_operation(tmp_path: Path) -> AsyncIterator[Desk]:
    """Every body of the sandbox's register, with files that a test may change."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with open_desk(tmp_path) as opened:
        yield opened


async def write(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Skriv en melding")
    await box.fill(text)
    await box.press("Enter")


def card_with(page: Page, text: str) -> Locator:
    """The newest card that shows this text."""
    return page.get_by_test_id("card").filter(has_text=text).last
