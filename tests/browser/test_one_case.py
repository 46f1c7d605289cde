"""The seven steps of the case, each as a person does it, in Chromium against the running product."""

from playwright.async_api import Locator, Page, expect

from tests.browser.desk import Desk, card_with, desk, pytestmark, write
from tests.house_fixture import BOARD_CHANNEL, FORM

__all__ = ["desk", "pytestmark"]


async def test_the_case_from_a_message_to_published_minutes(desk: Desk) -> None:
    """A member proposes, ROR-IKT assures, the committee meets and votes 2-2, and the minutes are in the files."""
    await ask_and_propose(desk)
    await assure(desk)
    await see_the_calendar(desk)
    await meet_and_vote(desk)
    await see_the_escalation(desk)
    await publish(desk)


async def ask_and_propose(desk: Desk) -> None:
    page = await desk.sit("molde1")
    await write(page, "hjlep")
    await expect(card_with(page, "Dette kan du gjøre")).to_be_visible()
    await desk.picture(page, "hjelp")
    await write(page, "kan du koke kaffe")
    await expect(card_with(page, "Mente du en av disse?")).to_be_visible()
    await write(page, "forslag")
    await card_with(page, "Skjemaet tar fem minutter").get_by_role("button", name="Nytt forslag").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Tittel").fill(FORM["title"])
    await dialog.get_by_role("button", name="Send inn").click()
    await expect(dialog.get_by_text("Fyll ut dette feltet").first).to_be_visible()
    await expect(dialog.get_by_label("Tittel")).to_have_value(FORM["title"])
    for label, name in (("Behov", "need"), ("Hvem berøres?", "affected"), ("Kostnad", "cost"), ("Gevinst", "benefit")):
        await dialog.get_by_label(label, exact=True).fill(FORM[name])
    await dialog.get_by_text("Endring av en tjeneste vi har").click()
    service = dialog.get_by_role("combobox")
    await service.fill("skjma")
    await dialog.page.get_by_role("option", name="Innbyggerskjema").click()
    await dialog.get_by_text("Ja", exact=True).click()
    await desk.picture(page, "forslag")
    await dialog.get_by_role("button", name="Send inn").click()
    await expect(page.get_by_text("BU 1/26").first).to_be_visible()


async def assure(desk: Desk) -> None:
    page = await desk.sit("rorikt")
    card = card_with(page, "Kvalitetssikring: BU 1/26")
    await expect(card).to_be_visible()
    await card.get_by_role("button", name="Godkjenn").click()
    await expect(card.get_by_text("⚠").first).to_be_visible()
    for box in await card.get_by_role("checkbox").all():
        await box.check()
    await card.get_by_label("Vurdering fra ROR-IKT").fill("ROR-IKT har kapasitet fra mars.")
    await card.get_by_label("Innstilling som utvalget stemmer over").fill("Utvalget tilrår et felles skjema.")
    await desk.picture(page, "kvalitetssikring")
    await card.get_by_role("button", name="Godkjenn").click()
    await expect(page.get_by_text("Kvalitetssikret").last).to_be_visible()


async def see_the_calendar(desk: Desk) -> None:
    page = await desk.sit("vestnes", "&view=calendar")
    meeting = page.get_by_role("article").filter(has_text="Møte i Bestillerutvalget").first
    await expect(meeting).to_be_visible()
    await expect(meeting.get_by_role("link").first).to_be_visible()
    await desk.picture(page, "kalender")


