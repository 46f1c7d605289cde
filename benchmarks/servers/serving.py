"""How every aiohttp server of the benchmark starts: read the arguments, listen on loopback, print READY."""

import argparse
import asyncio

from aiohttp import web


def read_arguments() -> argparse.Namespace:
    """What the server is started with: --port, and for bare aiohttp perhaps --uvloop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--uvloop", action="store_true")
    return parser.parse_args()


async def serve(app: web.Application, port: int) -> None:
    """Serve the application on 127.0.0.1 until the process is ended."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print(f"READY {port}", flush=True)
    await asyncio.Event().wait()
