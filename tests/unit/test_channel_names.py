"""Names as people write them become names that Teams takes, and what was changed is told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.channel_names import LONGEST_NAME, Mended, numbered, teams_name

#: Microsoft, limits-specifications-teams.
ALLOWED = re.compile(r"(?![_.])[^~#%&*{}+/\\:<>?|'\",\x00-\x1f\x80-\x9f]+(?<!\.)")
RESERVED = {"forms", "con", "conin$", "conout$", "prn", "aux", "nul", "desktop.ini"}


@pytest.mark.parametrize(
    ("written", "name", "mended"),
    [
        ("Bestillerutvalget", "Bestillerutvalget", ()),
        ("Plan/bygg", "Plan-bygg", (Mended.SIGNS,)),
        ("Helse & omsorg", "Helse og omsorg", (Mended.SIGNS,)),
        ("Drift, teknisk", "Drift teknisk", (Mended.SIGNS,)),
        ("Vann + avløp", "Vann og avløp", (Mended.SIGNS,)),
        ("«Prosjekt»: KI?", "«Prosjekt»-KI", (Mended.SIGNS,)),
        ("  Æ  Ø Å  ", "Æ Ø Å", ()),
        ("_skjult.", "skjult", (Mended.SIGNS,)),
        ("Forms", "Forms-kanal", (Mended.RESERVED,)),
        ("con", "con-kanal", (Mended.RESERVED,)),
        ("a..b", "a.b", (Mended.SIGNS,)),
        ("???", "kanal-1", (Mended.SIGNS,)),
        (
            "Arbeidsgruppe for felles innbyggerdialog og digitale skjema i kommunene",
            "Arbeidsgruppe for felles innbyggerdialog og",
            (Mended.TOO_LONG,),
        ),
    ],
)
def test_a_name_is_written_as_teams_takes_it(written: str, name: str, mended: tuple[Mended, ...]) -> None:
    made = teams_name(written, instead="kanal-1")
    assert (made.name, made.mended) == (name, mended)


@given(st.text(max_size=120))
def test_whatever_is_written_teams_takes_what_comes_of_it(written: str) -> None:
    name = teams_name(written).name
    assert ALLOWED.fullmatch(name), name
    assert len(name) <= LONGEST_NAME
    assert name.strip() == name
    assert ".." not in name
    assert "_vti_" not in name.lower()
    assert name.lower() not in RESERVED
    assert not re.fullmatch(r"(com|lpt)[1-9]", name.lower())
    assert teams_name(name).name == name, "mended once is enough"


def test_a_name_that_is_taken_gets_a_number_and_stays_short_enough() -> None:
    long = teams_name("Arbeidsgruppe for felles innbyggerdialog i kommunene nå")
    second = numbered(long, 2)
    assert second.name.endswith(" 2")
    assert len(second.name) <= LONGEST_NAME
    assert Mended.TAKEN in second.mended
    assert numbered(second, 3).mended.count(Mended.TAKEN) == 1
