"""The text of a case as it stood: what was voted on is told as it was, whatever it has become since."""

from dataclasses import replace
from datetime import datetime

from committee.case_records import CaseVersion
from committee.ports import Transaction
from committee.proposals import Proposal


def text_when(tx: Transaction, proposal: Proposal, at: datetime) -> Proposal:
    """The case with the text and the innstilling that it had at a moment; all else is as it is now."""
    if proposal.version == 1:
        return proposal
    kept = sorted(tx.records_about(CaseVersion, proposal.id), key=lambda one: one.number)
    stood = next((one for one in kept if one.replaced_at > at), None)
    if stood is None:
        return proposal
    return replace(proposal, form=stood.form, assurance=stood.assurance, version=stood.number)


def keep_version(tx: Transaction, proposal: Proposal, *, by: str, why: str = "", now: datetime) -> None:
    """Keeps the text as it stands, before another takes its place; `by` is the id of whoever replaces it."""
    tx.keep(
        CaseVersion(
            id=tx.new_id(),
            committee_id=proposal.committee_id,
            about=proposal.id,
            number=proposal.version,
            form=proposal.form,
            assurance=proposal.assurance,
            replaced_by=by,
            replaced_at=now,
            why=why,
        )
    )
