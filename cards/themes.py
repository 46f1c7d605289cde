"""«tema»: how a theme comes before the body that the committee advises (004-08)."""

from cards.build import Card, card, escape, heading, open_dialog, text
from committee.mandate import Mandate
from locales import Words


def theme_card(mandate: Mandate, body: str, words: Words) -> Card:
    """The way to the form, and what happens with the theme after it; `body` is the name of the one above."""
    title = words("Tema til {body}", body=escape(body))
    told = [
        words("Meld temaet som et forslag i {committee}.", committee=escape(mandate.name)),
        words("Når utvalget tilrår det, blir det en sak i {body}, og svaret kommer tilbake hit.", body=escape(body)),
    ]
    if mandate.checklist:
        told.append(words("Den som kvalitetssikrer, ser på dette først: {points}.", points=_points(mandate, words)))
    new = open_dialog(words("Meld et tema"), "proposal", {"committee": mandate.id}, style="positive")
    return card([heading(title), *(text(one) for one in told)], words, summary=title, actions=[new])


def _points(mandate: Mandate, words: Words) -> str:
    return words.join([f"«{escape(one)}»" for one in mandate.checklist])
