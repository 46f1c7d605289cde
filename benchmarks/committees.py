"""`python -m benchmarks.committees`: what it costs that there are many committees; prints a table, writes nothing."""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.commands import make_on_words
from bot.delivery import Delivery
from bot.identity import Sender
from bot.office import Office
from bot.rounds import Rounds
from bot.shelf import Places, open_shelf
from committee.workflows.planning import PlanReport
from storage.database import migrate
from storage.store import open_store

TENANT = "00000000-0000-4000-8000-000000000001"
#: As many as sit in a small co-operation, each in many committees.
PEOPLE = 400
REPEATS = 30
MANDATES = """\
family: utvalg
valid_from: 2021-01-01
source: "Mal for utvalg"
approval: { reference: 1/21, on: 2021-01-01, by: styret }
organisations:
  - { id: aukra, name: Aukra, kind: municipality, weight: 1 }
  - { id: molde, name: Molde, kind: municipality, weight: 1 }
  - { id: rauma, name: Rauma, kind: municipality, weight: 1 }
  - { id: vestnes, name: Vestnes, kind: municipality, weight: 1 }
instances:
"""


def write_files(folder: Path, committees: int) -> Places:
    """So many committees of one text, each with a leader and four representatives."""
    (folder / "mandates").mkdir()
    bodies = (f"  - {{ id: u{n}, name: Utvalg {n}, prefix: {_prefix(n)} }}\n" for n in range(committees))
    (folder / "mandates" / "utvalg.yaml").write_text(MANDATES + "".join(bodies))
    people = (
        f"  - {{ id: p{n}, name: Person {n}, object_id: 00000000-0000-4000-8000-{n:012d} }}\n" for n in range(PEOPLE)
    )
    register = [f"tenant: {TENANT}\npeople:\n", *people, "committees:\n", *(_place(n) for n in range(committees))]
    (folder / "register.yaml").write_text("".join(register))
    return Places(mandates=folder / "mandates", register=folder / "register.yaml")


def _prefix(n: int) -> str:
    return "".join(chr(ord("A") + int(digit)) for digit in f"{n:06d}")


def _place(n: int) -> str:
    lines = [
        f"  - id: u{n}\n    team_id: {TENANT}\n    channel_id: 19:u{n}@thread.tacv2\n    calendar: u{n}@x.example\n"
    ]
    seats = [("chair", "molde"), *(("representative", one) for one in ("aukra", "molde", "rauma", "vestnes"))]
    lines += ["    seats:\n"]
    for place, (function, organisation) in enumerate(seats):
        person = (5 * n + place) % PEOPLE
        lines.append(f"      - {{ person: p{person}, function: {function}, organisation: {organisation} }}\n")
    return "".join(lines)


@dataclass(slots=True, kw_only=True)
class House:
    """The product's parts without Microsoft."""

    office: Office
    rounds: Rounds
    #: Seconds for reading the files, and for the first look at the mandates.
    loaded_in: float
    recorded_in: float


async def _no_plan(_committee_id: str) -> PlanReport:
    return PlanReport()


@asynccontextmanager
async def open_house(folder: Path, committees: int) -> AsyncIterator[House]:
    """A house on a new database."""
    places, url = write_files(folder, committees), f"sqlite:///{folder / 'bot.db'}"
    migrate(url)
    async with open_store(url) as store:
        begun = time.perf_counter()
        shelf = await open_shelf(places, store, _now())
        loaded_in = time.perf_counter() - begun
        delivery = Delivery(store, None, now=_now)  # type: ignore[arg-type] - it is nudged only
        office = Office(store=store, shelf=shelf, now=_now, nudge=delivery.nudge, plan=_no_plan)
        rounds = Rounds(office, delivery)
        begun = time.perf_counter()
        await rounds.follow_mandates()
        yield House(office=office, rounds=rounds, loaded_in=loaded_in, recorded_in=time.perf_counter() - begun)


def _now() -> datetime:
    return datetime.now(UTC)


async def _median(work: Callable[[], Awaitable[Any]]) -> float:
    """Milliseconds; the first, which fills what is kept, is not counted."""
    await work()
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


async def measure(committees: int) -> dict[str, float]:
    """Milliseconds by what was done, with so many committees."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_house(Path(folder), committees) as house:
            found = {"read the files": house.loaded_in * 1000, "record each mandate, once": house.recorded_in * 1000}
            found["one round, nothing new"] = await _median(house.rounds.go)
            say, here = make_on_words(house.office), sender_in(committees // 2)

            async def reply(card: dict[str, Any] | None = None, text: str | None = None) -> None:
                assert card is not None, text

            for words in ("hjelp", "saker", "medlemmer", "mandat", "organer"):
                found[f"«{words}»"] = await _median(lambda words=words: say(here, words, None, reply))
            store = house.office.store

            async def change_seats() -> None:
                await store.write(lambda tx: tx.put_language("p0", "nn"))
                await house.office.refresh()

            found["after a change of seats"] = await _median(change_seats)
            return found


def sender_in(committee: int) -> Sender:
    """The leader of a committee, in its channel."""
    channel = f"19:u{committee}@thread.tacv2"
    return Sender(
        tenant_id=TENANT,
        object_id=f"00000000-0000-4000-8000-{5 * committee % PEOPLE:012d}",
        name="",
        conversation_id=channel,
        conversation_type="channel",
        channel_id=channel,
        team_id="t",
        service_url="https://smba.example/",
        activity_id="a",
        locale="nb",
    )


def main() -> None:
    """Prints one line for each thing that is done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.committees", description=__doc__)
    parser.add_argument("committees", nargs="*", type=int, default=[10, 10_000])
    sizes = parser.parse_args().committees
    found = [asyncio.run(measure(size)) for size in sizes]
    print(f"{'milliseconds, median':32}" + "".join(f"{size:>12,}" for size in sizes))
    for name in found[0]:
        print(f"{name:32}" + "".join(f"{one[name]:12.2f}" for one in found))


if __name__ == "__main__":
    main()
