"""Starts the bot as a child process and waits until it answers."""

import asyncio
import contextlib
import signal
import sys
from asyncio.subprocess import Process
from pathlib import Path

import aiohttp

from sandbox.deliver import introduce
from sandbox.tenant import Tenant
from sandbox.world import ADMINISTRATOR, BOT_APP_ID, CLIENT_SECRET, TENANT_ID

STOP_SECONDS = 10
POLL_SECONDS = 0.1


def bot_environment(
    base_url: str, bot_port: int, root: Path, database: Path | None = None, *, empty: bool = False
) -> dict[str, str]:
    """The bot's settings that point it at this sandbox.

    A register of one's own in the root goes before the sample, which an `empty` one does without; the database is
    var/utvalgsbot.db unless given.
    """
    register = root / "register.yaml"
    sample = root / "sandbox" / "register.sample.yaml"
    values = {
        "APP_ID": BOT_APP_ID,
        "APP_TYPE": "SingleTenant",
        "TENANT_ID": TENANT_ID,
        "ALLOWED_TENANTS": TENANT_ID,
        "CLIENT_SECRET": CLIENT_SECRET,
        "TOKEN_URL": f"{base_url}/oauth2/v2.0/token",
        "OPENID_METADATA_URL": f"{base_url}/openid/.well-known/openidconfiguration",
        "ALLOWED_SERVICE_HOSTS": "127.0.0.1",
        "GRAPH_BASE_URL": f"{base_url}/graph/v1.0",
        "PORT": str(bot_port),
        "DATABASE_URL": f"sqlite:///{database or root / 'var' / 'utvalgsbot.db'}",
        "REGISTER_PATH": str(register if empty or register.exists() else sample),
        "ADMINISTRATORS": ADMINISTRATOR.aad,
        "MANDATES_PATH": str(root / "mandates"),
        "CATALOGUE_PATH": str(root / "sandbox" / "catalogue.sample.yaml"),
        "STRATEGY_PATH": str(root / "sandbox" / "strategy.sample.yaml"),
        "SPACES_PATH": str(root / "sandbox" / "spaces.sample.yaml"),
    }
    if empty:
        del values["SPACES_PATH"]
    return {f"UTVALGSBOT_{name}": value for name, value in values.items()}


async def start_bot(root: Path, environment: dict[str, str]) -> Process:
    """The bot's process, in a session of its own so that Ctrl-C reaches us alone."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=root, env=environment, start_new_session=True
    )


async def introduce_when_ready(tenant: Tenant, bot_url: str, bot: Process | None) -> None:
    """Wait for the bot's /readyz, then tell it where it was added."""
    assert tenant.session is not None
    while bot is None or bot.returncode is None:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with tenant.session.get(f"{bot_url}/readyz", timeout=aiohttp.ClientTimeout(total=2)) as reply:
                if reply.status == 200:
                    break
        await asyncio.sleep(POLL_SECONDS)
    else:
        return
    await introduce(tenant)


async def stop_bot(bot: Process | None) -> None:
    """End the bot kindly, and after a while at once."""
    if bot is None or bot.returncode is not None:
        return
    bot.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(bot.wait(), STOP_SECONDS)
    except TimeoutError:
        bot.kill()
        await bot.wait()
