"""Counts an exported voting again: python verify_voting.py voting.json [--head CHECKSUM]

Standard library only (Python 3.9), none of the product's code. Ends with 0: all agrees, 1: not, 2: unreadable."""

import hashlib
import json
import sys
from fractions import Fraction

GENESIS, NAMES = "0" * 64, ("position", "at", "actor_id", "action", "subject_id", "details")


def sha256(value):
    if not isinstance(value, str):
        value = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(value.encode()).hexdigest()


def check_chain(proof, faults):
    """Each link is made again from the one before it; gives the entries that say something."""
    told, previous = [], GENESIS
    for number, entry in enumerate(proof["entries"], start=1):
        if entry["position"] != number:
            faults.append(f"entry {number} is missing")
            return told
        if "action" in entry:
            told.append(entry)
            fields = [proof["committee"], *(entry[name] for name in NAMES)]
            content = sha256([*fields, entry["salt"]])
            found = sha256(previous + content) if entry["salt"] else sha256([*fields, previous])
        elif "content" in entry:
            found = sha256(previous + entry["content"])
        else:
            found = entry["sha256"]  # from before entries had salts: its link must be believed
        if found != entry["sha256"]:
            faults.append(f"entry {number} is altered")
        previous = entry["sha256"]
    if previous != proof["head"]:
        faults.append("the end of the record is cut away")
    return told


def check_ballots(entries, proof, faults):
    """The roll as it was frozen, each organisation's last ballot, and the entries that opened and closed."""
    roll, last, opened, closed = {}, {}, None, None
    for entry in entries:
        action, details = entry["action"], entry["details"]
        if entry["subject_id"] != proof["voting"]:
            faults.append(f"entry {entry['position']} is of another voting")
        elif action == "voting.opened":
            if opened:
                faults.append("the voting is opened twice")
            opened, roll = entry, details["roll"]
        elif action in ("voting.closed", "voting.cancelled"):
            if closed or not opened:
                faults.append("the voting is closed twice, or before it is opened")
            closed = entry
        elif action.startswith("ballot."):
            check_ballot(entry, roll, last, closed, faults)
    return roll, last, opened, closed


def check_ballot(entry, roll, last, closed, faults):
    details, where, organisation = entry["details"], f"entry {entry['position']}", entry["details"]["organisation"]
    if closed:
        faults.append(f"{where}: a ballot after the closing")
    if entry["action"] == "ballot.removed":
        last.pop(organisation, None)
        return
    parts = {"for": 0, "against": 0, "abstain": 0, **(details.get("parts") or {details["choice"]: details["weight"]})}
    is_all = roll.get(organisation) == details["weight"] == sum(parts.values())
    if not is_all or min(parts.values()) < 0 or len(parts) > 3:
        faults.append(f"{where}: {organisation} has not that weight")
    last[organisation] = {**details, "counted": parts, "told": details.get("parts") or details["choice"]}


def count(roll, last):
    """Sums of weight by choice, how many have voted, and how many demand the superior body."""
    sums = {one: sum(ballot["counted"][one] for ballot in last.values()) for one in ("for", "against", "abstain")}
    return sums, len(last), sum(bool(ballot["escalation_demanded"]) for ballot in last.values())


def find_outcome(rules, roll, sums, cast, demands):
    """The outcome that the mandate's rules give, and why."""
    yes, no, abstain, total = sums["for"], sums["against"], sums["abstain"], sum(roll.values())
    quorum, of_weight = Fraction(rules["quorum"]), Fraction(rules["quorum_weight"])
    if cast <= quorum * len(roll) or yes + no + abstain <= of_weight * total:
        return ["no_agreement", "quorum_missed"]
    if demands:
        return ["no_agreement", "escalation_demanded"]
    if rules["agreement"] == "consensus":
        return ["adopted", "unanimous"] if yes and not no else ["no_agreement", "not_unanimous"]
    counted = yes + no + (abstain if rules["abstentions_count"] else 0)
    if rules["agreement"] == "share":
        enough = yes and yes >= Fraction(rules["share"] or "2/3") * (total if rules["of"] == "all" else counted)
    else:
        enough = 2 * yes > (total if rules["agreement"] == "absolute" else counted)
    if enough:
        return ["adopted", "majority"]
    if yes == no:
        reason = {"chair": "awaits_chair", "new_voting": "new_voting"}.get(rules["tie"], "tie")
        return ["rejected" if rules["tie"] == "reject" else "no_agreement", reason]
    if yes < no:
        return ["rejected", "majority"]
    return ["no_agreement" if rules["too_few"] == "escalate" else "rejected", "too_few"]


def check(proof, head=""):
    """What was found wrong, and lines that tell what was counted."""
    faults = []
    entries = check_chain(proof, faults)
    if head and not any(entry["sha256"].startswith(head) for entry in proof["entries"]):
        faults.append(f"no entry has the published checksum {head}")
    roll, last, opened, closed = check_ballots(entries, proof, faults)
    if not (opened and closed):
        return [*faults, "the voting is not both opened and closed"], []
    if closed["action"] == "voting.cancelled":
        return faults, ["Stopped before it was counted: nothing is decided."]
    said = [closed["details"]["outcome"], closed["details"]["reason"]]
    if not proof["ballots_shown"]:
        return faults, [f"The ballots are not shown; by the record: {said}"]
    rules, (sums, cast, demands) = opened["details"].get("rules") or proof["rules"], count(roll, last)
    if rules.get("ballot") != "split" and any("parts" in ballot for ballot in last.values()):
        faults.append("a weight is split, which the rules do not let")
    verdict = find_outcome(rules, roll, sums, cast, demands)
    if any(closed["details"][name] != sums[name] for name in sums):
        faults.append("the sums of the record are not those of its ballots")
    if said != verdict:
        faults.append(f"the rules give {verdict}, the record says {said}")
    lines = [f"{one} (weight {roll[one]}): {last[one]['told'] if one in last else '-'}" for one in roll]
    return faults, [*lines, f"{sums}: {verdict}"]


def main(arguments):
    try:
        with open(arguments[0], encoding="utf-8") as file:
            proof = json.load(file)
        head = arguments[arguments.index("--head") + 1] if "--head" in arguments else ""
        faults, lines = check(proof, head)
    except (IndexError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"not an exported voting: {error!r}", file=sys.stderr)
        return 2
    end = [f"WRONG: {fault}" for fault in faults] or [f"Everything agrees, to {proof['head']}."]
    print(proof["committee"], proof["case"], *lines, *end, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
