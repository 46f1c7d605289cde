"""This product's own vote path: gate, seat, rules, durable commit with its audit entry, card; nothing is left out.

The committee and its register are made up in memory, since no mandate has ten thousand organisations. With errands a
sandbox is started on the client's core, and meetings are put in its calendar by the product's own delivery; with
channels its team is read and groups' channels are made in it, the same way.
"""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import aiohttp
import uvloop
from aiohttp import web

from benchmarks.processes import find_free_port
from benchmarks.terms import APP_ID, FOLDER_VARIABLE, ISSUER, OPENID_METADATA_VARIABLE, TENANT_ID, VOTING
from benchmarks.terms import voter_object_id as object_id
from bot.app import Running, settle_memory
from bot.connector import ConnectorClients
from bot.couriers import Couriers
from bot.delivery import Delivery
from bot.inbound import InboundGate
from bot.invokes import make_invoke
from bot.messenger import Messenger
from bot.office import Office
from bot.provisioning import Provisioning
from bot.service_hosts import ServiceHosts
from bot.shelf import Shelf
from bot.token_keys import TokenKeys
from bot.web import make_app, make_runner
from committee.groups import Group, GroupKind
from committee.mandate import Approval, Mandate, Organisation
from committee.meetings import Meeting, MeetingState
from committee.members import Directory, Person, Seat, Space
from committee.outbox import ErrandKind
from committee.ports import Transaction
from committee.proposals import Assurance, Proposal, ProposalForm, ProposalState
from committee.seat_rules import Function, OrganisationKind
from committee.spaces import ChannelKind, ChannelWish
from committee.voting import Choice, RollEntry, Tally, Voting
from committee.workflows.ballots import cast_ballot
from graph.client import Graph
from graph.credentials import TokenSource, make_credential
from graph.values import GraphAddress
from storage.database import migrate
from storage.store import open_store

COMMITTEE = "utvalg"
#: The sandbox's team.
TEAM_ID = "7ea70000-0000-4000-8000-000000000001"
ROOT = Path(__file__).resolve().parent.parent.parent


def current_time() -> datetime:
    return datetime.now(UTC)


def make_directory(organisations: int) -> Directory:
    """A committee of so many organisations, each with one representative."""
    mandate = Mandate(
        id=COMMITTEE,
        name="Utvalget",
        prefix="U",
        valid_from=date(2021, 4, 14),
        sha256="0" * 64,
        source="",
        approval=Approval(reference="PS-6/21", approved_on=date(2021, 4, 14), approved_by="styret"),
        organisations=tuple(
            Organisation(id=f"o{n}", name=f"Kommune {n}", kind=OrganisationKind.MUNICIPALITY, weight=1)
            for n in range(organisations)
        ),
    )
    people = {
        f"p{n}": Person(id=f"p{n}", name=f"Medlem {n}", tenant_id=TENANT_ID, object_id=object_id(n), address="")
        for n in range(organisations)
    }
    seats = tuple(
        Seat(committee_id=COMMITTEE, person_id=f"p{n}", function=Function.REPRESENTATIVE, organisation_id=f"o{n}")
        for n in range(organisations)
    )
    mailbox = "aad00000-0000-4000-8000-000000000021"
    channel = "19:bestillerutvalget@thread.tacv2"
    space = Space(committee_id=COMMITTEE, team_id=TEAM_ID, channel_id=channel, calendar=mailbox)
    return Directory(mandates={COMMITTEE: mandate}, people=people, seats=seats, spaces={COMMITTEE: space})