async def meet_and_vote(desk: Desk) -> None:
    leader = await desk.channel("leder")
    notice = card_with(leader, "Møte i Bestillerutvalget")
    await expect(notice.get_by_text(FORM["title"])).to_be_visible()
    await desk.picture(leader, "innkalling")
    await notice.get_by_role("button", name="Start møtet").click()
    for persona in ("molde1", "aukra"):
        page = await desk.channel(persona)
        await card_with(page, "Møte i Bestillerutvalget").get_by_role("button", name="Jeg er til stede").click()
    await card_with(leader, "Møte i Bestillerutvalget").get_by_role("button", name="Åpne avstemning: BU 1/26").click()
    for persona, choice in (("molde1", "Mot"), ("aukra", "For"), ("rauma", "Mot"), ("vestnes", "For")):
        await vote(desk, persona, choice)
    await vote(desk, "molde2", "Mot")
    outsider = await desk.channel("tillitsvalgt")
    await expect(card_with(outsider, "Avstemning: BU 1/26").get_by_text("stemme").first).to_be_visible()
    await expect(
        card_with(outsider, "Avstemning: BU 1/26").get_by_role("button", name="For", exact=True)
    ).to_have_count(0)
    leader = await desk.channel("leder")
    voting = card_with(leader, "4 av 4 kommuner har stemt")
    await expect(voting.get_by_text("Har stemt:")).to_be_visible()
    await expect(voting.get_by_text("For lite nytte")).to_have_count(0)
    await voting.get_by_role("button", name="Lukk avstemningen").click()
    await expect(card_with(leader, "2 av 4 stemmevekt for, 2 mot: ikke enighet")).to_be_visible()
    await desk.picture(leader, "resultat")


async def vote(desk: Desk, persona: str, choice: str) -> None:
    page = await desk.channel(persona)
    card = card_with(page, "Avstemning: BU 1/26")
    await expect(card.get_by_text("Du stemmer for").or_(card.get_by_text("Din stemme for")).first).to_be_visible()
    if persona == "rauma":
        await desk.picture(page, "avstemning")
        await vote_with_a_remark(page, card, choice)
        return
    await card.get_by_role("button", name=choice, exact=True).click()
    await expect(card.get_by_text(f"{choice}", exact=False).first).to_be_visible()
    await expect(card.get_by_text("Din stemme for")).to_be_visible()


async def vote_with_a_remark(page: Page, card: Locator, choice: str) -> None:
    await card.get_by_role("button", name="Stem med merknad").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_text(choice, exact=True).click()
    await dialog.get_by_label("Merknad til referatet (valgfritt)").fill("For lite nytte for innbyggerne våre.")
    await dialog.get_by_role("button", name="Avgi stemme").click()
    await expect(page.get_by_text("Stemmen er avgitt").first).to_be_visible()


async def see_the_escalation(desk: Desk) -> None:
    board = await desk.channel("leder", BOARD_CHANNEL)
    told = card_with(board, "Til behandling: BU 1/26")
    await expect(told).to_be_visible()
    await expect(told.get_by_text("For lite nytte for innbyggerne våre.")).to_be_visible()
    await desk.picture(board, "styret")


async def publish(desk: Desk) -> None:
    leader = await desk.channel("leder")
    await card_with(leader, "Møte i Bestillerutvalget").get_by_role("button", name="Avslutt møtet").click()
    secretary = await desk.sit("sekretaer")
    draft = card_with(secretary, "Utkast. Sekretæren kan redigere")
    await draft.get_by_role("button", name="Rediger ordlyden").click()
    dialog = secretary.get_by_role("dialog")
    await dialog.get_by_label(f"BU 1/26 {FORM['title']}").fill("Kommunene så ulikt på nytten av et felles skjema.")
    await desk.picture(secretary, "ordlyd")
    await dialog.get_by_role("button", name="Lagre").click()
    leader = await desk.sit("leder")
    await write(leader, "referat")
    await card_with(leader, "Kommunene så ulikt på nytten").get_by_role("button", name="Godkjenn og publiser").click()
    leader = await desk.channel("leder")
    minutes = card_with(leader, "Protokollens kontrollsum")
    await expect(minutes).to_be_visible(timeout=40_000)
    await desk.picture(leader, "referat")
    member = await desk.sit("aukra", "&view=files")
    await member.get_by_role("button", name="Bestillerutvalget").first.click()
    await member.get_by_role("button", name="Referater").click()
    await member.get_by_role("button", name="2026").click()
    await expect(member.get_by_role("link", name=".pdf").first).to_be_visible()
    await desk.picture(member, "filer")
