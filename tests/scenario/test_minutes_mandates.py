"""What the minutes say of the mandate: the version that governed the meeting, and what has changed since the last."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from documents.minutes import lay_out_minutes
from locales import words
from tests.house_fixture import House, lend_files, running_house

FILE = "mandates/ror-ikt/bestillerutvalget.yaml"
CHANGES = (
    ("valid_from: 2021-04-14", "valid_from: 2026-11-25"),
    ("reference: PS-6/21", "reference: PS-9/26"),
    ("name: Molde, kind: municipality, weight: 1", "name: Molde, kind: municipality, weight: 3"),
)


async def hold(house: House, place: int) -> Any:
    """The committee's meeting number `place`, from start to end; gives its minutes as they are shown."""
    meeting = (await house.bot.office.store.read(lambda tx: tx.meetings("bestillerutvalget")))[place]
    await house.act("leder", "meeting.start", meeting=meeting.id)
    await house.act("leder", "meeting.end", meeting=meeting.id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting.id))
    assert minutes.mandate == meeting.mandate
    return lay_out_minutes(minutes, words("nb"))


def version_of(page: Any) -> str:
    return dict(page["facts"])["Mandatets versjon"]


async def test_a_new_mandate_is_minuted_once_in_words(tmp_path: Path) -> None:
    lend_files(tmp_path)
    async with running_house(tmp_path) as house:
        old = house.mandate
        first = await hold(house, 0)
        assert version_of(first) == f"Gjelder fra 14.04.2021, kontrollsum {old.sha256[:8]}"
        assert first["mandates"]["lines"] == []

        text = (tmp_path / FILE).read_text(encoding="utf-8")
        for before, after in CHANGES:
            assert before in text
            text = text.replace(before, after, 1)
        (tmp_path / FILE.replace(".yaml", "-2026.yaml")).write_text(text, encoding="utf-8")
        await house.pass_time(timedelta(minutes=1))
        await house.pass_time(timedelta(days=3))
        new = house.mandate
        (line,) = (await hold(house, 1))["mandates"]["lines"]
        assert line["heading"].endswith("i PS-9/26")
        assert line["about"] == f"Gjelder fra 25.11.2026, kontrollsum {new.sha256[:8]}"
        assert "Stemmevekten til Molde er nå 3. Tidligere: 1." in line["paragraphs"]
        assert not [one for one in line["paragraphs"] if "Aukra" in one]

        assert (await hold(house, 2))["mandates"]["lines"] == []
