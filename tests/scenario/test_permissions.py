"""The least set of permissions: with it all works, and each that is taken away stops what its row in the docs says."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

import aiohttp
import pytest

from committee.microsoft_errors import NEEDS, Forbidden
from committee.outbox import ErrandKind, ErrandState
from graph.permissions import PERMISSIONS
from sandbox import world
from sandbox.calendars import seed_board_meetings
from tests.graph_fixture import BOARD, draft, running_graph
from tests.house_fixture import CHANNEL, House, buttons, running_house, says
from tests.sandbox_fixture import RunningSandbox

LEAST = tuple(one.name for one in PERMISSIONS if not one.is_optional)
OPTIONAL = tuple(one.name for one in PERMISSIONS if one.is_optional)
TEAM = f"/teams/{world.TEAM_ID}"
MEMBER = {
    "@odata.type": "#microsoft.graph.aadUserConversationMember",
    "roles": [],
    "user@odata.bind": f"https://graph.microsoft.com/v1.0/users('{world.PERSONAS[0].aad}')",
}
TAB = {
    "displayName": "Mandat",
    "teamsApp@odata.bind": "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/com.microsoft.teamspace.tab.web",
    "configuration": {"contentUrl": "https://example.org/mandat", "websiteUrl": "https://example.org/mandat"},
}
#: A call that each permission is for, as method, path and body.
CALLS = {
    "ChannelMessage.Read.Group": ("GET", f"{TEAM}/channels/{CHANNEL}/messages", None),
    "ChannelSettings.ReadWrite.Group": ("PATCH", f"{TEAM}/channels/{CHANNEL}", {"description": "Saker"}),
    "Channel.Create.Group": ("POST", f"{TEAM}/channels", {"displayName": "Ny", "membershipType": "standard"}),
    "ChannelMember.ReadWrite.Group": ("POST", f"{TEAM}/channels/{CHANNEL}/members", MEMBER),
    "TeamMember.Read.Group": ("GET", f"{TEAM}/members", None),
    "TeamsTab.Read.Group": ("GET", f"{TEAM}/channels/{CHANNEL}/tabs", None),
    "TeamsTab.Create.Group": ("POST", f"{TEAM}/channels/{CHANNEL}/tabs", TAB),
    "Calendars.ReadWrite": ("GET", f"/users/{BOARD}/events", None),
    "Files.ReadWrite.All": ("GET", f"{TEAM}/channels/{CHANNEL}/filesFolder", None),
    "Sites.ReadWrite.All": ("POST", f"/drives/{world.DRIVE_ID}/items/x:/stor.pdf:/createUploadSession", {}),
    "ChannelSettings.ReadWrite.All": ("POST", f"{TEAM}/channels/{CHANNEL}/archive", {}),
    "TeamMember.ReadWriteNonOwnerRole.All": ("POST", f"{TEAM}/members/add", {"values": [MEMBER]}),
    "User.ReadBasic.All": ("GET", f"/users/{BOARD}", None),
}


async def ask(sandbox: RunningSandbox, permission: str) -> tuple[int, str]:
    """The status and the error's text of the call that a permission is for."""
    method, path, sent = CALLS[permission]
    async with (
        aiohttp.ClientSession(headers=sandbox.bearer(graph=True)) as web,
        web.request(method, f"{sandbox.graph_url}{path}", json=sent) as reply,
    ):
        answer = await reply.json() if reply.content_type == "application/json" else {}
        return reply.status, str(answer.get("error", {}).get("message", ""))


@pytest.mark.parametrize("permission", LEAST)
async def test_with_the_least_set_a_call_is_let_through_and_without_its_permission_not(
    tmp_path: Path, permission: str
) -> None:
    async with running_graph(tmp_path) as (_, sandbox):
        sandbox.tenant.grants.take(*OPTIONAL)
        assert (await ask(sandbox, permission))[0] != 403
        sandbox.tenant.grants.take(permission)
        status, message = await ask(sandbox, permission)
        assert status == 403
        if permission.endswith(".Group"):
            [named] = re.findall(r"requires one of '(.*?)'", message)
            assert permission in named.split(", ")


@pytest.mark.parametrize("permission", OPTIONAL)
async def test_what_is_optional_gives_what_it_says(tmp_path: Path, permission: str) -> None:
    async with running_graph(tmp_path) as (_, sandbox):
        sandbox.tenant.grants.take(*OPTIONAL)
        assert (await ask(sandbox, permission))[0] == 403
        sandbox.tenant.grants.give(permission)
        assert (await ask(sandbox, permission))[0] != 403


async def test_what_an_owner_grants_holds_for_the_teams_that_have_the_app(tmp_path: Path) -> None:
    async with running_graph(tmp_path) as (graph, sandbox):
        sandbox.tenant.grants.take(*OPTIONAL)
        sandbox.tenant.grants.without_app.add(world.TEAM_ID)
        with pytest.raises(Forbidden) as caught:
            await graph.list_channels(world.TEAM_ID)
        assert caught.value.needs == "ChannelSettings.ReadWrite.Group"
        await graph.files_folder(world.TEAM_ID, CHANNEL)


