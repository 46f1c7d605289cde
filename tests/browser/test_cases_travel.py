"""Cases that travel, on the page itself: from a faggruppe to the board and back, and into an order by municipality."""

from playwright.async_api import expect

from tests.browser.desk import Desk, card_with, co_operation, pytestmark, write
from tests.browser.test_between_meetings import open_chat, press
from tests.house_fixture import BOARD_CHANNEL, CHANNEL
from tests.scenario.test_referrals import BESTILLERE, FAG_CHANNEL, FAGGRUPPE, assure, case_of, propose, vote_in_writing
from tests.scenario.test_referrals import OPPVEKST as FAG_VOTERS

__all__ = ["co_operation", "pytestmark"]

PROPOSER, FAG_LEADER = "oppvekst-rauma", "oppvekst-molde"


async def test_a_faggruppes_proposal_goes_to_the_board_and_its_proposer_sees_what_was_decided(
    co_operation: Desk,
) -> None:
    """003-14, 001-17: Faggruppe Oppvekst advises, Bestillerutvalget does not agree, the board decides."""
    desk, house = co_operation, co_operation.house
    await open_chat(desk, PROPOSER, FAG_LEADER, "kd-molde")
    fag = await propose(house, PROPOSER, FAGGRUPPE, title="Felles meldingsbok for skole og barnehage")
    await assure(house, "raadgiver1", fag, "Faggruppen rår til å ta inn en felles meldingsbok.")
    await vote_in_writing(house, FAG_LEADER, fag, FAG_VOTERS, remark="Skolene trenger det.")
    await house.settle()
    page = await desk.channel(PROPOSER, FAG_CHANNEL)
    await expect(card_with(page, "Sendt til Bestillerutvalget: sak BU 1/26")).to_be_visible()

    page = await desk.sit("rorikt")
    await write(page, "sak BU 1/26")
    case = card_with(page, "Kommer fra FO 1/26")
    await expect(case.get_by_text("Faggruppen rår til å ta inn en felles meldingsbok.").first).to_be_visible()
    await expect(case.get_by_text("Skolene trenger det.").first).to_be_visible()
    await desk.picture(page, "sak-nedenfra")
    above = (await case_of(house, fag)).went_to or ""
    await assure(house, "rorikt", above, "Bestillerutvalget tilrår en felles meldingsbok.")
    await house.act("leder", "meeting.start", meeting=(await case_of(house, above)).meeting_id)
    await house.act("leder", "voting.open", proposal=above)
    voting_id = (await case_of(house, above)).voting_id or ""
    await house.cast(voting_id, dict(zip(BESTILLERE, ("for", "for", "against", "against"), strict=True)))
    await house.close(voting_id)
    await house.settle()

    page = await desk.channel("kd-molde", BOARD_CHANNEL)
    await expect(card_with(page, "Til behandling: BU 1/26 fra Bestillerutvalget")).to_be_visible()
    await desk.picture(page, "sak-til-styret")
    page = await desk.sit("kd-molde")
    await press(page, "Sak BU 1/26 til styret", "Før inn svaret")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Vedtatt", exact=True).check()
    await dialog.get_by_label("Vedtaket, eller spørsmålet til utvalget").fill("Styret vedtar en felles meldingsbok.")
    await dialog.get_by_label("Saksnummer for vedtaket").fill("PS 12/26")
    await desk.picture(page, "styrets-svar")
    await dialog.get_by_role("button", name="Lagre", exact=True).click()
    await expect(page.get_by_text("begge kanalene har fått vite det").first).to_be_visible()

    await house.settle()
    page = await desk.channel(PROPOSER, FAG_CHANNEL)
    decided = card_with(page, "Sak FO 1/26 er avgjort")
    await expect(decided.get_by_text("Styret vedtar en felles meldingsbok.").first).to_be_visible()
    await decided.get_by_role("button", name="Se saken").click()
    await expect(page.get_by_text("Sendt videre:").first).to_be_visible()
    await desk.picture(page, "svaret-tilbake")


async def test_municipalities_put_cases_in_order_and_daglig_leder_confirms(co_operation: Desk) -> None:
    """000-23, 004-09: four answer, the table tells why, and daglig leder confirms the list."""
    desk, house = co_operation, co_operation.house
    for title in ("Felles skjema", "Felles arkiv", "Felles kart"):
        await house.assure(await house.propose("molde1", title=title))
    page = await desk.sit("leder")
    await write(page, "prioritering")
    await press(page, "Prioriteringer", "Ny prioritering")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Hva skal prioriteres?").fill("Delportefølje 2027")
    for title in ("BU 1/26 Felles skjema", "BU 2/26 Felles arkiv", "BU 3/26 Felles kart"):
        await dialog.get_by_label(title).check()
    await dialog.get_by_label("Frist (klokken 16)").fill("2026-12-02")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Hver kommune svarer innen fristen.").first).to_be_visible()
    await house.settle()
    for persona, marks in {"molde1": "213", "aukra": "213", "rauma": "123", "vestnes": "312"}.items():
        page = await desk.channel(persona)
        await press(page, "Prioritering: Delportefølje 2027", "Svar")
        dialog = page.get_by_role("dialog")
        await expect(dialog.get_by_role("combobox")).to_have_count(len(marks))
        for box, mark in zip(await dialog.get_by_role("combobox").all(), marks, strict=True):
            await box.select_option(mark)
        if persona == "molde1":
            await desk.picture(page, "prioritering-svar")
        await dialog.get_by_role("button", name="Send", exact=True).click()
        await expect(dialog.get_by_text("Svaret er tatt imot").first).to_be_visible()
    await house.settle()
    page = await desk.sit("leder")
    await write(page, "prioriteringer")
    await press(page, "4 av 4 har svart", "Vis")
    await press(page, "4 av 4 har svart", "Tell opp nå")
    counted = card_with(page, "B foran A")
    await expect(counted.get_by_text("B foran A: 3 mot 1 i stemmevekt.").first).to_be_visible()
    await expect(counted.get_by_text("Mot hver av de andre").first).to_be_visible()
    await desk.picture(page, "prioritering-talt")
    await press(page, "B foran A", "Stadfest listen")
    dialog = page.get_by_role("dialog")
    await desk.picture(page, "prioritering-stadfest")
    await dialog.get_by_role("button", name="Stadfest", exact=False).click()
    await expect(page.get_by_text("Listen er stadfestet og meldt i kanalen.").first).to_be_visible()
    await house.settle()
    page = await desk.channel("aukra", CHANNEL)
    await expect(card_with(page, "Stadfestet av Solveig Strand")).to_be_visible()
    await desk.picture(page, "prioritering-stadfestet")
