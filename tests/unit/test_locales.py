"""Every word a member reads: complete in each language, exact in what it says, kind when it says no."""

import ast
import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest

from committee.errors import CommitteeError, FormError
from committee.meetings import MeetingState, Presence
from committee.minutes import MinutesState
from committee.outbox import ErrandState
from committee.proposals import ProposalKind, ProposalState
from committee.rights import Right
from committee.seat_rules import Function
from committee.voting import Choice, Outcome, Reason, Tally, Verdict, VotingRules, outcome
from locales import BABEL, N_, Words, words
from locales.__main__ import LANGUAGES, read_source, untranslated, updated, written
from locales.extraction import REPOSITORY, Untranslatable, find, find_all
from locales.outcomes import (
    arithmetic,
    choice_name,
    function_name,
    kind_name,
    outcome_name,
    presence_name,
    state_name,
)
from locales.refusals import SENTENCES, UNKNOWN, refusal, refusal_of
from locales.translations import compile_source, load_translations, source_of

NB = words("nb")
#: 09.00 in Oslo, winter time.
NINE = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_in_every_language(language: str) -> None:
    """`python -m locales` mends it: exactly the texts of the source, none untranslated, none guessed."""
    catalogue = read_source(language)
    wanted = {(one.msgid, one.plural) if one.plural else one.msgid for one in find_all()}
    there = {tuple(one.id) if isinstance(one.id, list | tuple) else one.id for one in catalogue if one.id}
    assert wanted - there == set()
    assert there - wanted == set()
    assert untranslated(catalogue) == []
    assert source_of(language).read_bytes() == written(updated(language, find_all()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_filled_in_with_the_same_things(language: str) -> None:
    """A `{name}` lost on the way would be an error in a member's face."""
    for message in read_source(language):
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, list | tuple) else (message.id,)
        forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
        assert len(forms) == len(originals)
        for form in forms:
            assert placeholders(form) == placeholders(originals[-1]), message.id


def test_a_text_that_nobody_translated_is_told_in_bokmaal() -> None:
    assert words("en")("Dette står ikke i noen katalog {n}", n=1) == "Dette står ikke i noen katalog 1"
    assert words("en")("") == ""


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("nb", "nb"),
        ("nb-NO", "nb"),
        ("no", "nb"),
        ("nn_NO", "nn"),
        ("en-US", "en"),
        ("se", "nb"),
        ("", "nb"),
        ("EN", "en"),
    ],
)
def test_a_language_we_do_not_speak_gives_bokmaal(asked: str, spoken: str) -> None:
    assert words(asked).language == spoken
    assert words(asked) is words(spoken)


def test_what_people_typed_is_never_read_as_a_pattern() -> None:
    assert NB("Du skrev: {text}", text="{0.__class__} {oops}") == "Du skrev: {0.__class__} {oops}"


def test_times_are_told_as_norwegians_tell_them() -> None:
    """Wall-clock time in the committee's zone, summer and winter."""
    assert NB.time_span(NINE, NINE + timedelta(hours=2), "Europe/Oslo") == "torsdag 17. desember 2026 kl. 09.00–11.00"
    assert NB.moment(datetime(2026, 7, 1, 7, 5, tzinfo=UTC), "Europe/Oslo") == "onsdag 1. juli 2026 kl. 09.05"
    assert words("nn").date(date(2026, 12, 17)) == "torsdag 17. desember 2026"
    assert words("en").moment(NINE, "Europe/Oslo") == "Thursday 17 December 2026 at 09:00"
    assert NB.short_date(date(2021, 4, 14)) == "14.04.2021"
    past_midnight = NB.time_span(NINE, NINE + timedelta(hours=16), "Europe/Oslo")
    assert past_midnight == "torsdag 17. desember 2026 kl. 09.00 – fredag 18. desember 2026 kl. 01.00"


