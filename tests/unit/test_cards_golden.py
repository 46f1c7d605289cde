"""Every card in each of its states: as it was last approved, fit for Teams, and valid Adaptive Cards 1.5."""

import copy
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft6Validator

from cards.build import Card
from cards.linter import lint
from locales import words
from tests.unit.card_gallery import CARDS, LONG_CARDS

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "cards"
SHARED = Path(os.environ.get("UTVALG_SHARED", ROOT.parent / "shared"))
SCHEMA = SHARED / "schemas" / "adaptive-cards" / "adaptive-card-1.5.json"
LANGUAGES = ("nb", "nn", "en")


@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_as_it_was_approved(name: str) -> None:
    """Run with UPDATE_GOLDEN=1 to approve what the cards look like now, and read the difference."""
    drawn = json.dumps(CARDS[name](words("nb")), ensure_ascii=False, indent=1) + "\n"
    file = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(drawn, encoding="utf-8")
    assert drawn == file.read_text(encoding="utf-8")


def test_no_approved_card_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(CARDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_fit_for_teams(name: str, language: str) -> None:
    card = CARDS[name](words(language))
    assert lint(card) == []
    assert card["lang"] == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LONG_CARDS)
def test_a_card_stays_small_with_the_longest_texts(name: str, language: str) -> None:
    """Complaint 17: in every language, within what Teams takes."""
    assert lint(LONG_CARDS[name](words(language))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_follow_the_published_schema(language: str) -> None:
    """Microsoft's own description of 1.5, with what Teams adds to it."""
    validator = _validator()
    for name, draw in (*CARDS.items(), *LONG_CARDS.items()):
        assert [error.message for error in validator.iter_errors(draw(words(language)))] == [], name


def test_the_schema_finds_a_faulty_card() -> None:
    card: Card = copy.deepcopy(CARDS["voting_own"](words("nb")))
    card["body"][0]["items"][0]["weight"] = "Heavy"
    assert not _validator().is_valid(card)


@lru_cache(maxsize=1)
def _validator() -> Draft6Validator:
    if not SCHEMA.exists():
        pytest.skip(f"NOT CHECKED: no schema of Adaptive Cards 1.5 at {SCHEMA}; set UTVALG_SHARED")
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    schema["$id"] = schema.pop("id")
    definitions = schema["definitions"]
    definitions["AdaptiveCard"]["properties"]["msteams"] = {"type": "object"}
    query = {"type": "object", "required": ["type", "dataset"], "properties": {"type": {"const": "Data.Query"}}}
    definitions["Input.ChoiceSet"]["properties"]["choices.data"] = query
    definitions["ChoiceInputStyle"]["anyOf"].append({"enum": ["filtered"]})
    chart = {
        "type": "object",
        "required": ["type", "data", "fallback"],
        "properties": {"type": {"const": "Chart.HorizontalBar"}, "fallback": {"$ref": "#/definitions/Container"}},
    }
    definitions["ImplementationsOf.Element"]["anyOf"].append(chart)
    return Draft6Validator(schema)
