"""A team becomes what its file says, step by step, over real HTTP, whatever happens on the way."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from committee.members import Directory
from committee.microsoft_errors import Forbidden, MicrosoftError
from committee.spaces import FOLDERS, ChannelBinding, TeamSpace
from committee.team_plan import NoteKind, StepKind
from locales import words
from locales.spaces import problem_words
from sandbox.world import PERSONAS, TEAM_ID
from tests.spaces_fixture import LEADER, Site, person, running_site, space_of

THREE = f"""
teams:
  - id: {TEAM_ID}
    owner: leder
    allow: [private, archive, members]
    channels:
      - committee: bestillerutvalget
        description: Kommunenes bestillere
        tabs: [{{ name: Mandat, url: "https://ror-ikt.example/mandat" }}]
      - committee: faggruppe-teknisk
        name: Plan/bygg & drift
      - committee: faggruppe-helse
        name: Helse
        kind: private
"""


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with running_site(tmp_path) as opened:
        opened.forget_channels()
        yield opened


@pytest.fixture
def space(tmp_path: Path) -> TeamSpace:
    return space_of(THREE, tmp_path)


async def apply(site: Site, space: TeamSpace, *, people: bool = True) -> list[str]:
    """Carries out the plan, again and again while Microsoft asks for it; the problems' codes."""
    run = await site.run(space, people=people)
    for _ in range(60):
        try:
            await run.go()
        except MicrosoftError:
            continue
        return [one.code for one in run.problems]
    raise AssertionError("never came to an end")


async def test_a_plan_tells_what_is_to_be_done_and_does_nothing(site: Site, space: TeamSpace) -> None:
    plan = await (await site.run(space)).plan()
    made = {one.name: one.mended for one in plan.steps if one.kind is StepKind.CREATE}
    assert set(made) == {"Bestillerutvalget", "Plan-bygg og drift", "Helse"}
    assert made["Plan-bygg og drift"], "a name that is mended says so"
    assert not made["Helse"]
    assert site.names() == ["General"]
    assert site.writes() == 0


async def test_the_team_becomes_what_is_declared_and_a_second_time_writes_nothing(site: Site, space: TeamSpace) -> None:
    assert await apply(site, space) == []
    assert site.names() == ["General", "Bestillerutvalget", "Plan-bygg og drift", "Helse"]
    own = site.channel("Bestillerutvalget")
    assert own.description == "Kommunenes bestillere"
    assert own.tabs == (("Mandat", "https://ror-ikt.example/mandat"),)
    assert site.folders("Bestillerutvalget") == set(FOLDERS)
    private = site.channel("Helse")
    assert private.owners == (LEADER,)
    assert person("helse-molde") in private.members
    assert person("molde1") not in private.members
    written = site.writes()
    assert await apply(site, space) == []
    assert site.writes() == written


async def test_the_record_tells_what_was_made_and_the_bot_knows_its_channels(site: Site, space: TeamSpace) -> None:
    await apply(site, space)
    actions = await site.store.read(lambda tx: [one.action for one in tx.entries("bestillerutvalget")])
    assert "channel.made" in actions
    directory: Directory = await site.directory()
    assert directory.committee_in(site.channel("Plan-bygg og drift").id) == "faggruppe-teknisk"


async def test_a_channel_that_is_there_is_adopted_and_one_that_is_renamed_keeps_its_files(
    site: Site, space: TeamSpace
) -> None:
    there = site.sandbox.tenant.channels.add("Bestillerutvalget", "")
    await apply(site, space)
    assert site.channel("Bestillerutvalget").id == there.id
    named = replace(
        space, channels=(replace(space.channels[0], name="Bestillerne", is_named=True), *space.channels[1:])
    )
    await apply(site, named)
    assert site.channel("Bestillerne").id == there.id
    assert site.channel("Bestillerne").folder == "Bestillerutvalget"


async def test_a_name_that_a_deleted_channel_still_has_gets_a_number(site: Site, space: TeamSpace) -> None:
    gone = site.sandbox.tenant.channels.add("Helse", "")
    site.sandbox.tenant.channels.keep(replace(gone, deleted=True))
    assert await apply(site, space) == []
    assert "Helse 2" in site.names()
    written = site.writes()
    await apply(site, space)
    assert site.writes() == written


async def test_who_replaces_somebody_is_let_in_and_who_was_replaced_is_let_out(site: Site, space: TeamSpace) -> None:
    site.sandbox.tenant.members.remove(person("helse-molde"))
    plan = await (await site.run(space)).plan()
    assert ("add", person("helse-molde")) in [(one.kind, one.object_id) for one in plan.people]
    assert ("remove", person("fagforening")) in [(one.kind, one.object_id) for one in plan.people], "sits nowhere here"
    await apply(site, space, people=False)
    assert person("helse-molde") not in site.sandbox.tenant.members.ids(), "nobody has said yes"
    await apply(site, space)
    assert person("helse-molde") in site.sandbox.tenant.members.ids()
    assert person("fagforening") not in site.sandbox.tenant.members.ids()
    seats = tuple(one for one in site.register.seats if one.person_id != "helse-molde")
    site.register = replace(site.register, seats=seats)
    await apply(site, space)
    assert person("helse-molde") not in site.channel("Helse").members
    assert person("helse-molde") not in site.sandbox.tenant.members.ids()


async def test_the_owner_and_people_whom_the_register_does_not_know_are_left_alone(
    site: Site, space: TeamSpace
) -> None:
    without = {id_: one for id_, one in site.register.people.items() if id_ != "utenfor"}
    site.register = replace(site.register, people=without)
    plan = await (await site.run(space)).plan()
    assert [one.name for one in plan.notes if one.kind is NoteKind.UNKNOWN_PEOPLE] == ["1"]
    await apply(site, space)
    assert {LEADER, person("utenfor")} <= set(site.sandbox.tenant.members.ids())


