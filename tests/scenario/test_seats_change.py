"""Seats change while the bot runs: whoever got one has it at once, and whoever's time is over has none."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from committee.appointments import Appointment
from committee.outbox import ErrandKind, ErrandState
from committee.rights import Right, may
from committee.seat_rules import Function
from tests.house_fixture import House, lend_files, running_house, says

BU = "bestillerutvalget"
TODAY = date(2026, 11, 23)
RAUMA = "{ person: rauma, function: representative, organisation: rauma"
EVA = Appointment(
    id="eva", committee_id=BU, person_id="utenfor", function=Function.REPRESENTATIVE, organisation_id="molde",
    from_on=TODAY, until_on=TODAY + timedelta(days=1), origin_id="nominasjon",
)  # fmt: skip


async def appoint(house: House, appointment: Appointment, *, refresh: bool = True) -> None:
    await house.bot.office.store.write(lambda tx: tx.put_appointment(appointment))
    if refresh:
        await house.bot.office.refresh()


def seats(house: House) -> set[str]:
    return {member.person.id for member in house.bot.office.directory.members(BU)}


async def test_an_appointment_gives_a_seat_at_once_for_as_long_as_it_lasts(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        voting_id = await house.open_voting()
        assert not says((await house.vote("utenfor", voting_id, "for"))["value"], "Din stemme for")
        await appoint(house, EVA)
        await house.cast(voting_id, {"utenfor": "against"})
        assert says((await house.vote("molde1", voting_id, "for"))["value"], "Din stemme for Molde")
        await house.pass_time(timedelta(days=1))
        assert "utenfor" in seats(house), "the last day of the term is hers"
        await house.pass_time(timedelta(days=1))
        assert "utenfor" not in seats(house)
        assert not says((await house.vote("utenfor", voting_id, "for"))["value"], "Din stemme for")


async def test_what_another_process_writes_is_read_in_the_next_round(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        await appoint(house, EVA, refresh=False)
        await house.bot.office.store.write(lambda tx: tx.put_language("aukra", "nn"))
        await house.pass_time(timedelta(seconds=1))
        assert "utenfor" in seats(house)
        assert says(await house.say("aukra", "hjelp"), "Eg ")


async def test_an_elected_leader_may_open_what_a_representative_may_not(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        meeting_id = await house.next_meeting_id()
        assert not says((await house.act("aukra", "meeting.start", meeting=meeting_id)).get("value"), "pågår")
        elected = replace(EVA, id="valg", person_id="aukra", organisation_id="aukra", leads=True, until_on=None)
        await appoint(house, elected)
        directory = house.bot.office.directory
        aukra = directory.member(directory.people["aukra"], BU)
        assert may(aukra, Right.LEAD)
        assert may(aukra, Right.PROPOSE)
        answer = await house.act("aukra", "meeting.start", meeting=meeting_id)
        meeting = await house.bot.office.store.read(lambda tx: tx.meeting(meeting_id))
        assert meeting.started_at, answer


async def test_a_changed_register_is_read_while_the_bot_runs(tmp_path: Path) -> None:
    lend_files(tmp_path)
    path = tmp_path / "register.yaml"
    sample = path.read_text(encoding="utf-8")
    async with running_house(tmp_path) as house:
        voting_id = await house.open_voting()
        await house.cast(voting_id, {"rauma": "for"})
        assert RAUMA in sample
        path.write_text(sample.replace(RAUMA, RAUMA.replace("person: rauma", "person: utenfor")), encoding="utf-8")
        await house.pass_time(timedelta(seconds=1))
        assert {"utenfor"} <= seats(house)
        assert "rauma" not in seats(house)
        await house.cast(voting_id, {"utenfor": "against"})
        path.write_text(sample.replace(RAUMA, RAUMA.replace("person: rauma", "person: ukjent")), encoding="utf-8")
        await house.pass_time(timedelta(seconds=1))
        assert len(house.bot.office.shelf.mistakes) == 1
        assert "ukjent is not among the people" in house.bot.office.shelf.mistakes[0]
        assert "utenfor" in seats(house), "what was right before holds on"
        path.write_text(sample, encoding="utf-8")
        await house.pass_time(timedelta(seconds=1))
        assert "rauma" in seats(house)
        assert house.bot.office.shelf.mistakes == ()


async def test_what_was_meant_for_somebody_who_left_is_parked_and_not_tried_for_ever(tmp_path: Path) -> None:
    lend_files(tmp_path)
    path = tmp_path / "register.yaml"
    async with running_house(tmp_path) as house:
        proposal_id = await house.propose("rauma")
        await house.settle()
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        gone = [line for line in lines if "id: rauma," not in line and "person: rauma," not in line]
        assert len(gone) < len(lines)
        path.write_text("".join(gone), encoding="utf-8")
        await house.pass_time(timedelta(seconds=1))
        assert house.bot.office.shelf.mistakes == ()
        answer = await house.act("rorikt", "proposal.send_back", proposal=proposal_id, reason="Hva koster det?")
        assert says(answer["value"], "Sendt tilbake")
        await house.bot.office.store.write(
            lambda tx: tx.send(
                BU,
                ErrandKind.TELL,
                "tell:rauma:sent_back:x",
                {"card": "sent_back", "subject_id": proposal_id, "person_id": "rauma"},
                now=house.clock.read(),
            )
        )
        await house.settle()
        errands = await house.bot.office.store.read(lambda tx: tx.errands(BU, unfinished=False))
        found = next(one for one in errands if one.key == "tell:rauma:sent_back:x")
        assert (found.state, "leftTheRegister" in found.error) == (ErrandState.PARKED, True)
