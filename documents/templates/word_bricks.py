"""What the Word templates are built of: their looks, their tables, and the tags that docxtpl fills in."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

_ACCENT = RGBColor(0x17, 0x40, 0x5C)
_MUTED = RGBColor(0x4A, 0x4A, 0x4A)
_FONT = "Calibri"


def open_tag(document: Any, tag: str) -> None:
    document.add_paragraph(f"{{%p {tag} %}}")


def close_tag(document: Any, kind: str) -> None:
    document.add_paragraph(f"{{%p end{kind} %}}")


def write_rows(document: Any, name: str, widths: tuple[float, ...], *, head: str | bool) -> None:
    """A table of the rows in `name`; `head` names the texts of its header, False: none, and the first column is bold.

    Widths are in centimetres.
    """
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


def set_looks(document: Any) -> None:
    """A4, the house's type and colours, and texts marked as bokmål until they are filled in."""
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


def write_footer(document: Any) -> None:
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
