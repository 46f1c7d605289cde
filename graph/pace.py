"""Requests about one team are sent at the pace that Teams takes them."""

import asyncio
import re
import time

_TEAM = re.compile(r"/teams/([^/?]+)")


class Pace:
    """Lets one request a `pause` (seconds) pass for each team, in the order they came; those about no team at once."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._next: dict[str, float] = {}

    async def wait(self, url: str) -> None:
        """Until it is this request's turn."""
        team = _TEAM.search(url)
        if team is None or not self._pause:
            return
        at = max(time.monotonic(), self._next.get(team[1], 0.0))
        self._next[team[1]] = at + self._pause
        await asyncio.sleep(at - time.monotonic() if at > time.monotonic() else 0)
