"""How the bot reaches Microsoft 365: its tokens, and the gateway to Graph, as the settings say."""

from datetime import timedelta

from bot.settings import Settings
from graph.client import Graph
from graph.credentials import TokenSource, make_credential
from graph.values import MICROSOFT_HOSTS, GraphAddress


def open_tokens(settings: Settings) -> TokenSource:
    """Access tokens for the bot itself; the caller closes it."""
    secret = settings.client_secret.get_secret_value() if settings.client_secret else None
    return TokenSource(
        make_credential(
            bot_type=settings.app_type,
            tenant_id=settings.tenant_id,
            client_id=settings.app_id,
            client_secret=secret,
            loopback_token_url=settings.token_url,
        )
    )


def open_graph(settings: Settings, tokens: TokenSource) -> Graph:
    """The gateway to Graph, at the pace that Teams takes."""
    pause = timedelta(seconds=1.04 / settings.team_requests_per_second)
    return Graph(graph_address(settings), tokens, team_pause=pause)


def graph_address(settings: Settings) -> GraphAddress:
    """Where Graph is, and the hosts that may be spoken to."""
    own = settings.graph_base_url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    hosts = MICROSOFT_HOSTS if own in MICROSOFT_HOSTS else (own,)
    return GraphAddress(base_url=settings.graph_base_url, tenant_id=settings.tenant_id, allowed_hosts=hosts)
