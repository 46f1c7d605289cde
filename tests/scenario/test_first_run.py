"""The first run: an administrator adds the app to a team and is led to a committee that works."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from committee.setups import Setup
from sandbox.world import BOARD_MAILBOX, TEAM_THREAD
from tests.house_fixture import BOARD_CHANNEL, CHANNEL, House, button, buttons, running_house, says, texts
from tests.sandbox_fixture import find_person

OWN_MAILBOX = "bestillerutvalget@ror-ikt.example"
ADMINISTRATOR = "administrator"
#: By the question's label.
PEOPLE = {
    "Leder – ROR-IKT": ("leder",),
    "Representant – Aukra": ("aukra",),
    "Representant – Molde": ("molde1", "molde2"),
    "Representant – Rauma": ("rauma",),
    "Representant – Vestnes": ("vestnes",),
    "Medlem uten stemmerett – ROR-IKT": ("rorikt",),
    "Sekretær – ROR-IKT": ("sekretaer",),
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path, empty=True) as opened:
        yield opened


def fields(card: Any) -> dict[str, str]:
    """The card's fields: id by label."""
    return {one["label"]: one["id"] for one in card["body"] if str(one.get("type")).startswith("Input.")}


async def press(house: House, card: Any, title: str, *, by: str = ADMINISTRATOR, **inputs: str) -> Any:
    return (await house.press_button(by, button(card, title), **inputs))["value"]


async def begin(house: House) -> Any:
    introduced = await house.sandbox.wait_for_post(TEAM_THREAD, lambda one: says(one.card, "Jeg er Utvalgsbot"))
    return await press(house, introduced.card, "Sett opp et utvalg")


async def answer_people(house: House, card: Any, **changed: tuple[str, ...]) -> Any:
    known = fields(card)
    wanted = {**PEOPLE, **changed}
    inputs = {known[label]: ",".join(find_person(one).aad for one in who) for label, who in wanted.items()}
    return await press(house, card, "Neste", **inputs)


async def answer_calendars(house: House, card: Any, own: str = OWN_MAILBOX, board: str = BOARD_MAILBOX) -> Any:
    return await press(house, card, "Neste", mailbox_bestillerutvalget=own, mailbox_styret=board)


async def to_people(house: House) -> Any:
    card = await press(house, await begin(house), "Neste", committee="bestillerutvalget")
    return await press(house, card, "Neste", channel_bestillerutvalget=CHANNEL, channel_styret=BOARD_CHANNEL)


async def to_review(house: House) -> Any:
    return await answer_calendars(house, await answer_people(house, await to_people(house)))


async def start(house: House) -> Any:
    card = await press(house, await to_review(house), "Start utvalget")
    await house.bot.rounds.go()
    await house.settle()
    return card


async def test_from_an_empty_folder_to_a_committee_that_holds_a_vote(house: House) -> None:
    review = await to_review(house)
    assert says(review, "Ingrid Moen, Jonas Berg", "Bestillerutvalget · " + OWN_MAILBOX, "Møter funnet")
    started = await press(house, review, "Start utvalget")
    assert says(started, "Bestillerutvalget er i gang")
    await house.bot.rounds.go()
    await house.settle()
    await house.sandbox.wait_for_post(CHANNEL, lambda one: says(one.card, "Velkommen til Bestillerutvalget"))
    assert house.calendar("molde1"), "the meetings stand in the members' calendars"
    assert says(await house.say("aukra", "hjelp"), "Du er her som representant")
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"aukra": "for", "molde2": "for", "rauma": "for", "vestnes": "against"})
    assert says(await house.close(voting_id), "3 av 4 stemmevekt for")


async def test_it_goes_on_where_one_left_off_and_each_answer_can_be_changed(house: House, tmp_path: Path) -> None:
    card = await answer_people(house, await to_people(house))
    assert says(card, "Steg 4 av 5")
    listed = await house.say(ADMINISTRATOR, "oppsett")
    assert says(listed, "Bestillerutvalget i ROR-IKT: settes opp")
    again = await press(house, listed, "Fortsett")
    assert says(again, "Steg 4 av 5")
    back = await press(house, again, "Tilbake")
    chosen = next(one for one in back["body"] if one.get("label") == "Representant – Aukra")
    assert chosen["value"] == find_person("aukra").aad, "what was answered stands there"
    changed = await answer_people(house, back, **{"Representant – Aukra": ("utenfor",)})
    review = await answer_calendars(house, changed)
    assert says(review, "Eva Holm")
    assert not says(review, "Marte Øyen")


