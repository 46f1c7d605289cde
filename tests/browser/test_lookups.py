"""A person looks up who sits where, goes from the tree to a body, and opens the list that was saved."""

import io
from pathlib import Path

from docx import Document
from playwright.async_api import expect

from tests.browser.desk import Desk, card_with, desk, pytestmark, write

__all__ = ["desk", "pytestmark"]


async def test_members_are_saved_as_word_and_lie_in_the_channels_files(desk: Desk, tmp_path: Path) -> None:
    page = await desk.sit("molde1")
    await write(page, "hvem sitter i utvalget?")
    card = card_with(page, "Medlemmer i Bestillerutvalget")
    await expect(card.get_by_text("Ingrid Moen – representant")).to_be_visible()
    await desk.picture(page, "medlemmer")
    await card.get_by_role("button", name="Lagre som Word").click()
    await expect(card_with(page, "Filen lages nå")).to_be_visible()
    told = card_with(page, "Medlemslisten for Bestillerutvalget er klar")
    await expect(told).to_be_visible(timeout=30_000)
    await desk.picture(page, "medlemsliste-klar")
    [saved] = (tmp_path / "sandbox" / "files").rglob("*.docx")
    names = [row.cells[1].text for row in Document(io.BytesIO(saved.read_bytes())).tables[-1].rows]
    assert {"Ingrid Moen", "Jonas Berg", "Marte Øyen"} <= set(names)
    page = await desk.sit("molde1", "&view=files")
    await page.get_by_role("button", name="Bestillerutvalget").first.click()
    await page.get_by_role("button", name="Medlemmer").click()
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name=saved.name).click()
    downloaded = await (await downloading.value).path()
    assert downloaded.read_bytes() == saved.read_bytes()


async def test_from_the_tree_one_goes_to_another_bodys_mandate(desk: Desk) -> None:
    page = await desk.sit("molde1")
    await write(page, "utvalg")
    card = card_with(page, "Utvalg og organer")
    await expect(card.get_by_text("★ du er representant").first).to_be_visible()
    await desk.picture(page, "utvalg-kort")
    await card.get_by_label("Velg et organ").select_option(label="Styret i ROR-IKT")
    await card.get_by_role("button", name="Mandat", exact=True).click()
    await expect(card_with(page, "Mandat for styret i ROR-IKT")).to_be_visible()
    await desk.picture(page, "mandat-kort")


async def test_one_changes_language_and_reads_on_in_it(desk: Desk) -> None:
    page = await desk.sit("aukra")
    await write(page, "språk")
    await card_with(page, "Kortene dine er på bokmål").get_by_role("button", name="Nynorsk").click()
    await expect(card_with(page, "Korta dine er på nynorsk")).to_be_visible()
    await write(page, "medlemmer")
    await expect(card_with(page, "Medlemer i Bestillerutvalget")).to_be_visible()
