"""A closed voting as a file from which anyone can count it again, and follow the committee's whole record."""

from collections.abc import Mapping
from datetime import UTC, datetime

from committee.audit import AuditEntry, content_digest
from committee.errors import CommitteeError
from committee.mandate import Visibility, VotingRules
from committee.ports import Transaction

FORMAT = "utvalgsbot-voting-1"


def make_proof(tx: Transaction, voting_id: str, *, with_ballots: bool = False, now: datetime) -> dict[str, object]:
    """The voting's own entries in full, and of every other entry of the record only what the chain needs.

    Where the mandate keeps the ballots to each organisation they are not shown either, so that the sums must be
    believed, unless `with_ballots`: for the archive. Raises CommitteeError("voting_still_open").
    """
    voting = tx.voting(voting_id)
    if voting.is_open:
        raise CommitteeError("voting_still_open")
    shows_ballots = with_ballots or voting.rules.ballots is Visibility.OPEN
    proposal = tx.proposal(voting.proposal_id)
    return {
        "format": FORMAT,
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "committee": voting.committee_id,
        "case": proposal.case_number,
        "title": proposal.form.title,
        "voting": voting_id,
        "mandate": {"valid_from": voting.mandate.valid_from.isoformat(), "sha256": voting.mandate.sha256},
        "rules": tell_rules(voting.rules),
        "ballots_shown": shows_ballots,
        "head": tx.head(voting.committee_id),
        "entries": [tell_entry(one, voting_id, shows_ballots) for one in tx.entries(voting.committee_id)],
    }


def tell_rules(rules: VotingRules) -> dict[str, object]:
    """What decides the outcome, in values that stay exact as JSON; fractions as «2/3»."""
    return {
        "agreement": rules.agreement.value,
        "share": None if rules.share is None else str(rules.share),
        "of": rules.of.value,
        "abstentions_count": rules.abstentions_count,
        "quorum": str(rules.quorum),
        "quorum_weight": str(rules.quorum if rules.quorum_weight is None else rules.quorum_weight),
        "tie": rules.tie.value,
        "too_few": rules.too_few.value,
        "ballot": rules.ballot.value,
    }


def tell_entry(entry: AuditEntry, voting_id: str, shows_ballots: bool) -> Mapping[str, object]:
    """An entry in full when it is the voting's own, else its place in the chain and what its link is made of."""
    link = {"position": entry.position, "sha256": entry.sha256}
    is_ballot = entry.action.startswith("ballot.")
    if entry.subject_id != voting_id or (is_ballot and not shows_ballots):
        # What was written before there were salts could be guessed from a digest: its link is all that is told.
        return {**link, "content": content_digest(entry)} if entry.salt else link
    return {
        **link,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor_id": entry.actor_id,
        "action": entry.action,
        "subject_id": entry.subject_id,
        "details": entry.details,
        "salt": entry.salt,
    }
