"""The composition root: every part of the bot is made here, and nowhere else."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from bot.activity_handler import ActivityProcessor, CommitteeActivityHandler, Reply
from bot.ballot_box import key_folder
from bot.commands import make_on_words
from bot.connector import ConnectorClients
from bot.couriers import Couriers
from bot.delivery import Delivery
from bot.identity import Sender
from bot.inbound import InboundGate
from bot.invokes import make_invoke
from bot.messenger import Messenger
from bot.microsoft import open_graph, open_tokens
from bot.office import Office
from bot.planner import make_plan
from bot.provisioning import Provisioning
from bot.rounds import Rounds
from bot.service_hosts import ServiceHosts
from bot.settings import Settings
from bot.setup_look import SettingUp
from bot.setups import greet_team
from bot.shelf import Places, open_shelf
from bot.token_keys import TokenKeys
from bot.web import make_app
from committee.ports import Store
from graph.credentials import TokenSource
from locales import words
from scheduler.clock import Clock
from scheduler.closed_days import norwegian_closed_day
from storage.store import open_store

_log = logging.getLogger(__name__)


def current_time() -> datetime:
    return datetime.now(UTC)


def translate(msgid: str, locale: str | None) -> str:
    """A sentence in the language of a Teams client; its parameters are still to be filled in."""
    return words(locale or "nb")(msgid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A bot that is open for activities."""

    app: web.Application
    office: Office
    delivery: Delivery
    rounds: Rounds


@asynccontextmanager
async def open_bot(settings: Settings, *, now: Callable[[], datetime] = current_time) -> AsyncIterator[Running]:
    """The whole bot until the block ends, going by the time `now` gives (aware, UTC).

    Raises what its files and database say when they are wrong.
    """
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database_url))
        shelf = await open_shelf(file_places(settings), store, now())
        session = await stack.enter_async_context(aiohttp.ClientSession())
        tokens = open_tokens(settings)
        stack.push_async_callback(tokens.close)
        graph = await stack.enter_async_context(open_graph(settings, tokens))
        hosts = ServiceHosts(settings.allowed_service_hosts)
        clients = ConnectorClients(app_id=settings.app_id, session=session, token=_ask_for(tokens), hosts=hosts)
        messenger = Messenger(app_id=settings.app_id, clients=clients)
        box = key_folder(settings.election_keys_path, settings.database_url)
        channels = Provisioning(shelf=shelf, store=store, teams=graph, now=now)
        couriers = Couriers(
            store=store, shelf=shelf, sender=messenger, office365=graph, now=now, ballot_box=box, channels=channels
        )
        alone = settings.database_url.startswith("sqlite")
        delivery = Delivery(store, couriers, now=now, alone=alone)
        plan = make_plan(store, shelf, graph, norwegian_closed_day, now=now, nudge=delivery.nudge)
        closed = norwegian_closed_day
        administrators = [(settings.tenant_id, one) for one in settings.administrators]
        setting_up = SettingUp(connector=clients, calendar=graph, administrators=administrators)
        office = Office(
            store=store,
            shelf=shelf,
            now=now,
            nudge=delivery.nudge,
            plan=plan,
            ballot_box=box,
            closed=closed,
            channels=channels,
            setting_up=setting_up,
            hurry=lambda: rounds.hurry(),
        )
        rounds = Rounds(office, delivery)
        await rounds.follow_mandates()
        clock = Clock(rounds.go, timedelta(seconds=settings.tick_seconds))
        keys = TokenKeys(settings.openid_metadata_url, session)
        app = _open_door(settings, office, clients, keys, hosts, rounds)
        delivery.start()
        stack.push_async_callback(delivery.stop)
        clock.start()
        stack.callback(clock.stop)
        yield Running(app=app, office=office, delivery=delivery, rounds=rounds)


def _open_door(
    settings: Settings, office: Office, clients: ConnectorClients, keys: TokenKeys, hosts: ServiceHosts, rounds: Rounds
) -> web.Application:
    gate = InboundGate(
        app_id=settings.app_id, issuer=settings.token_issuer, keys=keys, hosts=hosts, tenants=settings.allowed_tenants
    )
    heard = HeardFrom(office.store)
    answer_words, answer_invoke = make_on_words(office), make_invoke(office)

    async def on_words(sender: Sender, text: str, value: Mapping[str, Any] | None, reply: Any) -> None:
        await heard.note(sender)
        await answer_words(sender, text, value, reply)

    async def on_installed(sender: Sender, reply: Reply) -> None:
        await heard.note(sender)
        rounds.hurry()
        await greet_team(office, sender, reply)

    async def on_invoke(activity: dict[str, Any], sender: Sender) -> dict[str, Any] | None:
        await heard.note(sender)
        return await answer_invoke(activity, sender)

    handler = CommitteeActivityHandler(on_words=on_words, on_installed=on_installed)
    return make_app(
        gate,
        on_invoke,
        ActivityProcessor(handler, clients, translate=translate),
        rounds.waiting_for,
        body_limit=settings.body_limit,
        timeout_seconds=settings.request_timeout_seconds,
        translate=translate,
    )


class HeardFrom:
    """Remembers where Teams was last heard from for each tenant, so that we can speak first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    async def note(self, sender: Sender) -> None:
        """Writes only what is new."""
        tenant_id, url = sender.tenant_id, sender.service_url
        if self._known.get(tenant_id) != url:
            await self._store.write(lambda tx: tx.put_service_url(tenant_id, url))
            self._known[tenant_id] = url


def file_places(settings: Settings) -> Places:
    """Where the files are."""
    return Places(
        mandates=settings.mandates_path,
        register=settings.register_path,
        home_tenant=settings.home_tenant,
        catalogue=settings.catalogue_path,
        strategy=settings.strategy_path,
        spaces=settings.spaces_path,
    )


def _ask_for(tokens: TokenSource) -> Any:
    async def token(scope: str, *, refresh: bool = False) -> str:
        current = await tokens.token(scope)
        if refresh:
            tokens.forget(scope, current)
            return await tokens.token(scope)
        return current

    return token


async def serve(settings: Settings, stopped: asyncio.Event) -> None:
    """Serves until `stopped` is set; errands under way are given a moment."""
    from bot.web import make_runner

    async with open_bot(settings) as running:
        runner = make_runner(running.app)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
            running.rounds.open()
            settle_memory()
            _log.info("listening on port %s", settings.port)
            await stopped.wait()
        finally:
            await runner.cleanup()


def settle_memory() -> None:
    """Lets the collector forget what start-up made: half a million objects that live as long as we do."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
