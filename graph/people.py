"""People of the directory."""

from typing import TYPE_CHECKING

from graph.values import User

if TYPE_CHECKING:
    from graph.wire import Wire


async def get_user(wire: "Wire", user_id: str) -> User:
    """A person by object id or address; `mail` falls back on the name they sign in with. Raises: Gone."""
    row = await wire.get(wire.locate("users", user_id, odata_select="id,displayName,mail,userPrincipalName"))
    return User(
        id=row["id"],
        display_name=row.get("displayName") or "",
        mail=row.get("mail") or row.get("userPrincipalName"),
    )
