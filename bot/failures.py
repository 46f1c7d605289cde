"""What is said and written down when something is wrong with the bot itself."""

import logging
import secrets
import traceback
from collections.abc import Callable, Mapping
from typing import Any

_log = logging.getLogger(__name__)

Translate = Callable[[str, str | None], str]
"""A msgid and a person's locale (None: the default) to a sentence."""

ERROR_TYPE = "application/vnd.microsoft.error"


def _(msgid: str) -> str:
    return msgid


FAILED = _(
    "Beklager, noe gikk galt hos oss. Prøv gjerne igjen om litt. Hjelper ikke det, gi sekretæren referansen {ref}."
)
TOO_SLOW = _(
    "Beklager, dette tok for lang tid, og vi vet ikke om det ble lagret. Se på kortet igjen før du prøver på nytt."
    " Referanse: {ref}."
)
TITLE = _("Noe gikk galt")


def keep_norwegian(msgid: str, _locale: str | None) -> str:
    """The msgid itself: bokmål."""
    return msgid


def report_failure(error: BaseException, activity: Mapping[str, Any] | None) -> str:
    """Log a fault and return the reference that the member is given. Never the error's text: it may quote people."""
    reference = secrets.token_hex(4).upper()
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    trail = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    kind, name, activity_id = ((activity or {}).get(key) for key in ("type", "name", "id"))
    _log.error("failure %s: %s in %s/%s %s: %s", reference, type(error).__name__, kind, name, activity_id, trail)
    return reference


def _short(filename: str) -> str:
    return "/".join(filename.replace("\\", "/").rsplit("/", 2)[-2:])


def apologise(error: BaseException, reference: str, locale: str | None, translate: Translate) -> str:
    """The sentence for a member, with the reference."""
    return translate(TOO_SLOW if isinstance(error, TimeoutError) else FAILED, locale).format(ref=reference)


def answer_failed_invoke(
    name: object, error: BaseException, reference: str, locale: str | None, translate: Translate
) -> dict[str, Any]:
    """The body, in the form that each kind of invoke expects, that tells a member of a fault.

    Source: Universal Actions (adaptiveCard/action, application/search), dialogs (task/*), message extensions.
    """
    text = apologise(error, reference, locale, translate)
    if isinstance(name, str) and name.startswith("task/"):
        return {"task": {"type": "message", "value": text}}
    if isinstance(name, str) and name.startswith("composeExtension/"):
        return {"composeExtension": {"type": "message", "text": text}}
    code = "Timeout" if isinstance(error, TimeoutError) else "InternalError"
    return {"statusCode": 500, "type": ERROR_TYPE, "value": {"code": code, "message": text}}
