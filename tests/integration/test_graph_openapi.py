"""Every request the gateway makes, and every reply of the sandbox to it, is what Microsoft's description allows."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from sandbox.posts import BOT_AUTHOR
from sandbox.tenant import SeenRequest
from sandbox.world import TEAM_ID
from tests.graph_fixture import BOARD, CHANNEL, draft, load_openapi, running_graph, soon

# real addresses that the description, cut down to what it has, does not hold
UNDESCRIBED = (
    r"GET /drives/[^/]+/items/[^/:]+:/[^:]+:?",  # driveitem-get: an item by its path
    r"GET /teams/[^/]+/channels/[^/]+/messages",  # channel-list-messages
    r"(PUT|GET) /upload/[^/]+",  # an upload session's own address
)


@pytest.fixture
async def seen(tmp_path: Path) -> list[SeenRequest]:
    """All that one whole day of a committee asks of Graph."""
    load_openapi()
    async with running_graph(tmp_path) as (graph, sandbox):
        sandbox.tenant.posts.add(conversation=CHANNEL, author=BOT_AUTHOR, text="marker-1")
        folder = await graph.files_folder(TEAM_ID, CHANNEL)
        await graph.list_calendar(BOARD, from_at=soon(0), to_at=soon(400))
        made = await graph.create_event(BOARD, draft())
        other = "0b0f1c2d-0000-4000-8000-000000000002"
        bare = draft(location="", attendees=(), categories=("Bestillerutvalget",), transaction_id=other)
        await graph.create_event(BOARD, bare)
        await graph.update_event(BOARD, made.event_id, draft(subject="Flyttet"))
        await graph.find_event(BOARD, event_id=made.event_id)
        await graph.find_event(BOARD, transaction_id=draft().transaction_id)
        await graph.cancel_event(BOARD, made.event_id, "Avlyst")
        await graph.upload_file(folder, "Referater/2026/a.pdf", b"x", replace=True)
        await graph.upload_file(folder, "Referater/2026/b.pdf", b"x" * 5_000_000, replace=True)
        await graph.find_post(TEAM_ID, CHANNEL, "marker-1", since=datetime.now(UTC))
        await graph.get_user("molde1@ror-ikt.example")
        return [request for request in sandbox.requests if request.where == "graph"]


def find_operation(request: SeenRequest) -> dict[str, Any]:
    """The described operation of a request; a template's segment never swallows a slash or colon."""
    for template, methods in load_openapi()["paths"].items():
        pattern = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))
        if ":" in request.path.split("items/")[-1] and ":" not in template and "/items/" in template:
            continue
        if re.fullmatch(pattern, request.path) and request.method.lower() in methods:
            return methods[request.method.lower()]
    raise AssertionError(f"not described: {request.method} {request.path}")


def check(schema: dict[str, Any], body: Any) -> list[str]:
    document = Resource.from_contents(load_openapi(), default_specification=DRAFT202012)
    registry = Registry().with_resource("urn:graph", document)
    rooted = orjson.loads(orjson.dumps(schema).replace(b'"#/components', b'"urn:graph#/components'))
    return [error.message[:300] for error in Draft202012Validator(rooted, registry=registry).iter_errors(body)]


def is_described(request: SeenRequest) -> bool:
    return not any(re.fullmatch(pattern, f"{request.method} {request.path}") for pattern in UNDESCRIBED)


def read_schema(content: dict[str, Any]) -> dict[str, Any] | None:
    return content.get("application/json", {}).get("schema")


async def test_all_requests_have_described_addresses_queries_and_bodies(seen: list[SeenRequest]) -> None:
    described = [request for request in seen if is_described(request)]
    assert len(described) > 12
    for request in described:
        operation = find_operation(request)
        queries = {row["name"] for row in operation.get("parameters", ()) if row["in"] == "query"}
        assert set(request.query) <= queries, request.path
        schema = read_schema(operation.get("requestBody", {}).get("content", {}))
        if schema and request.body:
            assert check(schema, orjson.loads(request.body)) == [], request.body


async def test_all_replies_of_the_sandbox_to_us_are_described(seen: list[SeenRequest]) -> None:
    for request in filter(is_described, seen):
        answers = find_operation(request)["responses"]
        answer = answers.get(str(request.status)) or answers[f"{request.status // 100}XX"]
        schema = read_schema(answer.get("content", {}))
        if schema and request.reply is not None:
            body = request.reply if not isinstance(request.reply, bytes) else orjson.loads(request.reply)
            assert check(schema, body) == [], f"{request.method} {request.path}"


def test_a_misspelt_property_would_be_found() -> None:
    operation = load_openapi()["paths"]["/users/{user-id}/events"]["post"]
    schema = read_schema(operation["requestBody"]["content"])
    assert schema
    times = {"dateTime": "2027-01-01T09:00:00", "timeZone": "UTC"}
    assert check(schema, {"subject": "x", "start": times, "end": times}) == []
    assert check(schema, {"subject": "x", "start": times, "end": times, "isOnlineMeting": True})
