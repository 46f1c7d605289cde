"""What one can write to the bot, and what comes back: never silence."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.commands import COMMANDS, find_command
from sandbox.world import PERSONAS
from tests.house_fixture import CHANNEL, PEOPLE, House, button, buttons, running_house, says, texts

shared = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One house for all that only ask."""
    async with running_house(tmp_path_factory.mktemp("commands")) as opened:
        yield opened


SEATS = {
    "leder": ("Du er her som leder.", {"Planlegg møter", "Leveranser"}),
    "sekretaer": ("Du er her som sekretær.", {"Planlegg møter", "Leveranser"}),
    "rorikt": ("Du er her som medlem uten stemmerett.", {"Nytt forslag"}),
    "molde1": ("Du er her som representant.", {"Nytt forslag"}),
    "tillitsvalgt": ("Du er her som tillitsvalgt.", set()),
    "utenfor": ("Du har ingen plass i utvalget, men du kan følge med på saker og møter.", set()),
}


@shared
@pytest.mark.parametrize("persona", SEATS)
async def test_help_shows_what_the_seat_may_do_and_no_more(house: House, persona: str) -> None:
    sentence, offers = SEATS[persona]
    card = await house.say(persona, "hjelp")
    assert says(card, "Hei! Jeg hjelper Bestillerutvalget.", sentence)
    shown = {one["title"] for one in buttons(card)}
    assert shown & {"Planlegg møter", "Leveranser", "Nytt forslag"} == offers
    assert {"Neste møte", "Saker", "Møteplan"} <= shown


@shared
@pytest.mark.parametrize("persona", SEATS)
async def test_every_button_of_the_help_card_does_something_for_the_one_who_has_it(house: House, persona: str) -> None:
    for action in list(buttons(await house.say(persona, "hjelp"))):
        if action["type"] == "Action.Execute":
            answer = await house.press_button(persona, action)
            assert answer["type"].endswith("card.adaptive"), (persona, action, answer)
        elif action["type"] == "Action.Submit":
            data = {name: value for name, value in action["data"].items() if name != "msteams"}
            assert (await house.open_dialog(persona, **data))["task"]["type"] == "continue"


FREE_WORDS = {
    "når er neste møte?": "møte",
    "Når er neste møte": "møte",
    "neste mte": "møte",
    "neste møtet": "møte",
    "kan du si meg når neste møte er": "møte",
    "hva skal jeg stemme på": "venter",
    "hva skal jeg stemme på?": "venter",
    "HVA VENTER PÅ MEG": "venter",
    "kva skal eg røyste på?": "venter",
    "hjlep": "hjelp",
    "hjelpp": "hjelp",
    "Hei!": "hjelp",
    "forlsag": "forslag",
    "nytt forlsag": "forslag",
    "jeg vil sende inn et nytt forslag": "forslag",
    "saker": "saker",
    "skaer": "saker",
    "møteplan": "møter",
    "refreat": "referat",
    "publisr": "publiser",
    "publiser referatet": "publiser",
    "leveranser": "leveranser",
    "planlegg møtene": "planlegg",
}


@pytest.mark.parametrize("words", FREE_WORDS)
def test_free_words_and_typing_errors_are_understood(words: str) -> None:
    command, _ = find_command(words)
    assert command is not None
    assert command.name == FREE_WORDS[words]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_every_phrase_of_a_command_finds_that_command(command) -> None:
    for phrase in command.phrases:
        for written in (phrase, phrase.upper(), f"  {phrase}?! "):
            assert find_command(written)[0] is command, written


@shared
async def test_free_words_get_the_answer_they_ask_for(house: House) -> None:
    assert says(await house.say("molde1", "når er neste møte?"), "Møte i Bestillerutvalget", "Saksliste")
    assert says(await house.say("molde1", "neste mte"), "Møte i Bestillerutvalget")
    assert says(await house.say("molde1", "hva skal jeg stemme på"), "Ingenting venter på deg nå", "Neste møte er")
    assert button(await house.say("molde1", "forlsag"), "Nytt forslag")
    assert says(await house.say("molde1", "hjlep"), "Hei! Jeg hjelper Bestillerutvalget.")


@shared
@pytest.mark.parametrize("words", ["zzz", "pizza til lunsj", "??", "1234", "🙂", "x" * 3000, "<b>hei du</b> {{navn}}"])
async def test_unknown_words_get_the_three_nearest_commands(house: House, words: str) -> None:
    card = await house.say("molde1", words)
    assert says(card, "Det skjønte jeg ikke helt", "Mente du en av disse?")
    offered = list(buttons(card))
    assert len(offered) == 3
    for action in offered:
        assert (await house.press_button("molde1", action))["type"].endswith("card.adaptive")


