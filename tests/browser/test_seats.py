"""How seats are filled, as people do it: an empty seat is noticed, somebody is nominated, a leader is elected."""

from datetime import timedelta

from playwright.async_api import Page, expect

from tests.browser.desk import Desk, card_with, co_operation, pytestmark, write

__all__ = ["co_operation", "pytestmark"]

ARCHIVE = "19:faggruppe-arkiv@thread.tacv2"
TECHNICAL = "19:faggruppe-teknisk@thread.tacv2"
DAY = timedelta(days=1)


async def test_an_empty_seat_is_noticed_and_whoever_is_nominated_takes_it(co_operation: Desk) -> None:
    desk = co_operation
    page = await desk.sit("sekretaer")
    await write(page, "plasser")
    card = card_with(page, "Vestnes mangler en representant i Faggruppe Arkiv")
    await expect(card.get_by_text("Mandatet sier:").first).to_be_visible()
    await desk.picture(page, "plasser")

    await desk.house.pass_time(DAY)
    page = await desk.sit("kd-vestnes")
    noticed = card_with(page, "Vestnes mangler en representant i Faggruppe Arkiv")
    await expect(noticed).to_be_visible()
    await desk.picture(page, "tom-plass")
    await noticed.get_by_role("button", name="Nominer").first.click()
    await nominate(desk, page)

    page = await desk.sit("stab-vestnes")
    asked = card_with(page, "Faggruppe Arkiv")
    await expect(asked.get_by_role("button", name="Ja, jeg tar plassen")).to_be_visible()
    await desk.picture(page, "nominert")
    await asked.get_by_role("button", name="Ja, jeg tar plassen").click()
    await expect(page.get_by_role("button", name="Ja, jeg tar plassen")).to_have_count(0)

    page = await desk.channel("stab-molde", ARCHIVE)
    await expect(card_with(page, "Wenche Tangen").first).to_be_visible()
    await desk.picture(page, "oppnevnt")
    page = await desk.sit("stab-vestnes")
    await write(page, "medlemmer faggruppe arkiv")
    await expect(card_with(page, "Medlemmer i Faggruppe Arkiv").get_by_text("Wenche Tangen")).to_be_visible()


async def nominate(desk: Desk, page: Page) -> None:
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_text("⚠").first).to_be_visible()
    person = dialog.get_by_role("combobox", name="Hvem?")
    await person.fill("Wenche")
    await page.get_by_role("option", name="Wenche Tangen").click()
    await dialog.get_by_label("Bakgrunn i feltet").fill("Leder dokumentsenteret")
    await desk.picture(page, "nominer")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_text("⚠")).to_have_count(0)


async def test_a_group_without_a_leader_elects_one_in_secret(co_operation: Desk) -> None:
    desk = co_operation
    page = await desk.sit("samfunn-molde")
    await write(page, "valg")
    await card_with(page, "Valg av leder").get_by_role("button", name="Start valg").first.click()
    await card_with(page, "Start valg av leder i Faggruppe Teknisk?").get_by_role("button", name="Start valget").click()
    await expect(
        card_with(page, "Valg av leder i Faggruppe Teknisk").get_by_role("button", name="Stem")
    ).to_be_visible()
    votes = {"molde": "Kari Myhre", "aukra": "Kari Myhre", "rauma": "Kari Myhre", "vestnes": "Blank"}
    for municipality, choice in votes.items():
        await vote(desk, f"samfunn-{municipality}", choice)
    page = await desk.channel("samfunn-molde", TECHNICAL)
    await card_with(page, "Valg av leder").get_by_role("button", name="Lukk valget").click()
    page = await desk.channel("samfunn-rauma", TECHNICAL)
    elected = card_with(page, "Valg av leder").get_by_text("Kari Myhre er valgt til leder med 3 av 4 stemmer, 1 blank")
    await expect(elected).to_be_visible(timeout=20_000)
    await desk.picture(page, "valgt")
    page = await desk.sit("samfunn-molde")
    await write(page, "hjelp")
    await expect(card_with(page, "Dette kan du gjøre").get_by_text("leder").first).to_be_visible()


async def vote(desk: Desk, persona: str, choice: str) -> None:
    page = await desk.channel(persona, TECHNICAL)
    await card_with(page, "Valg av leder").get_by_role("button", name="Stem", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_text(choice).click()
    if persona == "samfunn-molde":
        await desk.picture(page, "valg")
    await dialog.get_by_role("button", name="Gå videre").click()
    await expect(dialog.get_by_text("Din stemme:")).to_be_visible()
    await dialog.get_by_role("button", name="Bekreft og stem").click()
    await expect(dialog.get_by_role("button", name="Bekreft og stem")).to_have_count(0)
    close = dialog.get_by_role("button", name="Lukk")
    if await close.count():
        await close.first.click()
