"""The ballot box: what is in it comes out exactly, and to nobody without its key."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.ballot_box import KeyFolder, key_folder
from committee.ballot_box import drop_ballot, empty_box, open_box
from committee.elections import Election
from committee.errors import CommitteeError
from tests.unit.test_election_count import election

WEIGHTS = {"aukra": 1, "molde": 3, "rauma": 2, "vestnes": 1}


def opened(box: KeyFolder, candidates: str = "abc", weights: Mapping[str, int] = WEIGHTS) -> Election:
    """A round that has just been opened."""
    return empty_box(box, replace(election(candidates, {}, dict(weights)), sums={}))


def refused(box: KeyFolder, made: Election) -> str:
    with pytest.raises(CommitteeError) as caught:
        open_box(box, made)
    return caught.value.code


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.sampled_from([None, *"abc"])), st.randoms())
def test_the_sums_are_those_of_the_ballots_in_whatever_order(
    tmp_path: Path, ballots: dict[str, str | None], shuffle: Random
) -> None:
    box, order = KeyFolder(path=tmp_path), list(ballots)
    shuffle.shuffle(order)
    made = opened(box)
    for one in order:
        made = drop_ballot(box, made, one, ballots[one])
        assert (made.sums, made.blank) == ({}, 0)
    counted, by_hand = open_box(box, made), election("abc", ballots, WEIGHTS)
    assert (counted.sums, counted.blank, counted.voted) == (by_hand.sums, by_hand.blank, by_hand.voted)


def test_what_is_sealed_tells_nothing_by_its_length_nor_by_being_the_same(tmp_path: Path) -> None:
    box = KeyFolder(path=tmp_path)
    made = opened(box, weights={"aukra": 1, "molde": 10**30})
    states = [made.sealed, *(drop_ballot(box, made, one, "a").sealed for one in ("aukra", "molde", "aukra"))]
    assert len({len(one) for one in states}) == 1
    assert len(set(states)) == len(states)


def test_a_box_is_not_opened_when_it_does_not_belong_to_what_stands_beside_it(tmp_path: Path) -> None:
    box = KeyFolder(path=tmp_path)
    empty = opened(box)
    same = drop_ballot(box, empty, "aukra", "b"), drop_ballot(box, empty, "vestnes", "a")
    assert refused(box, replace(same[0], sealed=same[1].sealed)) == "election_box_lost"
    one, other = drop_ballot(box, empty, "aukra", "a"), drop_ballot(box, empty, "molde", "a")
    assert refused(box, replace(one, sealed=empty.sealed)) == "election_box_lost"
    assert refused(box, replace(one, sealed=other.sealed)) == "election_box_lost"
    assert refused(box, replace(one, voted=("aukra", "molde"))) == "election_box_lost"
    assert refused(box, replace(one, id="e2")) == "election_box_lost"
    assert refused(box, replace(one, roll={**WEIGHTS, "aukra": 2})) == "election_box_lost"


def test_nothing_opens_when_the_key_is_forgotten(tmp_path: Path) -> None:
    box = KeyFolder(path=tmp_path)
    made = drop_ballot(box, opened(box), "aukra", "a")
    box.forget(made.id)
    box.forget(made.id)
    assert list(tmp_path.iterdir()) == []
    assert refused(box, made) == "election_box_lost"
    with pytest.raises(CommitteeError):
        drop_ballot(box, made, "molde", "a")
    assert list(tmp_path.iterdir()) == []


def test_each_election_has_a_key_that_only_the_bot_may_read(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "keys"
    box = KeyFolder(path=folder)
    for id_ in ("e1", "../../e2"):
        box.seal(id_, b"x", b"")
    files = sorted(folder.iterdir())
    assert len(files) == 2
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len({one.read_bytes() for one in files}) == 2
    again = KeyFolder(path=folder)
    assert again.unseal("e1", box.seal("e1", b"x", b"who"), b"who") == b"x"
    assert sorted(folder.iterdir()) == files


@pytest.mark.parametrize("sealed", ["", "x", "AAAA", "not base64 !", "A" * 400])
def test_nonsense_is_told_as_a_lost_box(tmp_path: Path, sealed: str) -> None:
    box = KeyFolder(path=tmp_path)
    assert refused(box, replace(opened(box), sealed=sealed)) == "election_box_lost"


@pytest.mark.parametrize(
    ("named", "url", "expected"),
    [
        (None, "sqlite:///var/utvalgsbot.db", "var/utvalgsbot.db.election-keys"),
        (None, "sqlite:////srv/u.db?timeout=5", "/srv/u.db.election-keys"),
        ("keys", "sqlite:///var/utvalgsbot.db", "keys"),
        ("keys", "postgresql://u@h/d", "keys"),
        (None, "postgresql://u@h/d", None),
    ],
)
def test_the_folder_lies_beside_the_database_unless_it_is_named(
    named: str | None, url: str, expected: str | None
) -> None:
    assert key_folder(Path(named) if named else None, url).path == (Path(expected) if expected else None)


def test_without_a_folder_no_election_is_opened() -> None:
    with pytest.raises(CommitteeError) as caught:
        opened(KeyFolder())
    assert caught.value.code == "election_no_key_folder"
    KeyFolder().forget("e1")
