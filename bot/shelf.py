"""What is in force now: mandates, people and places from files, seats and languages from the database too."""

import asyncio
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from committee.appointments import Appointment
from committee.catalogue_file import Service, load_catalogue
from committee.mandate import Mandate
from committee.mandate_book import MandateBook
from committee.mandate_file import load_book
from committee.members import Directory
from committee.ports import Store, Transaction
from committee.register import Register, make_directory, seat_anew
from committee.register_file import load_register
from committee.register_setups import with_setups
from committee.setups import Setup
from committee.space_file import load_spaces
from committee.spaces import ChannelBinding, TeamSpace
from committee.strategy import StrategyDocument
from committee.strategy_file import load_strategy
from committee.yaml_file import YamlFileError

_log = logging.getLogger(__name__)

#: Whose days mandates and terms begin and end with.
DAYS_OF = ZoneInfo("Europe/Oslo")
#: A file's path, when it was last written (ns) and its size: another file is there when one of them differs.
Mark = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the files are."""

    mandates: Path
    register: Path
    #: Where people named by chat are at home; with it the register file may be missing.
    home_tenant: str = ""
    catalogue: Path | None = None
    strategy: Path | None = None
    spaces: Path | None = None

    def read(self, on: date) -> "Files":
        """Raises YamlFileError with the mistakes of the first that has any; the register's depend on the mandates."""
        book = load_book(self.mandates)
        register = read_register(self.register, book, on, home_tenant=self.home_tenant)
        return Files(
            book=book,
            register=register,
            services=load_catalogue(self.catalogue) if self.catalogue else (),
            strategy=load_strategy(self.strategy, book.versions.keys()) if self.strategy else (),
            spaces=load_spaces(self.spaces, book, register) if self.spaces else (),
        )

    def marks(self) -> tuple[Mark, ...]:
        """Of each file, without opening any; a file that cannot be looked at has none."""
        found = list(_marks_below(str(self.mandates)))
        for path in (self.register, self.catalogue, self.strategy, self.spaces):
            try:
                found += [_mark(str(path), os.stat(path))] if path else []
            except OSError:
                continue
        return tuple(sorted(found))


def read_register(path: Path, book: MandateBook, on: date, *, home_tenant: str) -> Register:
    """The register file; with `home_tenant` it may be missing, and is then empty. Raises YamlFileError."""
    if home_tenant and not path.exists():
        return Register(people={}, seats=(), spaces={}, home_tenant=home_tenant)
    return load_register(path, book, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What the files say, checked against each other."""

    book: MandateBook
    register: Register
    services: tuple[Service, ...]
    #: Of all versions, whatever the day.
    strategy: tuple[StrategyDocument, ...] = ()
    #: The teams and channels as they shall be.
    spaces: tuple[TeamSpace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What the database says, as it was at `revision`."""

    revision: int
    appointments: tuple[Appointment, ...]
    languages: dict[str, str]
    archived: tuple[Mandate, ...]
    bindings: tuple[ChannelBinding, ...]
    #: Committees set up by chat.
    setups: tuple[Setup, ...]


class Shelf:
    """Holds the directory in force and replaces it as a whole; whoever reads `directory` anew reads the present one.

    Without `places` and `store` it stays as it is.
    """

    def __init__(
        self,
        directory: Directory,
        services: tuple[Service, ...] = (),
        *,
        places: Places | None = None,
        store: Store | None = None,
    ) -> None:
        self.directory = directory
        self.services = services
        #: What is wrong with the files as they are now, one line each; what they said before holds on.
        self.mistakes: tuple[str, ...] = ()
        #: The teams and channels that the spaces file declares.
        self.spaces: tuple[TeamSpace, ...] = ()
        self._places = places
        self._store = store
        self._marks: tuple[Mark, ...] | None = None
        #: The last ones without mistakes.
        self._files: Files | None = None
        #: What the directory was made of.
        self._made: tuple[Files, Rows, date] | None = None
        self._turn = asyncio.Lock()

    async def refresh(self, now: datetime) -> bool:
        """Reads anew what has changed: files, the day, or seats and languages in the database, whoever wrote them.

        True when there is another directory. Raises YamlFileError only when there is none yet.
        """
        if self._places is None or self._store is None:
            return False
        async with self._turn:
            on = now.astimezone(DAYS_OF).date()
            files = await self._read_files(self._places, on)
            rows = await self._read_rows(self._store, files, on)
            if self._made and self._made[0] is files and self._made[1] is rows and self._made[2] == on:
                return False
            self.directory = await asyncio.to_thread(self._make, files, rows, on)
            self.services, self.spaces, self._made = files.services, files.spaces, (files, rows, on)
            return True

    def _make(self, files: Files, rows: Rows, on: date) -> Directory:
        made = self._made
        register = with_setups(files.register, rows.setups, files.book)
        if made and made[0] is files and made[2] == on and _same_places(made[1], rows):
            return seat_anew(self.directory, register, rows.appointments, rows.languages, on)
        return make_directory(
            files.book,
            register,
            rows.appointments,
            rows.languages,
            on,
            rows.archived,
            files.strategy,
            rows.bindings,
        )

    async def _read_files(self, places: Places, on: date) -> Files:
        marks = await asyncio.to_thread(places.marks)
        if self._files is not None and marks == self._marks:
            return self._files
        self._marks = marks
        try:
            files = await asyncio.to_thread(places.read, on)
        except YamlFileError as error:
            if self._files is None:
                raise
            self._keep(error.lines)
        else:
            self._files, self.mistakes = files, ()
        return self._files

    def _keep(self, lines: tuple[str, ...]) -> None:
        self.mistakes = lines
        for line in lines:
            _log.error("what was in force stays so: %s", line)

    async def _read_rows(self, store: Store, files: Files, on: date) -> Rows:
        """The versions that once were in force grow only with new files or a new day."""
        known = self._made[1] if self._made and self._made[0] is files and self._made[2] == on else None

        def look(tx: Transaction) -> Rows:
            revision = tx.register_revision()
            if known is not None and revision == known.revision:
                return known
            return Rows(
                revision=revision,
                appointments=tuple(tx.appointments()),
                languages=dict(tx.languages()),
                archived=known.archived if known else tuple(tx.mandate_versions()),
                bindings=tuple(tx.all_records(ChannelBinding)),
                setups=tuple(one for one in tx.all_records(Setup) if one.is_placed),
            )

        return await store.read(look)


def _same_places(before: Rows, now: Rows) -> bool:
    return (before.bindings, before.setups) == (now.bindings, now.setups)


async def open_shelf(places: Places, store: Store, now: datetime) -> Shelf:
    """A shelf with what is in force. Raises YamlFileError when the files have mistakes."""
    empty = Directory(mandates={}, people={}, seats=(), spaces={})
    shelf = Shelf(empty, places=places, store=store)
    await shelf.refresh(now)
    return shelf


def _marks_below(folder: str) -> Iterator[Mark]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    yield from _marks_below(entry.path)
                elif entry.name.endswith(".yaml"):
                    yield _mark(entry.path, entry.stat())
    except OSError:
        return


def _mark(path: str, stat: os.stat_result) -> Mark:
    return path, stat.st_mtime_ns, stat.st_size
