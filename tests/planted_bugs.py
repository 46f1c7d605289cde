"""Bugs that were planted on purpose, to see that the tests find them: `make mutants`.

Each is one small change to the product; the tests named beside it must go red. A change whose place is gone stops the
run, so that the list follows the code.
"""

from dataclasses import dataclass

MACHINE = "tests/integration/test_voting_machine.py"
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
        right="        weights[before.choice] -= before.weight\n",
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
        right="    if before and (press in before.presses or ",
        wrong="    if before and (False or ",
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
)