async def test_a_started_committee_can_be_changed_at_once_and_taken_back_until_it_has_a_case(house: House) -> None:
    started = await start(house)
    people = await press(house, started, "Endre: Folk")
    await answer_people(house, people, **{"Representant – Aukra": ("kd-aukra",)})
    assert says(await house.say("aukra", "hjelp"), "Du har ingen plass i utvalget")
    assert says(await house.say("kd-aukra", "hjelp"), "Du er her som representant")
    card = await press(house, started, "Angre oppsettet")
    house.bot.rounds.hurry()
    await house.bot.rounds.go()  # which plans nothing for a committee that was taken back
    await house.settle()
    assert says(card, "Oppsettet er tatt tilbake")
    assert not [one for one in house.calendar("molde1") if not one.gone and not one.cancelled]
    assert says(await house.say("leder", "hjelp"), "Du har ingen plass i utvalget")
    await press(house, card, "Start utvalget")
    await house.bot.rounds.go()
    await house.settle()
    assert [one for one in house.calendar("molde1") if not one.gone], "the meetings are planned anew"
    await house.propose("molde1")
    refused = await house.press_button(ADMINISTRATOR, button(started, "Angre oppsettet"))
    assert "har en sak eller et møte" in str(refused["value"])
    actions = [one.action for one in await house.record()]
    assert [one for one in actions if one.startswith("committee.")] == [
        "committee.set_up", "committee.setup_changed", "committee.taken_back", "committee.set_up",
    ]  # fmt: skip


@pytest.mark.parametrize("verb", ["begin", "view", "committee", "channels", "people", "roster", "calendars", "turn"])
async def test_only_an_administrator_sets_up(house: House, verb: str) -> None:
    card = await to_people(house)
    setup = button(card, "Neste")["data"]["setup"]
    answer = await house.act("leder", f"setup.{verb}", setup=setup, team=TEAM_THREAD, step="review", committee="styret")
    assert "bare administratorer" in str(answer["value"])
    assert not says(await house.say("leder", "oppsett"), "Nytt utvalg")


@pytest.mark.parametrize("verb", ["start", "take_back", "drop"])
async def test_only_an_administrator_starts_and_takes_back(house: House, verb: str) -> None:
    review = await to_review(house)
    answer = await house.act("leder", f"setup.{verb}", setup=button(review, "Start utvalget")["data"]["setup"])
    assert "bare administratorer" in str(answer["value"])
    assert not [one for one in await house.record() if one.action.startswith("committee.")]


async def test_a_stranger_finds_nobody_by_typing(house: House) -> None:
    card = await to_people(house)
    dataset = next(one["choices.data"]["dataset"] for one in card["body"] if "choices.data" in one)
    asked = {"dataset": dataset, "queryText": "wenche"}
    found = await house.sandbox.invoke(ADMINISTRATOR, "application/search", asked)
    assert [one["title"] for one in (found.body or {})["value"]["results"]] == ["Wenche Tangen"]
    refused = await house.sandbox.invoke("leder", "application/search", asked)
    assert (refused.body or {})["value"]["results"] == []


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(house: House) -> None:
    card = await to_people(house)
    twice = await answer_people(house, card, **{"Representant – Aukra": ("molde1",), "Leder – ROR-IKT": ()})
    assert says(twice, "Velg ett av svarene", "Hver person har én plass")
    kept = next(one for one in twice["body"] if one.get("label") == "Representant – Rauma")
    assert kept["value"] == find_person("rauma").aad
    calendars = await answer_people(house, twice)
    wrong = await answer_calendars(house, calendars, own="ikke en adresse", board="")
    assert says(wrong, "Skriv en e-postadresse", "Fyll ut dette feltet")
    gone = await answer_calendars(house, calendars, own="finnes-ikke@ror-ikt.example")
    assert says(gone, "Det finnes ingen postkasse")
    house.sandbox.tenant.grants.close_mailbox(BOARD_MAILBOX)
    closed = await answer_calendars(house, calendars)
    assert says(closed, "Jeg slipper ikke inn i denne postkassen")


