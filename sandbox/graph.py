"""The local Microsoft Graph: its routes by subject, under /graph/v1.0."""

from sandbox.answers import Call, refuse_graph
from sandbox.gateway import Service
from sandbox.graph_events import EVENT_ROUTES
from sandbox.graph_files import FILE_ROUTES
from sandbox.graph_members import PEOPLE_ROUTES
from sandbox.graph_messages import MESSAGE_ROUTES
from sandbox.graph_teams import TEAM_ROUTES
from sandbox.graph_uploads import UPLOAD_ROUTES
from sandbox.graph_users import USER_ROUTES
from sandbox.tenant import Tenant
from sandbox.tokens import check_graph_token


def _check(tenant: Tenant, call: Call) -> None:
    check_graph_token(tenant.keys, call.headers.get("Authorization", ""))
    tenant.grants.check(call)
    parts = call.path.split("/")
    if parts[1] == "teams" and len(parts) > 2:
        tenant.limits.count_team(parts[2])


def _refuse_token(tenant: Tenant, call: Call) -> None:
    if "Authorization" in call.headers and call.path.startswith("/upload/"):
        raise refuse_graph(401, "unauthenticated", "The upload URL takes no Authorization header.")


GRAPH = Service(
    where="graph",
    prefix="/graph/v1.0",
    check=_check,
    routes=(*USER_ROUTES, *TEAM_ROUTES, *PEOPLE_ROUTES, *MESSAGE_ROUTES, *FILE_ROUTES, *EVENT_ROUTES),
)
UPLOADS = Service(where="graph", prefix="/sharepoint", check=_refuse_token, routes=UPLOAD_ROUTES)
