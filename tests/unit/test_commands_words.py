"""What a person writes is understood as they meant it, however it is spelled, and never as what they did not ask."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import COMMANDS, Command, find_command, normalise

BY_NAME = {one.name: one for one in COMMANDS}

#: The words of the issue, as they stand there and as people hurry them.
WRITTEN = {
    "hjelp": "hjelp",
    "når er neste møte?": "møte",
    "hva skal jeg stemme på": "venter",
    "leveranser": "leveranser",
    "publiser": "publiser",
    # without the Norwegian letters, as on a foreign keyboard
    "nar er neste mote?": "møte",
    "moteplan": "møter",
    "hva skal jeg stemme pa": "venter",
    "apne avstemning": "venter",
    "foresla": "forslag",
    # letters missing, doubled, swapped, or the neighbour's on the keyboard
    "hjlp": "hjelp",
    "hkelp": "hjelp",
    "hjelo": "hjelp",
    "vneter": "venter",
    "ventre": "venter",
    "avstemming": "venter",
    "avstmning": "venter",
    "forslga": "forslag",
    "foreslag": "forslag",
    "nytt foslag": "forslag",
    "saksoverskt": "saker",
    "alle skaer": "saker",
    "nste møte": "møte",
    "neste møet": "møte",
    "nårer neste møte": "møte",
    "sakliste": "møte",
    "inkalling": "møte",
    "møtepaln": "møter",
    "alle møtr": "møter",
    "planleg": "planlegg",
    "planlegg møtr": "planlegg",
    "refrat": "referat",
    "referta": "referat",
    "protokol": "referat",
    "møtereferrat": "referat",
    "pubilser": "publiser",
    "publisser referat": "publiser",
    "leveransr": "leveranser",
    "levernaser": "leveranser",
    # the other languages of the house
    "kva skal eg røyste på?": "venter",
    "nytt framlegg": "forslag",
    "next meeting?": "møte",
    "when is the next meeting": "møte",
    "what should I vote on?": "venter",
    "minutes": "referat",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write_is_understood(text: str) -> None:
    command, nearest = find_command(text)
    assert command is BY_NAME[WRITTEN[text]], [one.name for one in nearest]
    assert nearest == ()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_a_commands_own_name_is_that_command_however_it_is_written(command: Command) -> None:
    for text in (command.name, command.name.upper(), f"  {command.name} ", f"«{command.name}»!", f"*{command.name}*."):
        assert find_command(text) == (command, ()), text


def one_slip(word: str) -> Iterator[str]:
    """The word with one letter left out, doubled or swapped with the next."""
    for n, letter in enumerate(word):
        yield word[:n] + word[n + 1 :]
        yield word[:n] + letter + word[n:]
        yield word[:n] + word[n + 1 : n + 2] + letter + word[n + 2 :]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_one_slip_of_the_finger_is_forgiven(command: Command) -> None:
    """«møte» and «møter» lie one letter apart, and show one another's neighbour; nothing else is taken for another."""
    neighbours = {"møte", "møter"}
    for text in one_slip(command.name):
        found, nearest = find_command(text)
        assert found, (text, [one.name for one in nearest])
        assert found is command or {found.name, command.name} == neighbours, (text, found.name)


def test_no_two_commands_share_a_phrase() -> None:
    phrases = [normalise(phrase) for one in COMMANDS for phrase in one.phrases]
    assert sorted(phrases) == sorted(set(phrases))
    assert len(BY_NAME) == len(COMMANDS)


@pytest.mark.parametrize("text", ["", "   ", "?", "🙂", "takk", "ok", "ja", "pizza til lunsj", "1234", "x" * 3000])
def test_what_is_not_understood_is_answered_with_three_commands_to_choose_from(text: str) -> None:
    command, nearest = find_command(text)
    assert command is None
    assert len({one.name for one in nearest}) == len(nearest) == 3


@given(text=st.text(max_size=200))
def test_whatever_is_written_there_is_an_answer(text: str) -> None:
    command, nearest = find_command(text)
    assert (command is None) == (len({one.name for one in nearest}) == 3)
    assert find_command(text) == (command, nearest)


@pytest.mark.parametrize("text", ["kan jeg få se referatet", "hvor er referatet", "planen", "for", "mot", "nei"])
def test_an_ordinary_word_never_makes_the_bot_do_something(text: str) -> None:
    """Only its own words plan meetings or publish minutes; what is merely near is offered, to be pressed."""
    assert find_command(text)[0] not in {BY_NAME["planlegg"], BY_NAME["publiser"]}
