"""Typesets a page as an archive PDF: PDF/A-2a and PDF/UA-1 at once, the same bytes for the same page."""

import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from documents.archive_text import archive_text

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS = ["a-2a", "ua-1"]


def typeset_pdf(page: dict[str, Any], *, created_at: datetime) -> bytes:
    """The page through `templates/minutes.typ`, with typst's own fonts and no way out to network or other files.

    Raises `typst.TypstError` when the template is broken. Two seconds for the longest texts; run it in a process of
    its own (`documents.typesetting`).
    """
    import typst  # 80 MB: only who typesets pays

    with tempfile.TemporaryDirectory() as empty:
        content = typst.compile(
            str(TEMPLATES / "minutes.typ"),
            root=str(TEMPLATES),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"document": json.dumps(made_archivable(page), ensure_ascii=False)},
            pdf_standards=STANDARDS,  # type: ignore[arg-type]
            timestamp=int(created_at.timestamp()),
            package_path=empty,
            package_cache_path=empty,
        )
    assert isinstance(content, bytes)
    return content


def made_archivable(value: Any) -> Any:
    """The same structure with every text as `archive_text` has it; keys are ours and stay."""
    if isinstance(value, str):
        return archive_text(value)
    if isinstance(value, dict):
        return {key: made_archivable(one) for key, one in value.items()}
    return [made_archivable(one) for one in value] if isinstance(value, list) else value