async def test_one_who_cannot_be_added_is_told_of_and_the_others_are_added(site: Site, space: TeamSpace) -> None:
    members = site.sandbox.tenant.members
    members.remove(person("molde1"), person("molde2"))
    members.disable(person("molde1"))
    assert await apply(site, space) == ["NotFound"]
    assert person("molde2") in members.ids()
    assert person("molde1") not in members.ids()


async def test_an_archived_working_group_is_closed_and_opened_again(site: Site, space: TeamSpace) -> None:
    await apply(site, space)
    closed = replace(space, channels=(*space.channels[:2], replace(space.channels[2], is_archived=True)))
    await apply(site, closed)
    assert site.channel("Helse").archived
    await apply(site, space)
    assert not site.channel("Helse").archived


async def test_without_the_permission_it_is_told_once_for_all(site: Site, space: TeamSpace) -> None:
    site.sandbox.tenant.grants.take("Channel.Create.Group")
    codes = await apply(site, space, people=False)
    assert codes.count("Forbidden") == 3
    assert len(site.sandbox.find_requests("graph", "POST", "/channels")) == 1


@pytest.mark.parametrize("action", ["429", "500-before", "500-after", "reset", "reset-after"])
@pytest.mark.parametrize(
    "match",
    ["POST /channels$", "POST /tabs$", "POST /children$", "POST /members$", "GET /channels$", "GET /filesFolder$"],
)
async def test_a_fault_at_any_call_is_got_over_and_nothing_is_made_twice(
    site: Site, space: TeamSpace, action: str, match: str
) -> None:
    site.sandbox.fault("graph", match, action, times=2, seconds=0)
    assert await apply(site, space) == []
    assert sorted(site.names()) == sorted(["General", "Bestillerutvalget", "Plan-bygg og drift", "Helse"])
    assert len(site.channel("Bestillerutvalget").tabs) == 1
    assert site.folders("Helse") == set(FOLDERS)
    bindings = await site.store.read(lambda tx: tx.all_records(ChannelBinding))
    assert len(bindings) == 3


async def test_leaders_see_to_their_own_committees_business_only(site: Site, space: TeamSpace) -> None:
    run = await site.run(space, only="faggruppe-teknisk", people=True)
    await run.go()
    assert site.names() == ["General", "Plan-bygg og drift"]
    assert len(site.sandbox.tenant.members.ids()) == len(PERSONAS), "nobody else's people are touched"


async def test_the_pace_is_what_teams_takes_and_nothing_is_turned_away(tmp_path: Path) -> None:
    """Four requests a second about one team (Microsoft, throttling-limits), which the sandbox counts."""
    async with running_site(tmp_path, limit_factor=1.0, team_pause=None) as site:
        await apply(site, space_of(TWO, tmp_path), people=False)
        assert [one.path for one in site.sandbox.requests if one.status == 429] == []
        assert len([one for one in site.sandbox.requests if "/teams/" in one.path]) > 6


TWO = f"""
teams:
  - id: {TEAM_ID}
    channels:
      - {{ committee: bestillerutvalget, description: Bestillerne, folders: [Referater] }}
      - {{ committee: styret, description: Styret, folders: [Referater] }}
"""


#: What provisioning everything that a spaces file can declare takes, and nothing more.
PROVISIONING = (
    "ChannelSettings.ReadWrite.Group", "Channel.Create.Group", "ChannelMember.ReadWrite.Group", "TeamMember.Read.Group",
    "TeamsTab.Read.Group", "TeamsTab.Create.Group", "Files.ReadWrite.All", "ChannelSettings.ReadWrite.All",
    "TeamMember.ReadWriteNonOwnerRole.All",
)  # fmt: skip


#: Where a wanted permission for the whole tenant is granted too, it gives what the team's own does.
WIDER = {
    "ChannelSettings.ReadWrite.Group": "ChannelSettings.ReadWrite.All",
    "TeamMember.Read.Group": "TeamMember.ReadWriteNonOwnerRole.All",
}


async def refusals(site: Site, space: TeamSpace) -> set[str]:
    """What provisioning all of it, then archiving a channel, was refused for, as an administrator reads it."""
    site.sandbox.tenant.members.remove(person("helse-molde"))
    first, second, third = space.channels
    told = await refused(site, space)
    return told | await refused(site, replace(space, channels=(first, replace(second, is_archived=True), third)))


async def refused(site: Site, space: TeamSpace) -> set[str]:
    run = await site.run(space, people=True)
    for _ in range(60):
        try:
            await run.go()
        except Forbidden as problem:
            return {problem.needs}
        except MicrosoftError:
            continue
        problems = [one for one in run.problems if one.kind == "Forbidden"]
        return {problem_words(one.step.kind, one.kind, one.code, words("en")) for one in problems}
    raise AssertionError("never came to an end")


async def test_these_permissions_suffice_for_all_that_can_be_declared(site: Site, space: TeamSpace) -> None:
    grants = site.sandbox.tenant.grants
    grants.take(*grants.rsc, *grants.application)
    grants.give(*PROVISIONING)
    assert await refusals(site, space) == set()
    assert site.channel("Plan-bygg og drift").archived
    assert person("helse-molde") in site.sandbox.tenant.members.ids()


@pytest.mark.parametrize("missing", PROVISIONING)
async def test_each_of_them_is_needed_and_named_when_it_is_missing(site: Site, space: TeamSpace, missing: str) -> None:
    grants = site.sandbox.tenant.grants
    grants.take(*grants.rsc, *grants.application)
    grants.give(*PROVISIONING)
    grants.take(missing, WIDER.get(missing, ""))
    assert any(missing in one for one in await refusals(site, space))
