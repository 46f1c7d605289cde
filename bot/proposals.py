"""A case's first steps: its form, its drafts, kvalitetssikring, and its text changed."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.needs import need_named
from bot.office import Card, Visit
from cards.proposals import Writing, assurance_card, proposal_form, proposal_form_title
from committee.case_rights import AFTER_VOTING
from committee.copies import NONE, areas_for
from committee.errors import CommitteeError, FormError
from committee.ports import Transaction
from committee.proposals import LONGEST, LONGEST_REASON, Proposal, ProposalForm, check_text
from committee.referrals import sent_from
from committee.rights import Right, require
from committee.views import view_proposal
from committee.workflows.case_texts import (
    LONGEST_WHY,
    discard_draft,
    find_case,
    find_draft,
    require_revisable,
    save_draft,
    send_text,
)
from committee.workflows.proposals import assure_proposal, send_back_proposal
from committee.workflows.referral_answers import send_back_to_sender
from committee.workflows.reviews import weigh_case
from committee.workflows.strategy import goals_for, tag_form

# The form


async def _fetch(visit: Visit, data: Data) -> Answer:
    proposal_id = field_of(data, "proposal")
    if not proposal_id:
        committee_id = _committee(visit, data)
        require(visit.member_of(committee_id), Right.PROPOSE)
        if need_id := field_of(data, "need"):
            need = await visit.office.store.read(lambda tx: need_named(tx, visit, need_id))
            form = ProposalForm(title=need.title, need=need.description)
            return _show(visit, form, Writing(proposal_id=need.case_id, committee_id=need.committee_id))
        return _show(visit, ProposalForm(), Writing(proposal_id=uuid.uuid4().hex, committee_id=committee_id))
    return _show(visit, *await visit.office.store.read(lambda tx: _opened(tx, visit, proposal_id)))


def _committee(visit: Visit, data: Data) -> str:
    named = field_of(data, "committee")
    return named if named in visit.directory.mandates else visit.committee_id


def _opened(tx: Transaction, visit: Visit, proposal_id: str) -> tuple[ProposalForm, Writing]:
    """Their own draft, or a case whose text they may change. Raises CommitteeError when it is neither."""
    proposal = find_case(tx, proposal_id)
    if proposal:
        require_revisable(tx, proposal, visit.member_of(proposal.committee_id))
        return proposal.form, _writing(proposal)
    draft = find_draft(tx, proposal_id)
    if draft is None or draft.about != visit.person.id or not draft.is_open:
        raise CommitteeError("not_found")
    require(visit.member_of(draft.committee_id), Right.PROPOSE)
    return draft.form, Writing(proposal_id=draft.id, committee_id=draft.committee_id, is_draft=True)


def _writing(proposal: Proposal, *, why: str = "") -> Writing:
    return Writing(
        proposal_id=proposal.id,
        committee_id=proposal.committee_id,
        version=proposal.version,
        is_assured=proposal.assurance is not None,
        is_voted=proposal.state in AFTER_VOTING,
        why=why,
    )


def _show(visit: Visit, form: ProposalForm, writing: Writing, faults: Mapping[str, str] | None = None) -> Answer:
    card = proposal_form(
        form,
        visit.words,
        writing=writing,
        services=visit.office.services,
        faults=dict(faults or {}),
        longest={**LONGEST, "why": LONGEST_WHY},
        areas=areas_for(visit.directory, visit.directory.mandate(writing.committee_id)),
        goals=goals_for(visit.directory, form, writing.committee_id),
    )
    return show_dialog(proposal_form_title(writing, visit.words), card)


async def _submit(visit: Visit, data: Data) -> Answer:
    match field_of(data, "draft"):
        case "save":
            return await _save_draft(visit, data)
        case "leave":
            form, writing = await visit.office.store.read(lambda tx: _opened(tx, visit, field_of(data, "proposal")))
            return _show(visit, form, replace(writing, is_leaving=True))
        case "discard":
            await visit.office.store.write(
                lambda tx: discard_draft(tx, visit.person, field_of(data, "proposal"), now=visit.office.now())
            )
            return tell_in_dialog(visit.words("Kladden er slettet."))
    return await _send(visit, data)


async def _save_draft(visit: Visit, data: Data) -> Answer:
    committee_id, draft_id, form = _committee(visit, data), field_of(data, "proposal"), _read_form(data)
    member = visit.member_of(committee_id)
    try:
        await visit.office.store.write(
            lambda tx: save_draft(tx, member, form, draft_id=draft_id, now=visit.office.now())
        )
    except FormError as error:
        return _show(visit, form, Writing(proposal_id=draft_id, committee_id=committee_id), error.fields)
    return tell_in_dialog(
        visit.words("Kladden er lagret, og bare du ser den. Skriv «venter» i chatten med meg for å finne den igjen.")
    )


async def _send(visit: Visit, data: Data) -> Answer:
    committee_id, proposal_id = _committee(visit, data), field_of(data, "proposal")
    seen, ids = _number(field_of(data, "version")), {"committee_id": committee_id, "proposal_id": proposal_id}
    form = await visit.office.store.read(lambda tx: tag_form(tx, visit.directory, _read_form(data), **ids))

    def work(tx: Transaction) -> Proposal:
        return send_text(
            tx,
            visit.directory,
            visit.member_of(committee_id),
            form,
            proposal_id=proposal_id,
            catalogue=visit.office.catalogue,
            seen=seen,
            why=field_of(data, "why"),
            now=visit.office.now(),
        )

    try:
        proposal = await visit.office.store.write(work)
    except FormError as error:
        writing = await visit.office.store.read(lambda tx: _again(tx, proposal_id, committee_id, data))
        return _show(visit, form, writing, error.fields)
    visit.office.nudge()
    told = visit.words(
        "Takk! Forslaget har fått saksnummer {case} og er sendt til kvalitetssikring.", case=proposal.case_number
    )
    if seen:
        told = visit.words("Takk! {case} er rettet, og er sendt til kvalitetssikring.", case=proposal.case_number)
    return tell_in_dialog(told)


def _again(tx: Transaction, proposal_id: str, committee_id: str, data: Data) -> Writing:
    """What the form was opened on, for one that comes back with its faults."""
    proposal = find_case(tx, proposal_id) if field_of(data, "version") else None
    if proposal:
        return _writing(proposal, why=field_of(data, "why"))
    draft = find_draft(tx, proposal_id)
    return Writing(proposal_id=proposal_id, committee_id=committee_id, is_draft=draft is not None and draft.is_open)


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 7 else 0


def _read_form(data: Data) -> ProposalForm:
    personal = {"yes": True, "no": False}.get(field_of(data, "personal_data"))
    texts = {name: field_of(data, name) for name in (*LONGEST, "service")}
    touches, goals = ([one.strip() for one in field_of(data, name).split(",")] for name in ("touches", "goals"))
    return ProposalForm(
        kind=field_of(data, "kind") or None,
        personal_data=personal,
        touches=tuple(one for one in touches if one and one != NONE),
        goals=tuple(one for one in goals if one),
        goal_names=(),
        **texts,
    )


# Kvalitetssikring


async def _view(visit: Visit, data: Data) -> Card:
    def look(tx: Transaction) -> Card:
        proposal = tx.proposal(field_of(data, "proposal"))
        require(visit.member_of(proposal.committee_id), Right.ASSURE)
        return assurance_card(view_proposal(tx, visit.directory, proposal.id), visit.words)

    return await visit.office.store.read(look)


async def _assure(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        proposal = tx.proposal(field_of(data, "proposal"))
        member = visit.member_of(proposal.committee_id)
        points = visit.directory.governing(proposal.mandate).checklist
        assure_proposal(
            tx,
            visit.directory,
            member,
            proposal.id,
            checked=tuple(point for n, point in enumerate(points) if data.get(f"check_{n}") == "true"),
            assessment=field_of(data, "assessment"),
            recommendation=field_of(data, "recommendation"),
            now=visit.office.now(),
        )
        weigh_case(
            tx,
            visit.directory,
            member,
            proposal.id,
            answer=field_of(data, "significant"),
            ground=field_of(data, "significant_ground"),
            now=visit.office.now(),
        )
        return assurance_card(view_proposal(tx, visit.directory, proposal.id), visit.words)

    return await _keep_typed(visit, data, work)


async def _send_back(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        proposal = tx.proposal(field_of(data, "proposal"))
        member = visit.member_of(proposal.committee_id)
        reason, now = field_of(data, "reason"), visit.office.now()
        if sent_from(tx, proposal):  # from another body, which is asked about it
            check_text("reason", reason, LONGEST_REASON)
            send_back_to_sender(tx, visit.directory, member, proposal.id, text=reason, now=now)
        else:
            send_back_proposal(tx, visit.directory, member, proposal.id, reason=reason, now=now)
        return assurance_card(view_proposal(tx, visit.directory, proposal.id), visit.words)

    return await _keep_typed(visit, data, work)


async def _keep_typed(visit: Visit, data: Data, work: Callable[[Transaction], Card]) -> Card:
    """What was typed comes back with what is wrong with it, and nothing is lost."""
    try:
        shown = await visit.office.store.write(work)
    except CommitteeError as error:
        if not isinstance(error, FormError) and error.code != "checklist_incomplete":
            raise
        faults = error.fields if isinstance(error, FormError) else {"checklist": error.code}
        typed = {name: value for name, value in data.items() if isinstance(value, str)}
        return await visit.office.store.read(
            lambda tx: assurance_card(
                view_proposal(tx, visit.directory, field_of(data, "proposal")), visit.words, faults=faults, typed=typed
            )
        )
    visit.office.nudge()
    return shown


ACTIONS: dict[str, Any] = {
    "proposal.view": _view,
    "proposal.assure": _assure,
    "proposal.send_back": _send_back,
}
DIALOGS: dict[str, Dialog] = {"proposal": Dialog(fetch=_fetch, submit=_submit)}
