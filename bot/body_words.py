"""Understands «medlemmer faggruppe oppvekst»: a command, and the body it is about."""

from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz import fuzz, utils

from bot.bodies import COVERAGE, MANDATE, MEMBERS, TREE
from bot.body_names import find_body
from bot.case_words import CASES
from bot.command import Command
from bot.office import Card, Visit
from cards.bodies import unknown_body_card

#: How alike a single word must be (0-100) to be taken for the command it opens with.
_ALIKE = 85
_VERBS: Mapping[str, str] = {"medlemmer": "members.view", "mandat": "mandate.view"}
#: What a body's name may be led by, besides the commands' own words.
_OPENINGS: Mapping[str, Command] = {
    **{utils.default_process(phrase): one for one in (MEMBERS, MANDATE, TREE, COVERAGE) for phrase in one.phrases},
    "saker": CASES,
    "cases": CASES,
    "hvem sitter": MEMBERS,
    "hvem er med": MEMBERS,
    "kven sit": MEMBERS,
    "who is": MEMBERS,
}
#: Says no more about which body than nothing does.
_EMPTY = frozenset(
    [
        *("i", "for", "til", "av", "om", "på", "the", "of", "in", "on", "to", "utvalget", "utvalet", "organet", "her"),
        *("vårt", "vår", "mitt", "min", "dette", "er", "committee", "this", "our", "takk", "please", "nå", "no"),
    ]
)
_LONGEST_OPENING = 4


def split_words(text: str) -> tuple[Command, str] | None:
    """The command that the words open with, and what they call the body; None when they name none."""
    said = utils.default_process(text[:400]).split()
    for length in range(min(_LONGEST_OPENING, len(said)), 0, -1):
        command = _opening(" ".join(said[:length]))
        if command is not None:
            rest = [one for one in said[length:] if one not in _EMPTY]
            return (command, " ".join(rest)) if rest else None
    return None


def _opening(said: str) -> Command | None:
    if said in _OPENINGS:
        return _OPENINGS[said]
    best = max(_OPENINGS, key=lambda one: fuzz.ratio(said, one))
    return _OPENINGS[best] if fuzz.ratio(said, best) >= _ALIKE and len(said) > 4 else None


async def answer_about(visit: Visit, text: str) -> Card | None:
    """The answer about another body; None when the words name none."""
    split = split_words(text)
    if split is None:
        return None
    command, asked = split
    found, nearest = find_body(visit.directory, asked)
    if found is not None:
        return await command.run(replace(visit, committee_id=found))
    offered = [visit.directory.mandates[one] for one in nearest]
    return unknown_body_card(asked, offered, _VERBS.get(command.name, "bodies.view"), visit.words)
