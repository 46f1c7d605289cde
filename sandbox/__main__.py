"""`python -m sandbox`: the local Microsoft 365 and the bot, on one address."""

import argparse
import asyncio
import contextlib
import os
import shlex
import shutil
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncio.subprocess import Process

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "utvalgsbot.db"
PORT_TAKEN = 2
NOT_EMPTY = 2


def read_arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=3979)
    parser.add_argument("--bot-port", type=int, default=3978)
    parser.add_argument("--state", type=Path, default=Path("var/sandbox"))
    parser.add_argument("--fresh", action="store_true", help="forget everything first")
    parser.add_argument("--no-start-data", action="store_true", help="begin without cases")
    parser.add_argument("--empty", action="store_true", help="begin without register and cases: set up by chat")
    parser.add_argument("--environment", action="store_true", help="print the settings of a bot of one's own, and end")
    parser.add_argument("--no-bot", action="store_true", help="the bot is started by someone else")
    return parser.parse_args()


def main() -> int:
    """Run until Ctrl-C; 2 when a port is taken or the state is another's, 1 when the bot does not start."""
    arguments = read_arguments()
    if arguments.environment:
        _print_environment(arguments)
        return 0
    listener = _bind(arguments)
    if listener is None:
        return PORT_TAKEN
    arguments.state = arguments.state.resolve()
    if arguments.fresh:
        _forget(arguments.state)
    empty = _keep_empty(arguments.state, arguments.empty)
    if empty is None:
        print("The sandbox has a register already; begin anew with make run EMPTY=1 FRESH=1.", file=sys.stderr)
        return NOT_EMPTY
    arguments.empty = empty
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(run(arguments, listener))
    return 0


def _print_environment(arguments: argparse.Namespace) -> None:
    """As lines that a shell takes: «eval "$(python -m sandbox --environment)"»."""
    from sandbox.launch import bot_environment

    database = arguments.state.resolve().parent / DATABASE
    base_url = f"http://127.0.0.1:{arguments.port}"
    for name, value in bot_environment(base_url, arguments.bot_port, ROOT, database, empty=arguments.empty).items():
        print(f"export {name}={shlex.quote(value)}")


def _bind(arguments: argparse.Namespace) -> socket.socket | None:
    ports = [] if arguments.no_bot else [("--bot-port", arguments.bot_port)]
    for option, port in ports:
        if not _is_free(port):
            print(f"Port {port} is taken; choose another with {option} (make run BOT_PORT=…).", file=sys.stderr)
            return None
    listener = _try_bind(arguments.port)
    if listener is None:
        print(f"Port {arguments.port} is taken; choose another with --port (make run PORT=…).", file=sys.stderr)
    return listener


def _try_bind(port: int) -> socket.socket | None:
    from sandbox.binding import bind

    try:
        return bind(port)
    except OSError:
        return None


def _is_free(port: int) -> bool:
    probe = _try_bind(port)
    if probe:
        probe.close()
    return probe is not None


def _keep_empty(state: Path, asked: bool) -> bool | None:
    """Whether this sandbox began without a register, as it goes on then; None when one with a register is asked to."""
    mark = state / "began_empty"
    if asked and not state.exists():
        state.mkdir(parents=True)
        mark.touch()
    return True if mark.exists() else (None if asked else False)


def _forget(state: Path) -> None:
    """Remove the state and the bot's database, which lies beside it (with its -wal, -shm and elections' keys)."""
    shutil.rmtree(state, ignore_errors=True)
    for path in state.parent.glob(f"{DATABASE}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


async def run(arguments: argparse.Namespace, listener: socket.socket) -> int:
    """Start the server, then the bot; stop both on SIGINT, SIGTERM or SIGHUP, or when the bot ends."""
    from sandbox.launch import bot_environment, introduce_when_ready, start_bot, stop_bot
    from sandbox.server import start_server
    from sandbox.settings import SandboxSettings
    from sandbox.start_data import play, prepare
    from sandbox.tenant import open_tenant

    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, stopped.set)
    port = listener.getsockname()[1]
    bot_url = f"http://127.0.0.1:{arguments.bot_port}"
    settings = SandboxSettings(state=arguments.state, port=port, bot_url=f"{bot_url}/api/messages")
    if not (arguments.no_bot or arguments.no_start_data or arguments.empty):
        prepare(arguments.state)
    tenant = open_tenant(settings)
    runner = await start_server(tenant, listener)
    bot = None
    try:
        if not arguments.no_bot:
            database = arguments.state.parent / DATABASE
            chosen = bot_environment(settings.base_url, arguments.bot_port, ROOT, database, empty=arguments.empty)
            environment = {**os.environ, **chosen}
            bot = await start_bot(ROOT, environment)
        return await _live(introduce_when_ready(tenant, bot_url, bot), lambda: play(tenant), stopped, bot, port)
    finally:
        await stop_bot(bot)
        await runner.cleanup()


async def _live(
    introduction: Awaitable[None],
    afterwards: Callable[[], Coroutine[Any, Any, None]],
    stopped: asyncio.Event,
    bot: "Process | None",
    port: int,
) -> int:
    """Tell the address when all is ready, go on with what comes afterwards, and wait for the end."""
    ready = asyncio.ensure_future(introduction)
    ends: list[asyncio.Task[Any]] = [asyncio.create_task(stopped.wait())]
    if bot:
        ends.append(asyncio.create_task(bot.wait()))
        await asyncio.wait({ready, *ends}, return_when=asyncio.FIRST_COMPLETED)
    going: list[asyncio.Task[None]] = []
    if not any(task.done() for task in ends):
        print(f"http://localhost:{port}", flush=True)
        going.append(asyncio.create_task(afterwards()))
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for task in (ready, *going, *ends):
        task.cancel()
    if bot and not stopped.is_set():
        print(f"The bot ended by itself (exit {bot.returncode}).", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
