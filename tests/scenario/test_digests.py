"""After a meeting each member has a digest to pass on to their own region (004-11)."""

from typing import Any

from committee.digests import RegionDigest
from committee.minutes import MinutesState
from locales.refusals import SENTENCES
from tests.house_fixture import House, button, buttons, says
from tests.scenario.test_briefings import ASKED, DU, FIRST_ID, give, hold
from tests.scenario.test_briefings import house as _house

house = _house
#: They sit for no region: KS, Oslo and the counties.
WITHOUT_REGION = {"ks-leder", "ks-raadgiver", "ks-fagleder", "du-oslo", "du-vtfk", "du-mrfk"}


async def published(house: House) -> None:
    """The first meeting, with a briefing from Bergen's region, and its minutes in the channel's files."""
    await give(house, "du-bergen", "Nytt fra Vestland", regional="true")
    minutes = await hold(house)
    await house.act("ks-leder", "minutes.approve", minutes=minutes.id)
    await house.settle()
    stands = await house.bot.office.store.read(lambda tx: tx.minutes_of(FIRST_ID))
    assert stands
    assert stands.state is MinutesState.PUBLISHED


def got(house: House, persona: str) -> list[Any]:
    posts = house.sandbox.posts(house.chat(persona), author="bot")
    return [one for one in posts if says(one.card, "klart til å sende videre")]


async def test_each_member_with_a_region_gets_a_digest_of_what_was_decided_and_told(house: House) -> None:
    await published(house)
    (card,) = got(house, "du-bergen")
    assert says(card.card, "Til nettverket i Vestland", "Digitaliseringsutvalget, møte mandag 23. november")
    assert says(card.card, "Ingen saker ble behandlet.", "Orientering fra Bergen kommune: Nytt fra Vestland")
    assert button(card.card, "Les referatet")["url"].startswith("http")
    assert {one for one in ASKED if got(house, one)} == set(ASKED) - WITHOUT_REGION
    await house.settle()
    assert len(got(house, "du-bergen")) == 1


async def test_a_member_says_that_it_is_passed_on_and_the_leader_sees_which_regions_have_heard(house: House) -> None:
    await published(house)
    (card,) = got(house, "du-bergen")
    done = (await house.press("du-bergen", card, "Jeg har sendt det videre"))["value"]
    assert says(done, "Du sendte det videre")
    seen = await house.say("ks-leder", "til regionen")
    assert says(seen, "1 av 11 har sendt det videre.", "Har ikke hørt ennå:", "Nordland")
    assert not says(seen, "Vestland og", "Vestland,")
    undone = (await house.press_button("du-bergen", button(done, "Angre")))["value"]
    assert "Jeg har sendt det videre" in {one["title"] for one in buttons(undone)}
    assert says(await house.say("ks-leder", "til regionen"), "0 av 11 har sendt det videre.")
    assert not says(await house.say("du-bodo", "til regionen"), "har sendt det videre.")


async def test_before_any_minutes_there_is_nothing_and_elsewhere_no_such_digest(house: House) -> None:
    assert says(await house.say("du-bergen", "til regionen"), "Når et referat er publisert")
    assert says(await house.say("molde1", "til regionen"), SENTENCES["briefings_not_here"])


async def test_nobody_ticks_for_another(house: House) -> None:
    await published(house)
    kept = await house.records(RegionDigest, DU)
    (bergen,) = [one for one in kept if one.person_id == "du-bergen"]
    for persona, sentence in (("du-bodo", "not_found"), ("ks-leder", "not_found"), ("molde1", "no_seat")):
        assert says(await house.act(persona, "digest.passed", digest=bergen.id), SENTENCES[sentence])
        assert says(await house.act(persona, "digest.undo", digest="f" * 32), SENTENCES["not_found"])
    assert await house.records(RegionDigest, DU) == kept
