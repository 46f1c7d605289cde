"""The votes as Teams sends them: complete HTTP requests, made before the clock starts."""

import itertools
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from benchmarks.terms import APP_ID, CHANNEL_ID, CHOICES, SERVICE_URL, TENANT_ID, VERB, VOTING, voter_object_id

CONVERSATION_ID = "19:bestillerutvalget@thread.tacv2;messageid=1795000000000"
ACTIVITY_ID = "f:0123456789abcdef"
#: Stands for the ballot's revision on the card that is pressed: each press is of a new one.
REVISION = 1_000_000_000_000_000
activity_numbers = itertools.count(int(datetime.now(UTC).timestamp() * 1000) << 16)


def compose_vote(voter: int, choice: str) -> dict[str, Any]:
    """The activity Teams sends when a member presses a button on the voting card."""
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": ACTIVITY_ID,
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "localTimestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "localTimezone": "Europe/Oslo",
        "locale": "nb-NO",
        "channelId": CHANNEL_ID,
        "serviceUrl": SERVICE_URL,
        "from": {"id": f"29:bench-{voter:012d}", "name": f"Medlem {voter}", "aadObjectId": voter_object_id(voter)},
        "recipient": {"id": f"28:{APP_ID}", "name": "Utvalgsbot"},
        "conversation": {
            "id": CONVERSATION_ID,
            "tenantId": TENANT_ID,
            "conversationType": "channel",
            "isGroup": True,
        },
        "channelData": {
            "tenant": {"id": TENANT_ID},
            "team": {"id": "19:ror@thread.tacv2"},
            "channel": {"id": "19:bestillerutvalget@thread.tacv2"},
            "source": {"name": "message"},
        },
        "entities": [{"type": "clientInfo", "locale": "nb-NO", "country": "NO", "platform": "Web"}],
        "replyToId": "1795000000000",
        "value": {
            "action": {
                "type": "Action.Execute",
                "verb": VERB,
                "data": {"voting": VOTING, "choice": choice, "revision": REVISION},
            },
            "trigger": "manual",
        },
    }


def write_request(port: int, token: str, body: bytes) -> bytes:
    """One HTTP/1.1 request, as bytes."""
    head = (
        "POST /api/messages HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\n"
        "User-Agent: Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)\r\n"
        "Accept: */*\r\n"
        f"Authorization: Bearer {token}\r\n"
        "Content-Type: application/json; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class VoteStream:
    """An endless row of votes: each voter in turn, the next choice each round, the tokens among them in turn.

    Every request has an activity id and a revision of its own, or a server that knows a repeated delivery would answer
    from memory.
    """

    def __init__(self, *, port: int, tokens: Sequence[str], voters: Sequence[int]) -> None:
        marks = re.compile(b"%b|%d" % (ACTIVITY_ID.removeprefix("f:").encode(), REVISION))
        turns = [
            (voter, CHOICES[(place + turn) % len(CHOICES)], tokens[place % len(tokens)])
            for turn in range(len(CHOICES))
            for place, voter in enumerate(voters)
        ]
        requests = [
            write_request(port, token, orjson.dumps(compose_vote(voter, choice))) for voter, choice, token in turns
        ]
        self.parts = itertools.cycle([marks.split(request) for request in requests])

    def next(self) -> bytes:
        """The next request."""
        before, between, after = next(self.parts)
        number = next(activity_numbers)
        return b"%b%016x%b%016d%b" % (before, number, between, number % REVISION + REVISION, after)
