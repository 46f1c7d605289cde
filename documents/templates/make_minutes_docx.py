"""Writes documents/templates/minutes.docx, the Word template of the minutes; change it here, or in Word itself."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from documents.word import with_fixed_times

_ACCENT = RGBColor(0x17, 0x40, 0x5C)
_MUTED = RGBColor(0x4A, 0x4A, 0x4A)
_FONT = "Calibri"


def main() -> None:
    """The same file each time."""
    document = Document()
    _set_looks(document)
    _write_footer(document)
    document.add_paragraph("{{ committee }}", style="Subtitle")
    document.add_paragraph("{{ title }}", style="Title")
    _only_if(document, "draft", lambda: document.add_paragraph("{{ draft }}", style="Intense Quote"))
    _write_rows(document, "facts", (3.2, 12.8), head=False)
    _open(document, "for group in attendance")
    document.add_paragraph("{{ group.heading }}", style="Heading 1")
    _write_list(document, "group", (6, 5, 5))
    _close(document, "for")
    document.add_paragraph("{{ agenda.heading }}", style="Heading 1")
    _write_list(document, "agenda", (2.2, 9, 4.8))
    _write_cases(document)
    _write_told(document)
    _write_end(document)
    content = BytesIO()
    document.save(content)
    target = Path(__file__).with_name("minutes.docx")
    target.write_bytes(with_fixed_times(content.getvalue(), datetime(2026, 1, 1, tzinfo=UTC)))


def _write_cases(document: Any) -> None:
    _open(document, "for case in cases")
    document.add_paragraph("{{ case.number }} {{ case.title }}", style="Heading 1")
    _open(document, "for section in case.sections")
    document.add_paragraph("{{ section.heading }}", style="Heading 2")
    _write_paragraphs(document, "section.paragraphs")
    _close(document, "for")
    _open(document, "if case.voting")
    document.add_paragraph("{{ case.voting.heading }}", style="Heading 2")
    _write_rows(document, "case.voting.rows", (3.2, 2.6, 3, 7.2), head="case.voting.head")
    _close(document, "if")
    document.add_paragraph("{{ case.result.heading }}: {{ case.result.outcome }}", style="Heading 2")
    for name in ("arithmetic", "escalation"):
        _only_if(
            document, f"case.result.{name}", lambda name=name: document.add_paragraph(f"{{{{ case.result.{name} }}}}")
        )
    _close(document, "for")


def _write_told(document: Any) -> None:
    """New versions of the mandate, then what groups and delegates reported: headings with paragraphs below."""
    _open(document, "for part in (mandates, reports) if part.lines")
    document.add_paragraph("{{ part.heading }}", style="Heading 1")
    _open(document, "for line in part.lines")
    document.add_paragraph("{{ line.heading }}", style="Heading 2")
    document.add_paragraph("{{ line.about }}")
    _write_paragraphs(document, "line.paragraphs")
    _close(document, "for")
    _close(document, "for")


def _write_end(document: Any) -> None:
    _open(document, "if other.paragraphs")
    document.add_paragraph("{{ other.heading }}", style="Heading 1")
    _write_paragraphs(document, "other.paragraphs")
    _close(document, "if")
    document.add_paragraph("{{ approval.heading }}", style="Heading 1")
    document.add_paragraph("{{ approval.text }}")
    _open(document, "if checksum.value")
    document.add_paragraph("{{ checksum.heading }}", style="Heading 2")
    document.add_paragraph("{{ checksum.about }}")
    run = document.add_paragraph().add_run("{{ checksum.value }}")
    run.font.name, run.font.size = "Consolas", Pt(9)
    _close(document, "if")


def _open(document: Any, tag: str) -> None:
    document.add_paragraph(f"{{%p {tag} %}}")


def _close(document: Any, kind: str) -> None:
    document.add_paragraph(f"{{%p end{kind} %}}")


def _only_if(document: Any, condition: str, write: Any) -> None:
    _open(document, f"if {condition}")
    write()
    _close(document, "if")


def _write_paragraphs(document: Any, name: str) -> None:
    _open(document, f"for paragraph in {name}")
    document.add_paragraph("{{ paragraph }}")
    _close(document, "for")


def _write_list(document: Any, name: str, widths: tuple[float, ...]) -> None:
    _open(document, f"if {name}.rows")
    _write_rows(document, f"{name}.rows", widths, head=f"{name}.head")
    _open(document, "else")
    document.add_paragraph(f"{{{{ {name}.empty }}}}")
    _close(document, "if")


def _write_rows(document: Any, name: str, widths: tuple[float, ...], *, head: str | bool) -> None:
    table = document.add_table(rows=0, cols=len(widths))
    table.style = document.styles["Table Grid"] if head else document.styles["Normal Table"]
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    if head:
        _write_row(table, [f"{{{{ {head}[{column}] }}}}" for column in range(len(widths))], widths, is_head=True)
    _write_row(table, [f"{{%tr for row in {name} %}}", *[""] * (len(widths) - 1)], widths)
    cells = [f"{{{{ row[{column}] }}}}" for column in range(len(widths))]
    _write_row(table, cells, widths, is_first_bold=not head)
    _write_row(table, ["{%tr endfor %}", *[""] * (len(widths) - 1)], widths)


def _write_row(
    table: Any, texts: list[str], widths: tuple[float, ...], *, is_head: bool = False, is_first_bold: bool = False
) -> None:
    row = table.add_row()
    _mark(row, "w:cantSplit")
    if is_head:
        _mark(row, "w:tblHeader")
    for column, (text, width) in enumerate(zip(texts, widths, strict=True)):
        cell = row.cells[column]
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = is_head
        paragraph.add_run(text).bold = True if is_head or (is_first_bold and column == 0) else None


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _set_looks(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    sizes = {"Normal": 11, "Title": 24, "Subtitle": 12, "Heading 1": 14, "Heading 2": 11}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [one for one in fonts.attrib if one.endswith("Theme")]:
            del fonts.attrib[theme]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), _FONT)
        if name.startswith(("Title", "Heading")):
            style.font.color.rgb = _ACCENT
    subtitle = document.styles["Subtitle"].font
    subtitle.italic, subtitle.color.rgb = False, _MUTED
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nb-NO")


def _write_footer(document: Any) -> None:
    """`page` is «Side {page} av {pages}»; Word fills the fields in."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run("{{ footer }}\t\t{{ page_parts[0] }}")
    _add_field(paragraph, "PAGE")
    paragraph.add_run("{{ page_parts[1] }}")
    _add_field(paragraph, "NUMPAGES")
    paragraph.add_run("{{ page_parts[2] }}")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _add_field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


if __name__ == "__main__":
    main()
