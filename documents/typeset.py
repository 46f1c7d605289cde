"""`python -m documents.typeset`: one page as JSON on standard input, one document on standard output."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from documents.pdf import typeset_pdf
from documents.word import LIST, fill_docx

TYPESETTERS: dict[str, Callable[..., bytes]] = {
    "pdf": typeset_pdf,
    "docx": fill_docx,
    "list": partial(fill_docx, template_name=LIST),
}


def main() -> int:
    """0 with the document; 1 with the kind of error alone on standard error, for its text may quote the minutes."""
    job = json.loads(sys.stdin.buffer.read())
    try:
        content = TYPESETTERS[job["format"]](job["page"], created_at=datetime.fromtimestamp(job["created_at"], UTC))
    except (RuntimeError, ValueError, LookupError, TypeError, OSError) as error:
        sys.stderr.write(type(error).__name__)
        return 1
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
