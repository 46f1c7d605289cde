"""Between the meetings on the page itself: a samstyringsutvalg's hastesak, and Digitaliseringsutvalget in writing."""

from datetime import timedelta

from playwright.async_api import Page, expect

from tests.browser.desk import Desk, card_with, co_operation, pytestmark, write
from tests.sandbox_fixture import find_person
from tests.scenario.test_between_meetings import DU, DU_CHANNEL, SO, SO_CHANNEL, proposal, ready_case

__all__ = ["co_operation", "pytestmark"]


async def open_chat(desk: Desk, *people: str) -> None:
    """The bot is added to these people's chats."""
    await desk.house.sandbox.introduce([find_person(one) for one in people])


async def press(page: Page, card: str, button: str) -> None:
    await card_with(page, card).get_by_role("button", name=button, exact=True).first.click()


async def test_a_samstyringsutvalgs_hastesak(co_operation: Desk) -> None:
    """000-19: the elected leader sends it out with both grounds; a member votes with the papers before them."""
    desk, house = co_operation, co_operation.house
    leader, member = "oppvekst-vestnes", "oppvekst-aukra"
    await open_chat(desk, leader, member)
    case = await ready_case(house, "oppvekst-molde", "raadgiver1", SO, "Forlenge lisensen for skoleportalen")
    page = await desk.sit(leader)
    await write(page, "skriftlig")
    await press(page, "Saker som kan sendes ut", "Send ut skriftlig")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Frist for å svare (klokken 16)").fill("2026-11-25")
    await dialog.get_by_label("Saken kan ikke vente").check()
    await dialog.get_by_label("Hvorfor haster det?").fill("Lisensen går ut fredag.")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(dialog.get_by_text("Noe mangler.")).to_be_visible()
    await expect(dialog.get_by_label("Hvorfor haster det?")).to_have_value("Lisensen går ut fredag.")
    await dialog.get_by_label("Hvorfor kan det ikke vente til neste møte?").fill("Neste møte er ikke satt opp.")
    await desk.picture(page, "hastesak")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(
        page.get_by_text("Saken er sendt til alle medlemmene. Frist: onsdag 25. november").first
    ).to_be_visible()

    await house.settle()
    page = await desk.sit(member)
    papers = card_with(page, "Hastesak: SO 1/26")
    await expect(papers.get_by_text("Lisensen går ut fredag.").first).to_be_visible()
    await expect(papers.get_by_text("Innbyggerne møter fire ulike skjemaløsninger.")).to_be_visible()
    await desk.picture(page, "hastesak-papirer")
    await papers.get_by_role("button", name="For", exact=True).click()
    await expect(page.get_by_text("Din stemme for Aukra: For").first).to_be_visible()
    await expect(card_with(page, "Din stemme for Aukra: For").get_by_role("button", name="Krev møte")).to_be_visible()
    voting_id = (await proposal(house, case)).voting_id or ""
    await house.cast(voting_id, {"oppvekst-molde": "for", "oppvekst-rauma": "for"})
    await house.pass_time(timedelta(days=2, hours=7))
    page = await desk.channel(leader, SO_CHANNEL)
    await expect(card_with(page, "Resultat: SO 1/26").get_by_text("innstillingen er vedtatt").first).to_be_visible()


async def test_in_writing_in_digitaliseringsutvalget(co_operation: Desk) -> None:
    """004-14, 004-15: the secretariat sends it out; one asks for more time, and another has it taken to a meeting."""
    desk, house = co_operation, co_operation.house
    await open_chat(desk, "ks-sekretaer", "ks-leder", "du-oslo", "du-bergen")
    await ready_case(house, "du-oslo", "ks-raadgiver", DU, "Felles prinsipper for skytjenester")
    page = await desk.sit("ks-sekretaer")
    await write(page, "skriftlig behandling")
    await press(page, "Saker som kan sendes ut", "Send ut skriftlig")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("Tidligst mandag 30. november 2026.")).to_be_visible()
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Frist: mandag 30. november").first).to_be_visible()

    await house.settle()
    page = await desk.sit("du-bergen")
    await press(page, "Skriftlig behandling: DU 1/26", "Be om mer tid")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Begrunnelse").fill("Vi venter på svar fra bystyret.")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Du får svar i chatten.").first).to_be_visible()
    await house.settle()
    page = await desk.sit("ks-sekretaer")
    await press(page, "DU 1/26: noen ber om mer tid", "Svar")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("Vi venter på svar fra bystyret.")).to_be_visible()
    await dialog.get_by_label("Ny frist (klokken 16; la stå tom for å si nei)").fill("2026-12-08")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Alle har fått den nye fristen.").first).to_be_visible()

    await house.settle()
    page = await desk.sit("du-oslo")
    await expect(card_with(page, "DU 1/26: ny frist").get_by_text("tirsdag 8. desember").first).to_be_visible()
    await press(page, "Skriftlig behandling: DU 1/26", "Krev møte")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Begrunnelse").fill("Dette må vi snakke om.")
    await desk.picture(page, "krev-mote")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Saken tas i møte, og alle har fått beskjed.").first).to_be_visible()
    await house.settle()
    page = await desk.channel("du-bergen", DU_CHANNEL)
    await expect(card_with(page, "DU 1/26").get_by_text("ingenting er avgjort").first).to_be_visible()
