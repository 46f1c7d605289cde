"""One case, all the way, over HTTP: from a member's word to minutes in the channel's files."""

from pathlib import Path

import pytest

from tests.house_fixture import BOARD_CHANNEL, CHANNEL, button, running_house, says


@pytest.mark.both_databases
async def test_a_case_goes_from_a_word_to_published_minutes(tmp_path: Path, database_url: str) -> None:
    """The seven steps of the case, each as a person does it."""
    async with running_house(tmp_path, database_url=database_url) as house:
        card = await house.say("molde1", "hjelp")
        assert says(card, "Nytt forslag", "Representant") or says(card, "Nytt forslag", "representant")

        proposal_id = await house.propose("molde1")
        form = await house.wait_for_card(house.chat("rorikt"), "Kvalitetssikring: BU 1/26", "Sjekkliste")
        assert button(form.card, "Godkjenn")["verb"] == "proposal.assure"
        await house.assure(proposal_id)

        meeting = await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "Felles innbyggerdialog")
        answer = await house.press("leder", meeting, "Start møtet")
        assert says(answer["value"], "Jeg er til stede"), answer
        for persona in ("molde1", "aukra", "rauma"):
            await house.press_button(persona, button(answer["value"], "Jeg er til stede"))
        await house.press_button("leder", button(answer["value"], "Åpne avstemning: BU 1/26"))

        voting = await house.wait_for_card(CHANNEL, "Avstemning: BU 1/26", "0 av 4 kommuner har stemt")
        for persona, choice in (("molde1", "For"), ("aukra", "For"), ("rauma", "Mot"), ("vestnes", "Mot")):
            answer = await house.press(persona, voting, choice)
            assert says(answer["value"], "Din stemme for"), answer
        await house.wait_for_card(CHANNEL, "4 av 4 kommuner har stemt")
        voting_id = button(voting.card, "For")["data"]["voting"]
        closed = await house.act("leder", "voting.close", voting=voting_id)
        assert says(closed["value"], "2 av 4 stemmevekt for, 2 mot: ikke enighet"), closed

        await house.wait_for_card(CHANNEL, "BU 1/26 løftes til")
        await house.wait_for_card(BOARD_CHANNEL, "Til behandling: BU 1/26", "Rauma")

        meeting_id = await house.next_meeting_id()
        await house.act("leder", "meeting.end", meeting=meeting_id)
        draft = await house.wait_for_card(house.chat("sekretaer"), "Referat fra Bestillerutvalget", "Utkast")
        data = button(draft.card, "Rediger ordlyden")["data"]
        dialog = await house.open_dialog("sekretaer", form="minutes", minutes=data["minutes"])
        save = button(dialog["task"]["value"]["card"]["content"], "Lagre")["data"]
        await house.send_dialog("sekretaer", **save, **{f"wording_{proposal_id}": "Utvalget drøftet saken grundig."})
        await house.act("leder", "minutes.approve", minutes=data["minutes"])
        published = await house.wait_for_card(CHANNEL, "Referat fra Bestillerutvalget", "kontrollsum", seconds=40)
        assert says(published.card, "Åpne PDF", "Åpne Word", "Utvalget drøftet saken grundig.")

        await house.say("sekretaer", "publiser")
        await house.settle()
        files = [path for path in (tmp_path / "sandbox" / "files").rglob("*") if path.is_file()]
        assert sorted(path.suffix for path in files if "Referater" in str(path)) == [".docx", ".pdf"]
        posts = [post for post in house.sandbox.posts(CHANNEL, author="bot") if says(post.card, "kontrollsum: ")]
        assert len([post for post in posts if says(post.card, "Åpne PDF")]) == 1
