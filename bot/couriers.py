"""One courier for each kind of errand: what is sent is drawn from the present state, at the last moment."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from html import escape
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.ballot_box import KeyFolder
from bot.channel_cards import draw_channel_card, draw_personal_card
from bot.filings import file_list
from bot.messenger import Person as ChatPartner
from bot.messenger import Place, Posted
from bot.provisioning import Provisioning
from bot.shelf import Shelf
from cards.build import with_marker
from committee.ballot_box import BallotBox
from committee.mandate import Mandate, MandateStamp
from committee.meetings import Meeting, MeetingState
from committee.members import Directory, Person, Space
from committee.microsoft_errors import Gone, Unavailable
from committee.outbox import Errand, ErrandKind, Post
from committee.ports import Store, Transaction
from committee.spaces import StepProblem
from committee.workflows.deliveries import finish_errand, finish_event, finish_post
from committee.workflows.digests import offer_digests
from committee.workflows.election_results import close_election
from committee.workflows.minutes import record_file
from committee.workflows.reminders import look_after
from committee.workflows.spaces import NO_CHANNEL, finish_channels
from documents import safe_file_name, typeset_minutes
from graph.values import Attendee, CreatedEvent, EventDraft, Folder, UploadedFile
from locales import words

Card = dict[str, Any]


class Sender(Protocol):
    """What couriers need of `bot.messenger.Messenger`."""

    async def post_card(self, place: Place, card: Card, *, summary: str) -> Posted: ...
    async def edit_card(self, posted: Posted, card: Card, *, summary: str = "") -> None: ...
    async def post_to_person(self, person: ChatPartner, card: Card, *, summary: str = "") -> Posted: ...


class Office365(Protocol):
    """What couriers need of `graph.client.Graph`."""

    async def find_post(self, team_id: str, channel_id: str, marker: str, *, since: datetime) -> str | None: ...
    async def find_event(
        self, mailbox: str, *, transaction_id: str | None = None, event_id: str | None = None
    ) -> Any: ...
    async def create_event(self, mailbox: str, draft: EventDraft) -> CreatedEvent: ...
    async def update_event(self, mailbox: str, event_id: str, draft: EventDraft) -> CreatedEvent: ...
    async def cancel_event(self, mailbox: str, event_id: str, comment: str) -> bool: ...
    async def files_folder(self, team_id: str, channel_id: str) -> Folder: ...
    async def upload_file(self, folder: Folder, path: str, content: bytes, *, replace: bool) -> UploadedFile: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Couriers:
    """Knows how each kind of errand is carried out. Every method raises MicrosoftError or CommitteeError kinds."""

    store: Store
    shelf: Shelf
    sender: Sender
    office365: Office365
    now: Callable[[], datetime]
    ballot_box: BallotBox = field(default_factory=KeyFolder)
    channels: Provisioning | None = None

    @property
    def directory(self) -> Directory:
        return self.shelf.directory

    async def carry(self, errand: Errand) -> None:
        """Does the errand and records that it is done; carried out twice it is still done once."""
        carriers: Mapping[ErrandKind, Callable[[Errand], Awaitable[None]]] = {
            ErrandKind.SHOW: self._show,
            ErrandKind.TELL: self._tell,
            ErrandKind.EVENT: self._put_in_calendar,
            ErrandKind.FILE: self._put_in_files,
            ErrandKind.REMIND: self._remind,
            ErrandKind.CLOSE: self._close,
            ErrandKind.CHANNELS: self._see_to_channels,
        }
        await carriers[errand.kind](errand)

    async def _show(self, errand: Errand) -> None:
        card_name, subject_id = errand.payload["card"], errand.payload["subject_id"]
        key = errand.key.removeprefix("show:")
        post, card, since = await self.store.read(
            lambda tx: (
                tx.post(key),
                draw_channel_card(tx, self.directory, errand.committee_id, card_name, subject_id),
                _doubtful_since(errand, tx.errands(errand.committee_id)),
            )
        )
        card = with_marker(card, marker_of(key))
        if post is None:
            post = await self._first_post(errand, key, card, since)
        elif not await self._edit(errand, post, card):
            post = await self._first_post(errand, key, card, post.posted_at)
        await self.store.write(lambda tx: finish_post(tx, errand, post))

    async def _edit(self, errand: Errand, post: Post, card: Card) -> bool:
        # Where Teams was last heard from, not where it was when the card was posted: addresses change.
        service_url = await self._service_url(self._tenant(errand.committee_id))
        posted = Posted(service_url=service_url, conversation_id=post.conversation_id, activity_id=post.activity_id)
        try:
            await self.sender.edit_card(posted, card, summary=_summary(card))
        except Gone as error:
            if errand.attempts < 2:  # Teams answers 404 to one valid edit in a thousand.
                raise Unavailable(code=error.code, status=error.status) from error
            return False
        return True

    async def _first_post(self, errand: Errand, key: str, card: Card, since: datetime | None) -> Post:
        """Posts the card; one that may stand there already, `since` then, is looked for first, and edited."""
        space = await self._channel(errand.committee_id)
        service_url = await self._service_url(self._tenant(errand.committee_id))
        find = self.office365.find_post
        found = await find(space.team_id, space.channel_id, marker_of(key), since=since) if since else None
        if found:
            posted = Posted(
                service_url=service_url, conversation_id=f"{space.channel_id};messageid={found}", activity_id=found
            )
            await self.sender.edit_card(posted, card, summary=_summary(card))
        else:
            place = Place(
                service_url=service_url,
                tenant_id=self._tenant(errand.committee_id),
                channel_id=space.channel_id,
            )
            posted = await self.sender.post_card(place, card, summary=_summary(card))
        return Post(
            key=key,
            committee_id=errand.committee_id,
            conversation_id=posted.conversation_id,
            activity_id=posted.activity_id,
            service_url=posted.service_url,
            posted_at=self.now(),
        )

    async def _tell(self, errand: Errand) -> None:
        person = self.directory.people.get(errand.payload["person_id"])
        if person is None:
            raise Gone(code="leftTheRegister")
        if errand.error == "ambiguous":
            raise Gone(code="mayHaveBeenTold")
        card = await self.store.read(
            lambda tx: draw_personal_card(
                tx, self.directory, errand.committee_id, person, errand.payload["card"], errand.payload["subject_id"]
            )
        )
        partner = ChatPartner(
            service_url=await self._service_url(person.tenant_id),
            tenant_id=person.tenant_id,
            object_id=person.object_id,
        )
        await self.sender.post_to_person(partner, card, summary=_summary(card))
        await self.store.write(lambda tx: finish_errand(tx, errand))

    async def _put_in_calendar(self, errand: Errand) -> None:
        meeting = await self.store.read(lambda tx: tx.meeting(errand.payload["meeting_id"]))
        mailbox = self._space(meeting.committee_id).calendar
        draft = self._draft(meeting)
        calendar_id, join_url = meeting.calendar_id, meeting.join_url
        if calendar_id is None and errand.attempts > 1:
            known = await self.office365.find_event(mailbox, transaction_id=draft.transaction_id)
            calendar_id = known.id if known else None
        if meeting.state is MeetingState.CANCELLED:
            if calendar_id:
                await self.office365.cancel_event(mailbox, calendar_id, self._words(meeting)("Møtet er avlyst."))
            await self.store.write(lambda tx: finish_errand(tx, errand))
            return
        if calendar_id:
            event = await self.office365.update_event(mailbox, calendar_id, draft)
        else:
            event = await self.office365.create_event(mailbox, draft)
        join_url = event.join_url or join_url
        await self.store.write(lambda tx: finish_event(tx, errand, calendar_id=event.event_id, join_url=join_url))

    def _draft(self, meeting: Meeting) -> EventDraft:
        mandate, say = self._mandate(meeting.committee_id, meeting.mandate), self._words(meeting)
        members = self.directory.members(meeting.committee_id)
        invitation = say("Møte i {committee}. Sakslisten står i kanalen på Teams.", committee=mandate.name)
        return EventDraft(
            subject=say("Møte i {committee}", committee=mandate.name),
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            body_html=f"<p>{escape(invitation)}</p>",
            attendees=tuple(
                Attendee(
                    address=one.person.address,
                    name=one.person.name,
                    is_required=one.seat is None or not one.seat.is_deputy,
                )
                for one in members
                if one.person.address
            ),
            transaction_id=str(UUID(hex=sha256(meeting.id.encode()).hexdigest()[:32])),
        )

    def _words(self, meeting: Meeting) -> Any:
        return words(self._mandate(meeting.committee_id, meeting.mandate).language)

    def _mandate(self, committee_id: str, stamp: MandateStamp | None) -> Mandate:
        """The version that governs what carries the stamp; without one the version in force."""
        return self.directory.governing(stamp) if stamp else self.directory.mandate(committee_id)

    def _space(self, committee_id: str) -> Space:
        """Raises Gone when the register has no place for the committee any more."""
        space = self.directory.spaces.get(committee_id)
        if space is None:
            raise Gone(code="leftTheRegister")
        return space

    async def _channel(self, committee_id: str) -> Space:
        """Raises Gone while the committee's channel is not made: what waits for it is sent when it is."""
        space = self._space(committee_id)
        if not space.channel_id:
            await self.shelf.refresh(self.now())  # it may have been made just now
            space = self._space(committee_id)
        if not space.channel_id:
            raise Gone(code=NO_CHANNEL)
        return space

    async def _see_to_channels(self, errand: Errand) -> None:
        if self.channels is None:
            raise Gone(code=NO_CHANNEL)
        actor_id, people = errand.payload["actor_id"], bool(errand.payload["people"])
        run = await self.channels.run_for(errand.committee_id, actor_id=actor_id, people=people)
        await run.go()
        problems = [
            StepProblem(step=one.step.kind, name=one.step.name, kind=one.kind, code=one.code) for one in run.problems
        ]
        person = self.directory.people.get(actor_id)
        actor = self.directory.member(person, errand.committee_id) if person else None
        done, now = len(run.done), self.now()
        await self.store.write(lambda tx: finish_channels(tx, errand, actor, done, problems, now=now))

    async def _put_in_files(self, errand: Errand) -> None:
        if "list" in errand.payload:
            await self._channel(errand.committee_id)
            await file_list(self.store, self.directory, self.office365, errand, now=self.now())
            return
        minutes_id, file_format = errand.payload["minutes_id"], errand.payload["format"]
        minutes = await self.store.read(lambda tx: tx.minutes(minutes_id))
        mandate = self._mandate(errand.committee_id, minutes.mandate)
        space = await self._channel(errand.committee_id)
        content = await typeset_minutes(minutes, words(minutes.language), file_format=file_format)
        year = minutes.starts_at.astimezone(ZoneInfo(minutes.time_zone)).year
        path = f"{mandate.minutes_folder}/{year}/{safe_file_name(minutes.file_stem, file_format)}"
        folder = await self.office365.files_folder(space.team_id, space.channel_id)
        file = await self.office365.upload_file(folder, path, content, replace=True)

        def work(tx: Any) -> None:
            filed = record_file(tx, minutes_id, file_format, file.web_url, now=self.now())
            offer_digests(tx, self.directory, filed, now=self.now())
            finish_errand(tx, errand)

        await self.store.write(work)

    async def _close(self, errand: Errand) -> None:
        election_id = errand.payload["election_id"]

        def work(tx: Transaction) -> None:
            close_election(tx, self.directory, self.ballot_box, None, election_id, now=self.now())
            finish_errand(tx, errand)

        await self.store.write(work)
        self.ballot_box.forget(election_id)
        await self.shelf.refresh(self.now())

    async def _remind(self, errand: Errand) -> None:
        await self.store.write(lambda tx: look_after(tx, self.directory, errand, now=self.now()))

    def _tenant(self, committee_id: str) -> str:
        """The tenant that hosts the committee's team: that of its members."""
        members = self.directory.members(committee_id)
        people: list[Person] = [one.person for one in members] or list(self.directory.people.values())
        return people[0].tenant_id

    async def _service_url(self, tenant_id: str) -> str:
        """Raises: Unavailable until Teams has been heard from."""
        url = await self.store.read(lambda tx: tx.service_url(tenant_id))
        if url is None:
            raise Unavailable(code="noServiceUrl")
        return url


def marker_of(key: str) -> str:
    """The id that a card's first element carries, so that its post can be found by Graph."""
    return f"utv-{sha256(key.encode()).hexdigest()[:24]}"


def _doubtful_since(errand: Errand, unfinished: Sequence[Errand]) -> datetime | None:
    """Since when this card may already stand in the channel, posted by an attempt whose answer was lost."""
    tried = [one.created_at for one in unfinished if one.key == errand.key and one.id != errand.id and one.attempts]
    if errand.attempts > 1:
        tried.append(errand.created_at)
    return min(tried, default=None)


def _summary(card: Card) -> str:
    return str(card.get("fallbackText") or "")
