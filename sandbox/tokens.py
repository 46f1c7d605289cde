"""The client-credentials endpoint of Entra, and the check of its tokens at the local services."""

from typing import Any

import jwt

from sandbox.answers import Answer, Refusal, refuse_graph
from sandbox.disk import now
from sandbox.keys import BOT_FRAMEWORK_ISSUER, KeyRing
from sandbox.world import BOT_APP_ID, CLIENT_SECRET, TENANT_ID

CONNECTOR_AUDIENCE = "https://api.botframework.com"
GRAPH_AUDIENCE = "https://graph.microsoft.com"
ACCESS_TOKEN_SECONDS = 3599


def issue_token(keys: KeyRing, form: dict[str, str]) -> Answer:
    """The token for a valid client-credentials form; Entra's own error otherwise."""
    problem = _find_problem(form)
    if problem:
        status, error, text = problem
        codes = [int(text.split(":")[0].removeprefix("AADSTS"))]
        return Answer(status, {"error": error, "error_description": text, "error_codes": codes})
    audience = form["scope"].removesuffix("/.default")
    issued = int(now().timestamp())
    claims: dict[str, Any] = {
        "aud": audience,
        "iss": f"https://sts.windows.net/{TENANT_ID}/",
        "appid": BOT_APP_ID,
        "tid": TENANT_ID,
        "nbf": issued - 300,
        "iat": issued,
        "exp": issued + ACCESS_TOKEN_SECONDS,
    }
    body = {"token_type": "Bearer", "expires_in": ACCESS_TOKEN_SECONDS, "ext_expires_in": ACCESS_TOKEN_SECONDS}
    return Answer(200, {**body, "access_token": keys.sign(claims)})


def _find_problem(form: dict[str, str]) -> tuple[int, str, str] | None:
    if form.get("grant_type") != "client_credentials":
        return 400, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type."
    if form.get("client_id") != BOT_APP_ID:
        return 400, "unauthorized_client", "AADSTS700016: Application was not found in the directory."
    if form.get("client_secret") != CLIENT_SECRET:
        return 401, "invalid_client", "AADSTS7000215: Invalid client secret provided."
    if form.get("scope") not in {f"{CONNECTOR_AUDIENCE}/.default", f"{GRAPH_AUDIENCE}/.default"}:
        return 400, "invalid_scope", "AADSTS70011: The provided value for the input parameter 'scope' is not valid."
    return None


def check_connector_token(keys: KeyRing, authorization: str) -> None:
    """Raises: Refusal 401 unless the header holds a token for the Bot Connector."""
    try:
        keys.verify(_bearer(authorization), audience=CONNECTOR_AUDIENCE)
    except jwt.PyJWTError:
        raise Refusal(401, {"message": "Authorization has been denied for this request."}) from None


def check_graph_token(keys: KeyRing, authorization: str) -> None:
    """Raises: Refusal 401 unless the header holds a token for Microsoft Graph."""
    token = _bearer(authorization)
    if not token:
        raise refuse_graph(401, "InvalidAuthenticationToken", "Access token is empty.")
    try:
        keys.verify(token, audience=GRAPH_AUDIENCE)
    except jwt.ExpiredSignatureError:
        text = "Lifetime validation failed, the token is expired."
        raise refuse_graph(401, "InvalidAuthenticationToken", text) from None
    except jwt.InvalidAudienceError:
        text = "Access token validation failure. Invalid audience."
        raise refuse_graph(401, "InvalidAuthenticationToken", text) from None
    except jwt.PyJWTError:
        raise refuse_graph(401, "InvalidAuthenticationToken", "CompactToken parsing failed.") from None


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def describe_openid(base_url: str) -> dict[str, Any]:
    """The OpenID metadata that a bot is pointed at."""
    return {
        "issuer": BOT_FRAMEWORK_ISSUER,
        "authorization_endpoint": "https://invalid.botframework.com",
        "jwks_uri": f"{base_url}/openid/keys",
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    }
