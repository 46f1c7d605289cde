"""Finds the body that somebody means by what they call it."""

from collections.abc import Mapping

from rapidfuzz import fuzz, process, utils

from committee.members import Directory

#: How alike a name must be (0-100) to be meant, and to be offered.
_MEANT = 84
_OFFERED = 45
#: Two that are as alike as this are both offered.
_CLOSE = 4
_MOST_OFFERED = 4
_LOOKED_AT = 30
#: All of the asked words among the name's are nearly as good as the whole name.
_CONTAINED = 0.95


def find_body(directory: Directory, asked: str) -> tuple[str | None, tuple[str, ...]]:
    """The body of that name, with typing errors forgiven; else None and the nearest, the most alike first.

    A name that is spelled right is found at once, however many bodies there are.
    """
    known, exact = _names(directory)
    wanted = utils.default_process(asked)
    if not wanted:
        return None, ()
    if wanted in exact:
        return exact[wanted], ()
    hits = _nearest(known, wanted)
    if hits and hits[0][0] >= _MEANT and (len(hits) == 1 or hits[1][0] < hits[0][0] - _CLOSE):
        return hits[0][1], ()
    return None, tuple(one for _, one in hits[:_MOST_OFFERED])


def search_bodies(directory: Directory, typed: str, *, most: int) -> list[tuple[str, str]]:
    """Bodies as (id, name): those whose name has these letters, else the nearest; the first ones for no letters."""
    known, _ = _names(directory)
    wanted = utils.default_process(typed)
    found = [one for one, name in known.items() if wanted in name][:most]
    if not found:
        found = [one for _, one in _nearest(known, wanted)[:most]]
    return [(one, directory.mandates[one].name) for one in found]


def _nearest(known: Mapping[str, str], wanted: str) -> list[tuple[float, str]]:
    """How alike, and the body's id, the most alike first."""
    # A quick look finds those that can be meant; only they are read word by word.
    quick = process.extract(wanted, known, scorer=fuzz.WRatio, limit=_LOOKED_AT, score_cutoff=_OFFERED)
    alike = [(_alike(wanted, name), one) for name, _, one in quick]
    return sorted((one for one in alike if one[0] >= _OFFERED), key=lambda one: -one[0])


def _alike(asked: str, name: str) -> float:
    """From 0 to 100; the order of words counts for nothing."""
    return max(fuzz.ratio(asked, name), fuzz.token_sort_ratio(asked, name), _CONTAINED * _contained(asked, name))


def _contained(asked: str, name: str) -> float:
    """How well each asked word is found among the name's, the worst of them."""
    parts = name.split()
    return min((max((fuzz.ratio(word, part) for part in parts), default=0) for word in asked.split()), default=0)


def _names(directory: Directory) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Names as they are compared, by id; and ids by such names, where one name has one body."""
    return directory.keep("body_names", lambda: _index(directory))


def _index(directory: Directory) -> tuple[dict[str, str], dict[str, str]]:
    names = {one.id: utils.default_process(one.name) for one in directory.mandates.values()}
    exact: dict[str, str] = {}
    for one, name in names.items():
        exact[name] = "" if name in exact else one
    exact = {name: one for name, one in exact.items() if one}
    return names, {**{utils.default_process(one): one for one in names}, **exact}
