"""Regions in files: each one only once, following each other in time, and known where mandates name them."""

from collections.abc import Iterator, Mapping, Sequence

from committee.mandate import Mandate
from committee.mandate_written import Written, WrittenRegion
from committee.seat_rules import Region
from committee.yaml_file import Location


def check_regions(read: Sequence[WrittenRegion]) -> list[str]:
    """Two regions with one id, and a region that ends before it begins."""
    lines, seen = [], set[str]()
    for one in read:
        region = one.region
        if region.id in seen:
            lines.append(one.mistake(("id",), f"{region.id} is another region's id"))
        if region.valid_until is not None and region.valid_until < region.valid_from:
            lines.append(one.mistake(("valid_until",), f"expected {region.valid_from} (valid_from) or later"))
        seen.add(region.id)
    return lines


def check_successors(read: Sequence[WrittenRegion]) -> list[str]:
    """What is to come after a region must be another that is known."""
    lines, known = [], {one.region.id for one in read}
    for one in read:
        for n, successor in enumerate(one.region.successors):
            if successor == one.region.id:
                lines.append(one.mistake(("successors", n), "no region comes after itself"))
            elif successor not in known:
                lines.append(one.mistake(("successors", n), f"no region has the id {successor}"))
    return lines


def check_regions_named(read: Sequence[Written], regions: Mapping[str, Region]) -> list[str]:
    """Regions that seats or organisations name and no file knows."""
    lines: list[str] = []
    for one in read:
        for location, region in _regions_of(one.mandate):
            if region not in regions:
                lines.append(one.mistake(location, f"no region has the id {region}"))
    return lines


def _regions_of(mandate: Mandate) -> Iterator[tuple[Location, str]]:
    for n, organisation in enumerate(mandate.organisations):
        if organisation.region is not None:
            yield ("organisations", n, "region"), organisation.region
    for n, rule in enumerate(mandate.seats):
        yield from ((("seats", n, "regions", place), region) for place, region in enumerate(rule.regions))
