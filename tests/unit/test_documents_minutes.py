"""The minutes as PDF and DOCX: what they show, what they promise the archive, and what people's texts cannot do."""

import io
import random
import re
import unicodedata
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pikepdf
import pytest
import typst
from docx import Document
from docx.oxml.ns import qn

from committee.mandate import Approval
from committee.minutes import Attendee, BallotLine, CaseRecord, Minutes, MinutesState, NewMandate
from committee.voting import Choice, Outcome, Reason, Tally
from documents import render_minutes_docx, render_minutes_pdf
from documents.archive_text import archive_text, coverage, legible_text
from documents.minutes import lay_out_minutes
from documents.pdf import typeset_pdf
from locales import words
from tests.unit.card_views import mandate
from tests.unit.group_gallery import report_backs

STARTS = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)
APPROVED = STARTS + timedelta(days=1)
HEAD = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
HOSTILE = "#panic() *x* $x$ {{ 7*7 }} {% raw %} <script>alert(1)</script> ../../x & æøå"


def ballots(*choices: Choice | None) -> tuple[BallotLine, ...]:
    names = ("Aukra", "Molde", "Rauma", "Vestnes")
    return tuple(
        BallotLine(organisation=name, weight=1, choice=choice, remark=f"Merknad fra {name}")
        for name, choice in zip(names, choices, strict=True)
    )


ADOPTED = CaseRecord(
    proposal_id="p3",
    case_number="BU 3/26",
    title="Felles skjema for æresbevisninger",
    need="Fire løsninger gjør samme jobb.\n\nÉn er nok.",
    recommendation="Utvalget anbefaler én felles løsning.",
    ballots=ballots(Choice.FOR, Choice.FOR, Choice.FOR, Choice.AGAINST),
    tally=Tally(roll_count=4, roll_weight=4, weight_for=3, weight_against=1, cast_count=4),
    outcome=Outcome.ADOPTED,
    reason=Reason.MAJORITY,
    wording="Saken ble drøftet.",
)
ESCALATED = replace(
    ADOPTED,
    proposal_id="p4",
    case_number="BU 4/26",
    title="Nytt datasenter",
    ballots=ballots(Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.AGAINST),
    tally=Tally(roll_count=4, roll_weight=4, weight_for=2, weight_against=2, cast_count=4),
    outcome=Outcome.NO_AGREEMENT,
    reason=Reason.TIE,
    escalated_to_name="styret i ROR-IKT",
    escalated_at=datetime(2026, 12, 31, 8, 0, tzinfo=UTC),
)
NEW_MANDATE = mandate(
    valid_from=date(2026, 12, 1),
    sha256="5eed" * 16,
    approval=Approval(reference="PS-9/26", approved_on=date(2026, 11, 12), approved_by="styret"),
    papers_lead=timedelta(days=10),
)
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
    ended_at=STARTS + timedelta(minutes=107),
    chair="Kari Prøve",
    secretary="Ola Øving",
    present=(Attendee(name="Åse Eksempel", organisation="Molde", function="representative"),),
    apologies=(Attendee(name="Eva Emne", organisation="Vestnes", function="representative"),),
    cases=(ADOPTED, ESCALATED),
    mandate=mandate().stamp,
    new_mandates=(NewMandate(mandate=NEW_MANDATE, before=mandate(), names={"styret": "styret i ROR-IKT"}),),
    reports=report_backs(),
    other="Neste møte er i februar.",
    head_sha256=HEAD,
    approved_by="Kari Prøve",
    approved_at=APPROVED,
)


def render(minutes: Minutes, language: str = "nb") -> bytes:
    return render_minutes_pdf(minutes, words(language), timestamp=APPROVED)


def _decode(cmap: str) -> dict[int, str]:
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\s*$", cmap, re.IGNORECASE | re.MULTILINE)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def text_of_pdf(content: bytes) -> str:
    """What a reader can copy out of the PDF, blanks aside: every glyph through its font's ToUnicode map."""
    out: list[str] = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            fonts = {
                str(name): _decode(font.ToUnicode.read_bytes().decode("latin-1"))
                for name, font in page.Resources.Font.items()
            }
            letters: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    letters = fonts[str(operands[0])]
                elif str(operator) in ("Tj", "TJ"):
                    runs = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for run in runs:
                        if isinstance(run, pikepdf.String):
                            raw = bytes(run)
                            out += [letters.get(int.from_bytes(raw[at : at + 2]), "") for at in range(0, len(raw), 2)]
    return _bare("".join(out))


