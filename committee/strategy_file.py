"""Strategies and plans as a YAML file: goals with version, days and source (000-02, 001-02, 002-02)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from committee.strategy import Goal, StrategyDocument, StrategyKind
from committee.yaml_file import FileModel, Location, YamlFile, YamlFileError, matching, one_of, parse

_Id = Annotated[str, AfterValidator(matching(r"[a-z0-9][a-z0-9-]{0,40}", "small letters a to z, digits and hyphens"))]
_Version = Annotated[str, AfterValidator(matching(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}", "letters, digits, . and -"))]
_Name = Annotated[str, Field(min_length=1, max_length=100)]


class _Goal(FileModel):
    id: _Id
    name: _Name
    under: _Id | None = None


class _Document(FileModel):
    id: _Id
    kind: Annotated[str, BeforeValidator(one_of(StrategyKind.STRATEGY, StrategyKind.PLAN))]
    name: _Name
    version: _Version
    committees: Annotated[tuple[str, ...], Field(min_length=1)]
    source: Annotated[str, Field(min_length=1, max_length=200)]
    valid_from: date
    valid_until: date | None = None
    goals: Annotated[tuple[_Goal, ...], Field(min_length=1, max_length=30)]


class _Strategy(FileModel):
    documents: tuple[_Document, ...]


def load_strategy(path: Path, committees: Collection[str]) -> tuple[StrategyDocument, ...]:
    """The documents of all versions, in the file's order; `committees` are those that have a mandate.

    Raises YamlFileError with every mistake.
    """
    file = parse(path)
    documents = file.read(_Strategy).documents
    mistakes = [*_misfits(file, documents, committees), *_overlaps(file, documents)]
    if mistakes:
        raise YamlFileError(mistakes)
    return tuple(_made(one) for one in documents)


def _made(one: _Document) -> StrategyDocument:
    return StrategyDocument(
        id=one.id,
        kind=StrategyKind(one.kind),
        name=one.name,
        version=one.version,
        committees=one.committees,
        source=one.source,
        from_on=one.valid_from,
        until_on=one.valid_until,
        goals=tuple(Goal(id=goal.id, name=goal.name, under=goal.under or "") for goal in one.goals),
    )


def _misfits(file: YamlFile, documents: Sequence[_Document], committees: Collection[str]) -> Iterator[str]:
    """What a document refers to that is not there, goals that stand twice, and days in the wrong order."""
    known = {goal.id for one in documents if one.kind == StrategyKind.STRATEGY for goal in one.goals}
    for n, one in enumerate(documents):
        place: Location = ("documents", n)
        if one.valid_until and one.valid_until < one.valid_from:
            yield _mistake(file, (*place, "valid_until"), "is before valid_from")
        for m, committee in enumerate(one.committees):
            if committee not in committees:
                yield _mistake(file, (*place, "committees", m), f"no committee {committee} has a mandate")
        ids = [goal.id for goal in one.goals]
        for m, goal in enumerate(one.goals):
            if goal.id in ids[:m]:
                yield _mistake(file, (*place, "goals", m, "id"), f"{goal.id} stands here twice")
            if goal.under and goal.under not in known:
                yield _mistake(file, (*place, "goals", m, "under"), f"no strategy has a goal {goal.under}")


def _overlaps(file: YamlFile, documents: Sequence[_Document]) -> Iterator[str]:
    """Two versions of the same that would be in force on the same day, or are called the same."""
    for n, one in enumerate(documents):
        for other in documents[:n]:
            if one.id != other.id:
                continue
            if one.version == other.version:
                yield _mistake(file, ("documents", n, "version"), f"{one.version} of {one.id} stands here twice")
            elif one.valid_from <= (other.valid_until or date.max) and other.valid_from <= (
                one.valid_until or date.max
            ):
                yield _mistake(file, ("documents", n, "valid_from"), f"{other.version} is in force then too")


def _mistake(file: YamlFile, location: Location, told: str) -> str:
    return file.mistake(location, f"{'.'.join(str(step) for step in location)}: {told}")
