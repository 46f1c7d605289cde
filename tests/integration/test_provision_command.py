"""`utvalgsbot provision` as an administrator runs it, against the sandbox over real HTTP."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.database import migrate
from tests.sandbox_fixture import ROOT, RunningSandbox, running_sandbox
from tests.spaces_fixture import OPTIONAL

SPACES = """
teams:
  - id: 7ea70000-0000-4000-8000-000000000001
    owner: leder
    allow: [archive, members]
    channels:
      - { committee: bestillerutvalget, description: Bestillerne, folders: [Referater] }
      - { committee: faggruppe-arkiv, name: Arkiv / dokument, folders: [Referater] }
"""


@dataclass(slots=True, kw_only=True)
class Shell:
    """An administrator's window."""

    sandbox: RunningSandbox
    environment: dict[str, str]

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "provision",
            *arguments,
            cwd=ROOT,
            env=self.environment,
            stdout=PIPE,
            stderr=PIPE,
        )

    async def run(self, *arguments: str) -> tuple[int, str, str]:
        process = await self.start(*arguments)
        out, err = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode is not None
        return process.returncode, out.decode(), err.decode()

    def names(self) -> list[str]:
        return [one.name for one in self.sandbox.tenant.channels.list()]

    def writes(self) -> int:
        return len([one for one in self.sandbox.requests if one.where == "graph" and one.method != "GET"])


@pytest.fixture
async def shell(tmp_path: Path) -> AsyncIterator[Shell]:
    spaces = tmp_path / "spaces.yaml"
    spaces.write_text(SPACES, encoding="utf-8")
    async with running_sandbox(tmp_path, folder_refusals=1) as sandbox:
        sandbox.tenant.grants.give(*OPTIONAL)
        environment = sandbox.environment(1) | {
            "UTVALGSBOT_SPACES_PATH": str(spaces),
            "UTVALGSBOT_REGISTER_PATH": str(ROOT / "sandbox" / "register.sample.yaml"),
            "UTVALGSBOT_TEAM_REQUESTS_PER_SECOND": "1000",
        }
        migrate(environment["UTVALGSBOT_DATABASE_URL"])
        yield Shell(sandbox=sandbox, environment=environment)


async def test_a_plan_is_told_in_words_and_in_ones_own_language(shell: Shell) -> None:
    code, out, _ = await shell.run("plan")
    assert code == 1
    assert "bestillerutvalget: Write what the channel is for: “Bestillerne”" in out
    assert "faggruppe-arkiv: Give the channel “Faggruppe Arkiv” the name “Arkiv-dokument”" in out
    assert "Teams does not take all the signs." in out
    assert shell.writes() == 0
    _, out, _ = await shell.run("plan", "--language", "nn")
    assert "Gi kanalen «Faggruppe Arkiv» namnet «Arkiv-dokument»" in out


async def test_it_is_carried_out_with_progress_and_the_second_time_there_is_nothing_to_do(shell: Shell) -> None:
    code, out, err = await shell.run("apply", "--yes")
    assert (code, err) == (0, "")
    assert "[1/" in out
    assert "0 could not be done." in out
    assert "Arkiv-dokument" in shell.names()
    assert "Faggruppe Arkiv" not in shell.names()
    written = shell.writes()
    code, out, _ = await shell.run("apply", "--yes")
    assert code == 0
    assert shell.writes() == written
    assert (await shell.run("plan"))[1].count("  - ") == len(
        [one for one in out.splitlines() if "Add " in one or "Take " in one]
    )


async def test_what_could_not_be_done_is_told_with_what_to_do(shell: Shell) -> None:
    shell.sandbox.tenant.grants.take("ChannelSettings.ReadWrite.Group", "ChannelSettings.ReadWrite.All")
    shell.sandbox.tenant.grants.give("ChannelSettings.Read.Group")
    code, out, err = await shell.run("apply", "--yes")
    assert code == 1
    assert "has not been granted ChannelSettings.ReadWrite.Group" in err
    assert "2 could not be done." in out


async def test_a_mistake_in_the_file_is_told_by_line(shell: Shell) -> None:
    Path(shell.environment["UTVALGSBOT_SPACES_PATH"]).write_text(SPACES.replace("owner: leder", "owner: hvem"), "utf-8")
    code, _, err = await shell.run("plan")
    assert code == 1
    assert "spaces.yaml:4:12: hvem is not among the register's people" in err


@pytest.mark.parametrize("requests", [3, 6, 9])
async def test_killed_in_the_middle_it_goes_on_where_it_was(shell: Shell, requests: int) -> None:
    before = len(shell.sandbox.requests)
    process = await shell.start("apply", "--yes")
    await shell.sandbox.wait_until(lambda: len(shell.sandbox.requests) >= before + requests, seconds=30)
    process.kill()
    await process.communicate()
    code, _, _ = await shell.run("apply", "--yes")
    assert code == 0
    assert sorted(shell.names()) == sorted(set(shell.names()))
    assert "Arkiv-dokument" in shell.names()
    assert {one.name for one in (shell.sandbox.state / "files" / "Bestillerutvalget").iterdir()} == {"Referater"}
