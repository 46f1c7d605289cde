"""What the archive keeps: minutes as PDF and DOCX, lists as DOCX and CSV, from values to bytes."""

from documents.coverage_list import coverage_csv
from documents.file_names import safe_file_name
from documents.members import members_csv
from documents.tree import draw_tree
from documents.typesetting import (
    TypesettingFailed,
    render_minutes_docx,
    render_minutes_pdf,
    typeset_members,
    typeset_minutes,
)

__all__ = [
    "TypesettingFailed",
    "coverage_csv",
    "draw_tree",
    "members_csv",
    "render_minutes_docx",
    "render_minutes_pdf",
    "safe_file_name",
    "typeset_members",
    "typeset_minutes",
]
