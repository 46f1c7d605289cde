"""`python -m sandbox`: the local Microsoft 365 and the bot, on one address."""

import argparse
import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASE = ROOT / "var" / "utvalgsbot.db"
PORT_TAKEN = 2


def read_arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=3979)
    parser.add_argument("--bot-port", type=int, default=3978)
    parser.add_argument("--state", type=Path, default=Path("var/sandbox"))
    parser.add_argument("--fresh", action="store_true", help="forget everything first")
    parser.add_argument("--no-bot", action="store_true", help="the bot is started by someone else")
    return parser.parse_args()


def main() -> int:
    """Run until Ctrl-C; 2 when a port is taken, 1 when the bot does not start."""
    arguments = read_arguments()
    listener = _bind(arguments)
    if listener is None:
        return PORT_TAKEN
    DATABASE.parent.mkdir(exist_ok=True)
    if arguments.fresh:
        _forget(arguments.state)
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(run(arguments, listener))
    return 0


def _bind(arguments: argparse.Namespace) -> socket.socket | None:
    ports = [] if arguments.no_bot else [("--bot-port", arguments.bot_port)]
    for option, port in ports:
        if not _is_free(port):
            print(f"Port {port} is taken; choose another with {option}.", file=sys.stderr)
            return None
    listener = _try_bind(arguments.port)
    if listener is None:
        print(f"Port {arguments.port} is taken; choose another with --port.", file=sys.stderr)
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


def _forget(state: Path) -> None:
    shutil.rmtree(state, ignore_errors=True)
    for path in DATABASE.parent.glob(f"{DATABASE.name}*"):
        path.unlink()


async def run(arguments: argparse.Namespace, listener: socket.socket) -> int:
    """Start the server, then the bot; stop both on SIGINT or SIGTERM or when the bot ends."""
    from sandbox.launch import bot_environment, introduce_when_ready, start_bot, stop_bot
    from sandbox.server import start_server
    from sandbox.settings import SandboxSettings
    from sandbox.tenant import open_tenant

    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    port = listener.getsockname()[1]
    bot_url = f"http://127.0.0.1:{arguments.bot_port}"
    settings = SandboxSettings(state=arguments.state.resolve(), port=port, bot_url=f"{bot_url}/api/messages")
    tenant = open_tenant(settings)
    runner = await start_server(tenant, listener)
    bot = None
    try:
        if not arguments.no_bot:
            environment = {**os.environ, **bot_environment(settings.base_url, arguments.bot_port, ROOT)}
            bot = await start_bot(ROOT, environment)
        return await _live(arguments, introduce_when_ready(tenant, bot_url, bot), stopped, bot, port)
    finally:
        await stop_bot(bot)
        await runner.cleanup()


async def _live(arguments, introduction, stopped: asyncio.Event, bot, port: int) -> int:
    stop = asyncio.create_task(stopped.wait())
    end = asyncio.create_task(bot.wait()) if bot else None
    ready = asyncio.create_task(introduction)
    ends = {task for task in (stop, end) if task}
    if arguments.no_bot:
        print(f"http://localhost:{port}", flush=True)
    await asyncio.wait({ready, *ends}, return_when=asyncio.FIRST_COMPLETED)
    if ready.done() and not arguments.no_bot and not any(task.done() for task in ends):
        print(f"http://localhost:{port}", flush=True)
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    stop.cancel()
    if end and end.done() and not stopped.is_set():
        print(f"The bot ended by itself (exit {end.result()}).", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
