"""A second bot on the same SQLite database does not start, and says in one line what to do."""

import asyncio
import sys
from pathlib import Path

from tests.house_fixture import on_sqlite
from tests.kill_fixture import mortal_bot
from tests.sandbox_fixture import ROOT, free_port


@on_sqlite
async def test_a_second_bot_on_the_same_file_ends_with_one_line_and_the_first_goes_on(tmp_path: Path) -> None:
    async with mortal_bot(tmp_path) as bot:
        await bot.start()
        await bot.ready()
        environment = {**bot.environment, "UTVALGSBOT_PORT": str(free_port())}
        command = (sys.executable, "-m", "bot", "run")
        pipe = asyncio.subprocess.PIPE
        second = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe)
        out, said = await asyncio.wait_for(second.communicate(), 60)
        assert (second.returncode, out) == (1, b"")
        database = f"{tmp_path}/utvalgsbot.db"
        assert said.decode().splitlines() == [
            f"The database {database} is in use by another process: stop it, or use PostgreSQL for several."
        ]
        assert await bot.propose("molde1", "Felles arkiv"), "the first notices nothing"
