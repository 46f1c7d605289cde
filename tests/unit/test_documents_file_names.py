"""File names that people's texts become."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import safe_file_name


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("Bestillerutvalget referat 2026-12-17", "Bestillerutvalget referat 2026-12-17.pdf"),
        ("Ære, øl & åpenhet", "Ære, øl & åpenhet.pdf"),
        ("A\u030apent møte", "Åpent møte.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ('a"b*c:d<e>f?g/h\\i|j', "a-b-c-d-e-f-g-h-i-j.pdf"),
        ("  .skjult. ", "skjult.pdf"),
        ("CON", "dokument CON.pdf"),
        ("", "dokument.pdf"),
        ("linje\nto\x00\u202e", "linje to.pdf"),
    ],
)
def test_what_sharepoint_forbids_is_taken_out(stem: str, name: str) -> None:
    """æøå stay; slashes, control characters and reserved names do not."""
    assert safe_file_name(stem, "pdf") == name


@given(st.text(max_size=400))
def test_any_text_becomes_one_name_that_sharepoint_takes(stem: str) -> None:
    """Never a path, never empty, never too long, never a dot or a blank at an end; doing it twice changes nothing."""
    name = safe_file_name(stem, "docx")
    assert name.endswith(".docx")
    bare = name.removesuffix(".docx")
    assert 0 < len(bare) <= 130
    assert not set(bare) & set('"*:<>?/\\|#%')
    assert bare == bare.strip(" .")
    assert not any(unicodedata.category(one).startswith("C") for one in bare)
    assert safe_file_name(bare, "docx") == name