@shared
async def test_what_is_not_understood_is_shown_without_being_formatted(house: House) -> None:
    card = await house.say("molde1", "**fet** [lenke](https://example.org)")
    assert not any("**fet**" in line or "[lenke](" in line for line in texts(card))


@shared
@pytest.mark.parametrize("persona", PEOPLE)
async def test_nobody_is_offered_a_command_that_is_not_for_them(house: House, persona: str) -> None:
    for words in ("publ", "lever ansr ting", "plnl"):
        card = await house.say(persona, words)
        for action in list(buttons(card)):
            answer = await house.press_button(persona, action)
            assert "Det er" not in str(answer["value"])[:7], (persona, action, answer)


REFUSED = {
    ("molde1", "planlegg"): "Det er lederen og sekretæren som planlegger møtene",
    ("utenfor", "planlegg"): "Du har ingen plass i dette utvalget",
    ("tillitsvalgt", "forslag"): "Det er representantene",
    ("leder", "forslag"): "Det er representantene",
    ("utenfor", "forslag"): "Du har ingen plass i dette utvalget",
    ("aukra", "leveranser"): "Det er sekretæren og lederen som ser leveransene",
    ("aukra", "publiser"): "Det er sekretæren og lederen",
    ("sekretaer", "publiser"): "Det finnes ikke noe referat ennå",
    ("aukra", "referat"): "Det finnes ikke noe referat ennå",
    ("utenfor", "referat"): "Du har ingen plass i dette utvalget",
}


@shared
@pytest.mark.parametrize("asked", REFUSED, ids=" ".join)
async def test_a_command_that_is_not_for_one_is_refused_with_the_reason(house: House, asked: tuple[str, str]) -> None:
    before = await house.snapshot()
    card = await house.say(*asked)
    assert says(card, "Det gikk ikke", REFUSED[asked])
    assert await house.snapshot() == before


@shared
async def test_a_mention_in_the_channel_is_answered_in_its_thread(house: House) -> None:
    asked = await house.sandbox.say("molde1", "saker", conversation=CHANNEL)
    answer = await house.sandbox.wait_for_post(CHANNEL, lambda post: says(post.card, "Saker i Bestillerutvalget"))
    assert answer.root_id == asked.id
    asked_again = await house.sandbox.say("aukra", "møteplan", conversation=CHANNEL, root_id=asked.id)
    answer = await house.sandbox.wait_for_post(CHANNEL, lambda post: says(post.card, "Møteplan for Bestillerutvalget"))
    assert (answer.root_id, asked_again.root_id) == (asked.id, asked.id)


@shared
async def test_each_reads_their_own_language(house: House) -> None:
    """The person's language in the register; one who is not there gets their Teams client's."""
    office = house.bot.office
    people = {
        key: replace(person, language={"aukra": "nn", "rauma": "en"}.get(key, "nb"))
        for key, person in office.directory.people.items()
    }
    before = office.directory
    office.shelf.directory = replace(before, people=people)
    try:
        assert says(await house.say("aukra", "hjelp"), "Eg ")
        assert says(await house.say("aukra", "publiser"), "Det gjekk ikkje")
        assert says(await house.say("rauma", "hjelp"), "help")
        assert says(await house.say("rauma", "next meeting"), "Agenda")
        assert says(await house.say("molde1", "hjelp"), "Hei! Jeg hjelper")
    finally:
        office.shelf.directory = before


async def test_help_shows_first_what_waits_for_one(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        proposal_id = await house.propose("molde1")
        assert says(await house.say("rorikt", "hjelp"), "Kvalitetssikre BU 1/26")
        assert not says(await house.say("molde2", "hjelp"), "Kvalitetssikre")
        await house.act("rorikt", "proposal.send_back", proposal=proposal_id, reason="Skriv mer om gevinsten")
        assert says(await house.say("molde1", "hjelp"), "BU 1/26 er sendt tilbake", "Skriv mer om gevinsten")
        voting_id = await house.open_voting("Felles arkiv")
        for persona in ("molde1", "molde2", "aukra"):
            assert says(await house.say(persona, "hva skal jeg stemme på"), "Stem i BU 2/26: Felles arkiv")
        await house.vote("molde1", voting_id, "for")
        assert not says(await house.say("molde2", "hva venter på meg"), "Stem i BU 2/26")
        assert says(await house.say("leder", "hjelp"), "BU 2/26: 1 av 4 kommuner har stemt", "Møtet er i gang.")
        for persona in ("tillitsvalgt", "utenfor", "rorikt", "sekretaer"):
            assert not says(await house.say(persona, "hva skal jeg stemme på"), "Stem i")


@shared
async def test_everyone_of_the_committee_is_tried_and_one_outside_it(house: House) -> None:
    seated = {one.person.id for one in house.bot.office.directory.members("bestillerutvalget")}
    assert set(PEOPLE) == seated | {"utenfor"}
    assert set(PEOPLE) <= {one.key for one in PERSONAS}
