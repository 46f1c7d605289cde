"""A tie that the leader decides, in a voting that was closed before all had voted, as the page shows it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.desk import Desk, card_with, open_desk, pytestmark
from tests.house_fixture import CHANNEL
from tests.scenario.test_agreement_rules import lend_rules

__all__ = ["pytestmark"]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    lend_rules(tmp_path, "agreement: share, share: 2/3, of: all, tie: chair")
    async with open_desk(tmp_path) as opened:
        yield opened


async def test_the_leader_closes_early_with_a_ground_and_decides_the_tie(desk: Desk) -> None:
    house = desk.house
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "for", "aukra": "abstain", "rauma": "against"})
    await house.show_now()
    page = await desk.channel("leder")
    voting = card_with(page, "Avstemning: BU 1/26")
    await expect(voting.get_by_text("Minst to tredeler av all stemmevekt må være for")).to_be_visible()
    await expect(voting.get_by_text("Lederen avgjør, og sier hvorfor")).to_be_visible()
    await voting.get_by_role("button", name="Lukk avstemningen").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("Venter på: Vestnes")).to_be_visible()
    await dialog.get_by_role("button", name="Lukk avstemningen").click()
    await expect(dialog.get_by_text("Skriv hvorfor avstemningen likevel lukkes nå")).to_be_visible()
    await dialog.get_by_label("Hvorfor lukkes den før alle har stemt?").fill("Vestnes har meldt forfall.")
    await desk.picture(page, "lukke-for-alle")
    await dialog.get_by_role("button", name="Lukk avstemningen").click()
    await expect(page.get_by_text("Avstemningen er lukket").first).to_be_visible()

    await house.settle()
    page = await desk.sit("leder")
    tie = card_with(page, "Stemmelikhet i BU 1/26")
    await tie.get_by_role("button", name="Avgjør saken").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_text("Innstillingen er vedtatt").click()
    await dialog.get_by_label("Begrunnelse").fill("Avtalen løper ut i mars.")
    await desk.picture(page, "stemmelikhet")
    await dialog.get_by_role("button", name="Avgjør saken").click()
    await house.settle()
    await house.wait_for_card(CHANNEL, "Avtalen løper ut i mars.")


@pytest.mark.parametrize("width", [1280, 390])
async def test_the_result_has_bars_that_a_phone_shows_whole(desk: Desk, width: int) -> None:
    """The page draws no charts, as older clients do not: their fallback must be there, and within the screen."""
    house = desk.house
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "against", "vestnes": "for"})
    await house.close(voting_id)
    await house.show_now()
    page = await desk.channel("aukra")
    await page.set_viewport_size({"width": width, "height": 900})
    result = card_with(page, "Resultat: BU 1/26")
    await expect(result.get_by_text("3 av 4 stemmevekt for, 1 mot: innstillingen er vedtatt").first).to_be_visible()
    await expect(result.get_by_text("3 av 4 er nok")).to_be_visible()
    await desk.picture(page, f"resultat-{width}")
    card = await result.bounding_box()
    assert card
    for name, figure in (("For", "3"), ("Mot", "1")):
        bar = result.locator(".ac-columnSet", has=page.get_by_text(name, exact=True))
        shown = await bar.get_by_text(figure, exact=True).bounding_box()
        assert shown
        assert card["x"] <= shown["x"]
        assert shown["x"] + shown["width"] <= card["x"] + card["width"]
    assert "Chart." not in await result.inner_text()
