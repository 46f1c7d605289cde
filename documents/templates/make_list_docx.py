"""Writes documents/templates/list.docx, the Word template of a list; change it here, or in Word itself."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx import Document

from documents.templates.word_bricks import close_tag, open_tag, set_looks, write_footer, write_rows
from documents.word import with_fixed_times


def main() -> None:
    """The same file each time."""
    document = Document()
    set_looks(document)
    write_footer(document)
    document.add_paragraph("{{ committee }}", style="Subtitle")
    document.add_paragraph("{{ title }}", style="Title")
    write_rows(document, "facts", (3.2, 12.8), head=False)
    document.add_paragraph("")
    open_tag(document, "if listed.rows")
    write_rows(document, "listed.rows", (3.8, 4.6, 3.8, 3.8), head="listed.head")
    open_tag(document, "else")
    document.add_paragraph("{{ listed.empty }}")
    close_tag(document, "if")
    document.add_paragraph("")
    document.add_paragraph("{{ note }}")
    content = BytesIO()
    document.save(content)
    target = Path(__file__).with_name("list.docx")
    target.write_bytes(with_fixed_times(content.getvalue(), datetime(2026, 1, 1, tzinfo=UTC)))


if __name__ == "__main__":
    main()
