"""When what was gathered is handed over: soon for one, together for many, and at last for a stream that never ends."""

import asyncio

import pytest

from storage import gathering
from storage.gathering import Gathering


def gather(largest: int = 100_000_000) -> tuple[Gathering[int], list[list[int]]]:
    handed: list[list[int]] = []
    return Gathering(asyncio.get_running_loop(), handed.append, largest=largest), handed


async def turn(times: int) -> None:
    for _ in range(times):
        await asyncio.sleep(0)


async def test_a_single_write_is_handed_over_within_few_turns_and_no_time() -> None:
    gathered, handed = gather()
    gathered.add(1)
    await turn(gathering.QUIET_TURNS + 2)
    assert handed == [[1]]


async def test_a_stream_of_writes_that_never_stops_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LONGEST_WAIT", 0.001)
    gathered, handed = gather()
    for number in range(300_000):
        gathered.add(number)
        await asyncio.sleep(0)
        if handed:
            return
    pytest.fail("nothing was handed over")


async def test_a_full_group_does_not_wait_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LONGEST_WAIT", 60)
    gathered, handed = gather(largest=3)
    for number in range(8):
        gathered.add(number)
    await turn(2)
    assert handed == [[0, 1, 2]]
    gathered.ready()
    await turn(2)
    assert handed == [[0, 1, 2], [3, 4, 5]]
    gathered.ready()
    await turn(gathering.QUIET_TURNS + 2)
    assert handed == [[0, 1, 2], [3, 4, 5], [6, 7]]


async def test_nothing_is_handed_over_while_the_one_who_got_it_is_busy() -> None:
    gathered, handed = gather()
    gathered.add(1)
    await turn(gathering.QUIET_TURNS + 2)
    gathered.add(2)
    gathered.add(3)
    await turn(20)
    assert handed == [[1]]
    gathered.ready()
    await turn(gathering.QUIET_TURNS + 2)
    assert handed == [[1], [2, 3]]
