"""What `utvalgsbot doctor` sees without Microsoft 365: files, database, errands, keys, clock and certificates."""

import asyncio
import os
import ssl
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from bot.ballot_box import key_folder
from bot.doctor_findings import Finding, Installation, fault, unchecked, warning, well
from bot.service_hosts import is_loopback
from committee.microsoft_errors import NEEDS
from committee.outbox import ErrandKind, ErrandState

MOST_SKEW = timedelta(minutes=2)
"""Tokens count from when they were issued; Microsoft lets five minutes pass."""
OVERDUE = timedelta(hours=1)
CERTIFICATE_WARNING = timedelta(days=21)
_FOR_LATER = (ErrandKind.REMIND, ErrandKind.CLOSE)


async def check_clock(place: Installation) -> tuple[Finding, ...]:
    """Our clock beside the Date of Microsoft Graph's answer, whatever the answer is."""
    async with place.session.get(place.settings.graph_base_url) as reply:
        told = reply.headers.get("Date", "")
    if not told:
        return (unchecked("clock", "Microsoft Graph did not tell the time."),)
    skew = abs(place.clock() - parsedate_to_datetime(told).astimezone(UTC))
    if skew > MOST_SKEW:
        says = f"This machine's clock is {round(skew.total_seconds())} seconds away from Microsoft's."
        return (fault("clock", says, "Set the clock by NTP: tokens and deadlines go by it."),)
    return (well("clock", "This machine's clock agrees with Microsoft's."),)


async def check_outbox(place: Installation) -> tuple[Finding, ...]:
    """Errands that wait for a person, and those that should have been delivered long ago."""
    if place.recorded is None:
        return (unchecked("outbox", "The database could not be read."),)
    found = []
    parked = [one for one in place.recorded.errands if one.state is ErrandState.PARKED]
    for reason, count in Counter(_reason(one.error) for one in parked).most_common(5):
        says = f"Stopped errands: {count}, {reason}."
        found.append(warning("outbox", says, "Mend the cause; then «leveranser» and «Prøv igjen» in the channel."))
    late = place.now - OVERDUE
    overdue = [
        one
        for one in place.recorded.errands
        if one.state is not ErrandState.PARKED and one.kind not in _FOR_LATER and one.created_at < late
        if one.due_at < place.now
    ]
    if overdue:
        oldest = min(one.created_at for one in overdue)
        says = (
            f"Errands that have waited for over an hour: {len(overdue)}, the oldest since {oldest:%Y-%m-%d %H:%M} UTC."
        )
        found.append(warning("outbox", says, "See that the bot runs («/readyz») and read its log."))
    return tuple(found) or (well("outbox", "No errand is stopped or late."),)


def _reason(error: str) -> str:
    needs = next((one.removeprefix(NEEDS) for one in error.split() if one.startswith(NEEDS)), "")
    if needs:
        return f"the permission {needs} is missing"
    return f"the answer was {' '.join(error.split()[:4])}" if error else "without a reason"


async def check_election_keys(place: Installation) -> tuple[Finding, ...]:
    """The folder of open elections' keys can be written, by us alone."""
    path = key_folder(place.settings.election_keys_path, place.settings.database_url).path
    if path is None:
        do = "Set UTVALGSBOT_ELECTION_KEYS_PATH to a folder on a disk that outlives a restart, and out of backups."
        return (warning("election keys", "No secret election can be held: no folder for its keys is named.", do),)
    existing = next(one for one in (path, *path.absolute().parents) if one.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        return (fault("election keys", f"{path} cannot be written.", "Give the bot's user the right to write there."),)
    if path.exists() and path.stat().st_mode & 0o077:
        return (warning("election keys", f"Others than the bot's user can read {path}.", f"Run «chmod 700 {path}»."),)
    return (well("election keys", f"{path} can be written, by the bot alone."),)


async def check_certificates(place: Installation) -> tuple[Finding, ...]:
    """How long the certificates of the addresses that we use, and of our own, are still good."""
    named = [place.settings.graph_base_url, place.settings.openid_metadata_url, place.public_url]
    recorded = place.recorded.service_urls.values() if place.recorded else ()
    hosts = {(urlsplit(one).hostname or "", urlsplit(one).port or 443) for one in (*named, *recorded) if _is_tls(one)}
    if not hosts:
        return (well("certificates", "All addresses are on this machine, without TLS."),)
    return tuple([await _check_certificate(host, port, place.clock()) for host, port in sorted(hosts)])


def _is_tls(url: str) -> bool:
    return url.startswith("https://") and not is_loopback(url)


async def _check_certificate(host: str, port: int, now: datetime) -> Finding:
    try:
        _, writer = await asyncio.open_connection(host, port, ssl=ssl.create_default_context())
    except ssl.SSLCertVerificationError as problem:
        do = "Renew it, and see that the proxy sends the whole chain."
        return fault("certificates", f"The certificate of {host} is not good: {problem.verify_message}.", do)
    certificate = writer.get_extra_info("ssl_object").getpeercert() or {}
    writer.close()
    return judge_certificate(host, str(certificate.get("notAfter", "")), now)


def judge_certificate(host: str, not_after: str, now: datetime) -> Finding:
    """By its last day, as TLS writes it («Jan  5 09:34:43 2028 GMT»)."""
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(not_after), UTC)
    if ends - now < CERTIFICATE_WARNING:
        return warning("certificates", f"The certificate of {host} ends on {ends:%Y-%m-%d}.", "Renew it before that.")
    return well("certificates", f"The certificate of {host} is good until {ends:%Y-%m-%d}.")
