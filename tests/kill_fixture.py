"""A bot in a process of its own that can be killed at any moment, and what its database then says."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from committee.audit import check_chain
from committee.outbox import Errand
from committee.ports import Transaction
from sandbox.deliver import BotAnswer
from sandbox.launch import introduce_when_ready
from storage.store import open_reader
from tests.house_fixture import FORM, button
from tests.sandbox_fixture import ROOT, RunningSandbox, free_port, running_sandbox

T = TypeVar("T")
COMMITTEE = "bestillerutvalget"
#: Between two looks at what another process does.
LOOK_EVERY = 0.05


@dataclass(slots=True, kw_only=True)
class MortalBot:
    """The real command `python -m bot run`, and the hands of those who use it."""

    sandbox: RunningSandbox
    port: int
    log: Path
    process: Process | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("UTVALGSBOT_")},
            **self.sandbox.environment(self.port),
            "UTVALGSBOT_TICK_SECONDS": "0.5",
        }

    @property
    def database_url(self) -> str:
        return self.environment["UTVALGSBOT_DATABASE_URL"]

    async def start(self) -> None:
        """Begins; it is not ready yet."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=self.environment, stderr=log, start_new_session=True
            )

    async def ready(self) -> None:
        """Returns when it answers on /readyz and has been told where it is."""
        assert self.process is not None
        await introduce_when_ready(self.sandbox.tenant, f"http://127.0.0.1:{self.port}", self.process)
        assert self.process.returncode is None, self.log.read_text()[-2000:]

    def kill_now(self) -> None:
        """SIGKILL: nothing of its own is done any more."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()

    async def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        if self.process is not None:
            self.kill_now()
            await self.process.wait()

    async def verify(self) -> tuple[int | None, str]:
        """What `python -m bot verify` ends with and prints."""
        command = (sys.executable, "-m", "bot", "verify")
        pipe = asyncio.subprocess.PIPE
        done = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=self.environment, stdout=pipe, stderr=asyncio.subprocess.STDOUT
        )
        printed, _ = await done.communicate()
        return done.returncode, printed.decode()

    def read(self, look: Callable[[Any], T]) -> T:
        """What the database says, whether the bot lives or not."""
        with open_reader(self.database_url) as tx:
            return look(tx)

    def check_record(self) -> list[dict[str, Any]]:
        """The details of every ballot in the record, which is whole."""

        def look(tx: Transaction) -> list[dict[str, Any]]:
            entries = tx.entries(COMMITTEE)
            assert check_chain(entries, head=tx.head(COMMITTEE)) == []
            return [dict(one.details) for one in entries if one.action == "ballot.cast"]

        return self.read(look)

    def unfinished(self) -> list[Errand]:
        return self.read(lambda tx: [one for where in (COMMITTEE, "styret") for one in tx.errands(where)])

    async def eventually(self, look: Callable[[], T], *, seconds: float = 40) -> T:
        """What `look` gives once it is true."""
        async with asyncio.timeout(seconds):
            while not (found := look()):
                await asyncio.sleep(LOOK_EVERY)
            return found

    async def act(self, persona: str, verb: str, **data: Any) -> BotAnswer:
        """Presses a button, once."""
        action = {"type": "Action.Execute", "verb": verb, "data": data}
        value = {"action": action, "trigger": "manual"}
        return await self.sandbox.invoke(persona, "adaptiveCard/action", value)

    async def insist(self, persona: str, verb: str, **data: Any) -> dict[str, Any]:
        """Presses a button whose repetition changes nothing until there is an answer."""
        answer = await self.act(persona, verb, **data)
        assert answer.status == 200, answer
        assert answer.body["type"].endswith("card.adaptive"), answer
        return answer.body["value"]

    async def propose(self, persona: str, title: str) -> str | None:
        """Sends a proposal; gives its id when that was acknowledged."""
        dialog = await self.sandbox.invoke(persona, "task/fetch", {"data": {"form": "proposal"}})
        if dialog.status != 200:
            return None
        data = button(dialog.body["task"]["value"]["card"]["content"], "Send inn")["data"]
        answer = await self.sandbox.invoke(persona, "task/submit", {"data": {**data, **FORM, "title": title}})
        return data["proposal"] if answer.status == 200 else None

    def count_posts(self, conversation: str) -> Counter[str]:
        """How often each card stands in a channel, by the marker on its first element."""
        posts = self.sandbox.posts(conversation, author="bot")
        markers = [str(post.card["body"][0].get("id", "")) for post in posts if post.card]
        return Counter(one for one in markers if one.startswith("utv-"))


@asynccontextmanager
async def mortal_bot(tmp_path: Path) -> AsyncIterator[MortalBot]:
    """A bot that is still to be started, beside a sandbox that outlives it."""
    async with running_sandbox(tmp_path, folder_wait=timedelta(0)) as sandbox:
        bot = MortalBot(sandbox=sandbox, port=free_port(), log=tmp_path / "bot.log")
        sandbox.point_at(f"http://127.0.0.1:{bot.port}/api/messages")
        try:
            yield bot
        finally:
            await bot.kill()
