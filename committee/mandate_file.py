"""Mandates as files: every version of every committee and the regions, checked against each other."""

from pathlib import Path

from committee.mandate import Mandate
from committee.mandate_book import MandateBook
from committee.mandate_checks import check_alone
from committee.mandate_cross_checks import check_bodies, check_versions, in_time
from committee.mandate_form import MandateForm, RegionsForm
from committee.mandate_regions import check_regions, check_regions_named, check_successors
from committee.mandate_written import Written, WrittenRegion, bodies, missing, regions
from committee.seat_rules import Region
from committee.yaml_file import YamlFile, YamlFileError, parse


def load_book(folder: Path) -> MandateBook:
    """Every version of every mandate in the folder and below, and the regions.

    Raises YamlFileError with every mistake in every file.
    """
    paths = sorted(folder.rglob("*.yaml"), key=str)
    if not paths:
        raise YamlFileError([f"{folder}:1:1: expected at least one mandate (*.yaml) in this folder"])
    reading = _Reading()
    for path in paths:
        reading.add(path)
    lines = reading.check()
    if lines:
        raise YamlFileError(lines)
    return MandateBook(versions=in_time(reading.read), regions=reading.regions)


def load_file(path: Path) -> tuple[Mandate, ...]:
    """One file's mandates, in its order, whatever stands in others. Raises YamlFileError with its mistakes."""
    reading = _Reading()
    reading.add(path)
    lines = reading.check_alone()
    if lines:
        raise YamlFileError(lines)
    return tuple(one.mandate for one in reading.read)


class _Reading:
    """What has been read of a folder so far, and what is wrong with it."""

    def __init__(self) -> None:
        self.read: list[Written] = []
        self._regions: list[WrittenRegion] = []
        self._lines: list[str] = []
        self._all_read = True

    def add(self, path: Path) -> None:
        try:
            file = parse(path)
            if isinstance(file.content, dict) and "regions" in file.content:
                self._add_regions(file)
            else:
                self._add_bodies(file)
        except YamlFileError as error:
            self._lines += error.lines
            self._all_read = False

    def _add_bodies(self, file: YamlFile) -> None:
        form = file.read(MandateForm, mistakes=missing(file))
        if "instances" in form.model_fields_set and not form.instances:
            self._lines.append(file.mistake(("instances",), "instances: expected at least one"))
        self.read += bodies(file, form)

    def _add_regions(self, file: YamlFile) -> None:
        self._regions += regions(file, file.read(RegionsForm))

    @property
    def regions(self) -> dict[str, Region]:
        return {one.region.id: one.region for one in self._regions}

    def check_alone(self) -> list[str]:
        """Every mistake that stands by itself: of form, then each mandate's own."""
        # A fault in a shared text is found with each of the bodies, and told once.
        return list(dict.fromkeys([*self._lines, *(line for one in self.read for line in check_alone(one))]))

    def check(self) -> list[str]:
        """Every mistake: of form first, then each mandate's own, then how they fit together."""
        lines = [*self.check_alone(), *check_regions(self._regions), *check_versions(self.read)]
        if self._all_read:
            # A body or region may stand in a file that could not be read: only now is it known to be missing.
            lines += [*check_bodies(self.read), *check_successors(self._regions)]
            lines += check_regions_named(self.read, self.regions)
        return lines
