"""Lists are made and put in a channel's files, drawn from the present state when they are made."""

import json
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.office import Card
from cards.members import list_filed_card
from committee.coverage_view import view_coverage
from committee.errors import CommitteeError
from committee.member_list import list_members
from committee.members import Directory, Member, Person
from committee.outbox import Errand
from committee.ports import Store, Transaction
from committee.voting_proof import make_proof
from committee.workflows.lists import FOLDERS, ListKind, record_list
from documents import coverage_csv, members_csv, safe_file_name, typeset_members
from graph.values import Folder, UploadedFile
from locales import Words, words


class Files(Protocol):
    """What is needed of `graph.client.Graph`."""

    async def files_folder(self, team_id: str, channel_id: str) -> Folder: ...
    async def upload_file(self, folder: Folder, path: str, content: bytes, *, replace: bool) -> UploadedFile: ...


async def file_list(store: Store, directory: Directory, files: Files, errand: Errand, *, now: datetime) -> None:
    """The list that the errand names, in the files of its committee; carried out twice there is one file still."""
    say = words(errand.payload["language"])
    space = directory.spaces[errand.committee_id]
    kind = ListKind(errand.payload["list"])
    if kind is ListKind.PROOF:
        name, content = await store.read(lambda tx: _prove(tx, errand, say, now=now))
    else:
        name, content = await _make(directory, errand, say, now=now)
    folder = await files.files_folder(space.team_id, space.channel_id)
    file = await files.upload_file(folder, f"{FOLDERS[kind]}/{name}", content, replace=True)
    await store.write(lambda tx: record_list(tx, directory, errand, file.web_url, now=now))


def _prove(tx: Transaction, errand: Errand, say: Words, *, now: datetime) -> tuple[str, bytes]:
    proof = make_proof(tx, errand.payload["subject_id"], now=now)
    stem = say("{case} avstemning", case=proof["case"])
    return safe_file_name(stem, "json"), json.dumps(proof, ensure_ascii=False, indent=1).encode()


async def _make(directory: Directory, errand: Errand, say: Words, *, now: datetime) -> tuple[str, bytes]:
    """Its file name and content."""
    about, file_format = errand.payload["subject_id"], errand.payload["format"]
    mandate = directory.mandate(about)
    on = now.astimezone(ZoneInfo(mandate.time_zone)).date()
    if errand.payload["list"] == ListKind.COVERAGE:
        view = view_coverage(directory, _asker(directory, errand), about, on=on)
        stem = say("{committee} dekning {day}", committee=view.name, day=on.isoformat())
        return safe_file_name(stem, file_format), coverage_csv(view, say)
    stem = say("{committee} medlemmer {day}", committee=mandate.name, day=on.isoformat())
    listed = list_members(directory, about, at=now)
    content = await typeset_members(listed, say) if file_format == "docx" else members_csv(listed, say)
    return safe_file_name(stem, file_format), content


def list_filed(tx: Transaction, directory: Directory, _: Member, errand_id: str, say: Words) -> Card:
    """To the one who asked: where the file is. For `bot.channel_cards`."""
    payload = tx.errand(errand_id).payload
    kind = ListKind(payload["list"])
    if kind is ListKind.PROOF:
        case = tx.proposal(tx.voting(payload["subject_id"]).proposal_id).case_number
        return list_filed_card(say("Beviset for {case} er klart", case=case), payload["url"], FOLDERS[kind], say)
    name = directory.mandate(payload["subject_id"]).name
    title = say("Medlemslisten for {committee} er klar", committee=name)
    if kind is ListKind.COVERAGE:
        title = say("Oversikten over dekning er klar")
    return list_filed_card(title, payload["url"], FOLDERS[kind], say)


def _asker(directory: Directory, errand: Errand) -> Person:
    person = directory.people.get(errand.payload["person_id"])
    if person is None:
        raise CommitteeError("not_in_register")
    return person
