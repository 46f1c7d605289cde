"""Bugs that were planted on purpose, to see that the tests find them: `make mutants`.

Each is one small change to the product; the tests named beside it must go red. A change whose place is gone stops the
run, so that the list follows the code.
"""

from dataclasses import dataclass

MACHINE = "tests/integration/test_voting_machine.py"
CASES = "tests/integration/test_case_machine.py"
RULES = "tests/unit/test_voting_rules.py"
PROOF = "tests/unit/test_voting_proof.py"
ORDER = "tests/unit/test_preference_count.py"
WRITTEN = "tests/scenario/test_procedures.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    what: str
    file: str
    right: str
    wrong: str
    found_by: str


BUGS = (
    Bug(
        what="a change of ballot is counted beside the old one",
        file="committee/voting.py",
        right="        weights[choice] -= weight\n",
        wrong="        pass\n",
        found_by=MACHINE,
    ),
    Bug(
        what="whoever changes their ballot is counted twice among those who took part",
        file="committee/voting.py",
        right="cast_count=tally.cast_count + (before is None),",
        wrong="cast_count=tally.cast_count + 1,",
        found_by=MACHINE,
    ),
    Bug(
        what="a demand stays when the ballot is changed",
        file="committee/voting.py",
        right="- (before is not None and before.escalation_demanded),",
        wrong="- 0,",
        found_by=MACHINE,
    ),
    Bug(
        what="one may vote after closing",
        file="committee/voting.py",
        right="    if not voting.is_open or now >= voting.closes_at:\n",
        wrong="    if False:\n",
        found_by=MACHINE,
    ),
    Bug(
        what="a final ballot can be changed",
        file="committee/voting.py",
        right="    if before and not before.entered_by and not voting.rules.ballot_may_change:\n",
        wrong="    if False:\n",
        found_by=MACHINE,
    ),
    Bug(
        what="one who is inhabil votes",
        file="committee/deputies.py",
        right=" or member.person.id in voting.recused:",
        wrong=":",
        found_by=MACHINE,
    ),
    Bug(
        what="the ballot of one who becomes inhabil still counts",
        file="committee/workflows/recusals.py",
        right="        kept = recount_without(kept, ballot)\n",
        wrong="",
        found_by=MACHINE,
    ),
    Bug(
        what="the leader leads a case in which they are inhabil",
        file="committee/recusals.py",
        right="    if member.person.id in out:\n        return False\n",
        wrong="",
        found_by=MACHINE,
    ),
    Bug(
        what="the secretary overwrites a ballot that was cast",
        file="committee/workflows/entered_ballots.py",
        right="    if before and not before.entered_by:\n",
        wrong="    if False:\n",
        found_by=MACHINE,
    ),
    Bug(
        what="a press that comes once more is a new ballot",
        file="committee/workflows/ballots.py",
        right="    if before and (same or press in before.presses):\n",
        wrong="    if before and same:\n",
        found_by=MACHINE,
    ),
    Bug(
        what="a voting is closed by anybody",
        file="committee/recusals.py",
        right="        require(actor, Right.LEAD)\n",
        wrong="        pass\n",
        found_by=MACHINE,
    ),
    Bug(
        what="closing once more counts anew",
        file="committee/workflows/votings.py",
        right="    if not voting.is_open:\n        return voting\n    if actor is None",
        wrong="    if actor is None",
        found_by=MACHINE,
    ),
    Bug(
        what="an entry's link leaves out the one before it",
        file="committee/audit.py",
        right='f"{previous}{content}".encode()',
        wrong='f"{content}".encode()',
        found_by=PROOF,
    ),
    Bug(
        what="half is more than half",
        file="committee/voting.py",
        right="            return counted // 2 + 1\n",
        wrong="            return (counted + 1) // 2\n",
        found_by=RULES,
    ),
    Bug(
        what="exactly the quorum's share is enough",
        file="committee/voting.py",
        right="count.cast_count > rules.quorum * count.roll_count",
        wrong="count.cast_count >= rules.quorum * count.roll_count",
        found_by=RULES,
    ),
    Bug(
        what="a demand to lift the case is forgotten",
        file="committee/voting.py",
        right="    if count.demands:\n        return _no_agreement(Reason.ESCALATION_DEMANDED)\n",
        wrong="",
        found_by=RULES,
    ),
    Bug(
        what="a chain of comparisons is as strong as its strongest",
        file="committee/preference_count.py",
        right="min(path[a][via], path[via][b])",
        wrong="max(path[a][via], path[via][b])",
        found_by=ORDER,
    ),
    Bug(
        what="the unranked stand first",
        file="committee/preference_count.py",
        right="        return bool(a) and (not b or a < b)\n",
        wrong="        return a < b\n",
        found_by=ORDER,
    ),
    Bug(
        what="those who have answered are reminded too",
        file="committee/workflows/procedures.py",
        right="        if entry.organisation_id not in answered:\n",
        wrong="        if True:\n",
        found_by=WRITTEN,
    ),
    Bug(
        what="a written procedure may be shorter than the mandate says",
        file="committee/procedures.py",
        right='        faults["closes_on"] = "deadline_too_soon"\n',
        wrong="        pass\n",
        found_by=WRITTEN,
    ),
    Bug(
        what="anybody lets a case wait",
        file="committee/case_rights.py",
        right="    return may_wait and not is_elsewhere(proposal) and may(member, Right.PLAN)\n",
        wrong="    return may_wait and not is_elsewhere(proposal)\n",
        found_by=CASES,
    ),
    Bug(
        what="a case that goes on begins anew",
        file="committee/workflows/case_rests.py",
        right="    was = _S.ASSURED if proposal.rest.was is _S.READY else proposal.rest.was\n",
        wrong="    was = _S.SUBMITTED\n",
        found_by=CASES,
    ),
    Bug(
        what="a deferred case comes back on a day that was given up",
        file="committee/workflows/case_rests.py",
        right=' and str(proposal.rest.until_on) == errand.payload["due_on"]:',
        wrong=":",
        found_by=CASES,
    ),
    Bug(
        what="the answer from above is not taken back to the sender",
        file="committee/workflows/referral_answers.py",
        right="        if is_elsewhere(one) and one.went_to == decided.id:\n",
        wrong="        if False:\n",
        found_by=CASES,
    ),
    Bug(
        what="a case that is asked about stays where it was sent from",
        file="committee/workflows/referral_steps.py",
        right="    tx.put_proposal(advance(sent, _S.READY, meeting_id=None, escalated_to=None, advice=None))\n",
        wrong="",
        found_by=CASES,
    ),
    Bug(
        what="a case that is out to be heard goes on the agenda",
        file="committee/case_holds.py",
        right="(is_asked_below, is_in_hearing, is_under_review)",
        wrong="(is_asked_below, is_under_review)",
        found_by=CASES,
    ),
    Bug(
        what="a forbehold stops nothing",
        file="committee/workflows/remarks.py",
        right="    if standing:\n",
        wrong="    if False:\n",
        found_by=CASES,
    ),
    Bug(
        what="a case is sent back without a word in the record",
        file="committee/workflows/proposals.py",
        right='    _record(tx, actor, proposal, "proposal.sent_back", {"reason": text}, now=now)\n',
        wrong="",
        found_by=CASES,
    ),
    Bug(
        what="the text is changed after the first ballot",
        file="committee/workflows/case_texts.py",
        right="        if voting.tally.cast_count or voting.procedure_id:\n",
        wrong="        if voting.procedure_id:\n",
        found_by=CASES,
    ),
    Bug(
        what="a case that another body has waits for two",
        file="committee/case_views.py",
        right="proposal.state in _ASKED and not is_elsewhere(proposal) and person",
        wrong="proposal.state in _ASKED and person",
        found_by=CASES,
    ),
    Bug(
        what="a withdrawn case is sent back or assured",
        file="committee/proposals.py",
        right="    if sleeps or state not in NEXT[proposal.state]:\n",
        wrong="    if state not in NEXT[proposal.state]:\n",
        found_by=CASES,
    ),
)