async def test_what_is_granted_is_seen_and_changed_over_http(tmp_path: Path) -> None:
    async with running_graph(tmp_path) as (_, sandbox), aiohttp.ClientSession() as web:
        url = f"{sandbox.base_url}/client/permissions"
        async with web.get(url) as reply:
            granted = await reply.json()
        assert {*granted["rsc"], *granted["application"]} == {*LEAST, *OPTIONAL}
        async with web.put(url, json={"application": ["Calendars.Read"]}) as reply:
            changed = await reply.json()
        assert changed["application"] == ["Calendars.Read"]
        assert "Channel.Create.Group" in changed["rsc"]
        assert (await ask(sandbox, "Files.ReadWrite.All"))[0] == 403
        for wrong in ({"application": "all"}, {"everything": []}):
            async with web.put(url, json=wrong) as reply:
                assert reply.status == 400
        assert sandbox.tenant.grants.application == {"Calendars.Read"}


async def test_another_refusal_is_not_taken_for_a_missing_permission(tmp_path: Path) -> None:
    """A 403 has other causes: then no permission is named, since granting it would not help."""
    async with running_graph(tmp_path) as (graph, sandbox):
        sandbox.fault("graph", "GET /teams/.+/channels$", "500-before", status=403)
        with pytest.raises(Forbidden) as caught:
            await graph.list_channels(world.TEAM_ID)
        assert not caught.value.needs


async def test_a_mailbox_outside_the_scope_is_refused_and_the_others_are_not(tmp_path: Path) -> None:
    async with running_graph(tmp_path) as (graph, sandbox):
        sandbox.tenant.grants.close_mailbox(BOARD)
        with pytest.raises(Forbidden, match=f"{NEEDS}Calendars.ReadWrite"):
            await graph.create_event(BOARD, draft())
        await graph.find_event(f"bestillerutvalget@{world.DOMAIN}", transaction_id="none")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        opened.sandbox.tenant.grants.take(*OPTIONAL)
        await opened.propose("molde1", title="Nytt sakssystem")  # chats are opened, so that a fault hits the channel
        await opened.settle()
        await opened.sandbox.wait_for_post(opened.chat("rorikt"))
        assert not await opened.bot.office.store.read(lambda tx: tx.errands("bestillerutvalget"))
        yield opened


async def hold_a_meeting(house: House) -> None:
    """A case posted in doubt, a meeting in the calendar, a vote, and its minutes in the channel's files."""
    await post_in_doubt(house)
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "for"})
    await house.close(voting_id)
    meeting_id = (await house.voting(voting_id)).meeting_id
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert minutes
    await house.act("leder", "minutes.approve", minutes=minutes.id)
    await house.settle()
    await house.pass_time(timedelta(minutes=1))


async def post_in_doubt(house: House) -> None:
    """The answer to a post is lost, so that it is looked up in the channel."""
    house.sandbox.fault("connector", "POST /v3/conversations$", "500-after")
    await house.propose("aukra")
    await house.settle()
    await house.pass_time(timedelta(minutes=1))
    assert house.sandbox.find_requests("graph", "GET", "/messages")


async def plan_another_meeting(house: House) -> None:
    """The board has one more meeting, and so has the committee; reading the calendar is allowed, writing is not."""
    house.sandbox.tenant.grants.give("Calendars.Read")
    house.sandbox.tenant.calendars.keep(next(iter(seed_board_meetings(date(2027, 1, 4)))))
    await house.bot.office.plan("bestillerutvalget")
    await house.settle()


async def parked(house: House) -> list[tuple[ErrandKind, str]]:
    errands = await house.bot.office.store.read(lambda tx: tx.errands("bestillerutvalget"))
    return [(one.kind, one.error) for one in errands if one.state is ErrandState.PARKED]


async def test_with_the_least_set_a_meeting_is_held_and_nothing_is_left_undone(house: House, tmp_path: Path) -> None:
    await hold_a_meeting(house)
    assert await parked(house) == []
    refused = [f"{one.method} {one.path}" for one in house.sandbox.requests if one.status == 403]
    assert refused == []
    assert [one for one in (tmp_path / "sandbox" / "files").rglob("*.pdf") if "Referater" in str(one)]


@pytest.mark.parametrize(
    ("permission", "kind", "begin", "told"),
    [
        (
            "ChannelMessage.Read.Group",
            ErrandKind.SHOW,
            post_in_doubt,
            ("Boten mangler tillatelsen ChannelMessage.Read.Group i teamet", "eier av teamet"),
        ),
        (
            "Files.ReadWrite.All",
            ErrandKind.FILE,
            hold_a_meeting,
            ("Boten mangler tillatelsen Files.ReadWrite.All", "styrer Microsoft 365"),
        ),
        (
            "Calendars.ReadWrite",
            ErrandKind.EVENT,
            plan_another_meeting,
            ("slipper ikke til i kalenderen", "Calendars.ReadWrite", "postkassen"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
async def test_without_one_the_errand_waits_and_the_secretary_reads_which_and_what_to_do(
    house: House, permission: str, kind: ErrandKind, begin: Callable[[House], Awaitable[None]], told: tuple[str, ...]
) -> None:
    """Granted again, «Prøv igjen» is all that is needed."""
    house.sandbox.tenant.grants.take(permission)
    await begin(house)
    stopped = await parked(house)
    assert {one for one, _ in stopped} == {kind}
    assert all(f"{NEEDS}{permission}" in error for _, error in stopped)
    card = await house.say("sekretaer", "leveranser")
    assert says(card, *told)
    house.sandbox.tenant.grants.give(permission)
    for one in [one for one in buttons(card) if one.get("title") == "Prøv igjen"]:
        await house.press_button("sekretaer", one)
    await house.settle()
    await house.pass_time(timedelta(minutes=1))
    assert await parked(house) == []
