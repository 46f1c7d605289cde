"""Orienteringer, and what was said on a hearing, in both documents of the minutes."""

from dataclasses import replace

import pytest

from committee.briefings import BriefingLine
from documents import render_minutes_docx, render_minutes_pdf
from documents.minutes import lay_out_minutes
from locales import words
from tests.unit.test_documents_minutes import APPROVED, HOSTILE, MINUTES, _bare, text_of_docx, text_of_pdf

TOLD = BriefingLine(
    title="Ny KI-strategi", text="Vedtatt i går.\nKan gjenbrukes.", name="Kari Eksempel", organisation="Molde",
    minutes=10, region="Vestland", is_entered=True,
)  # fmt: skip
HEARD = (("Faggruppe Oppvekst", "Planen mangler\ntiltak."), ("Faggruppe Helse", ""))
WITH = replace(
    MINUTES,
    briefings=(TOLD, replace(TOLD, title=HOSTILE, text="", region="", minutes=0, is_entered=False)),
    cases=(replace(MINUTES.cases[0], heard=HEARD), *MINUTES.cases[1:]),
)
SHOWN = (
    "Orienteringer", "Ny KI-strategi", "Vedtatt i går.", "Kan gjenbrukes.",
    "Kari Eksempel (Molde), 10 minutter, fra Vestland, ført inn av sekretæren.", HOSTILE,
    "Faggruppe Oppvekst: Planen mangler tiltak.", "Har ikke svart: Faggruppe Helse",
)  # fmt: skip


@pytest.mark.parametrize("sentence", SHOWN)
def test_both_documents_show_what_members_told_and_what_was_heard(sentence: str) -> None:
    pdf = render_minutes_pdf(WITH, words("nb"), timestamp=APPROVED)
    assert _bare(sentence) in text_of_pdf(pdf)
    assert sentence in text_of_docx(render_minutes_docx(WITH, words("nb")))


def test_without_any_the_minutes_have_no_such_heading() -> None:
    docx = text_of_docx(render_minutes_docx(MINUTES, words("nb")))
    assert "Orienteringer" not in docx
    sections = [one["heading"] for case in lay_out_minutes(MINUTES, words("nb"))["cases"] for one in case["sections"]]
    assert "Høring" not in sections
