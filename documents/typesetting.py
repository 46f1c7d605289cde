"""Makes documents in a process of its own: the bot's memory stays small, and no text can hold it up."""

import asyncio
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from committee.member_list import MemberList
from committee.minutes import Minutes
from documents.members import lay_out_members
from documents.minutes import lay_out_minutes
from documents.pdf import typeset_pdf
from documents.word import fill_docx
from locales import Words

#: Typesetting takes half a second; a megabyte of text two. Beyond this something is wrong.
TIME_LIMIT = 30.0
_HOUSE = Path(__file__).parent.parent
#: All that the process is told of our environment: no secrets.
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "LD_LIBRARY_PATH")


class TypesettingFailed(RuntimeError):
    """A document could not be made; says what kind of error, never what the text was."""


def render_minutes_pdf(minutes: Minutes, words: Words, *, timestamp: datetime) -> bytes:
    """The minutes as PDF/A-2a and PDF/UA-1, here and now; same bytes for the same minutes and `timestamp`."""
    return typeset_pdf(lay_out_minutes(minutes, words), created_at=timestamp)


def render_minutes_docx(minutes: Minutes, words: Words, *, timestamp: datetime | None = None) -> bytes:
    """The minutes as DOCX, here and now; same bytes for the same minutes and `timestamp` (default: when approved)."""
    return fill_docx(lay_out_minutes(minutes, words), created_at=timestamp or made_at(minutes))


def made_at(minutes: Minutes) -> datetime:
    """What the document is dated: its approval, or the end of the meeting for a draft; never the clock."""
    return minutes.approved_at or minutes.ended_at


async def typeset_minutes(
    minutes: Minutes, words: Words, *, file_format: str = "pdf", timeout: float = TIME_LIMIT
) -> bytes:
    """The minutes as `pdf` or `docx`, made in a process of its own; the same bytes each time.

    Raises TypesettingFailed, also when it takes more than `timeout` seconds.
    """
    job = {
        "format": file_format,
        "created_at": int(made_at(minutes).timestamp()),
        "page": lay_out_minutes(minutes, words),
    }
    return await _run(json.dumps(job).encode(), timeout=timeout)


async def typeset_members(listed: MemberList, words: Words, *, timeout: float = TIME_LIMIT) -> bytes:
    """The list of members as DOCX, made in a process of its own and dated as the list; the same bytes each time.

    Raises TypesettingFailed.
    """
    page = lay_out_members(listed, words)
    job = {"format": "list", "created_at": int(listed.at.timestamp()), "page": page}
    return await _run(json.dumps(job).encode(), timeout=timeout)


async def _run(job: bytes, *, timeout: float) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "documents.typeset",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        cwd=_HOUSE, env={name: os.environ[name] for name in _KEPT if name in os.environ},
    )  # fmt: skip
    try:
        async with asyncio.timeout(timeout):
            content, fault = await process.communicate(job)
    except TimeoutError:
        raise TypesettingFailed(f"not done in {timeout} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise TypesettingFailed(_last_words(fault) or f"exit code {process.returncode}")
    return content


def _last_words(fault: bytes) -> str:
    """The kind of error that the process named; of a longer complaint only the length."""
    text = fault.decode(errors="replace").strip()
    return text if text.isidentifier() else f"{len(text)} letters on standard error" if text else ""
