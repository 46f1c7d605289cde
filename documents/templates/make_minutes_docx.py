"""Writes documents/templates/minutes.docx, the Word template of the minutes; change it here, or in Word itself."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Pt

from documents.templates.word_bricks import close_tag, open_tag, set_looks, write_footer, write_rows
from documents.word import with_fixed_times


def main() -> None:
    """The same file each time."""
    document = Document()
    set_looks(document)
    write_footer(document)
    document.add_paragraph("{{ committee }}", style="Subtitle")
    document.add_paragraph("{{ title }}", style="Title")
    _only_if(document, "draft", lambda: document.add_paragraph("{{ draft }}", style="Intense Quote"))
    write_rows(document, "facts", (3.2, 12.8), head=False)
    open_tag(document, "for group in attendance")
    document.add_paragraph("{{ group.heading }}", style="Heading 1")
    _write_list(document, "group", (6, 5, 5))
    close_tag(document, "for")
    document.add_paragraph("{{ agenda.heading }}", style="Heading 1")
    _write_list(document, "agenda", (2.2, 9, 4.8))
    _only_if(document, "written.rows", lambda: _write_treated_in_writing(document))
    _write_cases(document)
    _write_told(document)
    _write_end(document)
    content = BytesIO()
    document.save(content)
    target = Path(__file__).with_name("minutes.docx")
    target.write_bytes(with_fixed_times(content.getvalue(), datetime(2026, 1, 1, tzinfo=UTC)))


def _write_treated_in_writing(document: Any) -> None:
    document.add_paragraph("{{ written.heading }}", style="Heading 1")
    write_rows(document, "written.rows", (2.2, 9, 4.8), head="written.head")


def _write_cases(document: Any) -> None:
    open_tag(document, "for case in cases")
    document.add_paragraph("{{ case.number }} {{ case.title }}", style="Heading 1")
    open_tag(document, "for section in case.sections")
    document.add_paragraph("{{ section.heading }}", style="Heading 2")
    _write_paragraphs(document, "section.paragraphs")
    close_tag(document, "for")
    open_tag(document, "if case.voting")
    document.add_paragraph("{{ case.voting.heading }}", style="Heading 2")
    write_rows(document, "case.voting.rows", (3.2, 2.6, 3, 7.2), head="case.voting.head")
    close_tag(document, "if")
    document.add_paragraph("{{ case.result.heading }}: {{ case.result.outcome }}", style="Heading 2")
    for name in ("arithmetic", "escalation"):
        _only_if(
            document, f"case.result.{name}", lambda name=name: document.add_paragraph(f"{{{{ case.result.{name} }}}}")
        )
    close_tag(document, "for")


def _write_told(document: Any) -> None:
    """New versions of the mandate, what members told, what groups and delegates reported: headings and paragraphs."""
    open_tag(document, "for part in (mandates, briefings, reports) if part.lines")
    document.add_paragraph("{{ part.heading }}", style="Heading 1")
    open_tag(document, "for line in part.lines")
    document.add_paragraph("{{ line.heading }}", style="Heading 2")
    document.add_paragraph("{{ line.about }}")
    _write_paragraphs(document, "line.paragraphs")
    close_tag(document, "for")
    close_tag(document, "for")


def _write_end(document: Any) -> None:
    open_tag(document, "if other.paragraphs")
    document.add_paragraph("{{ other.heading }}", style="Heading 1")
    _write_paragraphs(document, "other.paragraphs")
    close_tag(document, "if")
    document.add_paragraph("{{ approval.heading }}", style="Heading 1")
    document.add_paragraph("{{ approval.text }}")
    open_tag(document, "if checksum.value")
    document.add_paragraph("{{ checksum.heading }}", style="Heading 2")
    document.add_paragraph("{{ checksum.about }}")
    run = document.add_paragraph().add_run("{{ checksum.value }}")
    run.font.name, run.font.size = "Consolas", Pt(9)
    close_tag(document, "if")


def _only_if(document: Any, condition: str, write: Any) -> None:
    open_tag(document, f"if {condition}")
    write()
    close_tag(document, "if")


def _write_paragraphs(document: Any, name: str) -> None:
    open_tag(document, f"for paragraph in {name}")
    document.add_paragraph("{{ paragraph }}")
    close_tag(document, "for")


def _write_list(document: Any, name: str, widths: tuple[float, ...]) -> None:
    open_tag(document, f"if {name}.rows")
    write_rows(document, f"{name}.rows", widths, head=f"{name}.head")
    open_tag(document, "else")
    document.add_paragraph(f"{{{{ {name}.empty }}}}")
    close_tag(document, "if")


if __name__ == "__main__":
    main()
