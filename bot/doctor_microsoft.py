"""What `utvalgsbot doctor` asks Microsoft 365: tokens, keys, teams, channels, roster, mailboxes and people."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote

import orjson

from bot.connector import CONNECTOR_SCOPE
from bot.doctor_findings import Channel, Finding, Installation, explain, fault, unchecked, warning, well
from bot.service_hosts import ServiceHosts
from committee.microsoft_errors import Forbidden, Gone, MicrosoftError
from committee.reach import unreached
from committee.team_plan import NoteKind
from graph.credentials import GRAPH_SCOPE

T = TypeVar("T")
MOST_PEOPLE = 500
_ADD_APP = "Add the app to the team (and to a private or shared channel itself), and write something to it."


async def check_tokens(place: Installation) -> tuple[Finding, ...]:
    """A token for Graph and one for the Bot Connector, each for the right receiver."""
    return tuple([await _check_token(place, scope) for scope in (GRAPH_SCOPE, CONNECTOR_SCOPE)])


async def _check_token(place: Installation, scope: str) -> Finding:
    wanted = scope.removesuffix("/.default")
    try:
        claims = _read_claims(await place.tokens.token(scope))
    except Forbidden as problem:
        do = "Check APP_ID, TENANT_ID and CLIENT_SECRET; a secret that has ended is made anew in Entra."
        return fault("token", f"No token for {wanted}: {explain(problem)}.", do)
    except MicrosoftError as problem:
        do = "See that this machine reaches login.microsoftonline.com, or its managed identity."
        return fault("token", f"No token for {wanted}: {explain(problem)}.", do)
    if str(claims.get("aud", wanted)).rstrip("/") not in (wanted, "00000003-0000-0000-c000-000000000000"):
        return fault(
            "token", f"The token for {wanted} is for another receiver.", "Check TOKEN_URL and the app in Entra."
        )
    if claims.get("tid", place.settings.tenant_id) != place.settings.tenant_id and scope == GRAPH_SCOPE:
        return fault("token", "The token is another tenant's than TENANT_ID.", "Check TENANT_ID.")
    return well("token", f"There is a token for {wanted}.")


def _read_claims(token: str) -> dict[str, Any]:
    """What a token says, unchecked; empty when it cannot be read (it is its receiver's to read)."""
    try:
        body = token.split(".")[1]
        claims = orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


async def check_openid(place: Installation) -> tuple[Finding, ...]:
    """The keys that Teams' messages are signed with can be fetched."""
    url = place.settings.openid_metadata_url
    do = f"See that this machine reaches {url}: without its keys nobody is let in."
    async with place.session.get(url) as reply:
        metadata = orjson.loads(await reply.read()) if reply.status == 200 else {}
    if not (keys_url := metadata.get("jwks_uri")):
        return (fault("openid", "The Bot Framework's metadata cannot be read.", do),)
    async with place.session.get(keys_url) as reply:
        keys = orjson.loads(await reply.read()).get("keys") if reply.status == 200 else None
    if not keys:
        return (fault("openid", "The Bot Framework's keys cannot be read.", do),)
    return (well("openid", f"The Bot Framework's keys can be read ({len(keys)})."),)


async def check_channels(place: Installation) -> tuple[Finding, ...]:
    """Each team, and that each committee's channel is in it."""
    if place.register is None:
        return (unchecked("channels", "The register could not be read."),)
    found: list[Finding] = []
    for team_id in sorted({one.team_id for one in place.channels}):
        found += await _check_team(place, team_id, [one for one in place.channels if one.team_id == team_id])
    return tuple(found) or (unchecked("channels", "No committee in the register has a team."),)


async def _check_team(place: Installation, team_id: str, wanted: list[Channel]) -> list[Finding]:
    try:
        seen = {one.id: one for one in await place.graph.list_channels(team_id)}
    except Gone:
        return [fault("channels", f"The team {team_id} is not there.", "Mend team_id in the register.")]
    except Forbidden as problem:
        return [fault("channels", f"The team {team_id} cannot be looked into: {explain(problem)}.", _ADD_APP)]
    found = []
    for one in wanted:
        if not one.channel_id:
            found.append(warning("channels", f"{one.committee_id} has no channel yet.", "Name one in the register."))
        elif one.channel_id not in seen:
            do = "Mend channel_id in the register, or have the team's owner bring the channel back within 30 days."
            found.append(fault("channels", f"The channel of {one.committee_id} is not in its team.", do))
        elif seen[one.channel_id].is_archived:
            found.append(
                warning("channels", f"The channel of {one.committee_id} is archived.", "Have it opened again.")
            )
        else:
            found.append(well("channels", f"The channel of {one.committee_id} is there."))
    return found


async def check_roster(place: Installation) -> tuple[Finding, ...]:
    """That the bot is in each channel: only then is it told who is there."""
    if place.recorded is None or place.register is None:
        return (unchecked("roster", "The database or the register could not be read."),)
    url = place.recorded.service_urls.get(place.register.home_tenant)
    if not url:
        return (fault("delivery", "Teams has not been heard from, so the bot does not know where to send.", _ADD_APP),)
    if not ServiceHosts(place.settings.allowed_service_hosts).allows(url):
        do = "Check ALLOWED_SERVICE_HOSTS; if the address is not Microsoft's, find out who wrote to the bot."
        return (fault("delivery", "The address that Teams gave is not among those we send to.", do),)
    last = place.recorded.last_done_at
    told = f" Last delivered: an errand of {last:%Y-%m-%d %H:%M} UTC." if last else ""
    known = [one for one in place.channels if one.channel_id]
    found = await _a_few_at_a_time([partial(_check_in_channel, place, url, one) for one in known])
    return (well("delivery", f"The bot knows where to send.{told}"), *found)


async def _check_in_channel(place: Installation, url: str, one: Channel) -> Finding:
    address = f"{url.rstrip('/')}/v3/conversations/{quote(one.channel_id, safe='')}/pagedmembers?pageSize=50"
    token = await place.tokens.token(CONNECTOR_SCOPE)
    async with place.session.get(address, headers={"Authorization": f"Bearer {token}"}) as reply:
        status = reply.status
    if status == 200:
        return well("roster", f"The bot is in the channel of {one.committee_id}.")
    if status in (403, 404):
        return fault("roster", f"The bot is not in the channel of {one.committee_id} (status {status}).", _ADD_APP)
    return warning("roster", f"Teams answered {status} about the channel of {one.committee_id}.", "Look again later.")


async def check_mailboxes(place: Installation) -> tuple[Finding, ...]:
    """That the committees' calendars are reached, and one that shall not be is not."""
    if place.register is None:
        return (unchecked("mailboxes", "The register could not be read."),)
    wanted = sorted({one.calendar for one in place.register.spaces.values() if one.calendar})
    found = await _a_few_at_a_time([partial(_check_mailbox, place, one) for one in wanted])
    return (*found, *(await _check_closed(place) if place.closed_mailbox else ()))


async def _check_mailbox(place: Installation, mailbox: str) -> Finding:
    try:
        await _read_calendar(place, mailbox)
    except Forbidden as problem:
        do = "Have RBAC for Applications in Exchange include this mailbox (operations.md, 3); it can take two hours."
        return fault("mailboxes", f"The calendar of {mailbox} is closed to the bot: {explain(problem)}.", do)
    except Gone:
        return fault("mailboxes", f"There is no mailbox {mailbox}.", "Mend «calendar» in the register.")
    return well("mailboxes", f"The calendar of {mailbox} can be read.")


async def _check_closed(place: Installation) -> tuple[Finding, ...]:
    try:
        await _read_calendar(place, place.closed_mailbox)
    except (Forbidden, Gone):
        return (well("mailboxes", f"The calendar of {place.closed_mailbox} is closed to the bot, as it shall be."),)
    do = "Limit Calendars.ReadWrite to the committees' mailboxes by RBAC for Applications in Exchange."
    return (warning("mailboxes", f"The bot reaches the calendar of {place.closed_mailbox}, which it shall not.", do),)


async def _read_calendar(place: Installation, mailbox: str) -> None:
    await place.graph.list_calendar(mailbox, from_at=place.now, to_at=place.now + timedelta(hours=1))


async def check_people(place: Installation) -> tuple[Finding, ...]:
    """That the register's people of our tenant are in Entra and may sign in; told by the register's own ids."""
    if place.register is None:
        return (unchecked("people", "The register could not be read."),)
    ours = [
        (one.id, one.object_id) for one in place.register.people.values() if one.tenant_id == place.settings.tenant_id
    ]
    try:
        states = await _a_few_at_a_time([partial(_look_up, place, *one) for one in ours[:MOST_PEOPLE]])
    except Forbidden:
        return (unchecked("people", "People cannot be looked up.", "Grant User.ReadBasic.All where that is wanted."),)
    found = []
    if missing := [id_ for id_, state in states if state == "missing"]:
        do = "Mend object_id in the register, or end their seats."
        found.append(fault("people", f"Not in Entra: {', '.join(missing)}.", do))
    if disabled := [id_ for id_, state in states if state == "disabled"]:
        found.append(
            warning("people", f"May not sign in: {', '.join(disabled)}.", "End their seats, or open the accounts.")
        )
    return tuple(found) or (well("people", f"The register's people are in Entra ({len(states)})."),)


async def check_reach(place: Installation) -> tuple[Finding, ...]:
    """Members who are not called in to meetings, or whom the bot cannot write to."""
    if place.register is None or place.recorded is None:
        return (unchecked("reach", "The register or the database could not be read."),)
    register, on = place.register, place.now.date()
    seats = [one for one in register.seats if one.is_held(on)]
    home, heard = register.home_tenant, place.recorded.service_urls.keys()
    notes = list(unreached(seats, register.people, home_tenant=home, heard=heard))
    found = []
    if ids := [one.id for one in notes if one.kind is NoteKind.NO_ADDRESS]:
        do = "Write «address» for them in the register."
        found.append(warning("reach", f"Without an address, so not called in to meetings: {', '.join(ids)}.", do))
    if ids := [one.id for one in notes if one.kind is NoteKind.NEVER_HEARD]:
        do = "Put their tenant in ALLOWED_TENANTS, and have them add the app and write «hjelp» to it once."
        found.append(warning("reach", f"Of a tenant that Teams was never heard from for: {', '.join(ids)}.", do))
    return tuple(found) or (well("reach", "All members can be called in and written to."),)


async def _look_up(place: Installation, id_: str, object_id: str) -> tuple[str, str]:
    """Whether an account is enabled is told to those with User.Read.All alone."""
    query = {"odata_select": "id,accountEnabled"}
    try:
        row = await place.graph.probe("GET", "users", object_id, query=query)
    except Gone:
        return id_, "missing"
    return id_, "disabled" if row.get("accountEnabled") is False else "there"


async def _a_few_at_a_time(works: list[Callable[[], Awaitable[T]]], most: int = 4) -> list[T]:
    turns = asyncio.Semaphore(most)

    async def take(work: Callable[[], Awaitable[T]]) -> T:
        async with turns:
            return await work()

    return list(await asyncio.gather(*(take(one) for one in works)))
