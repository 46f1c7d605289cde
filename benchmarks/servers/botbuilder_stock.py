"""The vote bot on botbuilder as its samples make it: CloudAdapter, ActivityHandler, aiohttp; nothing is durable.

4.17.1 serializes the body of an invoke answer twice and so answers every invoke with 500 (teams.py issue 2547);
the smallest mend is one line: the second serialization is replaced by the identity. Nothing else is changed.
"""

import asyncio
import os
from http import HTTPStatus

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication, cloud_adapter
from botbuilder.schema import AdaptiveCardInvokeResponse, AdaptiveCardInvokeValue

from benchmarks.servers.ballots import BallotBox, show_tally
from benchmarks.servers.serving import read_arguments, serve
from benchmarks.terms import APP_ID, CARD_TYPE, ISSUER, OPENID_METADATA_VARIABLE, TENANT_ID


class Settings:
    """The sample's config class; the OpenID address and issuer are botbuilder's own settings for other clouds."""

    APP_TYPE = "SingleTenant"
    APP_ID = APP_ID
    APP_PASSWORD = "never used: a vote is answered in the response"
    APP_TENANTID = TENANT_ID
    TO_CHANNEL_FROM_BOT_LOGIN_URL = f"https://login.microsoftonline.com/{TENANT_ID}"
    TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = ISSUER
    TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = ISSUER
    OAUTH_URL = "https://token.botframework.com"
    TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = os.environ[OPENID_METADATA_VARIABLE]
    TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = os.environ[OPENID_METADATA_VARIABLE]


class VoteBot(ActivityHandler):
    """Answers a pressed button with the tally."""

    def __init__(self) -> None:
        self.box = BallotBox()

    async def on_adaptive_card_invoke(
        self, turn_context: TurnContext, invoke_value: AdaptiveCardInvokeValue
    ) -> AdaptiveCardInvokeResponse:
        """Keep the ballot and show the card."""
        voter = turn_context.activity.from_property.aad_object_id
        self.box.cast(voter, invoke_value.action["data"]["choice"])
        return AdaptiveCardInvokeResponse(status_code=HTTPStatus.OK, type=CARD_TYPE, value=show_tally(self.box.tally))


def main() -> None:
    """Start the bot and serve it."""
    cloud_adapter.serializer_helper = lambda body: body  # the one-line mend named above
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Settings()))
    bot = VoteBot()

    async def receive_message(request: web.Request) -> web.Response:
        return await adapter.process(request, bot)

    app = web.Application()
    app.router.add_post("/api/messages", receive_message)
    asyncio.run(serve(app, read_arguments().port))


if __name__ == "__main__":
    main()