def open_voting(tx: Transaction, directory: Directory, now: datetime) -> None:
    """One case before the committee, and its voting open for a day."""
    mandate = directory.mandate(COMMITTEE)
    roll = [RollEntry(organisation_id=one.id, name=one.name, weight=one.weight) for one in mandate.organisations]
    proposal = Proposal(
        id="s1",
        committee_id=COMMITTEE,
        number=1,
        year=2026,
        prefix="U",
        mandate=mandate.stamp,
        form=ProposalForm(title="Felles innbyggerdialog", kind="new", need="Fire løsninger i dag.", personal_data=True),
        proposer_id="p0",
        organisation_id="o0",
        state=ProposalState.VOTING,
        submitted_at=now,
        voting_id=VOTING,
        assurance=Assurance(
            checked=(), assessment="", recommendation="Vi tilrår forslaget.", assured_by="p0", assured_at=now
        ),
    )
    voting = Voting(
        id=VOTING,
        committee_id=COMMITTEE,
        proposal_id="s1",
        meeting_id="m1",
        mandate=mandate.stamp,
        rules=mandate.rules,
        tally=Tally(roll_count=len(roll), roll_weight=len(roll)),
        opened_at=now,
        opened_by="p0",
        closes_at=now + timedelta(days=1),
    )
    meeting = Meeting(
        id="m1",
        committee_id=COMMITTEE,
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        state=MeetingState.IN_SESSION,
    )
    tx.put_meeting(meeting)
    tx.put_proposal(proposal)
    tx.put_voting(voting)
    tx.put_roll(VOTING, roll)


def cast_first(tx: Transaction, directory: Directory, first: int, last: int, now: datetime) -> None:
    """The ballots of some organisations, by the product's own workflow."""
    for n in range(first, last):
        member = directory.member(directory.people[f"p{n}"], COMMITTEE)
        cast_ballot(tx, directory, member, VOTING, Choice.FOR, now=now)


def prepare_errands(tx: Transaction, count: int, now: datetime) -> None:
    """So many meetings that are not in the calendar yet."""
    for n in range(count):
        starts_at = now + timedelta(days=n + 1)
        meeting = Meeting(
            id=f"e{n}",
            committee_id=COMMITTEE,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            state=MeetingState.PLANNED,
        )
        tx.put_meeting(meeting)
        tx.send(COMMITTEE, ErrandKind.EVENT, f"event:{meeting.id}", {"meeting_id": meeting.id}, now=now)


def prepare_channels(tx: Transaction, count: int, now: datetime) -> None:
    """So many groups whose channels were asked for, and the errand that makes them."""
    for n in range(count):
        group = Group(
            id=f"g{n}",
            committee_id=COMMITTEE,
            kind=GroupKind.WORKING,
            name=f"Gruppe {n}",
            task="",
            leader_id="p0",
            members=("p0",),
            deadline_on=now.date(),
            created_by="p0",
            created_at=now,
        )
        tx.put_group(group)
        tx.keep(
            ChannelWish(
                id=group.id,
                committee_id=COMMITTEE,
                about=group.id,
                name=group.name,
                kind=ChannelKind.STANDARD,
                wished_by="p0",
                wished_at=now,
            )
        )
    if count:
        tx.send(COMMITTEE, ErrandKind.CHANNELS, f"channels:{COMMITTEE}", {"actor_id": "", "people": ""}, now=now)


