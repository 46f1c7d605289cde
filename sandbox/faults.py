"""Faults on demand: rules that make the local services and Teams itself misbehave."""

import re
import uuid
from dataclasses import dataclass, replace
from typing import Any, Literal

Where = Literal["connector", "graph", "invoke"]
_HTTP_ACTIONS = {"429", "500-before", "500-after", "slow", "reset", "reset-after"}
ACTIONS = {"connector": _HTTP_ACTIONS, "graph": _HTTP_ACTIONS, "invoke": {"duplicate", "slow"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """One fault: where, on what, how often."""

    id: str
    where: Where
    match: str
    action: str
    times: int = 1
    seconds: float = 1.0
    copies: int = 2
    same_id: bool = True
    status: int | None = None

    def fits(self, where: str, method: str, path: str) -> bool:
        """Whether this rule is about such a request."""
        if where != self.where or not self.times:
            return False
        wanted, _, pattern = self.match.partition(" ")
        if not pattern:
            wanted, pattern = ("", wanted) if not wanted.isupper() else (wanted, "")
        return wanted in {"", "*", method} and re.search(pattern, path) is not None

    def show(self) -> dict[str, Any]:
        """The rule as the page reads it."""
        return {
            "id": self.id,
            "where": self.where,
            "match": self.match,
            "action": self.action,
            "times": self.times,
            "seconds": self.seconds,
            "copies": self.copies,
            "sameId": self.same_id,
            "status": self.status,
        }


class Faults:
    """The rules now in force; each use takes one of a rule's times."""

    def __init__(self) -> None:
        self._rules: list[FaultRule] = []

    def add(self, **rule: Any) -> FaultRule:
        """Put a rule in force. Raises: ValueError when it is not a possible one."""
        made = FaultRule(**{"id": uuid.uuid4().hex[:8], "match": "", **rule})
        if made.action not in ACTIONS.get(made.where, set()):
            raise ValueError("unknown place, or an action that it does not have")
        if made.times < 1 or not 2 <= made.copies <= 4 or not 0 <= made.seconds <= 600:
            raise ValueError("times is at least 1, copies 2 to 4, seconds 0 to 600")
        re.compile(made.match)
        self._rules.append(made)
        return made

    def add_json(self, value: dict[str, Any]) -> FaultRule:
        """Put in force a rule as the page writes it. Raises: ValueError, TypeError, KeyError."""
        known = {"where": str, "match": str, "action": str, "times": int, "seconds": float, "copies": int}
        rule = {name: kind(value[name]) for name, kind in known.items() if value.get(name) is not None}
        if value.get("status") is not None:
            rule["status"] = int(value["status"])
        return self.add(**rule, same_id=bool(value.get("sameId", True)))

    def take(self, where: str, method: str, path: str) -> FaultRule | None:
        """The first rule about this request, one of its times used up; None when there is none."""
        for place, rule in enumerate(self._rules):
            if rule.fits(where, method, path):
                left = replace(rule, times=rule.times - 1)
                self._rules[place : place + 1] = [left] if left.times else []
                return rule
        return None

    def clear(self) -> None:
        """Take away all rules."""
        self._rules.clear()

    def show(self) -> dict[str, Any]:
        """The rules as the page reads them."""
        return {"rules": [rule.show() for rule in self._rules]}
