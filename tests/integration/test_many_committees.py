"""What a member waits for does not grow with the number of committees: counted in look-ups, not in time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.committees import House, open_house, sender_in
from bot.commands import make_on_words

FEW, MANY = 20, 400


class Counted(dict[str, Any]):
    """A mapping that counts what is looked up in it or gone through."""

    looks = 0

    def __getitem__(self, key: str) -> Any:
        Counted.looks += 1
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        Counted.looks += 1
        return super().get(key, default)

    def __iter__(self) -> Iterator[str]:
        for key in super().__iter__():
            Counted.looks += 1
            yield key

    def values(self) -> Any:
        return [self[key] for key in self]

    def items(self) -> Any:
        return [(key, self[key]) for key in self]


def count_in(house: House) -> None:
    """Has everything that is kept by committee counted from now on."""
    directory = house.office.directory
    book = directory.book
    for of, names in ((directory, ("mandates", "spaces", "_members", "_by_channel")), (book, ("versions", "archived"))):
        for name in names:
            object.__setattr__(of, name, Counted(getattr(of, name)))


async def look_ups(house: House, words: str) -> tuple[int, dict[str, Any]]:
    """How many the second answer takes: what is worked out once from a directory is kept. And the card."""
    cards: list[dict[str, Any]] = []

    async def reply(card: dict[str, Any] | None = None, text: str | None = None) -> None:
        assert card is not None, text
        cards.append(card)

    say = make_on_words(house.office)
    await say(sender_in(7), words, None, reply)
    Counted.looks = 0
    await say(sender_in(7), words, None, reply)
    return Counted.looks, cards[-1]


@pytest.mark.parametrize("words", ["hjelp", "saker", "møteplan", "medlemmer", "mandat"])
async def test_a_card_is_drawn_with_as_many_look_ups_among_many_committees(tmp_path: Path, words: str) -> None:
    found, shown = [], []
    for size in (FEW, MANY):
        (tmp_path / str(size)).mkdir()
        async with open_house(tmp_path / str(size), size) as house:
            count_in(house)
            looks, card = await look_ups(house, words)
            found.append(looks)
            shown.append(card)
    assert "Utvalg 7" in str(shown[0]), "it is the committee's own card"
    assert 0 < found[0] == found[1]


async def test_a_round_with_nothing_new_looks_at_no_committee(tmp_path: Path) -> None:
    async with open_house(tmp_path, MANY) as house:
        await house.rounds.go()
        count_in(house)
        house.rounds.hurry()  # the round reads the boards' calendars too
        Counted.looks = 0
        await house.rounds.go()
        assert Counted.looks == 0


async def test_what_was_recorded_is_not_recorded_again_by_another_process(tmp_path: Path) -> None:
    """A second house on the same database finds nothing to do, and each committee's record has one entry."""
    async with open_house(tmp_path, FEW) as house:
        store = house.office.store
        before = await store.read(lambda tx: [tx.head(f"u{n}") for n in range(FEW)])
        house.rounds._followed = None  # as a process that has just begun
        await house.rounds.follow_mandates()
        assert await store.read(lambda tx: [tx.head(f"u{n}") for n in range(FEW)]) == before
        assert await store.read(lambda tx: [len(tx.entries(f"u{n}")) for n in range(FEW)]) == [1] * FEW
        assert not await store.read(lambda tx: tx.errands("u1")), "the first version is no news"
