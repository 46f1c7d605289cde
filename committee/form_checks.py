"""What forms of every kind are held against: ids made when they were opened, texts, and days."""

import re
from collections.abc import Mapping
from datetime import timedelta

from committee.errors import CommitteeError

_ID = re.compile(r"[0-9a-f]{32}")
#: What is further off than this, ten years, is an error in writing.
LONGEST_AHEAD = timedelta(days=3653)


def require_form_id(id_: str) -> None:
    """Of what the form makes, so that one that is delivered twice makes it once. Raises CommitteeError("not_found")."""
    if not _ID.fullmatch(id_):
        raise CommitteeError("not_found")


def text_faults(texts: Mapping[str, str], longest: Mapping[str, int]) -> dict[str, str]:
    """The fields that are empty or too long; `longest` is in characters."""
    faults = {name: "field_too_long" for name, value in texts.items() if len(value) > longest[name]}
    return {**faults, **{name: "field_empty" for name, value in texts.items() if not value.strip()}}