def test_lists_and_numbers_are_put_together() -> None:
    assert [NB.join(one) for one in ([], ["Aukra"], ["Aukra", "Molde"], ["Aukra", "Molde", "Rauma"])] == [
        "", "Aukra", "Aukra og Molde", "Aukra, Molde og Rauma",
    ]  # fmt: skip
    assert words("en").join(["Aukra", "Molde"]) == "Aukra and Molde"
    told = [NB.plural("{n} sak", "{n} saker", n) for n in (0, 1, 2)]
    assert told == ["0 saker", "1 sak", "2 saker"]


def test_a_stale_or_missing_mo_file_is_not_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clean clone speaks English at once, and an edited .po wins over the .mo of yesterday."""
    source = tmp_path / "en" / "LC_MESSAGES" / "utvalgsbot.po"
    source.parent.mkdir(parents=True)
    monkeypatch.setattr("locales.translations.ROOM", tmp_path)

    def write(translation: str) -> None:
        header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        source.write_text(f'{header}msgid "Hei"\nmsgstr "{translation}"\n')

    write("Hello")
    assert load_translations("en").gettext("Hei") == "Hello"
    source.with_suffix(".mo").write_bytes(compile_source(source))
    write("Good day")
    os.utime(source.with_suffix(".mo"), (0, 0))
    assert load_translations("en").gettext("Hei") == "Good day"
    os.utime(source, (0, 0))
    assert load_translations("en").gettext("Hei") == "Hello"
    assert load_translations("nn").gettext("Hei") == "Hei"


def _verdict(count: Tally, rules: VotingRules) -> str:
    return arithmetic(count, outcome(rules, count), NB, superior="styret")


@pytest.mark.parametrize(
    ("weights", "cast", "demands", "sentence"),
    [
        ((3, 1, 0), 4, 0, "3 av 4 stemmevekt for, 1 mot: innstillingen er vedtatt"),
        ((4, 0, 0), 4, 0, "4 av 4 stemmevekt for, 0 mot: innstillingen er vedtatt"),
        ((1, 3, 0), 4, 0, "1 av 4 stemmevekt for, 3 mot: innstillingen er forkastet"),
        ((2, 2, 0), 4, 0, "2 av 4 stemmevekt for, 2 mot: ikke enighet – saken løftes til styret"),
        ((2, 1, 1), 4, 0, "2 av 4 stemmevekt for, 1 mot, 1 avholdende: innstillingen er vedtatt"),
        ((2, 0, 1), 3, 0, "2 av 4 stemmevekt for, 0 mot, 1 avholdende, 1 har ikke stemt: innstillingen er vedtatt"),
        ((2, 0, 0), 2, 0, "2 av 4 stemmevekt for, 0 mot, 2 har ikke stemt – ikke vedtaksfør: saken løftes til styret"),
        ((3, 1, 0), 4, 1, "3 av 4 stemmevekt for, 1 mot: saken løftes til styret etter krav fra 1 kommune"),
        ((3, 1, 0), 4, 2, "3 av 4 stemmevekt for, 1 mot: saken løftes til styret etter krav fra 2 kommuner"),
    ],
)
def test_the_outcome_states_its_arithmetic(
    weights: tuple[int, int, int], cast: int, demands: int, sentence: str
) -> None:
    """Anyone can add the figures up: they sum to the roll's weight."""
    yes, no, abstained = weights
    count = Tally(
        roll_count=4, roll_weight=4, weight_for=yes, weight_against=no, weight_abstain=abstained,
        cast_count=cast, demands=demands,
    )  # fmt: skip
    assert _verdict(count, VotingRules()) == sentence


@pytest.mark.parametrize("language", BABEL)
@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("result", Outcome)
def test_every_outcome_has_its_sentence_in_every_language(language: str, reason: Reason, result: Outcome) -> None:
    count = Tally(
        roll_count=4, roll_weight=7, weight_for=3, weight_against=1, weight_abstain=1, cast_count=3, demands=1
    )
    told = arithmetic(count, Verdict(outcome=result, reason=reason), words(language), superior="styret i ROR-IKT")
    assert "3" in told
    assert "7" in told
    assert "{" not in told


