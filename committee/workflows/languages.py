"""A person chooses the language of what they read."""

from datetime import datetime

from committee.errors import CommitteeError
from committee.members import Directory, Person
from committee.ports import Transaction
from committee.workflows.lists import LANGUAGES


def choose_language(
    tx: Transaction, directory: Directory, person: Person, committee_id: str, language: str, *, now: datetime
) -> None:
    """Holds until they choose again, whatever the register file says. `committee_id` is where it is recorded.

    Raises CommitteeError("not_in_register") for a stranger, whose language is their Teams client's; ("unknown_action").
    """
    if language not in LANGUAGES:
        raise CommitteeError("unknown_action")
    if person.id not in directory.people:
        raise CommitteeError("not_in_register")
    if tx.languages().get(person.id) == language:
        return
    tx.put_language(person.id, language)
    details = {"language": language}
    tx.record(committee_id, at=now, actor_id=person.id, action="language.chosen", subject_id=person.id, details=details)
