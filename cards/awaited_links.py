"""What waits for one of other bodies' cases, each with the button that opens it."""

from collections.abc import Iterator, Sequence

from cards.build import Element, escape, execute, open_dialog
from committee.link_awaits import AwaitedLink
from locales import Words


def awaited_links(links: Sequence[AwaitedLink], words: Words) -> Iterator[tuple[str, Element]]:
    """What is told of each, and its button."""
    for one in links:
        case, title = one.proposal.case_number, escape(one.proposal.form.title)
        if one.hearing:
            when = words.moment(one.hearing.closes_at, one.mandate.time_zone)
            told = words("{committee} ber om innspill til {case}: {title}. Frist: {when}.",
                         committee=escape(one.mandate.name), case=case, title=title, when=when)  # fmt: skip
            data = {"hearing": one.hearing.id, "committee": one.committee_id}
            yield told, open_dialog(words("Gi innspill"), "hearing_input", data, style="positive")
        elif one.review:
            told = words("Se på personvern og sikkerhet i {case}: {title}", case=case, title=title)
            yield told, execute(words("Åpne"), "review.view", {"review": one.review.id})
