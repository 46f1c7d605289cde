"""The dialog where an organisation gives its weight to several answers in one go."""

from collections.abc import Mapping

from cards.build import Card, escape, input_text, quiet, text
from cards.forms import Faults, dialog_card
from committee.views import VotingView
from committee.voting import WHOLE, Choice
from locales import Words
from locales.outcomes import choice_name


def split_form(
    view: VotingView, words: Words, *, typed: Mapping[str, str] | None = None, faults: Faults | None = None
) -> Card:
    """Whole numbers that sum to the organisation's weight; the ids of the fields are the choices."""
    own, entry = view.own_ballot, view.own_entry
    standing = dict(own.shares) if own else {}
    typed = typed or {one.value: str(standing.get(one) or 0) for one in WHOLE}
    allowed = [one for one in WHOLE if one is not Choice.ABSTAIN or view.voting.rules.abstention_allowed]
    name, weight = escape(entry.name) if entry else "", entry.weight if entry else 0
    lines = [
        text(escape(view.proposal.form.title), weight="Bolder"),
        text(words("{organisation} har {weight} i stemmevekt. Alt må deles ut.", organisation=name, weight=weight)),
        *(input_text(one.value, choice_name(one, words), typed.get(one.value, "")) for one in allowed),
        quiet(words("Har dere skrevet en merknad eller krevd løft, blir det stående.")),
    ]
    data = {"voting": view.voting.id, "revision": str(own.revision if own else 0)}
    return dialog_card(words("Del stemmevekten"), "ballot_split", lines, data, words, faults=faults)
