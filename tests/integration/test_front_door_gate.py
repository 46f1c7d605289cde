"""Only Teams gets in: every way a request can be wrong, over real HTTP, and the handler never hears of it."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot import inbound, token_keys
from tests.front_door_fixture import (
    APP_ID,
    FOREIGN_TENANT,
    TENANT,
    FrontDoor,
    make_activity,
    make_claims,
    sign,
    signing_key,
)


@pytest.fixture
async def door() -> AsyncIterator[FrontDoor]:
    async with FrontDoor() as door:
        yield door


def _unsigned() -> str:
    return jwt.encode(make_claims(), None, algorithm="none", headers={"kid": "key-1"})


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _signed_with_the_public_key() -> str:
    """The classic confusion: HS256 with the public key's text as the secret."""
    public = signing_key("key-1").public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'key-1'})}.{_part(make_claims())}"
    mac = base64.urlsafe_b64encode(hmac.new(pem, signed.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    return f"{signed}.{mac}"


def _tampered() -> str:
    header, _, signature = sign(make_claims()).split(".")
    return f"{header}.{_part(make_claims(aud=APP_ID, extra='x'))}.{signature}"


def _ago(seconds: int) -> int:
    return int(time.time()) - seconds


BAD_HEADERS = {
    "no header": "",
    "Basic": "Basic dXNlcjpwYXNz",
    "bare token": "token",
    "Bearer and nothing": "Bearer",
}

BAD_TOKENS = {
    "garbage": lambda: "garbage",
    "three parts of garbage": lambda: "a.b.c",
    "alg none": _unsigned,
    "HS256 with the public key": _signed_with_the_public_key,
    "signature of another key": lambda: sign(make_claims(), "key-1", signer="stranger"),
    "claims changed after signing": _tampered,
    "RS512": lambda: jwt.encode(make_claims(), signing_key("key-1"), algorithm="RS512", headers={"kid": "key-1"}),
    "no key id": lambda: jwt.encode(make_claims(), signing_key("key-1"), algorithm="RS256"),
    "unknown key id": lambda: sign(make_claims(), "key-9"),
    "wrong audience": lambda: sign(make_claims(aud="00000000-0000-4000-8000-000000000000")),
    "no audience": lambda: sign(make_claims(aud=None)),
    "wrong issuer": lambda: sign(make_claims(iss="https://sts.windows.net/x/")),
    "no issuer": lambda: sign(make_claims(iss=None)),
    "no expiry": lambda: sign(make_claims(exp=None)),
    "expired six minutes ago": lambda: sign(make_claims(exp=_ago(360))),
    "not valid for six minutes yet": lambda: sign(make_claims(nbf=_ago(-360))),
    "serviceurl of another service": lambda: sign(make_claims(serviceurl="https://smba.trafficmanager.net/amer/")),
    "no serviceurl": lambda: sign(make_claims(serviceurl=None)),
}

BAD_BODIES: dict[str, tuple[int, dict[str, Any]]] = {
    "no type": (400, {"type": None}),
    "no channelId": (400, {"channelId": None}),
    "another channel": (400, {"channelId": "webchat"}),
    "no serviceUrl": (400, {"serviceUrl": None}),
    "serviceUrl is no text": (400, {"serviceUrl": 7}),
    "no conversation": (400, {"conversation": None}),
    "conversation without id": (400, {"conversation": {"tenantId": TENANT}}),
    "foreign tenant in the conversation": (403, {"conversation": {"id": "a:1", "tenantId": FOREIGN_TENANT}}),
    "foreign tenant in the channel data": (403, {"channelData": {"tenant": {"id": FOREIGN_TENANT}}}),
    "tenant is no text": (403, {"channelData": {"tenant": {"id": [TENANT]}}}),
    "no tenant at all": (403, {"conversation": {"id": "a:1"}, "channelData": None}),
}


@pytest.mark.parametrize("case", BAD_HEADERS)
async def test_without_a_bearer_token_nobody_gets_in(door: FrontDoor, case: str) -> None:
    assert await door.post(authorization=BAD_HEADERS[case]) == (401, None)
    assert door.let_in == 0
    assert door.key_service.asked == 0


@pytest.mark.parametrize("case", BAD_TOKENS)
async def test_a_bad_token_is_refused(door: FrontDoor, case: str) -> None:
    assert await door.post(token=BAD_TOKENS[case]()) == (403, None)
    assert door.let_in == 0


@pytest.mark.parametrize("case", BAD_BODIES)
async def test_an_activity_that_is_not_teams_is_refused(door: FrontDoor, case: str) -> None:
    status, changes = BAD_BODIES[case]
    assert await door.post(make_activity(**changes)) == (status, None)
    assert door.let_in == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe", b"[" * 5000])
async def test_what_is_no_json_object_is_refused(
    door: FrontDoor, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert await door.post(body=body) == (400, None)
    assert door.let_in == 0
    assert not any(record.levelname == "ERROR" for record in caplog.records)


async def test_the_body_is_not_looked_at_before_the_token_is_good(door: FrontDoor) -> None:
    assert await door.post(body=b"{", token="garbage") == (403, None)
    assert await door.post(body=b"{", authorization="Basic x") == (401, None)


async def test_a_body_that_is_too_large_is_refused() -> None:
    async with FrontDoor(body_limit=4096) as door:
        assert await door.post(make_activity(text="x" * 5000)) == (413, None)
        assert door.let_in == 0


async def test_a_good_activity_gets_in(door: FrontDoor) -> None:
    assert await door.post() == (200, {"statusCode": 200})
    [(activity, sender)] = door.invoked
    assert activity == make_activity()
    assert (sender.tenant_id, sender.object_id) == (TENANT, "aad00000-0000-4000-8000-000000000003")


@pytest.mark.parametrize("claims", [{"exp": -200}, {"nbf": 200}])
async def test_clocks_may_differ_by_five_minutes(door: FrontDoor, claims: dict[str, int]) -> None:
    shifted = {name: int(time.time()) + seconds for name, seconds in claims.items()}
    assert (await door.post(token=sign(make_claims(**shifted))))[0] == 200


async def test_a_scheme_in_small_letters_is_the_same_scheme(door: FrontDoor) -> None:
    assert (await door.post(authorization=f"bearer {sign(make_claims())}"))[0] == 200


@pytest.mark.parametrize(
    "changes",
    [{"channelData": {"tenant": {"id": TENANT.upper()}}, "conversation": {"id": "a:1"}}, {"channelData": None}],
)
async def test_one_of_the_two_tenants_is_enough(door: FrontDoor, changes: dict[str, Any]) -> None:
    assert (await door.post(make_activity(**changes)))[0] == 200


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://evilbotframework.com/",
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example\\@smba.trafficmanager.net/",
    ],
)
async def test_a_service_that_is_not_teams_own_is_refused(door: FrontDoor, url: str) -> None:
    token = sign(make_claims(serviceurl=url))
    assert await door.post(make_activity(serviceUrl=url), token=token) == (403, None)
    assert door.let_in == 0


async def test_a_host_below_an_allowed_domain_gets_in(door: FrontDoor) -> None:
    url = "https://eu.botframework.com/x/"
    assert (await door.post(make_activity(serviceUrl=url), token=sign(make_claims(serviceurl=url))))[0] == 200


@pytest.mark.parametrize("endorsements", [[], ["webchat"]])
async def test_a_key_that_is_not_endorsed_for_teams_is_refused(door: FrontDoor, endorsements: list[str]) -> None:
    door.key_service.published["key-1"] = endorsements
    assert await door.post() == (403, None)
    assert door.let_in == 0


async def test_a_token_seen_before_vouches_for_nothing_new(door: FrontDoor) -> None:
    token = sign(make_claims())
    assert (await door.post(token=token))[0] == 200
    other_url = make_activity(serviceUrl="https://smba.trafficmanager.net/amer/")
    foreign = make_activity(channelData={"tenant": {"id": FOREIGN_TENANT}})
    assert await door.post(other_url, token=token) == (403, None)
    assert await door.post(foreign, token=token) == (403, None)
    assert await door.post(make_activity(channelId="webchat"), token=token) == (400, None)
    assert door.let_in == 1


async def test_a_token_seen_before_still_expires(door: FrontDoor) -> None:
    token = sign(make_claims(exp=int(time.time()) + 60))
    assert (await door.post(token=token))[0] == 200
    with time_machine.travel(time.time() + 400):
        assert await door.post(token=token) == (403, None)


async def test_a_token_seen_before_falls_with_its_key(door: FrontDoor) -> None:
    token = sign(make_claims())
    assert (await door.post(token=token))[0] == 200
    door.key_service.published = {"key-2": ["msteams"]}
    door.clock.now += token_keys.COOL_DOWN_SECONDS + 1
    assert (await door.post(token=sign(make_claims(), "key-2")))[0] == 200
    assert await door.post(token=token) == (403, None)


async def test_remembered_tokens_are_bounded(door: FrontDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbound, "REMEMBERED_TOKENS", 3)
    for number in range(6):
        assert (await door.post(token=sign(make_claims(jti=str(number)))))[0] == 200
    assert len(door.gate._remembered) == 3


async def test_a_rolled_over_key_is_accepted_after_one_look(door: FrontDoor) -> None:
    assert (await door.post())[0] == 200
    door.key_service.published = {"key-1": ["msteams"], "key-2": ["msteams"]}
    door.clock.now += token_keys.COOL_DOWN_SECONDS + 1
    assert (await door.post(token=sign(make_claims(), "key-2")))[0] == 200
    assert door.key_service.asked == 2


async def test_unknown_keys_do_not_make_the_bot_ask_again_and_again(door: FrontDoor) -> None:
    assert (await door.post())[0] == 200
    for number in range(5):
        assert await door.post(token=sign(make_claims(), f"unknown-{number}", signer="stranger")) == (403, None)
    assert door.key_service.asked == 1
    door.clock.now += token_keys.COOL_DOWN_SECONDS + 1
    assert await door.post(token=sign(make_claims(), "unknown", signer="stranger")) == (403, None)
    assert door.key_service.asked == 2


async def test_many_first_requests_fetch_the_keys_once(door: FrontDoor) -> None:
    answers = await asyncio.gather(*(door.post() for _ in range(10)))
    assert {status for status, _ in answers} == {200}
    assert door.key_service.asked == 1


async def test_keys_older_than_a_day_are_not_trusted(door: FrontDoor) -> None:
    assert (await door.post())[0] == 200
    door.key_service.is_down = True
    door.clock.now += token_keys.KEPT_SECONDS + 1
    assert await door.post() == (403, None)


async def test_keys_are_renewed_in_the_background_before_the_day_is_over(door: FrontDoor) -> None:
    token = sign(make_claims())
    assert (await door.post(token=token))[0] == 200
    door.key_service.was_asked.clear()
    door.clock.now += token_keys.RENEWED_AFTER_SECONDS + 1
    assert (await door.post(token=token))[0] == 200
    await asyncio.wait_for(door.key_service.was_asked.wait(), 5)


async def test_an_outage_of_the_key_service_is_no_server_error_and_is_looked_past(door: FrontDoor) -> None:
    door.key_service.is_down = True
    assert await door.post() == (403, None)
    assert door.let_in == 0
    door.key_service.is_down = False
    door.clock.now += token_keys.COOL_DOWN_WITHOUT_KEYS_SECONDS + 1
    assert (await door.post())[0] == 200


async def test_an_outage_of_the_key_service_does_not_matter_while_keys_are_held(door: FrontDoor) -> None:
    assert (await door.post())[0] == 200
    door.key_service.is_down = True
    door.clock.now += token_keys.RENEWED_AFTER_SECONDS + 1
    assert (await door.post(token=sign(make_claims(jti="new"))))[0] == 200
    assert door.key_service.asked >= 1


async def test_a_short_key_is_not_a_key(door: FrontDoor) -> None:
    weak = RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 1024).public_key(), as_dict=True)
    broken = {"kty": "RSA", "kid": "broken", "n": "!", "e": "AQAB"}
    strong = RSAAlgorithm.to_jwk(signing_key("key-1").public_key(), as_dict=True)
    keys = token_keys._read_keys({"keys": [weak | {"kid": "weak"}, broken, {"kty": "EC"}, strong | {"kid": "ok"}]})
    assert list(keys) == ["ok"]
