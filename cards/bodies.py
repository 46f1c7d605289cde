"""The tree of bodies as a card, and the way from it to a body's members and mandate (000-07, 001-03)."""

from collections.abc import Sequence

from cards.build import (
    NO_BREAK_SPACE,
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    heading,
    input_choice,
    quiet,
    sentence_case,
    shorten,
    text,
)
from cards.fitting import fit
from committee.body_views import TreeLine, TreeView
from committee.mandate import Mandate
from locales import Words
from locales.outcomes import function_name
from locales.relations import link_told, service_told

#: Opens with a dot: Markdown drops the blanks that a line opens with, also no-break ones.
_INDENT = "·" + NO_BREAK_SPACE * 4
#: Cards shorten what a mandate says at length.
_LONGEST_NAME = 70
_LONGEST_RELATION = 120
_LONGEST_CHOICE = 60
_MOST_BYTES = 17_000


def bodies_card(view: TreeView, words: Words) -> Card:
    """Who reports to, escalates to and advises whom; one's own seats are marked."""
    title = words("Utvalg og organer")
    count = words.plural("{n} organ", "{n} organer", view.count)
    body = [heading(title), quiet(count), *_lines(view, words)]
    shown = [one for one in view.lines if one.committee_id]
    choices = [
        (one.committee_id, f"{'· ' * one.depth}{sentence_case(shorten(one.name, _LONGEST_CHOICE))}") for one in shown
    ]
    body.append(
        input_choice("body", words("Velg et organ"), choices, view.committee_id, **_typeahead(view, shown, words))
    )
    body += buttons(
        [
            execute(words("Medlemmer"), "members.view", {}),
            execute(words("Mandat"), "mandate.view", {}),
            execute(words("Vis i treet"), "bodies.view", {}),
        ]
    )
    return card(body, words, summary=f"{title}. {count}")


def _lines(view: TreeView, words: Words) -> list[Element]:
    lines = [_line(one, words) for one in view.lines]
    return fit(lines, words, most=len(lines), most_bytes=_MOST_BYTES)


def _typeahead(view: TreeView, shown: Sequence[TreeLine], words: Words) -> dict:
    """Those that are not shown are found by typing."""
    if len(shown) == view.count:
        return {"style": "compact"}
    query = {"type": "Data.Query", "dataset": "bodies"}
    return {"style": "filtered", "placeholder": words("Skriv noen bokstaver av navnet"), "choices.data": query}


def _line(line: TreeLine, words: Words) -> Element:
    if line.left:
        told = words.plural("og {n} til", "og {n} til", line.left)
        return text(f"{_indent(line.depth)}{told}", spacing="Small", isSubtle=True, size="Small")
    name = f"**{escape(sentence_case(shorten(line.name, _LONGEST_NAME)))}**"
    parts = [link_told(link, shorten(to, _LONGEST_NAME), words) for link, to in line.links]
    if line.served_by:
        parts.append(service_told(shorten(line.served_by, _LONGEST_NAME), words))
    told = escape(shorten("; ".join(parts), _LONGEST_RELATION))
    seat = f" – {_own(line, words)}" if line.function else ""
    relations = f": {told}" if told else ""
    return text(f"{_indent(line.depth)}{name}{seat}{relations}", spacing="Small", separator=line.depth == 0)


def _indent(depth: int) -> str:
    return f"{_INDENT * (depth - 1)}↳{NO_BREAK_SPACE}" if depth else ""


def _own(line: TreeLine, words: Words) -> str:
    function = "chair" if line.leads else line.function
    return words("★ du er {function}", function=function_name(function, words))


def unknown_body_card(asked: str, nearest: Sequence[Mandate], verb: str, words: Words) -> Card:
    """For a name that no body has, or that several have: those it may have meant."""
    title = words("Hvilket utvalg mener du?")
    told = words("Jeg fant ikke ett bestemt utvalg for «{text}».", text=escape(shorten(asked, _LONGEST_NAME)))
    lines = [heading(title), text(told)]
    for one in nearest:
        open_it = execute(words("Åpne"), verb, {"committee": one.id})
        lines.append(box([text(escape(shorten(one.name, _LONGEST_NAME))), *buttons([open_it])]))
    lines += buttons([execute(words("Alle utvalg"), "command.run", {"command": "utvalg"})])
    return card(lines, words, summary=title)