@pytest.mark.parametrize("language", BABEL)
def test_everything_with_a_name_has_one(language: str) -> None:
    """A new state, function or choice without a word fails here, not before a member."""
    spoken = words(language)
    states = [*ProposalState, *MeetingState, *MinutesState, *ErrandState]
    told = [state_name(one, spoken) for one in states]
    told += [function_name(one, spoken) for one in (*Function, None)]
    told += [choice_name(one, spoken) for one in (*Choice, None)]
    told += [outcome_name(one, spoken) for one in (*Outcome, None)]
    told += [kind_name(one, spoken) for one in ProposalKind] + [presence_name(one, spoken) for one in Presence]
    assert all(told)


def codes_in_source() -> set[str]:
    """Every code that a CommitteeError is made with, a form's field is given, or a table of codes holds."""
    found = {f"no_right_{right}" for right in Right}
    for room in ("bot", "committee", "cards"):
        for file in (REPOSITORY / room).rglob("*.py"):
            source = file.read_text()
            found |= set(re.findall(r'"((?:no_vote|field)_[a-z_]+)"', source))
            for node in ast.walk(ast.parse(source)):
                named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
                if named and node.func.id == "CommitteeError" and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]
                    found.add(node.args[0].value)  # type: ignore[attr-defined]
    return found - {"no_vote", "field"}


def test_every_refusal_has_its_own_sentence() -> None:
    """Told why, and who can: never a code, never the general sentence."""
    assert codes_in_source() - SENTENCES.keys() == set()


@pytest.mark.parametrize("language", BABEL)
@pytest.mark.parametrize("code", SENTENCES)
def test_a_refusal_is_a_whole_kind_sentence(code: str, language: str) -> None:
    """With or without what fills it in, and never blaming."""
    for told in (
        refusal(CommitteeError(code, case="BU 3/26", state="voting", longest=500), words(language)),
        refusal(CommitteeError(code), words(language)),
    ):
        assert told.endswith(".")
        assert "{" not in told
        assert len(told) < 200
        assert not re.search(r"ugyldig|ulovlig|feilkode|error|illegal|invalid", told, re.IGNORECASE)


def test_refusals_are_filled_in() -> None:
    error = CommitteeError("proposal_state", case="BU 3/26", state=ProposalState.VOTING)
    assert refusal(error, NB).startswith("BU 3/26 er under avstemning")
    assert "500" in refusal_of("remark_too_long", NB, longest=500)
    assert refusal(FormError({"title": "field_empty"}, longest={"title": 120}), NB).startswith("Noe mangler i skjemaet")
    assert refusal(CommitteeError("en_kode_som_ingen_kjenner"), NB) == UNKNOWN


def test_the_words_are_found_wherever_they_are_called() -> None:
    """Called by name, through an attribute, through an argument, in either branch, and in the plural."""
    source = """
def draw(view, tell: Words):
    tell("En"); visit.words("To"); words(language)("Tre"); self._words(x)("Fire"); N_("Fem")
    words("Seks" if view else "Sju"); _.plural("{n} åtte", "{n} åttere", 8); words("nb"); other("ni")
"""
    found = [(one.msgid, one.plural) for one in find(source, "x.py")]
    assert sorted(found) == sorted(
        [(one, "") for one in ("En", "To", "Tre", "Fire", "Fem", "Seks", "Sju")] + [("{n} åtte", "{n} åttere")]
    )
    with pytest.raises(Untranslatable, match=r"x\.py:1"):
        list(find('words(f"Hei {name}")', "x.py"))


def test_the_marker_changes_nothing() -> None:
    assert N_("Hei") == "Hei"
    assert isinstance(NB, Words)
