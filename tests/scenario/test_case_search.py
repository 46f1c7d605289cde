"""The message extension: a case found while writing, and put in a message without more than all may see."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.case_search import COMMAND
from tests.house_fixture import House, body, running_house, says

pytestmark = pytest.mark.asyncio(loop_scope="module")
PORTAL, FEE = "Felles innbyggerportal", "Ny løsning for skolefritidsordning"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One house with two cases."""
    async with running_house(tmp_path_factory.mktemp("search")) as opened:
        await opened.propose("molde1", title=PORTAL)
        await opened.propose("aukra", title=FEE, need="Foreldre venter for lenge på svar.")
        yield opened


async def search(house: House, persona: str, asked: Any, *, name: str = "case", command: str = COMMAND) -> Any:
    value = {
        "commandId": command,
        "parameters": [{"name": name, "value": asked}],
        "queryOptions": {"skip": 0, "count": 25},
    }
    return body(await house.sandbox.invoke(persona, "composeExtension/query", value))["composeExtension"]


def found(answer: Any) -> list[str]:
    return [one["preview"]["content"]["title"] for one in answer["attachments"]]


async def test_the_newest_cases_are_shown_before_anything_is_typed(house: House) -> None:
    answer = await search(house, "rauma", "true", name="initialRun")
    assert answer["type"] == "result"
    assert found(answer) == [f"BU 2/26 {FEE}", f"BU 1/26 {PORTAL}"]
    assert answer["attachments"][0]["preview"]["content"]["text"].startswith("Bestillerutvalget: ")


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("BU 1/26", PORTAL),
        ("sak bu 1/2026", PORTAL),
        ("1/26", PORTAL),
        ("2", FEE),
        ("portal", PORTAL),
        ("inbyggerportal", PORTAL),
        ("skolefritid", FEE),
        ("foreldre venter", FEE),
    ],
)
async def test_a_case_is_found_by_number_and_by_words(house: House, asked: str, title: str) -> None:
    assert [one.split(" ", 2)[2] for one in found(await search(house, "rauma", asked))] == [title]


async def test_what_is_put_in_the_message_tells_number_title_and_state_alone(house: House) -> None:
    """The message may be read by outsiders: no need, no names, and nothing to press."""
    (attachment,) = (await search(house, "rauma", "2/26"))["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert says(card, f"Sak BU 2/26: {FEE}", "Bestillerutvalget", "Skriv «sak BU 2/26» til Utvalgsbot")
    assert "Foreldre" not in str(card)
    assert "Action." not in str(card)
    assert "Marte" not in str(card)


async def test_an_outsider_finds_nothing(house: House) -> None:
    answer = await search(house, "utenfor", "BU 1/26")
    assert answer["type"] == "message"
    assert answer["text"] != "Fant ingen saker som ligner."
    assert PORTAL not in str(answer)


@pytest.mark.parametrize("asked", ["BU 9/26", "STY 1/26", "zzqqxx", "99999", "x" * 5000])
async def test_what_is_not_there_gets_a_kind_sentence(house: House, asked: str) -> None:
    assert await search(house, "rauma", asked) == {"type": "message", "text": "Fant ingen saker som ligner."}


@pytest.mark.parametrize("asked", [None, 7, {"a": 1}, ""])
async def test_what_is_no_text_is_read_as_nothing_typed(house: House, asked: Any) -> None:
    assert len(found(await search(house, "rauma", asked))) == 2


async def test_a_command_that_is_not_ours_is_refused(house: House) -> None:
    answer = await search(house, "rauma", "1/26", command="dropAll")
    assert answer["type"] == "message"
    assert PORTAL not in str(answer)
