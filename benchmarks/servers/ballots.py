"""The smallest vote bot there is: ballots in memory, a running tally, and the card that shows it."""

from typing import Any

from benchmarks.terms import CARD_TYPE, CHOICES, VERB, VOTING

LABELS = {"for": "For", "against": "Mot", "abstain": "Avholdende"}


class BallotBox:
    """One ballot for each voter, and a tally kept as the ballots change."""

    def __init__(self) -> None:
        self.ballots: dict[str, str] = {}
        self.tally = dict.fromkeys(CHOICES, 0)

    def cast(self, voter: str, choice: str) -> None:
        """Keep the voter's choice in place of an earlier one. Raises KeyError for an unknown choice."""
        self.tally[choice] += 1
        earlier = self.ballots.get(voter)
        if earlier is not None:
            self.tally[earlier] -= 1
        self.ballots[voter] = choice


def show_tally(tally: dict[str, int]) -> dict[str, Any]:
    """The voting card with the tally and its three buttons, as plain JSON values."""
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [
            {"type": "TextBlock", "text": "Sak BU 3/26: Felles journalføring", "weight": "Bolder", "wrap": True},
            {"type": "TextBlock", "text": ", ".join(f"{LABELS[c]}: {n}" for c, n in tally.items()), "wrap": True},
            {
                "type": "ActionSet",
                "actions": [
                    {
                        "type": "Action.Execute",
                        "title": LABELS[c],
                        "verb": VERB,
                        "data": {"voting": VOTING, "choice": c},
                    }
                    for c in CHOICES
                ],
            },
        ],
    }


def answer_with_card(tally: dict[str, int]) -> dict[str, Any]:
    """The body that answers an adaptiveCard/action with the card."""
    return {"statusCode": 200, "type": CARD_TYPE, "value": show_tally(tally)}
