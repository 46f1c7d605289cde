"""Microsoft's answers and broken connections, turned into the kinds of error that delivery understands."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import orjson

from committee.microsoft_errors import (
    Ambiguous,
    Forbidden,
    Gone,
    MicrosoftError,
    Refused,
    Throttled,
    Unavailable,
)
from graph.permissions import permission_for

DEFAULT_WAIT = timedelta(seconds=10)
"""How long to wait when Microsoft says "too many" without naming a time."""
_NOT_GRANTED = {"ErrorAccessDenied", "accessDenied", "Authorization_RequestDenied"}
"""How Outlook, files and the directory say that a permission is wanting, without naming it."""
_REQUIRES = re.compile(r"API requires one of '([^']*)'")
"""How Teams says it."""
_TRANSIENT = {408, 423}  # timeout; SharePoint's resourceLocked passes when the other writer is done
_FINAL = {501, 505, 507}  # never better by asking again; 507 is a full site


def map_answer(
    status: int, headers: Mapping[str, str], body: bytes, *, is_resend_safe: bool, asked: tuple[str, str] = ("", "")
) -> MicrosoftError:
    """The error that an answer of 300 or above stands for.

    `is_resend_safe` tells whether sending the same request twice does no harm: it decides between Unavailable and
    Ambiguous for answers that do not tell whether the request was carried out. `asked` is the request's method and
    decoded path, by which a refusal can name the permission that is wanting.
    """
    code, message, request_id = _read_body(body)
    known = {
        "message": message,
        "code": code or f"http{status}",
        "request_id": headers.get("request-id") or request_id,
        "status": status,
    }
    wait = read_retry_after(headers)
    if status == 429 or (status == 503 and wait is not None):
        return Throttled(**known, retry_after=DEFAULT_WAIT if wait is None else wait)
    if status in {401, 403}:
        return Forbidden(**known, needs=_find_missing(code, message, asked) if status == 403 else "")
    if status in {404, 410}:
        return Gone(**known)
    if status in _FINAL or (status < 500 and status not in _TRANSIENT):
        return Refused(**known)
    return Unavailable(**known, retry_after=wait) if is_resend_safe else Ambiguous(**known)


def _find_missing(code: str, message: str, asked: tuple[str, str]) -> str:
    """Which of our permissions would have let the request through; empty when it was refused for something else."""
    method, path = asked
    needed = permission_for(method, path.partition("/v1.0")[2])
    if needed is None:
        return ""
    if named := _REQUIRES.search(message):
        return needed.name if needed.name in named[1].replace(" ", "").split(",") else ""
    return needed.name if code in _NOT_GRANTED else ""


def map_silence(problem: Exception, *, was_sent: bool, is_resend_safe: bool) -> MicrosoftError:
    """The error for a request that got no answer; `was_sent` is False when it surely never left."""
    code = "noAnswer" if was_sent else "notConnected"
    if was_sent and not is_resend_safe:
        return Ambiguous(type(problem).__name__, code=code)
    return Unavailable(type(problem).__name__, code=code)


def read_retry_after(headers: Mapping[str, str], now: datetime | None = None) -> timedelta | None:
    """How long Retry-After asks to wait (seconds or an HTTP date, RFC 9110 10.2.3); None when it is not there."""
    text = headers.get("retry-after", "").split(",")[0].strip()
    if text.isdigit():
        return timedelta(seconds=int(text))
    try:
        until = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(timedelta(0), until - (now or datetime.now(UTC)))


def _read_body(body: bytes) -> tuple[str, str, str]:
    try:
        error = orjson.loads(body)["error"]
        inner = error.get("innerError") or error.get("innererror") or {}
        return str(error.get("code") or ""), str(error.get("message") or ""), str(inner.get("request-id") or "")
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return "", "", ""
