"""Mandates as files: every version of every committee and the regions, checked against each other."""

from pathlib import Path

from committee.mandate_book import MandateBook
from committee.mandate_checks import check_alone
from committee.mandate_cross_checks import check_bodies, check_regions, check_versions, in_time
from committee.mandate_form import MandateForm, RegionsForm
from committee.mandate_written import Written, bodies, missing, region
from committee.seat_rules import Region
from committee.yaml_file import YamlFile, YamlFileError, parse


def load_book(folder: Path) -> MandateBook:
    """Every version of every mandate in the folder and below, and the regions.

    Raises YamlFileError with every mistake in every file.
    """
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        raise YamlFileError([f"{folder}:1:1: expected at least one mandate (*.yaml) in this folder"])
    reading = _Reading()
    for path in paths:
        reading.add(path)
    lines = reading.check()
    if lines:
        raise YamlFileError(lines)
    return MandateBook(versions=in_time(reading.read), regions=reading.regions)


class _Reading:
    """What has been read of a folder so far, and what is wrong with it."""

    def __init__(self) -> None:
        self.read: list[Written] = []
        self.regions: dict[str, Region] = {}
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
        form = file.read(RegionsForm)
        for n, one in enumerate(form.regions):
            where = ("regions", n)
            if one.id in self.regions:
                self._lines.append(file.mistake((*where, "id"), f"regions.{n}.id: {one.id} is another region's id"))
            if one.valid_until is not None and one.valid_until < one.valid_from:
                told = f"regions.{n}.valid_until: expected {one.valid_from} (valid_from) or later"
                self._lines.append(file.mistake((*where, "valid_until"), told))
            self.regions.setdefault(one.id, region(one))

    def check(self) -> list[str]:
        """Every mistake: of form first, then each mandate's own, then how they fit together."""
        # A fault in a shared text is found with each of the bodies, and told once.
        lines = [*self._lines, *(line for one in self.read for line in check_alone(one)), *check_versions(self.read)]
        if self._all_read:
            # A body or region may stand in a file that could not be read: only now is it known to be missing.
            lines += [*check_bodies(self.read), *check_regions(self.read, self.regions)]
        return list(dict.fromkeys(lines))
