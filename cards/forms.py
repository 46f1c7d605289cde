"""What every dialog has: what is wrong stands beside its field, one line at the top says so, and a button to send."""

from collections.abc import Iterable, Mapping

from cards.build import Card, Element, buttons, card, fault, submit
from locales import Words
from locales.refusals import refusal_of

#: By field, the code of what is wrong with it.
Faults = Mapping[str, str]


def dialog_card(
    title: str,
    form: str,
    lines: Iterable[Element],
    data: Mapping[str, str],
    words: Words,
    *,
    faults: Faults | None = None,
    longest: Mapping[str, int] | None = None,
    send: str = "",
) -> Card:
    """The dialog; `form` is what its submit is known by, `longest` the most characters of each field."""
    body = form_lines(lines, words, faults=faults, longest=longest)
    return card([*body, *buttons([submit(send or words("Send"), form, data)])], words, summary=title)


def form_lines(
    lines: Iterable[Element], words: Words, *, faults: Faults | None = None, longest: Mapping[str, int] | None = None
) -> list[Element]:
    """The fields, with what is wrong beside each and one line at the top that says so."""
    told = words("Noe mangler. Se merknadene under feltene – det du har skrevet, er tatt vare på.")
    return [*([fault(told)] if faults else []), *_beside(lines, faults or {}, longest or {}, words)]


def _beside(lines: Iterable[Element], faults: Faults, longest: Mapping[str, int], words: Words) -> Iterable[Element]:
    for line in lines:
        yield line
        name = line.get("id", "")
        if code := faults.get(name):
            yield fault(refusal_of(code, words, longest=longest.get(name, 0)))