async def test_when_teams_does_not_answer_nothing_is_lost(house: House) -> None:
    card = await press(house, await begin(house), "Neste", committee="bestillerutvalget")
    house.sandbox.fault("connector", "GET .*pagedmembers", "500-before")
    channels = {"channel_bestillerutvalget": CHANNEL, "channel_styret": BOARD_CHANNEL}
    answer = await house.press_button(ADMINISTRATOR, button(card, "Neste"), **channels)
    assert "Teams svarer ikke akkurat nå" in str(answer["value"])
    again = await press(house, await house.say(ADMINISTRATOR, "oppsett"), "Fortsett")
    assert says(again, "Steg 3 av 5")
    assert fields(again)


async def test_a_team_is_greeted_once_and_not_where_a_committee_lives(house: House) -> None:
    await start(house)
    before = len(house.sandbox.tenant.posts.list(TEAM_THREAD))
    (house.sandbox.tenant.settings.state / "introduced.json").unlink()
    await house.sandbox.introduce([])
    assert len(house.sandbox.tenant.posts.list(TEAM_THREAD)) == before


async def test_a_committee_is_offered_once_and_one_below_a_missing_body_waits(house: House) -> None:
    card = await begin(house)
    offered = [one["title"] for one in card["body"][3]["choices"]]
    assert "Bestillerutvalget" in offered
    assert not [one for one in offered if one.startswith("Faggruppe")], "Bestillerutvalget is above them"
    await start(house)
    second = await begin(house)
    offered = [one["title"] for one in second["body"][3]["choices"]]
    assert "Bestillerutvalget" not in offered
    assert [one for one in offered if one.startswith("Faggruppe")]


async def test_answers_before_the_start_are_forgotten_when_it_is_dropped(house: House) -> None:
    card = await begin(house)
    listed = await press(house, card, "Avbryt oppsettet")
    assert not [one for one in buttons(listed) if one["title"] == "Fortsett"]
    refused = await house.press_button(ADMINISTRATOR, button(card, "Neste"), committee="bestillerutvalget")
    assert "Jeg finner ikke" in str(refused["value"])
    assert says(await begin(house), "Steg 1 av 5"), texts(listed)


async def test_who_is_in_the_team_is_forgotten_when_they_are_named(house: House) -> None:
    await answer_people(house, await to_people(house))
    (setup,) = await house.bot.office.store.read(lambda tx: tx.all_records(Setup))
    assert setup.roster == ()
    assert len(setup.people) == sum(len(who) for who in PEOPLE.values())


async def test_a_channel_that_another_committee_took_in_the_meantime_is_not_taken_twice(house: House) -> None:
    started = await start(house)
    card = await press(house, await begin(house), "Neste", committee="faggruppe-arkiv")
    refused = await press(house, card, "Neste", **{"channel_faggruppe-arkiv": CHANNEL})
    assert says(refused, "Den kanalen er det et annet utvalg som har.")
    free = "19:faggruppe-arkiv@thread.tacv2"
    people = await press(house, refused, "Neste", **{"channel_faggruppe-arkiv": free})
    seat = {fields(people)["Representant – Aukra"]: find_person("aukra").aad}
    calendars = await press(house, people, "Neste", **seat)
    review = await press(house, calendars, "Neste", **{"mailbox_faggruppe-arkiv": "faggruppe-arkiv@ror-ikt.example"})
    own = await press(house, started, "Endre: Kanal")
    await press(house, own, "Neste", channel_bestillerutvalget=free, channel_styret=BOARD_CHANNEL)
    answer = await house.press_button(ADMINISTRATOR, button(review, "Start utvalget"))
    assert "Den kanalen er det et annet utvalg som har." in str(answer["value"])
