"""The Teams-like page, driven in Chromium against the real sandbox server and a scripted bot."""

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from sandbox.server import start_server
from sandbox.settings import SandboxSettings
from sandbox.tenant import Tenant, open_tenant
from sandbox.world import BOT_APP_ID, CLIENT_SECRET

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
ERROR_TYPE = "application/vnd.microsoft.error"
CHANNEL = "19:bestillerutvalget@thread.tacv2"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BUILT_PAGE = Path(__file__).parents[2] / "sandbox" / "client" / "dist" / "index.html"
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(not BUILT_PAGE.is_file(), reason="the page is not built (npm run build in sandbox/client)"),
    pytest.mark.timeout(90),
]
Reply = Callable[[dict[str, Any]], Any]


@dataclass(slots=True, kw_only=True)
class ScriptedBot:
    """A bot whose answers to invokes each test writes, and which remembers all it was sent."""

    base_url: str
    session: aiohttp.ClientSession
    token: str = ""
    seen: list[dict[str, Any]] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)
    runner: web.AppRunner | None = None

    async def take(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.seen.append(activity)
        reply = self.replies.get(activity.get("name", activity["type"]))
        return web.json_response(reply(activity) if reply else None)

    def invokes(self, name: str, person: str) -> list[dict[str, Any]]:
        return [one for one in self.seen if one.get("name") == name and one["from"]["id"].endswith(person)]

    async def stop(self) -> None:
        if self.runner:
            await self.runner.cleanup()

    async def post(self, conversation: str, card: dict[str, Any] | None = None, text: str = "") -> str:
        return (await self._send("POST", conversation, "", card, text))["id"]

    async def edit(self, conversation: str, post: str, card: dict[str, Any]) -> None:
        await self._send("PUT", conversation, f"/{post}", card, "")

    async def _send(self, method: str, conversation: str, tail: str, card: Any, text: str) -> Any:
        attachments = [{"contentType": CARD_TYPE, "content": card}] if card else []
        activity = {"type": "message", "text": text, "attachments": attachments}
        address = f"{self.base_url}/connector/v3/conversations/{quote(conversation, safe='')}/activities{tail}"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.request(method, address, json=activity, headers=headers) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """All that a test needs: the bot, the tenant, and pages."""

    bot: ScriptedBot
    tenant: Tenant
    browser: Browser
    foreign: list[str]

    async def open(self, query: str, **how: Any) -> Page:
        page = await self.browser.new_page(locale="nb-NO", **how)
        page.on("request", lambda request: self._note(request.url))
        await page.goto(f"{self.bot.base_url}/?{query}")
        await expect(page.get_by_role("region", name="Rute 1")).to_be_visible()
        return page

    def _note(self, url: str) -> None:
        if not url.startswith((self.bot.base_url, "data:")):
            self.foreign.append(url)


def bind_free() -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    return listener


@asynccontextmanager
async def serve_bot(bot: ScriptedBot) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/api/messages", bot.take)
    bot.runner = web.AppRunner(app, access_log=None)
    await bot.runner.setup()
    listener = bind_free()
    await web.SockSite(bot.runner, listener).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/api/messages"
    await bot.stop()


async def fetch_token(session: aiohttp.ClientSession, base_url: str) -> str:
    form = {"grant_type": "client_credentials", "client_id": BOT_APP_ID, "client_secret": CLIENT_SECRET}
    form["scope"] = "https://api.botframework.com/.default"
    async with session.post(f"{base_url}/oauth2/v2.0/token", data=form) as answer:
        return (await answer.json())["access_token"]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    listener = bind_free()
    port = listener.getsockname()[1]
    async with aiohttp.ClientSession() as session, async_playwright() as playwright:
        bot = ScriptedBot(base_url=f"http://127.0.0.1:{port}", session=session)
        async with serve_bot(bot) as bot_url:
            tenant = open_tenant(SandboxSettings(state=tmp_path, port=port, bot_url=bot_url, limit_factor=0))
            runner = await start_server(tenant, listener)
            bot.token = await fetch_token(session, bot.base_url)
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
            made = Room(bot=bot, tenant=tenant, browser=browser, foreign=[])
            yield made
            await browser.close()
            await runner.cleanup()
    assert made.foreign == []


def card(*body: dict[str, Any], actions: list[dict[str, Any]] | None = None, **extra: Any) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": actions or [], **extra}


def text(value: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": value, "wrap": True}


def execute(title: str, verb: str) -> dict[str, Any]:
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": {"case": "7"}}


def opens_dialog(title: str = "Åpne skjema") -> dict[str, Any]:
    return {"type": "Action.Submit", "title": title, "data": {"msteams": {"type": "task/fetch"}, "form": "f"}}


def answer(kind: str, value: Any, status: int = 200) -> dict[str, Any]:
    return {"statusCode": status, "type": kind, "value": value}


def dialog(form: dict[str, Any], title: str = "Nytt forslag") -> dict[str, Any]:
    content = {"contentType": CARD_TYPE, "content": form}
    return {"task": {"type": "continue", "value": {"title": title, "card": content}}}


async def wait_until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.02)  # polls a list that the bot fills


def cards(page: Page | Locator) -> Locator:
    return page.get_by_test_id("card")


async def test_a_chat_message_reaches_the_bot_and_its_markdown_answer_is_shown_safely(room: Room) -> None:
    page = await room.open("persona=molde1")
    await page.get_by_role("textbox", name="Skriv en melding").fill("hjelp")
    await page.get_by_role("textbox", name="Skriv en melding").press("Enter")
    await wait_until(lambda: any(one.get("text") == "hjelp" for one in room.bot.seen))
    await room.bot.post("a:1-molde1", text="**Hei** <img src=x onerror=alert(1)> [lenke](javascript:alert(1))")
    reply = page.get_by_role("article", name=re.compile("Fra Utvalgsbot kl."))
    await expect(reply.locator("strong")).to_have_text("Hei")
    await expect(reply).to_contain_text("<img src=x")
    assert await reply.locator("img, a").count() == 0


async def test_a_channel_post_goes_to_the_bot_only_when_it_is_mentioned(room: Room) -> None:
    page = await room.open("persona=aukra&view=teams")
    await page.get_by_role("button", name="Bestillerutvalget").click()
    box = page.get_by_role("textbox", name="Nytt innlegg")
    await box.fill("bare til oss")
    await expect(page.get_by_text("Boten hører bare innlegg der den er nevnt")).to_be_visible()
    await page.get_by_role("button", name="Send").last.click()
    await expect(page.get_by_text("bare til oss")).to_be_visible()
    await expect(box).to_have_value("")  # what is typed before it is emptied would be emptied too
    await box.press_sequentially("@Utv")
    await page.get_by_role("option", name="Utvalgsbot").click()
    await expect(box).to_have_value(re.compile("@Utvalgsbot"))
    await box.press_sequentially("status")
    await box.press("Enter")
    await wait_until(lambda: any("status" in one.get("text", "") for one in room.bot.seen))
    heard = [one for one in room.bot.seen if one["type"] == "message"]
    assert [one["text"] for one in heard] == ["<at>Utvalgsbot</at> status"]
    await expect(page.get_by_role("article").last.locator(".mention")).to_have_text("Utvalgsbot")


async def test_a_reply_lands_in_its_thread_at_everyones_page(room: Room) -> None:
    root = await room.bot.post(CHANNEL, card(text("Sak 1")))
    page = await room.open(
        f"persona=aukra&view=teams&c={quote(CHANNEL)}&split=1&persona2=rauma&view2=teams&c2={quote(CHANNEL)}"
    )
    first, second = page.get_by_role("region", name="Rute 1"), page.get_by_role("region", name="Rute 2")
    await first.get_by_role("textbox", name="Svar i tråden").fill("@Utvalgsbot enig")
    await first.get_by_role("textbox", name="Svar i tråden").press("Enter")
    await expect(second.locator(f"[data-thread-id='{root}']").get_by_role("article").last).to_contain_text("enig")
    await wait_until(lambda: any(one["conversation"]["id"].endswith(f";messageid={root}") for one in room.bot.seen))


async def test_a_pressed_button_replaces_the_card_says_a_message_or_shows_the_error_in_red(room: Room) -> None:
    replies = {
        "bytt": answer(CARD_TYPE, card(text("Ny visning"))),
        "si": answer(MESSAGE_TYPE, "Du har stemt."),
        "nekt": answer(ERROR_TYPE, {"code": "403", "message": "Du har ikke stemme her."}, 400),
    }
    room.bot.replies["adaptiveCard/action"] = lambda sent: replies.get(sent["value"]["action"]["verb"])
    buttons = [execute("Si", "si"), execute("Nekt", "nekt"), execute("Tie", "tie"), execute("Bytt", "bytt")]
    await room.bot.post("a:1-molde1", card(text("Stem"), actions=buttons))
    page = await room.open("persona=molde1")
    await page.get_by_role("button", name="Si", exact=True).click()
    await expect(cards(page).get_by_role("status")).to_have_text("Du har stemt.")
    await page.get_by_role("button", name="Nekt").click()
    await expect(cards(page).get_by_role("alert")).to_have_text("Du har ikke stemme her.")
    await page.get_by_role("button", name="Tie").click()
    await expect(cards(page).get_by_role("alert")).to_have_text("Noe gikk galt. Prøv igjen.")
    await page.get_by_role("button", name="Bytt").click()
    await expect(cards(page)).to_contain_text("Ny visning")
    value = room.bot.invokes("adaptiveCard/action", "molde1")[0]["value"]
    assert value["action"] == {"type": "Action.Execute", "verb": "si", "data": {"case": "7"}}
    assert value["trigger"] == "manual"
    await page.reload()
    await expect(cards(page)).to_contain_text("Ny visning")


async def test_a_listed_person_gets_an_own_view_once_an_edit_and_others_see_the_shared_card(room: Room) -> None:
    def own_view(sent: dict[str, Any]) -> dict[str, Any]:
        seen = card(
            text(f"Bare for {sent['from']['name']}"), refresh={"action": execute("o", "vis"), "userIds": ["29:1-aukra"]}
        )
        return answer(CARD_TYPE, seen)

    room.bot.replies["adaptiveCard/action"] = own_view
    shared = card(text("Felles"), refresh={"action": execute("o", "vis"), "userIds": ["29:1-aukra"]})
    post = await room.bot.post(CHANNEL, shared)
    page = await room.open(
        f"persona=aukra&view=teams&c={quote(CHANNEL)}&split=1&persona2=rauma&view2=teams&c2={quote(CHANNEL)}"
    )
    first, second = page.get_by_role("region", name="Rute 1"), page.get_by_role("region", name="Rute 2")
    await expect(cards(first)).to_contain_text("Bare for Marte Øyen")
    await expect(cards(second)).to_contain_text("Felles")
    await page.reload()
    await expect(cards(first)).to_contain_text("Bare for Marte Øyen")
    assert len(room.bot.invokes("adaptiveCard/action", "aukra")) == 1
    await room.bot.edit(CHANNEL, post, {**shared, "body": [text("Felles, endret")]})
    await expect(cards(second)).to_contain_text("Felles, endret")
    await wait_until(lambda: len(room.bot.invokes("adaptiveCard/action", "aukra")) == 2)
    assert [one["value"]["trigger"] for one in room.bot.invokes("adaptiveCard/action", "aukra")] == ["automatic"] * 2
    assert room.bot.invokes("adaptiveCard/action", "rauma") == []


async def test_a_live_edit_leaves_what_is_being_typed_in_another_card(room: Room) -> None:
    box = {"type": "Input.Text", "id": "note", "label": "Merknad"}
    await room.bot.post("a:1-molde1", card(box))
    other = await room.bot.post("a:1-molde1", card(text("1 av 4 har stemt")))
    page = await room.open("persona=molde1")
    await page.get_by_label("Merknad").fill("halvveis")
    await room.bot.edit("a:1-molde1", other, card(text("2 av 4 har stemt")))
    await expect(cards(page).last).to_contain_text("2 av 4 har stemt")
    await expect(page.get_by_label("Merknad")).to_have_value("halvveis")
    await expect(page.get_by_label("Merknad")).to_be_focused()


def _form(need: str = "", error: str = "") -> dict[str, Any]:
    service = {"type": "Input.ChoiceSet", "id": "service", "label": "Tjeneste", "style": "filtered", "choices": []}
    service["choices.data"] = {"type": "Data.Query", "dataset": "tjenester"}
    kind = {
        "type": "Input.ChoiceSet",
        "id": "kind",
        "label": "Type",
        "value": "new",
        "choices": [{"title": "Ny tjeneste", "value": "new"}, {"title": "Endring", "value": "change"}],
    }
    box = {"type": "Input.Text", "id": "need", "label": "Behov", "isMultiline": True, "value": need}
    return card(
        text(error), box, kind, service, actions=[{"type": "Action.Submit", "title": "Send inn", "data": {"form": "f"}}]
    )


async def test_a_dialog_keeps_what_was_typed_until_it_is_accepted_and_gives_focus_back(room: Room) -> None:
    submits: list[dict[str, Any]] = []

    def submit(sent: dict[str, Any]) -> Any:
        submits.append(sent["value"]["data"])
        return dialog(_form("Kort", "Skriv mer."), "Prøv igjen") if len(submits) == 1 else None

    results = [{"title": "Sak og arkiv", "value": "svc-1"}]
    room.bot.replies["task/fetch"] = lambda _sent: dialog(_form())
    room.bot.replies["task/submit"] = submit
    room.bot.replies["application/search"] = lambda _sent: answer("x", {"results": results})
    await room.bot.post("a:1-molde1", card(actions=[opens_dialog()]))
    page = await room.open("persona=molde1")
    await page.get_by_role("button", name="Åpne skjema").press("Enter")
    window = page.get_by_role("dialog", name="Nytt forslag")
    await window.get_by_label("Behov").fill("Kort")
    await window.get_by_label("Tjeneste").press_sequentially("ark")
    await window.get_by_role("option", name="Sak og arkiv").click()
    await window.get_by_role("button", name="Send inn").click()
    again = page.get_by_role("dialog", name="Prøv igjen")
    await expect(again).to_contain_text("Skriv mer.")
    await expect(again.get_by_label("Behov")).to_have_value("Kort")
    await again.get_by_role("button", name="Send inn").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Åpne skjema")).to_be_focused()
    assert submits[0] == {"form": "f", "need": "Kort", "kind": "new", "service": "svc-1"}
    asked = room.bot.invokes("application/search", "molde1")[-1]["value"]
    assert (asked["dataset"], asked["queryText"]) == ("tjenester", "ark")


async def test_escape_closes_a_dialog_and_a_failing_one_says_so(room: Room) -> None:
    room.bot.replies["task/fetch"] = lambda _sent: dialog(_form())
    await room.bot.post("a:1-molde1", card(actions=[opens_dialog()]))
    page = await room.open("persona=molde1")
    await page.get_by_role("button", name="Åpne skjema").click()
    await page.get_by_role("dialog", name="Nytt forslag").get_by_label("Behov").press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    room.bot.replies.clear()
    await page.get_by_role("button", name="Åpne skjema").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text("Noe gikk galt. Prøv igjen.")


async def test_an_action_submit_arrives_as_a_message_with_its_value(room: Room) -> None:
    box = {"type": "Input.Toggle", "id": "yes", "title": "Jeg møter"}
    await room.bot.post("a:1-molde1", card(box, actions=[{"type": "Action.Submit", "title": "Send", "data": {"a": 1}}]))
    page = await room.open("persona=molde1")
    await page.get_by_label("Jeg møter").check()
    await cards(page).get_by_role("button", name="Send").click()
    await wait_until(lambda: any(one.get("value") == {"a": 1, "yes": "true"} for one in room.bot.seen))


async def test_a_bot_that_is_down_is_told_under_the_card_and_what_was_written_stays(room: Room) -> None:
    note = {"type": "Input.Text", "id": "note", "label": "Merknad"}
    await room.bot.post("a:1-molde1", card(note, actions=[execute("Stem", "stem")]))
    page = await room.open("persona=molde1")
    await page.get_by_label("Merknad").fill("ikke mist meg")
    await room.bot.stop()
    await page.get_by_role("button", name="Stem").click()
    await expect(cards(page).get_by_role("alert")).to_contain_text("Boten svarer ikke")
    await expect(page.get_by_label("Merknad")).to_have_value("ikke mist meg")


async def test_a_table_is_drawn_and_a_toggle_shows_what_was_hidden(room: Room) -> None:
    cells = [{"type": "TableCell", "items": [text(one)]} for one in ("Aukra", "Har stemt")]
    table = {"type": "Table", "columns": [{"width": 1}, {"width": 1}], "rows": [{"type": "TableRow", "cells": cells}]}
    hidden = {**text("Vektet flertall"), "id": "rules", "isVisible": False}
    toggle = {"type": "Action.ToggleVisibility", "title": "Vis regler", "targetElements": ["rules"]}
    await room.bot.post("a:1-molde1", card(table, hidden, actions=[toggle]))
    page = await room.open("persona=molde1")
    await expect(cards(page)).to_contain_text("Har stemt")
    await expect(page.get_by_text("Vektet flertall")).to_be_hidden()
    await page.get_by_role("button", name="Vis regler").click()
    await expect(page.get_by_text("Vektet flertall")).to_be_visible()


async def test_files_are_walked_and_a_pdf_opens_beside_the_page(room: Room) -> None:
    folder = room.tenant.drive.locate("Bestillerutvalget") / "Referater" / "2027"
    folder.mkdir(parents=True)
    (folder / "Referat.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    page = await room.open("persona=molde1&view=files")
    await page.get_by_role("button", name="Bestillerutvalget").first.click()
    await page.get_by_role("button", name="Referater").click()
    await page.get_by_role("button", name="2027").click()
    link = page.get_by_role("link", name="Referat.pdf")
    await expect(link).to_have_attribute("target", "_blank")
    answered = await page.request.get(f"{room.bot.base_url}{await link.get_attribute('href')}")
    assert answered.headers["content-type"] == "application/pdf"
    await page.get_by_role("navigation", name="Mappe").get_by_role("button", name="Bestillerutvalget").click()
    await expect(page.get_by_role("button", name="Referater")).to_be_visible()


async def test_the_chair_moves_and_cancels_a_board_meeting_and_a_member_cannot(room: Room) -> None:
    page = await room.open("persona=leder&view=calendar")
    meeting = page.get_by_role("article").first
    await meeting.get_by_role("button", name="Flytt styremøtet").click()
    window = page.get_by_role("dialog", name="Flytt styremøtet")
    await window.get_by_label("Ny tid").fill("2027-05-20T12:30")
    await window.get_by_role("button", name="Flytt", exact=True).click()
    moved = page.get_by_role("region", name="Mai 2027").get_by_role("article").filter(has_text="20. mai kl. 12:30")
    await moved.get_by_role("button", name="Avlys styremøtet").click()
    await page.get_by_role("dialog").get_by_role("button", name="Avlys", exact=True).click()
    await expect(page.get_by_text("Avlyst").first).to_be_visible()
    await page.get_by_label("Person").select_option("molde1")
    await expect(page.get_by_role("button", name="Flytt styremøtet")).to_have_count(0)


async def test_a_fault_is_ordered_and_taken_away(room: Room) -> None:
    page = await room.open("persona=molde1&view=faults")
    await page.get_by_label("Hva som skjer").select_option("duplicate")
    await page.get_by_label("Hvor").select_option("invoke")
    await page.get_by_role("button", name="Bestill feilen").click()
    await expect(page.get_by_role("listitem")).to_contain_text("Levert flere ganger, 2 ganger")
    assert room.tenant.faults.show()["rules"][0]["copies"] == 2
    await page.get_by_role("button", name="Fjern alle feil").click()
    await expect(page.get_by_text("Ingen feil er bestilt.")).to_be_visible()


async def test_a_phone_shows_the_list_then_the_conversation(room: Room) -> None:
    page = await room.open("persona=molde1", viewport={"width": 390, "height": 800})
    await page.get_by_role("button", name="Utvalgsbot", exact=True).click()
    await expect(page.get_by_role("textbox", name="Skriv en melding")).to_be_visible()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    await page.get_by_role("button", name="Tilbake").click()
    await expect(page.get_by_role("button", name="Styret", exact=True)).to_be_visible()
