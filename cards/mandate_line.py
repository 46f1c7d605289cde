"""The line that says which version of a mandate something was decided by."""

from cards.build import Element, escape, quiet
from committee.mandate import Mandate, MandateStamp
from locales import Words

#: So much of a version's checksum is shown; the record has the whole.
SHOWN_CHECKSUM = 8


def governed_by(mandate: Mandate, stamp: MandateStamp, words: Words) -> Element:
    """The decision behind the version, its first day and its checksum; `mandate` is the version that `stamp` names."""
    return quiet(
        words(
            "Mandat {reference}. Gjelder fra {day}, kontrollsum {checksum}",
            reference=escape(mandate.approval.reference),
            day=words.short_date(stamp.valid_from),
            checksum=stamp.sha256[:SHOWN_CHECKSUM],
        )
    )
