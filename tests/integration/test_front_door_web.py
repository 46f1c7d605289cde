"""Whatever happens behind the door, Teams gets an answer that it understands, and never a 5xx."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot import web
from bot.identity import Sender
from tests.front_door_fixture import FrontDoor, make_activity, make_claims, sign


@pytest.fixture
async def door() -> AsyncIterator[FrontDoor]:
    async with FrontDoor() as door:
        yield door


async def test_a_fault_in_a_card_action_is_told_kindly_with_a_reference(
    door: FrontDoor, caplog: pytest.LogCaptureFixture
) -> None:
    door.failure = RuntimeError("Ingrid Moen stemte for")
    with caplog.at_level(logging.ERROR):
        status, body = await door.post()
    assert (status, body["statusCode"], body["type"]) == (200, 500, "application/vnd.microsoft.error")
    message = body["value"]["message"]
    assert "Beklager" in message
    reference = message.rstrip(".").rsplit(" ", 1)[-1]
    assert reference in caplog.text
    assert "RuntimeError" in caplog.text
    assert "Ingrid" not in caplog.text
    assert "Ingrid" not in message


@pytest.mark.parametrize("name", ["task/fetch", "task/submit"])
async def test_a_fault_in_a_dialog_is_told_in_the_dialog(door: FrontDoor, name: str) -> None:
    door.failure = ValueError("x")
    status, body = await door.post(make_activity(name=name))
    assert status == 200
    assert body["task"]["type"] == "message"
    assert "referansen" in body["task"]["value"]


async def test_a_fault_in_a_message_extension_is_told_there(door: FrontDoor) -> None:
    door.failure = ValueError("x")
    _, body = await door.post(make_activity(name="composeExtension/query"))
    assert body["composeExtension"]["type"] == "message"


async def test_a_fault_with_a_message_that_not_even_an_apology_survived_is_still_no_5xx(door: FrontDoor) -> None:
    door.failure = OSError("connector gone")
    assert await door.post(make_activity(type="message", text="hjelp")) == (200, None)
    assert len(door.processed) == 1


async def test_an_answer_that_is_no_json_is_a_fault_and_no_5xx(door: FrontDoor) -> None:
    door.answer = {"value": object()}
    status, body = await door.post()
    assert (status, body["statusCode"]) == (200, 500)


async def test_an_invoke_without_anything_to_answer_gets_an_empty_answer(door: FrontDoor) -> None:
    door.answer = None
    assert await door.post() == (200, None)


@pytest.mark.parametrize("kind", ["message", "conversationUpdate", "installationUpdate", "typing", "unheard-of"])
async def test_other_activities_are_processed_and_answered_empty(door: FrontDoor, kind: str) -> None:
    assert await door.post(make_activity(type=kind)) == (200, None)
    assert [activity["type"] for activity in door.processed] == [kind]
    assert door.invoked == []


class _SlowDoor(FrontDoor):
    async def _invoke(self, activity: dict[str, Any], sender: Sender) -> Mapping[str, Any] | None:
        await asyncio.Event().wait()
        return None


async def test_a_slow_action_is_answered_before_teams_gives_up() -> None:
    async with _SlowDoor(timeout_seconds=0.05) as door:
        status, body = await door.post()
    assert (status, body["value"]["code"]) == (200, "Timeout")
    assert "lang tid" in body["value"]["message"]


async def test_a_slow_dialog_is_answered_sooner_than_a_slow_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "DIALOG_SECONDS", 0.05)
    async with _SlowDoor(timeout_seconds=60) as door:
        status, body = await door.post(make_activity(name="task/fetch"))
    assert (status, body["task"]["type"]) == (200, "message")


async def test_a_body_that_never_comes_does_not_hold_the_door() -> None:
    async with FrontDoor(timeout_seconds=0.1) as door:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.server.port)
        head = (
            "POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
            f"Authorization: Bearer {sign(make_claims())}\r\n\r\n{{"
        )
        writer.write(head.encode())
        status_line = await asyncio.wait_for(reader.readline(), 5)
        writer.close()
    assert b" 400 " in status_line
    assert door.let_in == 0


async def test_one_who_hangs_up_does_not_undo_what_was_begun() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    class Door(FrontDoor):
        async def _invoke(self, activity: dict[str, Any], sender: Sender) -> Mapping[str, Any] | None:
            begun.set()
            await may_end.wait()
            ended.set()
            return {}

    async with Door() as door:
        post = asyncio.create_task(door.post())
        await asyncio.wait_for(begun.wait(), 5)
        post.cancel()
        await asyncio.gather(post, return_exceptions=True)
        may_end.set()
        await asyncio.wait_for(ended.wait(), 5)
        door.answer = {}


async def test_whoever_runs_the_bot_can_ask_how_it_is(door: FrontDoor) -> None:
    async def ask(path: str) -> tuple[int, str]:
        async with door.session.get(door.server.make_url(path)) as response:
            return response.status, await response.text()

    assert await ask("/livez") == (200, "ok")
    assert await ask("/readyz") == (200, "ok")
    door.waiting_for = ["database"]
    assert await ask("/readyz") == (503, "waiting for: database")
