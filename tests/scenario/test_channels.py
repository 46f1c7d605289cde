"""Leader and secretary have their channels in Teams seen to, by chat."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from committee.spaces import ChannelBinding
from sandbox.channels import Channel
from sandbox.world import TEAM_ID, TENANT_ID
from tests.house_fixture import CHANNEL, House, button, lend_files, running_house, says, texts
from tests.sandbox_fixture import find_person

SPACES = f"""
teams:
  - id: {TEAM_ID}
    owner: leder
    allow: [private, archive, members]
    channels:
      - committee: bestillerutvalget
        folders: [Referater, Innkallinger]
        tabs: [{{ name: Mandat, url: "https://ror-ikt.example/mandat" }}]
"""
GROUP = {
    "kind": "working", "name": "Plan/bygg & drift", "task": "Finn ut hva vi deler.", "leader": "aukra",
    "members": "rauma", "deadline": "2026-12-10",
}  # fmt: skip


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    lend_files(tmp_path)
    (tmp_path / "spaces.yaml").write_text(SPACES, encoding="utf-8")
    async with running_house(tmp_path) as opened:
        grant_all(opened)
        yield opened


def grant_all(house: House) -> None:
    house.sandbox.tenant.grants.give("ChannelSettings.ReadWrite.All", "TeamMember.ReadWriteNonOwnerRole.All")


def channel(house: House, name: str) -> Channel:
    (found,) = [one for one in house.sandbox.tenant.channels.list() if one.name == name]
    return found


def form_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


async def done(house: House, *words: str) -> Any:
    return await house.wait_for_card(house.chat("leder"), "Kanalene til", *words)


async def set_up_group(house: House) -> str:
    opened = form_of(await house.open_dialog("leder", form="group", committee="bestillerutvalget"))
    await house.send_dialog("leder", **{**button(opened, "Lagre")["data"], **GROUP})
    groups = await house.bot.office.store.read(lambda tx: tx.groups("bestillerutvalget"))
    return groups[0].id


async def test_a_leader_sees_what_is_missing_and_has_it_done(house: House) -> None:
    card = await house.say("leder", "kanaler")
    assert says(
        card, "Kanalene til Bestillerutvalget", "Legg til fanen «Mandat»", "Lag mapper: Referater, Innkallinger"
    )
    assert await house.press_button("leder", button(card, "Gjør det"))
    await done(house, "2 ting er gjort i Teams.")
    assert channel(house, "Bestillerutvalget").tabs == (("Mandat", "https://ror-ikt.example/mandat"),)
    again = await house.say("leder", "kanaler")
    assert not says(again, "Legg til fanen")


async def test_a_working_group_gets_a_channel_with_a_name_that_teams_takes(house: House) -> None:
    group_id = await set_up_group(house)
    form = form_of(await house.open_dialog("leder", form="channel", committee="bestillerutvalget"))
    typed = {"group": group_id, "name": "Plan/bygg & drift", "kind": "private"}
    warned = form_of(await house.send_dialog("leder", **{**button(form, "Send")["data"], **typed}))
    assert says(warned, "I Teams heter den «Plan-bygg og drift»", "Teams tar ikke alle tegnene.")
    assert "Plan/bygg & drift" in [one.get("value") for one in _inputs(warned)], "what was typed is kept"
    told = await house.send_dialog("leder", **{**button(warned, "Send")["data"], **typed})
    assert told["task"]["value"].startswith("Kanalen lages nå")
    await done(house, "gjort i Teams")
    made = channel(house, "Plan-bygg og drift")
    assert made.kind == "private"
    refused = await house.send_dialog("leder", **{**button(warned, "Send")["data"], **typed})
    assert "har en kanal fra før" in str(refused)
    people = await house.say("leder", "kanaler")
    assert says(people, "Slipp Olav Nes inn i kanalen")
    await house.press_button("leder", button(people, "Endre hvem som er med"))
    await house.sandbox.wait_until(lambda: find_person("rauma").aad in channel(house, "Plan-bygg og drift").members)
    assert find_person("molde1").aad not in channel(house, "Plan-bygg og drift").members


def _inputs(card: Any) -> list[dict[str, Any]]:
    if isinstance(card, dict):
        own = [card] if str(card.get("type", "")).startswith("Input.") else []
        return own + [one for value in card.values() for one in _inputs(value)]
    return [one for value in card for one in _inputs(value)] if isinstance(card, list) else []


async def test_a_finished_groups_channel_is_archived_and_opened_again(house: House) -> None:
    group_id = await set_up_group(house)
    form = form_of(await house.open_dialog("leder", form="channel", committee="bestillerutvalget"))
    typed = {"group": group_id, "name": "Felles plan", "kind": "standard"}
    await house.send_dialog("leder", **{**button(form, "Send")["data"], **typed})
    await house.sandbox.wait_until(lambda: "Felles plan" in [c.name for c in house.sandbox.tenant.channels.list()])
    await house.settle()
    await house.press_button("leder", button(await house.say("leder", "kanaler"), "Arkiver"))
    await house.sandbox.wait_until(lambda: channel(house, "Felles plan").archived)
    await house.settle()
    await house.press_button("leder", button(await house.say("leder", "kanaler"), "Åpne igjen"))
    await house.sandbox.wait_until(lambda: not channel(house, "Felles plan").archived)


async def test_members_and_outsiders_have_nothing_to_do_with_channels(house: House) -> None:
    group_id = await set_up_group(house)
    for persona in ("molde1", "rorikt", "tillitsvalgt", "utenfor"):
        for verb in ("channels.view", "channels.apply"):
            answer = await house.act(persona, verb, committee="bestillerutvalget", people="yes")
            assert not says(answer, "Gjør det"), verb
        answer = await house.open_dialog(persona, form="channel", committee="bestillerutvalget")
        assert answer["task"]["type"] == "message"
        await house.act(persona, "channel.archive", group=group_id)
    assert [one.action for one in await house.record() if one.action.startswith("channel")] == []
    before = len(house.sandbox.find_requests("graph", "POST", "/teams/"))
    await house.settle()
    assert len(house.sandbox.find_requests("graph", "POST", "/teams/")) == before


async def test_a_missing_permission_is_named_to_the_leader(house: House) -> None:
    house.sandbox.tenant.grants.take("TeamsTab.Create.Group")
    card = await house.say("leder", "kanaler")
    await house.press_button("leder", button(card, "Gjør det"))
    told = await done(house, "TeamsTab.Create.Group")
    assert says(told.card, "1 ting er gjort i Teams.")


async def test_when_teams_does_not_answer_it_says_so_and_nothing_is_changed(house: House) -> None:
    house.sandbox.fault("graph", "GET /channels$", "500-before", times=1)
    assert says(await house.say("leder", "kanaler"), "svarer ikke akkurat nå")


async def test_what_waits_for_a_channel_is_sent_when_it_is_made(tmp_path: Path) -> None:
    """A committee that was installed without a channel: its cards wait, and come when somebody has it made."""
    lend_files(tmp_path)
    (tmp_path / "spaces.yaml").write_text(SPACES, encoding="utf-8")
    register = tmp_path / "register.yaml"
    text = register.read_text(encoding="utf-8")
    text = re.sub(rf"\n    team_id: \S+\n    channel_id: {re.escape(CHANNEL)}", "", text)
    register.write_text(text, encoding="utf-8")
    async with running_house(tmp_path) as house:
        grant_all(house)
        await house.settle()
        deliveries = await house.say("leder", "leveranser")
        assert says(deliveries, "Utvalget har ingen kanal ennå")
        spaces = tmp_path / "spaces.yaml"
        spaces.write_text(
            SPACES.replace("committee: bestillerutvalget", "committee: bestillerutvalget\n        notify: true")
        )
        await house.bot.rounds.go()
        card = await house.say("leder", "kanaler")
        assert says(card, "Ta i bruk kanalen «Bestillerutvalget», som er der fra før")
        await house.press_button("leder", button(card, "Gjør det"))
        await house.wait_for_card(CHANNEL, "Velkommen til Bestillerutvalget")
        await house.wait_for_card(
            house.chat("molde1"), "Bestillerutvalget har fått en kanal", "Den heter «Bestillerutvalget»"
        )
        await house.settle()
        assert not says(await house.say("leder", "leveranser"), "ingen kanal ennå")
        (bound,) = await house.records(ChannelBinding)
        assert bound.channel_id == CHANNEL
        answer = await house.say("molde1", "hjelp", conversation=CHANNEL)
        assert any("Bestillerutvalget" in one for one in texts(answer)), "the channel is known as the committee's"


async def test_members_who_cannot_be_reached_are_told_of_beforehand(tmp_path: Path) -> None:
    """One without an address, and one of a tenant that the bot never heard from."""
    lend_files(tmp_path)
    (tmp_path / "spaces.yaml").write_text(SPACES, encoding="utf-8")
    register = tmp_path / "register.yaml"
    text = register.read_text(encoding="utf-8").replace(", address: rauma@ror-ikt.example", "")
    own = f"object_id: {find_person('vestnes').aad}"
    text = text.replace(own, f"tenant: 00000000-0000-4000-8000-00000000beef, {own}")
    register.write_text(text, encoding="utf-8")
    async with running_house(tmp_path) as house:
        card = await house.say("leder", "kanaler")
        assert says(card, "Olav Nes har ingen e-postadresse", "Jeg kan ikke skrive til Turid Vik ennå")
        assert not says(card, "Marte Øyen har ingen")


async def test_one_of_another_tenant_is_the_same_person_by_either_id(tmp_path: Path) -> None:
    """Aukra's representative works elsewhere and is a guest here: one ballot, and nobody to add."""
    lend_files(tmp_path)
    (tmp_path / "spaces.yaml").write_text(SPACES, encoding="utf-8")
    register = tmp_path / "register.yaml"
    text, own = register.read_text(encoding="utf-8"), find_person("aukra").aad
    elsewhere = "tenant: 00000000-0000-4000-8000-00000000beef, object_id: 00000000-0000-4000-8000-0000000000aa"
    here = f"also: [{{ tenant: {TENANT_ID}, object_id: {own} }}]"
    assert f"object_id: {own}" in text
    register.write_text(text.replace(f"object_id: {own}", f"{elsewhere}, {here}"), encoding="utf-8")
    async with running_house(tmp_path) as house:
        voting_id = await house.open_voting()
        await house.cast(voting_id, {"aukra": "for"})
        (ballot,) = await house.bot.office.store.read(lambda tx: tx.ballots(voting_id))
        assert (ballot.organisation_id, ballot.person_id) == ("aukra", "aukra")
        card = await house.say("leder", "kanaler")
        assert not says(card, "Ta Marte Øyen inn i teamet")
        assert says(card, "Jeg kan ikke skrive til Marte Øyen ennå")
