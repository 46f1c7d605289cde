"""The vote bot on the Microsoft 365 Agents SDK: AgentApplication, its aiohttp adapter; nothing is durable.

The SDK has no setting for the Bot Framework's key address, so the one entry in its table of key addresses is
replaced. Its issuer check is off by default and is turned on here. A vote sends nothing, yet the SDK asks its
connections for a token for every activity: they hand out a ready one, so no time is spent on the network.
"""

import asyncio
import os

from aiohttp import web
from microsoft_agents.activity import Activity, AdaptiveCardInvokeResponse
from microsoft_agents.hosting.aiohttp import CloudAdapter, jwt_authorization_middleware, start_agent_process
from microsoft_agents.hosting.core import AgentApplication, MemoryStorage, TurnContext, TurnState
from microsoft_agents.hosting.core.authorization import (
    AgentAuthConfiguration,
    AnonymousTokenProvider,
    ClaimsIdentity,
    Connections,
    _entra_issuers,
)

from benchmarks.servers.ballots import BallotBox, show_tally
from benchmarks.servers.serving import read_arguments, serve
from benchmarks.terms import APP_ID, CARD_TYPE, ISSUER, OPENID_METADATA_VARIABLE, TENANT_ID, VERB


class ReadyToken(AnonymousTokenProvider):
    """Hands out a fixed token where the real provider would have a cached one."""

    async def get_access_token(self, resource_url: str, scopes: list[str], force_refresh: bool = False) -> str:
        """The ready token."""
        return "ready"


class OneConnection(Connections):
    """One app registration and its ready token."""

    def __init__(self, configuration: AgentAuthConfiguration) -> None:
        self.configuration = configuration
        self.provider = ReadyToken()

    def get_connection(self, connection_name: str) -> ReadyToken:
        """The only connection."""
        return self.provider

    def get_default_connection(self) -> ReadyToken:
        """The only connection."""
        return self.provider

    def get_token_provider(self, claims_identity: ClaimsIdentity, service_url: str) -> ReadyToken:
        """The only connection."""
        return self.provider

    def get_token_provider_from_activity(self, claims_identity: ClaimsIdentity, activity: Activity) -> ReadyToken:
        """The only connection."""
        return self.provider

    def get_default_connection_configuration(self) -> AgentAuthConfiguration:
        """The app registration."""
        return self.configuration


def make_agent(adapter: CloudAdapter, connections: OneConnection) -> AgentApplication[TurnState]:
    """The bot with its one route."""
    agent = AgentApplication[TurnState](
        storage=MemoryStorage(), connection_manager=connections, bot_app_id=APP_ID, start_typing_timer=False
    )
    box = BallotBox()

    @agent.adaptive_card.action_execute(VERB)
    async def cast_ballot(context: TurnContext, state: TurnState, choices: dict) -> AdaptiveCardInvokeResponse:
        box.cast(context.activity.from_property.aad_object_id or "", choices["choice"])
        return AdaptiveCardInvokeResponse(status_code=200, type=CARD_TYPE, value=show_tally(box.tally))

    return agent


def main() -> None:
    """Start the bot and serve it."""
    keys = os.environ[OPENID_METADATA_VARIABLE].removesuffix("/openidconfiguration") + "/keys"
    _entra_issuers.BOTFRAMEWORK_JWKS_URIS[ISSUER] = keys
    configuration = AgentAuthConfiguration(
        client_id=APP_ID, tenant_id=TENANT_ID, client_secret="never used", issuers=[ISSUER], validate_issuer=True
    )
    connections = OneConnection(configuration)
    adapter = CloudAdapter(connection_manager=connections)
    agent = make_agent(adapter, connections)

    async def receive_message(request: web.Request) -> web.Response | None:
        return await start_agent_process(request, agent, adapter)

    app = web.Application(middlewares=[jwt_authorization_middleware])
    app["agent_configuration"] = configuration
    app.router.add_post("/api/messages", receive_message)
    asyncio.run(serve(app, read_arguments().port))


if __name__ == "__main__":
    main()
