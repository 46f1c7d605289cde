"""A committee's mandate changes while its work goes on: what has begun keeps the rules it began under."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from committee.minutes import Minutes
from committee.voting import Outcome
from documents.minutes import lay_out_minutes
from locales import words
from tests.house_fixture import CHANNEL, House, lend_files, running_house, says

FILE = "ror-ikt/bestillerutvalget.yaml"
TWO_DAYS = timedelta(days=2)
IN_TWO_DAYS = date(2026, 11, 25)


def change(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


HEAVY_MOLDE = ("name: Molde, kind: municipality, weight: 1", "name: Molde, kind: municipality, weight: 3")
NEW = (
    ("valid_from: 2021-04-14", f"valid_from: {IN_TWO_DAYS}"),
    ("reference: PS-6/21", "reference: PS-9/26"),
    HEAVY_MOLDE,
    ("superior: styret", "superior: styret\nrules: { quorum: 2/3 }"),
)


def write_new_version(folder: Path, *more: tuple[str, str]) -> None:
    text = (folder / "mandates" / FILE).read_text(encoding="utf-8")
    new = folder / "mandates" / FILE.replace(".yaml", "-2026.yaml")
    new.write_text(change(text, *NEW, *more), encoding="utf-8")


def told(house: House) -> int:
    """How many posts about a new mandate the channel has."""
    return sum(says(post.card, "Nytt mandat for Bestillerutvalget") for post in house.sandbox.posts(CHANNEL))


async def weights(house: House, voting_id: str) -> dict[str, int]:
    roll = await house.bot.office.store.read(lambda tx: tx.roll(voting_id))
    return {entry.organisation_id: entry.weight for entry in roll}


async def open_on(house: House, proposal_id: str) -> str:
    await house.act("leder", "voting.open", proposal=proposal_id)
    proposal = await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))
    assert proposal.voting_id
    return proposal.voting_id


async def end_meeting(house: House) -> Minutes:
    meeting_id = await house.next_meeting_id()
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert minutes
    return minutes


async def take_effects(house: House) -> list[str]:
    return [one.subject_id for one in await house.record() if one.action == "mandate.in_force"]


async def test_a_new_version_counts_for_new_cases_and_the_open_one_keeps_its_own(tmp_path: Path) -> None:
    lend_files(tmp_path)
    async with running_house(tmp_path) as house:
        before = house.mandate
        old = await house.propose("molde1", title="Den gamle saken")
        await house.assure(old)
        write_new_version(tmp_path)
        await house.pass_time(timedelta(minutes=1))
        assert house.mandate == before, "a coming version waits for its day"
        await house.pass_time(TWO_DAYS)
        after = house.mandate
        assert (after.valid_from, after.rules.quorum.denominator) == (IN_TWO_DAYS, 3)
        assert await take_effects(house) == [before.sha256, after.sha256]
        changed = (await house.record())[-1].details["changed"]
        assert {one["what"]: (one["before"], one["after"]) for one in changed}.items() >= {
            "organisations.weight": ("1", "3"),
            "rules.quorum": ("1/2", "2/3"),
            "approval.reference": ("PS-6/21", "PS-9/26"),
        }.items()
        await house.wait_for_card(CHANNEL, "Nytt mandat for Bestillerutvalget", "PS-9/26")

        new = await house.propose("molde1", title="Den nye saken")
        await house.assure(new)
        await house.bot.office.plan("bestillerutvalget")
        await house.act("leder", "meeting.start", meeting=await house.next_meeting_id())
        old_voting, new_voting = await open_on(house, old), await open_on(house, new)
        assert (await weights(house, old_voting))["molde"] == 1
        assert (await weights(house, new_voting))["molde"] == 3
        assert (await house.voting(old_voting)).rules == before.rules
        assert (await house.voting(new_voting)).rules == after.rules
        await house.show_now()
        await house.wait_for_card(CHANNEL, "Avstemning: BU 1/26", "PS-6/21", before.sha256[:8], "Molde 1")
        await house.wait_for_card(CHANNEL, "Avstemning: BU 2/26", "PS-9/26", after.sha256[:8], "Molde 3")

        for voting_id in (old_voting, new_voting):
            await house.cast(voting_id, {"molde1": "for", "aukra": "against", "rauma": "against"})
            await house.close(voting_id)
        outcomes = [(await house.voting(one)).verdict.outcome for one in (old_voting, new_voting)]
        assert outcomes == [Outcome.REJECTED, Outcome.ADOPTED], "one vote against two, and three against two"
        await house.show_now()
        assert told(house) == 1
        minutes = await end_meeting(house)
        page = lay_out_minutes(minutes, words("nb"))
        assert [["Mandatets versjon", f"Gjelder fra 14.04.2021, kontrollsum {before.sha256[:8]}"]] == [
            fact for fact in page["facts"] if fact[0] == "Mandatets versjon"
        ], "the meeting was planned before"
        said = {case["number"]: str(case["sections"]) for case in page["cases"]}
        assert (
            f"mandatet den begynte med, PS-9/26. Gjelder fra 25.11.2026, kontrollsum {after.sha256[:8]}"
            in said["BU 2/26"]
        )
        assert "mandatet den begynte med" not in said["BU 1/26"]
        assert any("Molde" in line for line in page["mandates"]["lines"][0]["paragraphs"]), (
            "the minutes tell what changed"
        )
    async with running_house(tmp_path, later=2 * TWO_DAYS) as again:
        await again.pass_time(TWO_DAYS)
        assert len(await take_effects(again)) == 2, "a restart records nothing anew"
        assert told(again) == 1


async def test_a_version_whose_file_is_gone_still_governs_the_case_it_began(tmp_path: Path) -> None:
    """The file is changed in place; the database has what it said."""
    lend_files(tmp_path)
    path = tmp_path / "mandates" / FILE
    async with running_house(tmp_path) as house:
        old = await house.propose("molde1")
        await house.assure(old)
    path.write_text(change(path.read_text(encoding="utf-8"), HEAVY_MOLDE), encoding="utf-8")
    async with running_house(tmp_path) as house:
        assert house.mandate.organisation("molde").weight == 3
        await house.say("molde1", "hjelp")
        await house.pass_time(timedelta(minutes=1))
        await house.wait_for_card(CHANNEL, "Nytt mandat for Bestillerutvalget")
        await house.act("leder", "meeting.start", meeting=await house.next_meeting_id())
        assert (await weights(house, await open_on(house, old)))["molde"] == 1


async def test_what_is_kept_of_a_card_is_drawn_anew_when_the_board_has_another_name(tmp_path: Path) -> None:
    lend_files(tmp_path)
    path = tmp_path / "mandates/ror-ikt/styret.yaml"
    async with running_house(tmp_path) as house:
        voting_id = await house.open_voting()
        assert says((await house.vote("aukra", voting_id, "for"))["value"], "løftes til styret i ROR-IKT")
        text = path.read_text(encoding="utf-8")
        path.write_text(change(text, ("name: styret i ROR-IKT", "name: representantskapet")), encoding="utf-8")
        await house.pass_time(timedelta(seconds=1))
        assert says((await house.vote("molde1", voting_id, "for"))["value"], "løftes til representantskapet")


async def test_another_comment_in_the_file_is_no_news(tmp_path: Path) -> None:
    lend_files(tmp_path)
    path = tmp_path / "mandates" / FILE
    async with running_house(tmp_path) as house:
        before = house.mandate
        path.write_text(path.read_text(encoding="utf-8") + "# lest av styret\n", encoding="utf-8")
        await house.pass_time(timedelta(seconds=2))
        assert house.mandate == replace(before, sha256=house.mandate.sha256)
        assert await take_effects(house) == [before.sha256, house.mandate.sha256]
        assert told(house) == 0


async def test_a_file_with_mistakes_changes_nothing_until_it_is_mended(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lend_files(tmp_path)
    async with running_house(tmp_path) as house:
        before, shelf = house.bot.office.directory, house.bot.office.shelf
        write_new_version(tmp_path, ("weight: 3", "weight: mye"))
        await house.pass_time(TWO_DAYS)
        await house.pass_time(TWO_DAYS)
        path = tmp_path / "mandates" / FILE.replace(".yaml", "-2026.yaml")
        assert len(shelf.mistakes) == 1, shelf.mistakes
        assert shelf.mistakes[0].startswith(f"{path}:16:59: organisations.1.weight: expected a whole number")
        assert sum("organisations.1.weight" in line.message for line in caplog.records) == 1, "told once"
        assert dict(house.bot.office.directory.mandates) == dict(before.mandates)
        assert await take_effects(house) == [house.mandate.sha256]
        assert says(await house.say("sekretaer", "mandat"), "bestillerutvalget-2026.yaml", "expected a whole number")
        assert not says(await house.say("molde1", "mandat"), "bestillerutvalget-2026.yaml")
        path.write_text(path.read_text(encoding="utf-8").replace("weight: mye", "weight: 2"), encoding="utf-8")
        await house.pass_time(timedelta(seconds=2))
        assert shelf.mistakes == ()
        assert house.mandate.organisation("molde").weight == 2
