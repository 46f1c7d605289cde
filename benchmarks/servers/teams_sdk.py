"""The vote bot on the Teams SDK as its samples make it: App, decorator, FastAPI and uvicorn; nothing is durable.

The OpenID address is given by the SDK's own setting (a cloud environment with an override). A no-op OpenTelemetry
meter provider is set, since the SDK keeps 2.7 kB for every activity without one; uvicorn's access log is off.
"""

import asyncio
import os
from socket import socket

import uvicorn
from fastapi import FastAPI
from microsoft_teams.api import AdaptiveCardActionCardResponse, AdaptiveCardInvokeActivity, AdaptiveCardInvokeResponse
from microsoft_teams.api.auth.cloud_environment import PUBLIC, with_overrides
from microsoft_teams.apps import ActivityContext, App, FastAPIAdapter
from microsoft_teams.cards import AdaptiveCard
from opentelemetry import metrics

from benchmarks.servers.ballots import BallotBox, show_tally
from benchmarks.servers.serving import read_arguments
from benchmarks.terms import APP_ID, OPENID_METADATA_VARIABLE, TENANT_ID


class AnnouncedServer(uvicorn.Server):
    """A uvicorn server that prints READY when it listens."""

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        print(f"READY {self.config.port}", flush=True)


def make_app(port: int) -> App:
    """The bot, checking tokens against the benchmark's own keys."""

    def make_server(fastapi: FastAPI) -> uvicorn.Server:
        return AnnouncedServer(uvicorn.Config(fastapi, host="127.0.0.1", port=port, log_level="warning"))

    return App(
        client_id=APP_ID,
        client_secret="never used: a vote is answered in the response",
        tenant_id=TENANT_ID,
        cloud=with_overrides(PUBLIC, openid_metadata_url=os.environ[OPENID_METADATA_VARIABLE]),
        http_server_adapter=FastAPIAdapter(server_factory=make_server),
    )


def main() -> None:
    """Start the bot and serve it."""
    metrics.set_meter_provider(metrics.NoOpMeterProvider())
    port = read_arguments().port
    app = make_app(port)
    box = BallotBox()

    @app.on_card_action_execute
    async def cast_ballot(context: ActivityContext[AdaptiveCardInvokeActivity]) -> AdaptiveCardInvokeResponse:
        activity = context.activity
        box.cast(activity.from_.aad_object_id or "", activity.value.action.data["choice"])
        return AdaptiveCardActionCardResponse(value=AdaptiveCard.model_validate(show_tally(box.tally)))

    asyncio.run(app.start(port))


if __name__ == "__main__":
    main()
