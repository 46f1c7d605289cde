"""Whatever is done to a committee's log afterwards is found."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.audit import GENESIS, AuditEntry, check_chain, content_digest, digest, link

AT = datetime(2026, 12, 2, 9, 0, 0, 1, tzinfo=UTC)


def chain(count: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for position in range(1, count + 1):
        previous = entries[-1].sha256 if entries else GENESIS
        entries.append(_entry(position, previous, {"organisation": "molde", "weight": position, "remark": "Åpen"}))
    return entries


def _entry(position: int, previous: str, details: Mapping[str, object]) -> AuditEntry:
    sha256 = digest(
        committee_id="bu",
        position=position,
        at=AT,
        actor_id="per1",
        action="ballot.cast",
        subject_id="v1",
        details=details,
        previous=previous,
    )
    return AuditEntry(
        committee_id="bu",
        position=position,
        at=AT,
        actor_id="per1",
        action="ballot.cast",
        subject_id="v1",
        details=details,
        previous=previous,
        sha256=sha256,
    )


def salted(entry: AuditEntry, salt: str) -> AuditEntry:
    fields = {name: getattr(entry, name) for name in entry.__slots__ if name not in ("sha256", "salt")}
    return replace(entry, salt=salt, sha256=digest(**fields, salt=salt))


def codes(entries: list[AuditEntry], head: str | None = None) -> list[str]:
    return [one.code for one in check_chain(entries, head=head)]


def test_an_untouched_chain_holds() -> None:
    entries = chain(20)
    assert check_chain(entries, head=entries[-1].sha256) == []
    assert check_chain([], head=GENESIS) == []


def test_a_chain_goes_on_with_salt_where_it_began_without() -> None:
    entries = chain(3)
    entries.append(salted(_entry(4, entries[-1].sha256, {"n": 4}), "0123456789abcdef"))
    entries.append(salted(_entry(5, entries[-1].sha256, {"n": 5}), "fedcba9876543210"))
    assert check_chain(entries, head=entries[-1].sha256) == []
    entries[3] = replace(entries[3], salt="0000000000000000")
    assert codes(entries) == ["altered"]


def test_a_chain_is_followed_through_an_entry_that_tells_nothing() -> None:
    entry = salted(_entry(1, GENESIS, {"choice": "for"}), "0123456789abcdef")
    assert link(GENESIS, content_digest(entry)) == entry.sha256
    assert content_digest(salted(entry, "fedcba9876543210")) != content_digest(entry)
    with pytest.raises(ValueError, match="salt"):
        content_digest(_entry(1, GENESIS, {}))


CHANGES = {
    "committee_id": "styret",
    "at": AT + timedelta(microseconds=1),
    "actor_id": "per2",
    "action": "ballot.changed",
    "subject_id": "v2",
    "details": {"organisation": "molde", "weight": 99, "remark": "Åpen"},
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_field_is_found_where_it_is(field: str) -> None:
    entries = chain(5)
    entries[2] = replace(entries[2], **{field: CHANGES[field]})  # type: ignore[arg-type]
    found = check_chain(entries, head=entries[-1].sha256)
    assert [(one.position, one.code) for one in found] == [(3, "altered")]


def test_an_entry_forged_with_a_right_digest_breaks_the_next_link() -> None:
    entries = chain(5)
    entries[2] = _entry(3, entries[1].sha256, {"weight": 99})
    assert codes(entries, entries[-1].sha256) == ["unlinked"]


def test_a_forged_last_entry_is_found_against_the_published_head() -> None:
    entries = chain(5)
    head = entries[-1].sha256
    entries[-1] = _entry(5, entries[3].sha256, {"weight": 99})
    assert codes(entries) == []
    assert codes(entries, head) == ["cut"]


def test_a_removed_entry_is_found() -> None:
    entries = chain(5)
    del entries[1]
    assert codes(entries, entries[-1].sha256) == ["missing", "unlinked"]


def test_a_removed_first_entry_is_found() -> None:
    entries = chain(5)
    assert codes(entries[1:], entries[-1].sha256) == ["missing", "unlinked"]


def test_a_cut_tail_is_found_only_against_a_published_head() -> None:
    entries = chain(5)
    assert codes(entries[:3]) == []
    assert codes(entries[:3], entries[-1].sha256) == ["cut"]
    assert codes([], entries[-1].sha256) == ["cut"]


@given(st.integers(0, 9), st.integers(0, 9))
def test_swapped_entries_are_found(one: int, other: int) -> None:
    entries = chain(10)
    head = entries[-1].sha256
    entries[one], entries[other] = entries[other], entries[one]
    assert bool(codes(entries, head)) == (one != other)


@given(
    st.dictionaries(
        st.text(),
        st.one_of(st.text(), st.integers(-(2**53), 2**53), st.booleans(), st.none(), st.lists(st.text())),
        max_size=4,
    )
)
def test_the_digest_does_not_hang_on_the_order_of_the_details(details: dict[str, object]) -> None:
    turned = dict(reversed(details.items()))
    assert _entry(1, GENESIS, details).sha256 == _entry(1, GENESIS, turned).sha256


def test_anyone_can_recompute_the_digest_with_plain_json() -> None:
    details = {"remark": 'Æøå «sitat» "x" \\ \n\t\x01\x7f\u2028', "b": [1, True, None, {"z": 0, "a": ""}], "a": 2**53}
    entry = _entry(1, GENESIS, details)
    fields = ["bu", 1, AT.isoformat(), "per1", "ballot.cast", "v1", details, GENESIS]
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert entry.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_does_not_hang_on_the_zone_a_time_is_written_in() -> None:
    local = replace(_entry(1, GENESIS, {}), at=AT.astimezone(timezone(timedelta(hours=1))))
    assert check_chain([local]) == []
