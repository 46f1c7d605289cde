"""A digest of a meeting for a member's region: short, and ready to be passed on."""

from collections.abc import Iterator

from cards.build import (
    Card,
    Element,
    box,
    card,
    day_of,
    escape,
    execute,
    heading,
    open_url,
    quiet,
    shorten,
    subheading,
    text,
)
from committee.digests import DigestView, RegionDigest
from committee.minutes import Minutes
from locales import Words
from locales.outcomes import outcome_name

_MOST_CASES = 12
_MOST_BRIEFINGS = 8
_LONGEST = 120


def digest_card(view: DigestView, words: Words) -> Card:
    """What was decided and told, and whether the region has heard; to leader and secretary how many regions have."""
    minutes, digest = view.minutes, view.digest
    title = words("Til nettverket i {region}", region=escape(digest.region)) if digest else words("Til regionene")
    told = words("Referatet er publisert. Dette er klart til å sende videre, administrativt og gjerne politisk.")
    body = [heading(title), text(told), box(list(_content(minutes, words)))]
    body += [*_passed(view, words), *_overview(view, words)]
    actions = [open_url(words("Les referatet"), minutes.pdf_url)] if minutes.pdf_url else []
    if digest:
        actions.append(_tick(digest, words))
    return card(body, words, summary=title, actions=actions)


def _content(minutes: Minutes, words: Words) -> Iterator[Element]:
    day = day_of(minutes.starts_at, minutes.time_zone, words)
    yield text(words("{committee}, møte {day}", committee=escape(minutes.committee_name), day=day), weight="Bolder")
    for case in minutes.cases[:_MOST_CASES]:
        name = escape(shorten(case.title, _LONGEST))
        yield text(f"{case.case_number} {name}: {outcome_name(case.outcome, words)}", spacing="Small")
    if len(minutes.cases) > _MOST_CASES:
        left = len(minutes.cases) - _MOST_CASES
        yield quiet(words.plural("og {n} sak til", "og {n} saker til", left))
    if not minutes.cases:
        yield text(words("Ingen saker ble behandlet."), spacing="Small")
    for one in minutes.briefings[:_MOST_BRIEFINGS]:
        who, name = escape(one.organisation or one.name), escape(shorten(one.title, _LONGEST))
        yield text(words("Orientering fra {who}: {title}", who=who, title=name), spacing="Small")


def _passed(view: DigestView, words: Words) -> list[Element]:
    if view.digest is None or view.digest.passed_at is None:
        return []
    day = day_of(view.digest.passed_at, view.minutes.time_zone, words)
    return [text(words("Du sendte det videre {day}. Takk!", day=day))]


def _overview(view: DigestView, words: Words) -> list[Element]:
    if not view.offered:
        return []
    told = words("{n} av {all} har sendt det videre.", n=len(view.passed), all=view.offered)
    lines = [subheading(words("Regionene")), text(told)]
    if view.missing:
        names = words.join([escape(one) for one in view.missing])
        lines.append(quiet(words("Har ikke hørt ennå: {names}", names=names)))
    return lines


def _tick(digest: RegionDigest, words: Words) -> Element:
    data = {"digest": digest.id}
    if digest.passed_at:
        return execute(words("Angre"), "digest.undo", data)
    return execute(words("Jeg har sendt det videre"), "digest.passed", data, style="positive")


def no_digest_card(words: Words) -> Card:
    """The answer while no minutes are published."""
    title = words("Til regionen")
    told = words("Når et referat er publisert, får du her det viktigste, klart til å sende videre.")
    return card([heading(title), text(told)], words, summary=title)
