"""Minutes made in a process of their own, as the bot makes them."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from committee.minutes import CaseRecord, Minutes, MinutesState
from documents import TypesettingFailed, render_minutes_docx, render_minutes_pdf, typeset_minutes
from locales import words

NB = words("nb")
STARTS = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)
MINUTES = Minutes(
    id="m1",
    committee_id="bu",
    committee_name="Bestillerutvalget",
    meeting_id="t1",
    mandate_reference="PS-6/21",
    mandate_approved_by="styret",
    state=MinutesState.APPROVED,
    language="nb",
    time_zone="Europe/Oslo",
    place="Microsoft Teams",
    starts_at=STARTS,
    ended_at=STARTS + timedelta(hours=2),
    chair="Kari Prøve",
    secretary="Ola Øving",
    present=(),
    apologies=(),
    cases=(CaseRecord(proposal_id="p", case_number="BU 1/26", title="Å & ø 👍", need="n", recommendation="i"),),
    approved_by="Kari Prøve",
    approved_at=STARTS + timedelta(days=1),
)


async def test_the_process_makes_the_same_files_as_we_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the bot was started from, and with only what it needs of our environment."""
    monkeypatch.chdir(tmp_path)
    assert MINUTES.approved_at
    pdf, docx = await asyncio.gather(typeset_minutes(MINUTES, NB), typeset_minutes(MINUTES, NB, file_format="docx"))
    assert pdf == render_minutes_pdf(MINUTES, NB, timestamp=MINUTES.approved_at)
    assert docx == render_minutes_docx(MINUTES, NB)
    assert list(tmp_path.iterdir()) == []


async def test_minutes_that_take_too_long_are_given_up() -> None:
    """The bot goes on, and the process is gone."""
    long = replace(MINUTES, other="lang tekst " * 9000)
    with pytest.raises(TypesettingFailed, match="not done"):
        await typeset_minutes(long, NB, timeout=0.01)


async def test_a_failure_names_its_kind_and_never_the_text() -> None:
    """What went wrong can be logged: no word of the minutes is in it."""
    with pytest.raises(TypesettingFailed) as failure:
        await typeset_minutes(MINUTES, NB, file_format="hemmelig")
    assert str(failure.value) == "KeyError"
