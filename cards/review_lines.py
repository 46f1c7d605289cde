"""What a case's card tells of privacy, security and how weighty it is; and the fields that ask about the last."""

from collections.abc import Mapping
from typing import Any

from cards.build import Element, box, escape, fault, input_choice, input_text, quiet, shorten, subheading, text
from cards.detail import LEVELS, Detail
from committee.case_links import CaseLinks, ReviewLine
from committee.reviews import LONGEST, Significance
from locales import Words
from locales.refusals import refusal_of
from locales.reviews import role_name

_SHOWN = 400


def weight_lines(links: CaseLinks, words: Words, detail: Detail = LEVELS[0]) -> list[Element]:
    """Whether the case is «av vesentlig art eller av stor betydning», and why."""
    said = links.significance
    if said is None:
        return []
    if not said.is_significant:
        ground = escape(shorten(said.ground, detail.text))
        return [quiet(words("Ikke av vesentlig art eller stor betydning. {ground}", ground=ground).strip())]
    lines = [
        text(words("Av vesentlig art eller stor betydning. Saken går videre til organet over."), weight="Bolder"),
        text(escape(shorten(said.ground, detail.text))),
    ]
    if links.weighed_by:
        lines.append(quiet(words("Vurdert av {name}", name=escape(links.weighed_by))))
    return [box(lines, "accent")]


def review_lines(links: CaseLinks, words: Words, detail: Detail = LEVELS[0]) -> list[Element]:
    """Who is asked to look at privacy and security, and what they say."""
    lines = [_line(one, words, min(detail.text, _SHOWN)) for one in links.reviews]
    if links.lacks_reviewer:
        told = words("Saken har personopplysninger, men ingen er ført opp til å se på dem. Lederen kan føre inn hvem "
                     "som har sett på saken.")  # fmt: skip
        lines.append(quiet(told))
    return [subheading(words("Personvern og sikkerhet")), *lines] if lines else []


def _line(line: ReviewLine, words: Words, longest: int) -> Element:
    review = line.review
    if review.seen_by:
        told = words("Sett av {who} (ført inn av {name})", who=escape(review.seen_by), name=escape(line.by))
        return _told(told, review.remark or words("Uten merknad"), "emphasis", longest)
    who = words("{role} i {organisation}", role=role_name(review.role.value, words),
                organisation=escape(review.organisation))  # fmt: skip
    if review.passed_by:
        ground = words("{name} gikk videre uten svar: {ground}", name=line.by, ground=review.pass_ground)
        return _told(words("Ikke svart: {who}", who=who), ground, "warning", longest)
    if review.is_open:
        names = words.join([escape(one) for one in line.names])
        return text(words("Venter på {who}: {names}", who=who, names=names), spacing="Small")
    named = words("{name}, {who}", name=escape(line.by), who=who)
    if review.is_flagged:
        return _told(words("Rødt flagg fra {who}", who=named), review.remark, "attention", longest)
    return _told(named, review.remark or words("Uten merknad"), "warning" if review.remark else "good", longest)


def _told(who: str, said: str, style: str, longest: int) -> Element:
    return box([text(who, weight="Bolder"), text(escape(shorten(said, longest)))], style)


def weight_fields(
    said: Significance | None,
    words: Words,
    *,
    typed: Mapping[str, Any] | None = None,
    faults: Mapping[str, str] | None = None,
) -> list[Element]:
    """The question of kvalitetssikringen, with what is wrong beside each field."""
    typed, faults = typed or {}, faults or {}
    before = "yes" if said and said.is_significant else "no"
    answers = (("no", words("Nei")), ("yes", words("Ja")))
    label = words("Er saken av vesentlig art eller av stor betydning?")
    ground = str(typed.get("significant_ground", said.ground if said else ""))
    fields = [
        input_choice("significant", label, answers, str(typed.get("significant", before)), style="expanded"),
        input_text("significant_ground", words("Hvorfor? (må fylles ut når svaret er ja)"), ground, lines=True),
    ]
    found: list[Element] = []
    for one in fields:
        found.append(one)
        if code := faults.get(one["id"]):
            found.append(fault(refusal_of(code, words, longest=LONGEST["significant_ground"])))
    return [*found, quiet(words("Er svaret ja, avgjøres saken av organet over, med utvalgets råd."))]
