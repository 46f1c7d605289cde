"""What is kept as records (`committee.record_ports`): each type's name in the database."""

from typing import Any

from committee.procedures import Procedure, UrgencyRequest

#: A name once used is never given to another type.
RECORDS: dict[type[Any], str] = {
    Procedure: "procedure",
    UrgencyRequest: "urgency_request",
}
