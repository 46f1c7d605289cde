"""Tokens: fetched once, renewed in time, never shown to anyone but Entra or this machine."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ClientAuthenticationError, ServiceRequestError
from azure.identity import CredentialUnavailableError

from committee.microsoft_errors import Forbidden, Unavailable
from graph.credentials import BOT_SCOPE, GRAPH_SCOPE, LoopbackCredential, TokenSource, make_credential
from tests.graph_fixture import CountingCredential


@pytest.fixture
def credential() -> CountingCredential:
    made = CountingCredential()
    made.gate.set()
    return made


@pytest.fixture
async def tokens(credential: CountingCredential) -> AsyncIterator[TokenSource]:
    source = TokenSource(credential, clock=lambda: credential.now)
    yield source
    await source.close()


async def test_a_token_is_remembered_per_scope(tokens: TokenSource, credential: CountingCredential) -> None:
    first = await tokens.token(BOT_SCOPE)
    assert await tokens.token(BOT_SCOPE) == first
    assert await tokens.token(GRAPH_SCOPE) != first
    assert [scope for scope, _ in credential.asked] == [BOT_SCOPE, GRAPH_SCOPE]


async def test_a_token_is_renewed_five_minutes_before_it_expires(
    tokens: TokenSource, credential: CountingCredential
) -> None:
    first = await tokens.token(BOT_SCOPE)
    credential.now += 3600 - 301
    assert await tokens.token(BOT_SCOPE) == first
    credential.now += 2
    assert await tokens.token(BOT_SCOPE) != first


async def test_many_callers_at_once_make_one_request(tokens: TokenSource, credential: CountingCredential) -> None:
    credential.gate.clear()
    calls = [asyncio.ensure_future(tokens.token(BOT_SCOPE)) for _ in range(20)]
    assert await asyncio.to_thread(credential.was_asked.wait, 10)
    calls[0].cancel()
    credential.gate.set()
    found = await asyncio.gather(*calls[1:])
    assert set(found) == {"token-1"}
    assert len(credential.asked) == 1


async def test_callers_on_two_loops_share_one_credential_on_its_own_loop(
    tokens: TokenSource, credential: CountingCredential
) -> None:
    other = await asyncio.to_thread(lambda: asyncio.run(tokens.token(BOT_SCOPE)))
    assert await tokens.token(BOT_SCOPE) == other
    await tokens.token(GRAPH_SCOPE)
    threads = {thread for _, thread in credential.asked}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_while_renewal_fails_the_old_token_serves_until_its_last_moment(
    tokens: TokenSource, credential: CountingCredential
) -> None:
    first = await tokens.token(BOT_SCOPE)
    credential.problem = ServiceRequestError("no network")
    credential.now += 3600 - 60
    assert await tokens.token(BOT_SCOPE) == first
    credential.now += 45
    with pytest.raises(Unavailable):
        await tokens.token(BOT_SCOPE)


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (ClientAuthenticationError("wrong secret"), Forbidden),
        (CredentialUnavailableError("no managed identity here"), Unavailable),
        (ServiceRequestError("no network"), Unavailable),
    ],
)
async def test_a_credential_that_fails_tells_delivery_which_way(
    tokens: TokenSource, credential: CountingCredential, problem: Exception, kind: type[Exception]
) -> None:
    credential.problem = problem
    with pytest.raises(kind):
        await tokens.token(BOT_SCOPE)
    credential.problem = None
    assert await tokens.token(BOT_SCOPE) == "token-2"


async def test_a_token_that_was_turned_down_is_not_used_again(
    tokens: TokenSource, credential: CountingCredential
) -> None:
    first = await tokens.token(GRAPH_SCOPE)
    tokens.forget(GRAPH_SCOPE, "another one")
    assert await tokens.token(GRAPH_SCOPE) == first
    tokens.forget(GRAPH_SCOPE, first)
    assert await tokens.token(GRAPH_SCOPE) != first


async def test_closing_closes_the_credential(credential: CountingCredential) -> None:
    source = TokenSource(credential, clock=lambda: credential.now)
    await source.token(BOT_SCOPE)
    await source.close()
    assert credential.is_closed


@pytest.mark.parametrize(
    "url",
    [
        "http://login.example.org/token",
        "https://login.microsoftonline.com/x/oauth2/v2.0/token",
        "http://127.0.0.1.example.org/token",
        "http://localhost@example.org/token",
        "file:///token",
        "",
    ],
)
def test_the_loopback_credential_shows_its_secret_to_no_other_machine(url: str) -> None:
    with pytest.raises(ValueError):
        LoopbackCredential(url, "id", "secret")


@pytest.mark.parametrize("url", ["http://127.0.0.1:3979/token", "http://localhost:1/token", "http://[::1]:1/token"])
def test_the_loopback_credential_takes_this_machine(url: str) -> None:
    LoopbackCredential(url, "id", "secret")


async def test_an_unreachable_loopback_endpoint_is_unavailable() -> None:
    source = TokenSource(LoopbackCredential("http://127.0.0.1:9/token", "id", "secret"))
    with pytest.raises(Unavailable):
        await source.token(BOT_SCOPE)
    await source.close()


_WHO: dict[str, Any] = {
    "tenant_id": "6f3c2a10-0000-4000-8000-00000000c0de",
    "client_id": "b07b07b0-0000-4000-8000-000000000001",
}


async def test_each_bot_type_gets_its_credential() -> None:
    managed = make_credential(bot_type="UserAssignedMSI", **_WHO)
    secret = make_credential(bot_type="SingleTenant", client_secret="x", **_WHO)
    local = make_credential(
        bot_type="SingleTenant", client_secret="x", loopback_token_url="http://127.0.0.1:1/token", **_WHO
    )
    names = [type(made).__name__ for made in (managed, secret, local)]
    assert names == ["ManagedIdentityCredential", "ClientSecretCredential", "LoopbackCredential"]
    for made in (managed, secret, local):
        await made.close()


@pytest.mark.parametrize(
    ("bot_type", "proofs"),
    [
        ("MultiTenant", {"client_secret": "x"}),
        ("", {}),
        ("SingleTenant", {}),
        ("SingleTenant", {"client_secret": "x", "certificate_path": Path("cert.pem")}),
        ("SingleTenant", {"client_secret": "x", "loopback_token_url": "http://example.org/token"}),
    ],
)
def test_a_type_and_proofs_that_do_not_fit_are_refused_at_start(bot_type: str, proofs: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        make_credential(bot_type=bot_type, **_WHO, **proofs)
