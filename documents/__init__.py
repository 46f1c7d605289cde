"""What the archive keeps: minutes as PDF and DOCX, from values to bytes."""

from documents.file_names import safe_file_name
from documents.typesetting import TypesettingFailed, render_minutes_docx, render_minutes_pdf, typeset_minutes

__all__ = ["TypesettingFailed", "render_minutes_docx", "render_minutes_pdf", "safe_file_name", "typeset_minutes"]
