"""A new version of the mandate takes effect while a case is open: the case keeps the rules it began under."""

from datetime import timedelta
from pathlib import Path

from playwright.async_api import expect

from tests.browser.desk import Desk, card_with, co_operation, pytestmark, write
from tests.house_fixture import CHANNEL
from tests.scenario.test_mandate_versions import TWO_DAYS, write_new_version

__all__ = ["co_operation", "pytestmark"]


async def test_a_new_version_is_told_and_the_open_case_keeps_the_old_weights(
    co_operation: Desk, tmp_path: Path
) -> None:
    desk, house = co_operation, co_operation.house
    case = await house.propose("molde1", title="Felles innbyggerdialog")
    await house.assure(case)
    write_new_version(tmp_path)
    await house.pass_time(TWO_DAYS + timedelta(minutes=1))
    page = await desk.channel("aukra")
    news = card_with(page, "Nytt mandat for Bestillerutvalget")
    await expect(news.get_by_text("PS-9/26").first).to_be_visible()
    await desk.picture(page, "nytt-mandat")

    await house.bot.office.plan("bestillerutvalget")
    await house.act("leder", "meeting.start", meeting=await house.next_meeting_id())
    await house.act("leder", "voting.open", proposal=case)
    await house.wait_for_card(CHANNEL, "Avstemning: BU 1/26")
    page = await desk.channel("aukra")
    voting = card_with(page, "Avstemning: BU 1/26")
    await expect(voting.get_by_text("Aukra 1, Molde 1, Rauma 1 og Vestnes 1")).to_be_visible()
    await expect(voting.get_by_text("mandat PS-6/21")).to_be_visible()

    page = await desk.sit("sekretaer")
    await write(page, "mandat")
    mandate = card_with(page, "Mandat for Bestillerutvalget")
    await expect(mandate.get_by_text("PS-9/26").first).to_be_visible()
    await desk.picture(page, "mandat")
    await mandate.get_by_role("button", name="Hva endret seg?").click()
    await expect(page.get_by_text("Molde").last).to_be_visible()
    await desk.picture(page, "hva-endret-seg")
