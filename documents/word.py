"""Fills a page into the Word template: the DOCX that people edit further."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from documents.archive_text import legible_text

_TEMPLATES = Path(__file__).parent / "templates"
MINUTES, LIST = "minutes", "list"
#: The first day that a zip file can tell.
_ZIP_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def fill_docx(page: dict[str, Any], *, created_at: datetime, template_name: str = MINUTES) -> bytes:
    """The page through `templates/<name>.docx`, the same bytes for the same page and time; texts stay texts."""
    from docxtpl import DocxTemplate  # lxml and jinja2: only who typesets pays

    template = DocxTemplate(_TEMPLATES / f"{template_name}.docx")
    legible = made_legible(page)
    template.render({**legible, "page_parts": re.split(r"\{pages?\}", legible["page"])}, autoescape=True)
    document = template.docx
    assert document is not None  # `render` has opened it
    _mark_language(document, page["tag"])
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        made_legible(one)[:255] for one in (page["document_title"], page["author"], page["tag"])
    )
    properties.created = properties.modified = created_at.astimezone(UTC).replace(tzinfo=None)
    properties.revision, properties.last_modified_by = 1, properties.author
    content = BytesIO()
    template.save(content)
    return with_fixed_times(content.getvalue(), created_at)


def _mark_language(document: Any, tag: str) -> None:
    from docx.oxml.ns import qn

    for one in document.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), tag)


def with_fixed_times(content: bytes, at: datetime) -> bytes:
    """The same zip file, in name order and dated `at`, so that it does not tell when it was written."""
    stamp = max(at.astimezone(UTC), _ZIP_EPOCH).timetuple()[:6]
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            target.writestr(zipfile.ZipInfo(name, stamp), source.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def made_legible(value: Any) -> Any:
    """The same structure with every text as `legible_text` has it; keys are ours and stay."""
    if isinstance(value, str):
        return legible_text(value)
    if isinstance(value, dict):
        return {key: made_legible(one) for key, one in value.items()}
    return [made_legible(one) for one in value] if isinstance(value, list) else value
