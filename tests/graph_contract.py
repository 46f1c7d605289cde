"""Checks requests to and replies of Microsoft Graph against the strict OpenAPI, where it is at hand."""

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from sandbox.tenant import SeenRequest

SHARED = Path(os.environ.get("UTVALG_SHARED") or Path(__file__).resolve().parent.parent.parent / "shared")
DOCUMENT = SHARED / "graph" / "graph-v1.0-pruned.openapi.json"


#: Real addresses that the description, cut down to what it has, does not hold.
UNDESCRIBED = re.compile(
    r"GET /drives/[^/]+/items/[^/:]+:/[^:]+:?"  # driveitem-get: an item by its path
    r"|GET /teams/[^/]+/channels/[^/]+/messages(/.+)?"  # channel-list-messages
    r"|(PUT|GET|DELETE) /(upload|download)/[^/]+"  # addresses that a session or an item gives itself
)


class GraphContract:
    """The OpenAPI document, asked one request at a time."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._registry = Registry().with_resource("urn:graph", DRAFT202012.create_resource(document))
        self._paths = [(_compile(path), operations) for path, operations in document["paths"].items()]
        self._paths.sort(key=lambda pair: -len(pair[0].pattern))
        self._validators: dict[int, Draft202012Validator] = {}

    def find_operation(self, seen: SeenRequest) -> dict[str, Any] | None:
        """The operation that a request is, or None when the document does not have it."""
        for pattern, operations in self._paths:
            if pattern.fullmatch(seen.path) and seen.method.lower() in operations:
                return operations[seen.method.lower()]
        return None

    def check_request(self, seen: SeenRequest) -> list[str]:
        """What is wrong with the request's JSON body; empty when nothing is."""
        operation = self.find_operation(seen)
        content = ((operation or {}).get("requestBody") or {}).get("content", {}).get("application/json")
        if not content:
            return []
        return self._check(content["schema"], orjson.loads(seen.body or b"{}"))

    def check_reply(self, seen: SeenRequest) -> list[str]:
        """What is wrong with the reply; empty when nothing is."""
        operation = self.find_operation(seen)
        if operation is None:
            return []
        responses = operation["responses"]
        response = responses.get(str(seen.status)) or responses.get(f"{seen.status // 100}XX")
        if response is None:
            return [f"status {seen.status} is not documented"]
        schema = response.get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            return [] if seen.reply is None else ["a body where none is documented"]
        return self._check(schema, seen.reply)

    def _check(self, schema: dict[str, Any], value: Any) -> list[str]:
        validator = self._validators.get(id(schema))
        if validator is None:
            validator = Draft202012Validator(_absolute(schema), registry=self._registry)
            self._validators[id(schema)] = validator
        return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]


def _absolute(schema: Any) -> Any:
    """The schema with its references made to point into the document."""
    if isinstance(schema, dict):
        return {
            name: f"urn:graph{value}" if name == "$ref" and value.startswith("#") else _absolute(value)
            for name, value in schema.items()
        }
    return [_absolute(row) for row in schema] if isinstance(schema, list) else schema


def _compile(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{[^}]+\}", path)
    return re.compile("([^/]+?)".join(re.escape(part) for part in parts).replace(r":/([^/]+?):", ":/(.+?):"))


@cache
def load_contract() -> GraphContract:
    """The contract; the test that asks is skipped, and says so, where it is not at hand."""
    if not DOCUMENT.exists():
        pytest.skip(f"NOT CHECKED against Graph's OpenAPI: {DOCUMENT.name} is not here (set UTVALG_SHARED)")
    return GraphContract(orjson.loads(DOCUMENT.read_bytes()))


def check_taken(requests: Iterable[SeenRequest]) -> None:
    """Assert that every Graph request that was carried out is described and valid; nothing where that is not at hand.

    Every sandbox of every test ends with it (tests/sandbox_fixture.py).
    """
    asked = [one for one in requests if one.where == "graph" and 200 <= one.status < 300]
    if not asked or not DOCUMENT.exists():
        return
    contract = load_contract()
    for seen in asked:
        name = f"{seen.method} {seen.path}"
        assert contract.find_operation(seen) or UNDESCRIBED.fullmatch(name), f"not in Graph's description: {name}"
        problems = contract.check_request(seen)
        assert not problems, f"{name}: {problems}"


def check_all(requests: list[SeenRequest]) -> None:
    """Assert that every Graph request seen, and its reply, is valid."""
    contract = load_contract()
    for seen in requests:
        if seen.where == "graph" and seen.status:
            problems = contract.check_request(seen) if seen.status < 400 else []
            problems += contract.check_reply(seen)
            assert not problems, f"{seen.method} {seen.path} -> {seen.status}: {problems}"
