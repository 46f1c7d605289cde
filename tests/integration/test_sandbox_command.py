"""`python -m sandbox` as a person starts and stops it."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from sandbox.binding import bind
from sandbox.launch import introduce_when_ready, start_bot, stop_bot
from tests.sandbox_fixture import ROOT, free_port, running_sandbox

BOT = """
import asyncio, os, sys
from aiohttp import web
assert sys.argv[1:] == ["run"]
async def ready(request): return web.Response()
async def messages(request):
    with open("seen", "a") as file: file.write((await request.json())["type"] + "\\n")
    return web.Response()
app = web.Application()
app.add_routes([web.get("/readyz", ready), web.post("/api/messages", messages)])
web.run_app(app, host="127.0.0.1", port=int(os.environ["UTVALGSBOT_PORT"]), print=None)
"""


@asynccontextmanager
async def start(*arguments: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *arguments, cwd=ROOT, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_it_prints_one_address_and_ctrl_c_stops_it(tmp_path: Path) -> None:
    port = free_port()
    async with start("--no-bot", "--port", str(port), "--state", str(tmp_path / "state")) as process:
        assert process.stdout
        assert await process.stdout.readline() == f"http://localhost:{port}\n".encode()
        async with aiohttp.ClientSession() as session, session.get(f"http://localhost:{port}/client/world") as reply:
            assert reply.status == 200
        process.send_signal(signal.SIGINT)
        out, errors = await process.communicate()
        assert (process.returncode, out, errors) == (0, b"", b"")


@pytest.mark.parametrize("option", ["--port", "--bot-port"])
async def test_a_taken_port_gives_one_clear_line(tmp_path: Path, option: str) -> None:
    taken = bind(0)
    taken.listen()
    ports = {"--port": str(free_port()), "--bot-port": str(free_port()), option: str(taken.getsockname()[1])}
    arguments = [word for pair in ports.items() for word in pair]
    async with start(*arguments, "--state", str(tmp_path / "state")) as process:
        out, errors = await process.communicate()
    taken.close()
    assert (process.returncode, out) == (2, b"")
    variable = {"--port": "PORT", "--bot-port": "BOT_PORT"}[option]
    expected = f"Port {ports[option]} is taken; choose another with {option} (make run {variable}=…)."
    assert errors.decode().splitlines() == [expected]
    assert not (tmp_path / "state").exists()


async def test_a_fresh_start_forgets_the_state_and_the_database(tmp_path: Path) -> None:
    state, port = tmp_path / "state", str(free_port())
    state.mkdir()
    for path in (state / "old.json", tmp_path / "utvalgsbot.db", tmp_path / "utvalgsbot.db-wal"):
        path.write_text("{}")
    keys = tmp_path / "utvalgsbot.db.election-keys"
    keys.mkdir()
    (keys / "election").write_text("key")
    async with start("--no-bot", "--fresh", "--port", port, "--state", str(state)) as process:
        assert process.stdout
        await process.stdout.readline()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["state"]
        assert not (state / "old.json").exists()


async def test_the_bot_is_waited_for_introduced_and_stopped(tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").touch()
    (tmp_path / "bot" / "__main__.py").write_text(BOT)
    port = free_port()
    async with running_sandbox(tmp_path, bot_url=f"http://127.0.0.1:{port}/api/messages") as sandbox:
        bot = await start_bot(tmp_path, sandbox.environment(port))
        async with asyncio.timeout(20):
            await introduce_when_ready(sandbox.tenant, f"http://127.0.0.1:{port}", bot)
        await stop_bot(bot)
        assert bot.returncode is not None
    assert "installationUpdate" in (tmp_path / "seen").read_text()


async def test_it_prints_what_points_a_bot_of_ones_own_at_it(tmp_path: Path) -> None:
    async with start("--environment", "--empty", "--port", "4001", "--state", str(tmp_path / "state")) as process:
        out, _ = await process.communicate()
    lines = out.decode().splitlines()
    assert "export UTVALGSBOT_GRAPH_BASE_URL=http://127.0.0.1:4001/graph/v1.0" in lines
    assert not [one for one in lines if "register.sample" in one or "SPACES_PATH" in one]
    assert all(one.startswith("export UTVALGSBOT_") for one in lines)
    assert not (tmp_path / "state").exists()


async def test_a_sandbox_that_began_with_a_register_is_not_emptied_unasked(tmp_path: Path) -> None:
    state, ports = tmp_path / "state", ("--port", str(free_port()))
    state.mkdir()
    async with start("--no-bot", "--empty", *ports, "--state", str(state)) as process:
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert "make run EMPTY=1 FRESH=1" in errors.decode()
