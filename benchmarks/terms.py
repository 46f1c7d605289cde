"""What the client and every measured server agree on: identities, environment names and the tenant."""

APP_ID = "b07b07b0-0000-4000-8000-000000000001"
TENANT_ID = "6f3c2a10-0000-4000-8000-00000000c0de"
ISSUER = "https://api.botframework.com"
SERVICE_URL = "https://smba.trafficmanager.net/emea/"
CHANNEL_ID = "msteams"
VERB = "ballot.cast"
VOTING = "v1"
CHOICES = ("for", "against", "abstain")
CARD_TYPE = "application/vnd.microsoft.card.adaptive"

OPENID_METADATA_VARIABLE = "BENCH_OPENID_METADATA"
"""Environment variable with the address of the OpenID metadata the server is to trust."""

FOLDER_VARIABLE = "BENCH_FOLDER"
"""Environment variable with an empty folder on a real disk, for the server's database; removed after the run."""


def voter_object_id(voter: int) -> str:
    """Entra object id of voter number `voter`, counted from 0; voter i votes for organisation i."""
    return f"aad00000-0000-4000-8000-{voter:012d}"