def _bare(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def text_of_docx(content: bytes) -> str:
    """All text of body, tables and footers, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if re.match(r"word/(document|footer)\d*\.xml", name)]
    paragraphs = (one for part in parts for one in ElementTree.fromstring(part).iter(qn("w:p")))
    return "\n".join("".join(run.text or "" for run in one.iter(qn("w:t"))) for one in paragraphs)


SHOWN = [
    "Møteprotokoll", "Bestillerutvalget", "Godkjent av styret i PS-6/21", "Microsoft Teams",
    "torsdag 17. desember 2026 kl. 09.00–10.47", "Til stede", "Åse Eksempel", "Forfall", "Eva Emne",
    "BU 3/26 Felles skjema for æresbevisninger", "Én er nok.", "Utvalget anbefaler én felles løsning.",
    "Saken ble drøftet.", "Merknad fra Vestnes", "3 av 4 stemmevekt for, 1 mot: innstillingen er vedtatt",
    "2 av 4 stemmevekt for, 2 mot: ikke enighet – saken løftes til styret i ROR-IKT",
    "Saken løftes til møtet i styret i ROR-IKT torsdag 31. desember 2026 kl. 09.00.", "Neste møte er i februar.",
    "Gjelder fra 14.04.2021, kontrollsum 9f2c9f2c", "Nytt mandat", "Godkjent av styret i PS-9/26",
    "Gjelder fra 01.12.2026, kontrollsum 5eed5eed", "Sakspapirene sendes nå 10 dager før møtet. Tidligere: 7 dager.",
    "Tilbakemeldinger", "Arbeidsgruppe: Felles arkivplan", "Kari Eksempel. Levert 08.12.2026.", "Planen er klar.",
    "Prosjektgruppe: Sen gruppe", "Ola Eksempel. Frist 10.12.2026.", "Ikke levert",
    "Nettverk: Fagnettverk oppvekst i DigiMR", "Kari Eksempel og Ola Eksempel. Frist 10.12.2026.",
    "Godkjent av Kari Prøve fredag 18. desember 2026 kl. 09.00.", "Protokollens kontrollsum", HEAD,
]  # fmt: skip


@pytest.mark.parametrize("sentence", SHOWN)
def test_both_documents_show_what_the_minutes_must_hold(sentence: str) -> None:
    """Complaint 19: place, time, attendance, cases, votes, outcome, approval, checksum (cf. kommuneloven § 11-4)."""
    assert _bare(sentence) in text_of_pdf(render(MINUTES))
    assert sentence in text_of_docx(render_minutes_docx(MINUTES, words("nb")))


def test_the_pdf_says_it_is_an_archive_document_and_accessible() -> None:
    """Complaint 33: a screen reader gets language, title and tags; the archive gets PDF/A-2a."""
    with pikepdf.open(io.BytesIO(render(MINUTES))) as pdf:
        assert pdf.Root.Lang == "nb-NO"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
        assert meta["dc:title"] == "Møteprotokoll for Bestillerutvalget 17.12.2026"


def test_the_pdf_has_headings_table_headers_and_a_described_bar() -> None:
    """One can jump by heading, hear each column's name, and hear what the bar shows."""
    tags, described = set(), []
    with pikepdf.open(io.BytesIO(render(MINUTES))) as pdf:
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting.extend(node)  # type: ignore[arg-type]
            elif isinstance(node, pikepdf.Dictionary):
                tags.add(str(node.get("/S", "")))
                described += [str(node.Alt)] if "/Alt" in node else []
                waiting += [node.K] if "/K" in node else []
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure"} <= tags
    assert "Stemmevekten fordelt i en stolpe: For 2 og Mot 2." in described


def test_long_minutes_get_pages_numbered_of_how_many() -> None:
    """«Side 2 av 4» stands at the foot."""
    long = replace(MINUTES, cases=tuple(replace(ADOPTED, wording="Et avsnitt om saken. " * 100) for _ in range(4)))
    content = render(long)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        count = len(pdf.pages)
    assert count > 2
    assert f"Side2av{count}" in text_of_pdf(content)


@pytest.mark.parametrize("render_again", [render, lambda one: render_minutes_docx(one, words("nb"))])
def test_the_same_minutes_give_the_same_bytes(render_again) -> None:  # type: ignore[no-untyped-def]
    """«publiser» twice replaces the file with itself."""
    assert render_again(MINUTES) == render_again(MINUTES)


def test_texts_that_look_like_markup_are_shown_and_never_obeyed() -> None:
    """Typst code, Jinja tags, HTML and paths in a title, a remark or a name come out as they were typed."""
    lines = tuple(replace(one, remark=HOSTILE) for one in ADOPTED.ballots)
    case = replace(ADOPTED, title=HOSTILE, need=f'= H\n- l\n{HOSTILE} `c` @r <l> #read("/etc/passwd")', ballots=lines)
    hostile = replace(
        MINUTES, cases=(case,), committee_name=HOSTILE, other=HOSTILE, approved_by=HOSTILE,
        reports=tuple(replace(one, name=HOSTILE, report=HOSTILE) for one in report_backs()),
    )  # fmt: skip
    pdf, docx = text_of_pdf(render(hostile)), text_of_docx(render_minutes_docx(hostile, words("nb")))
    assert pdf.count(_bare(HOSTILE)) > 14
    assert docx.count(HOSTILE) > 14
    assert "root:" not in pdf
    assert "49" not in docx


def test_emoji_and_foreign_scripts_are_told_by_name() -> None:
    """What the archive's font cannot show is spelled out, so that nothing is lost in silence."""
    assert archive_text("Bra 👍 文") == "Bra [thumbs up sign] [cjk unified ideograph-6587]"
    assert archive_text("a\x00b\u200d\ufe0f\ud800\ue000\tæøå ŋđ") == "a?b?? æøå ŋđ"
    assert legible_text("a\u2028b\r\nc 👍") == "a\nb\nc 👍"


def _junk(rng: random.Random, length: int) -> str:
    tops = (0x7F, 0x500, 0x10000, 0x110000)
    return "".join(chr(rng.randrange(rng.choice(tops))) for _ in range(length))


def test_no_text_at_all_stops_the_minutes() -> None:
    """Fifty documents of random Unicode, in every field people write in."""
    rng = random.Random(20261217)
    for _ in range(50):
        case = replace(
            ADOPTED,
            title=_junk(rng, 40), need=_junk(rng, 200), wording=_junk(rng, 300), recommendation=_junk(rng, 60),
            ballots=tuple(replace(one, remark=_junk(rng, 40)) for one in ADOPTED.ballots),
        )  # fmt: skip
        minutes = replace(
            MINUTES, cases=(case,), place=_junk(rng, 20), other=_junk(rng, 60), chair=_junk(rng, 20), secretary="",
            reports=tuple(replace(one, name=_junk(rng, 20), report=_junk(rng, 200)) for one in report_backs()),
        )  # fmt: skip
        assert render(minutes).startswith(b"%PDF-")
        Document(io.BytesIO(render_minutes_docx(minutes, words("nb"))))


def test_every_letter_said_to_be_covered_can_be_typeset() -> None:
    """coverage.json belongs to this very version of typst."""
    page = lay_out_minutes(MINUTES, words("nb"))
    letters = sorted(one for one in map(chr, coverage()) if unicodedata.category(one) not in ("Cc", "Cf", "Co", "Cn"))
    page["other"]["paragraphs"] = ["".join(letters[at : at + 30]) for at in range(0, len(letters), 30)]
    assert typeset_pdf(page, created_at=APPROVED).startswith(b"%PDF-")


def test_a_letter_outside_the_coverage_is_refused_by_strict_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why the texts are gone through at all."""
    monkeypatch.setattr("documents.pdf.archive_text", lambda text: text)
    with pytest.raises(typst.TypstError):
        render(replace(MINUTES, other="👍"))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_an_empty_draft_is_still_a_document(language: str) -> None:
    """Nobody there, nothing treated, nothing approved."""
    draft = replace(
        MINUTES, state=MinutesState.DRAFT, present=(), apologies=(), cases=(), other="", head_sha256="",
        approved_by="", approved_at=None, chair="", secretary="", mandate=None, new_mandates=(), reports=(),
    )  # fmt: skip
    content = render(draft, language)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.Lang == words(language).tag
    assert _bare(words(language)("Utkast – ikke godkjent")) in text_of_pdf(content)
    assert words(language)("Ingen meldte forfall.") in text_of_docx(render_minutes_docx(draft, words(language)))


def test_the_word_file_has_language_headings_and_table_headers() -> None:
    """Word's checker for accessibility has nothing to say."""
    document = Document(io.BytesIO(render_minutes_docx(MINUTES, words("nb"))))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert {"Title", "Heading 1", "Heading 2"} <= set(styles)
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"nb-NO"}
    assert all(list(table._tbl.iter(qn("w:tblHeader"))) for table in document.tables[1:])
    assert document.core_properties.title == "Møteprotokoll for Bestillerutvalget 17.12.2026"


def test_a_case_without_agreement_waits_for_a_board_meeting_that_is_not_set() -> None:
    """The line says so instead of naming a day."""
    case = replace(ESCALATED, escalated_at=None)
    page = lay_out_minutes(replace(MINUTES, cases=(case,)), words("nb"))
    assert page["cases"][0]["result"]["escalation"] == (
        "Saken løftes til styret i ROR-IKT så snart neste møte er satt opp."
    )


def test_a_case_without_agreement_is_not_told_as_lifted_where_no_body_is_above() -> None:
    case = replace(ESCALATED, escalated_to_name="", escalated_at=None)
    page = lay_out_minutes(replace(MINUTES, cases=(case,)), words("nb"))
    assert page["cases"][0]["result"]["escalation"] == ""
    assert page["cases"][0]["result"]["arithmetic"].endswith("ikke enighet – saken er ikke vedtatt.")
    assert "løftes" not in str(page)