@asynccontextmanager
async def running_sandbox() -> AsyncIterator[str]:
    """A local Microsoft 365 on the other core; gives its address."""
    others = sorted(os.sched_getaffinity(1) - os.sched_getaffinity(0)) or sorted(os.sched_getaffinity(0))
    port = find_free_port()
    process = await asyncio.create_subprocess_exec(
        *("taskset", "-c", str(others[-1]), sys.executable, "-m", "sandbox"),
        *("--no-bot", "--fresh", "--port", str(port), "--state", f"{os.getcwd()}/sandbox/state"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    if not await process.stdout.readline():
        raise RuntimeError("the sandbox did not start")
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


@asynccontextmanager
async def open_server(arguments: argparse.Namespace) -> AsyncIterator[Running]:
    """The product's parts as `bot.app` puts them together, around a made-up directory."""
    url = f"sqlite:///{Path(os.environ[FOLDER_VARIABLE]) / 'utvalgsbot.db'}"
    migrate(url)
    directory, now = make_directory(arguments.organisations), current_time()
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(running_sandbox()) if has_errands(arguments) else "http://127.0.0.1:9"
        store = await stack.enter_async_context(open_store(url))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        tokens = TokenSource(
            make_credential(
                bot_type="SingleTenant",
                tenant_id=TENANT_ID,
                client_id=APP_ID,
                client_secret="sandbox-secret",
                loopback_token_url=f"{base}/oauth2/v2.0/token",
            )
        )
        address = GraphAddress(base_url=f"{base}/graph/v1.0", tenant_id=TENANT_ID, allowed_hosts=("127.0.0.1",))
        graph = await stack.enter_async_context(Graph(address, tokens))
        hosts = ServiceHosts(("smba.trafficmanager.net", "127.0.0.1"))
        clients = ConnectorClients(app_id=APP_ID, session=session, token=tokens.token, hosts=hosts)  # type: ignore[arg-type]
        messenger = Messenger(app_id=APP_ID, clients=clients)
        shelf = Shelf(directory)
        channels = Provisioning(shelf=shelf, store=store, teams=graph, now=current_time)
        couriers = Couriers(
            store=store, shelf=shelf, sender=messenger, office365=graph, now=current_time, channels=channels
        )
        delivery = Delivery(store, couriers, now=current_time)
        office = Office(store=store, shelf=shelf, now=current_time, nudge=delivery.nudge, plan=_no_plan)
        await store.write(lambda tx: open_voting(tx, directory, now))
        for first in range(0, arguments.voted, 500):
            last = min(first + 500, arguments.voted)
            await store.write(lambda tx, a=first, b=last: cast_first(tx, directory, a, b, now))
        await store.write(lambda tx: prepare_errands(tx, arguments.errands, now))
        await store.write(lambda tx: prepare_channels(tx, arguments.channels, now))
        # The votes claim to come from Microsoft's own address, which nothing may be sent to from here.
        await store.write(lambda tx: tx.put_service_url(TENANT_ID, f"{base}/connector/"))
        gate = InboundGate(
            app_id=APP_ID,
            issuer=ISSUER,
            keys=TokenKeys(os.environ[OPENID_METADATA_VARIABLE], session),
            hosts=hosts,
            tenants=(TENANT_ID,),
        )
        app = make_app(gate, make_invoke(office), _no_messages, _ready)
        yield Running(app=app, office=office, delivery=delivery, rounds=None)  # type: ignore[arg-type]


async def _no_plan(_committee_id: str):
    raise LookupError("this server plans nothing")


async def _no_messages(_activity, _claims) -> None:
    """This server is sent invokes only."""


async def _ready():
    return ()


async def wait_for_word() -> None:
    """Until the line DELIVER comes, or nobody is there to send it."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline() != b"DELIVER\n" and not reader.at_eof():
        pass


async def tell_when_delivered(running: Running) -> None:
    """Prints DELIVERED when no meeting is left to put in the calendar, and no channel to make."""
    while await running.office.store.read(_errands_left):
        await asyncio.sleep(0.05)
    print("DELIVERED", flush=True)


def has_errands(arguments: argparse.Namespace) -> bool:
    return bool(arguments.errands or arguments.channels)


def _errands_left(tx: Transaction) -> bool:
    return any(one.kind in (ErrandKind.EVENT, ErrandKind.CHANNELS) for one in tx.errands(COMMITTEE))


async def main(arguments: argparse.Namespace) -> None:
    async with open_server(arguments) as running:
        runner = make_runner(running.app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", arguments.port).start()
        settle_memory()
        print(f"READY {arguments.port}", flush=True)
        if has_errands(arguments):
            await wait_for_word()
        running.delivery.start()
        async with asyncio.TaskGroup() as tasks:
            if has_errands(arguments):
                tasks.create_task(tell_when_delivered(running))
            while True:  # the clock's rounds
                running.delivery.nudge()
                await asyncio.sleep(2)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("port", 0), ("organisations", 100), ("voted", 0), ("errands", 0), ("channels", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    uvloop.run(main(parser.parse_args()))
