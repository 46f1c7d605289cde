"""Graph's common manners: $select, pages with absolute links, contexts."""

from collections.abc import Sequence
from typing import Any

from sandbox.answers import Answer, Call, refuse_graph
from sandbox.tenant import Tenant

CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#"


def reply_entity(call: Call, entity: dict[str, Any], context: str, status: int = 200) -> Answer:
    """One entity, cut to $select."""
    return Answer(status, {"@odata.context": f"{CONTEXT}{context}", **select(call, entity)})


def reply_page(
    tenant: Tenant, call: Call, rows: Sequence[dict[str, Any]], context: str, *, size: int = 100, most: int = 999
) -> Answer:
    """A page of rows, with an absolute nextLink when there are more."""
    top, skip = _number(call, "$top", size), _number(call, "$skip", 0)
    top = min(top, most) or size
    page: dict[str, Any] = {"@odata.context": f"{CONTEXT}{context}"}
    if call.query.get("$count") == "true":
        page["@odata.count"] = len(rows)
    if skip + top < len(rows):
        query = "&".join(f"{name}={_quote(value)}" for name, value in call.query.items() if name != "$skip")
        joined = f"{query}&$skip={skip + top}" if query else f"$skip={skip + top}"
        page["@odata.nextLink"] = f"{tenant.settings.base_url}{call.url}?{joined}"
    page["value"] = [select(call, row) for row in rows[skip : skip + top]]
    return Answer(200, page)


def select(call: Call, entity: dict[str, Any]) -> dict[str, Any]:
    """The entity's chosen properties; its id and annotations stay."""
    wanted = {name.strip() for name in call.query.get("$select", "").split(",") if name.strip()}
    if not wanted:
        return entity
    return {name: value for name, value in entity.items() if name in wanted or name == "id" or name.startswith("@")}


def check_properties(sent: dict[str, Any], known: frozenset[str], kind: str) -> None:
    """Raises: Refusal 400 for a property that cannot be written, as Graph says it."""
    for name in sent:
        if name not in known and "@" not in name:
            message = f"The property '{name}' does not exist on type 'microsoft.graph.{kind}'."
            raise refuse_graph(400, "RequestBodyRead", message)


def _number(call: Call, name: str, default: int) -> int:
    raw = call.query.get(name)
    if raw is None:
        return default
    if not raw.isdigit():
        raise refuse_graph(400, "BadRequest", f"Invalid value '{raw}' for {name} query option found.")
    return int(raw)


def _quote(value: str) -> str:
    from urllib.parse import quote

    return quote(value, safe="$,:")
