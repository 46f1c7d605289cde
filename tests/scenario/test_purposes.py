"""Cases are tagged with the points of the mandate, found by them and counted (004-06, 003-15, 001-18)."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.house_fixture import House, button, lend_files, running_house, says
from tests.sandbox_fixture import ROOT, find_person
from tests.scenario.test_referrals import FAGGRUPPE, case_of, propose, see

DU = "digitaliseringsutvalget"
STANDARDS = f"mandat-{DU}/2020-01-01/4"
DRIVER = f"mandat-{DU}/2020-01-01/3"
RULES = "4. Digitaliseringsvennlig regelverk, felles standarder og virksomhetsarkitektur"
OCCASION = "Landstingets oppdrag 2020"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        await opened.sandbox.introduce([find_person(one) for one in ("du-oslo", "du-bergen", "oppvekst-molde")])
        yield opened


def field(card: Any, name: str) -> dict[str, Any]:
    return next(one for one in card["body"] if one.get("id") == name)


async def test_a_case_is_tagged_with_the_points_of_the_mandate_and_shows_them(house: House) -> None:
    opened = await house.open_dialog("du-oslo", form="proposal", committee=DU)
    offered = {
        one["value"]: one["title"] for one in field(opened["task"]["value"]["card"]["content"], "goals")["choices"]
    }
    assert offered[STANDARDS] == f"{RULES} ({OCCASION})"
    assert len(offered) == 4
    case = await propose(house, "du-oslo", DU, goals=f"{STANDARDS},{DRIVER}")
    assert (await case_of(house, case)).form.goals == (STANDARDS, DRIVER)
    assert says(await see(house, "du-bergen", case), "felles standarder og virksomhetsarkitektur")


async def test_the_cases_are_counted_by_point_and_those_without_are_seen(house: House) -> None:
    await propose(house, "du-oslo", DU, goals=STANDARDS)
    await propose(house, "du-bergen", DU, goals=STANDARDS)
    await propose(house, "du-bergen", DU)
    for word in ("formål", "mål"):
        card = await house.say("du-oslo", word)
        assert says(card, OCCASION, "virksomhetsarkitektur**: DU 1/26 (venter på kvalitetssikring) og DU 2/26")
        assert says(card, "og felles løsninger**: ingen saker ennå", "1 sak er ikke knyttet til noe mål.")
        assert not says(card, "kommunestyrer")


async def test_saker_shows_those_of_one_point_alone(house: House) -> None:
    await propose(house, "du-oslo", DU, goals=STANDARDS, title="Felles begreper")
    await propose(house, "du-bergen", DU, goals=DRIVER, title="KI-opplæring")
    card = await house.say("du-oslo", "saker")
    titles = [one["title"] for one in field(card, "goal")["choices"]]
    assert [(one[:2], one[-3:]) for one in titles[1:]] == [("3.", "(1)"), ("4.", "(1)")]
    shown = (await house.press_button("du-oslo", button(card, "Vis"), goal=STANDARDS))["value"]
    assert says(shown, "Felles begreper")
    assert not says(shown, "KI-opplæring")
    assert field(shown, "goal")["value"] == STANDARDS
    kept = (await house.press_button("du-oslo", button(shown, "Til behandling (1)"), goal=STANDARDS))["value"]
    assert not says(kept, "KI-opplæring")
    forged = (await house.press_button("du-oslo", button(card, "Vis"), goal="mandat-x/2020/1"))["value"]
    assert says(forged, "Felles begreper", "KI-opplæring")


async def test_a_faggruppes_case_may_be_for_digital_services_to_inhabitants(house: House) -> None:
    """003-15, 001-18: a tag, and the report."""
    tag = f"mandat-{FAGGRUPPE}/2019-02-13/3"
    case = await propose(house, "oppvekst-molde", FAGGRUPPE, goals=tag)
    assert says(await see(house, "oppvekst-molde", case), "Digitale innbyggertjenester for fagområdet")
    assert says(await house.say("oppvekst-molde", "formål"), "Digitale innbyggertjenester for fagområdet**: FO 1/26")


async def test_a_body_without_points_has_none_and_a_mandate_is_not_followed_up_as_a_plan(house: House) -> None:
    assert not says(await house.say("molde1", "mål"), OCCASION)
    documents = [one for one in house.bot.office.directory.strategy if one.id.startswith("mandat-")]
    assert {one.committees[0] for one in documents} >= {DU, FAGGRUPPE}
