"""What waits to be sent, and what could not be."""

from collections.abc import Sequence

from cards.build import Card, box, buttons, card, escape, execute, heading, quiet, text
from committee.microsoft_errors import NEEDS
from committee.outbox import Errand, ErrandKind, ErrandState
from locales import N_, Words

_MOST_SHOWN = 10
_WHAT = {
    ErrandKind.SHOW: N_("Kort i kanalen"),
    ErrandKind.TELL: N_("Beskjed til et medlem"),
    ErrandKind.EVENT: N_("Møte i kalenderen"),
    ErrandKind.FILE: N_("Dokument i kanalens filer"),
    ErrandKind.REMIND: N_("Påminnelse"),
    ErrandKind.CLOSE: N_("Opptelling av et valg"),
    ErrandKind.CHANNELS: N_("Kanalene i Teams"),
}
_FOR_LATER = (ErrandKind.REMIND, ErrandKind.CLOSE)
#: What the secretary can do about it, by the first word of the errand's error.
_ADVICE = {
    "Forbidden": N_("Boten mangler tilgang. Be den som styrer Teams hos dere om å gi den, og prøv så igjen."),
    "Gone": N_("Det vi skulle endre, finnes ikke lenger. Se etter i Teams før du prøver igjen."),
    "election_box_lost": N_(
        "Nøkkelen til valget mangler, så stemmene kan ikke telles. Er den på plass igjen, prøv på nytt; ellers skriv"
        " «valg», avbryt valget og hold det på nytt."
    ),
}
_NOT_GRANTED = N_(
    "Boten mangler tillatelsen {permission}. Be den som styrer Microsoft 365 hos dere om å gi den, og prøv så igjen."
)
#: By what is in the permission's name.
_MISSING = {
    ".Group": N_(
        "Boten mangler tillatelsen {permission} i teamet. Be en eier av teamet om å oppdatere appen og godta"
        " tillatelsene, og prøv så igjen."
    ),
    "Calendars.": N_(
        "Boten slipper ikke til i kalenderen. Be den som styrer Microsoft 365 hos dere om å gi tillatelsen"
        " {permission} og å se etter at den gjelder for denne postkassen, og prøv så igjen."
    ),
}
_NO_CHANNEL = N_(
    "Utvalget har ingen kanal ennå. Skriv «kanaler» for å lage den; det som venter, sendes da av seg selv."
)
_NOT_IN_CHANNEL = N_(
    "Boten er ikke med i kanalen. Legg appen til i kanalen («Administrer kanal» – «Apper»), og prøv igjen."
)
_LEFT = N_("Mottakeren står ikke lenger i registeret. Rett registeret og prøv igjen, eller la det ligge.")
_MAY_BE_TOLD = N_("Beskjeden kan ha kommet fram. Spør gjerne den det gjelder før du prøver igjen.")


def deliveries_card(errands: Sequence[Errand], zone: str, words: Words) -> Card:
    """Parked errands with a way to try again, then what is under way."""
    title = words("Leveranser")
    parked = [one for one in errands if one.state is ErrandState.PARKED]
    under_way = (ErrandState.WAITING, ErrandState.SENDING, ErrandState.AMBIGUOUS)
    # What is for a day to come is on time, and sends nothing itself.
    waiting = [one for one in errands if one.state in under_way and one.kind not in _FOR_LATER]
    if not parked and not waiting:
        return card([heading(title), text(words("Alt er levert."))], words, summary=title)
    body = [heading(title)]
    for one in parked[:_MOST_SHOWN]:
        retry = execute(words("Prøv igjen"), "errand.retry", {"errand": one.id})
        body.append(box([*_told(one, zone, words), *buttons([retry])], "warning"))
    for one in waiting[:_MOST_SHOWN]:
        body += _told(one, zone, words)
    left = max(len(parked) - _MOST_SHOWN, 0) + max(len(waiting) - _MOST_SHOWN, 0)
    if left:
        body.append(quiet(words.plural("og {n} til", "og {n} til", left)))
    return card(body, words, summary=title)


def _told(errand: Errand, zone: str, words: Words) -> list[dict]:
    what = words(_WHAT[errand.kind])
    state = words("Stoppet") if errand.state is ErrandState.PARKED else words("Under sending")
    since = words(
        "Siden {when}. Forsøk: {attempts}.", when=words.moment(errand.created_at, zone), attempts=errand.attempts
    )
    lines = [text(f"**{what}** – {state}"), quiet(since)]
    if errand.error:
        if errand.state is ErrandState.PARKED and (advice := _advise(errand, words)):
            lines.append(text(advice))
        lines.append(quiet(words("Svar fra Microsoft 365: {code}", code=escape(errand.error))))
    return lines


def _advise(errand: Errand, words: Words) -> str:
    needs = next((one.removeprefix(NEEDS) for one in errand.error.split() if one.startswith(NEEDS)), "")
    if not needs:
        return words(advice) if (advice := _advice(errand)) else ""
    for mark, told in _MISSING.items():
        if mark in needs:
            return words(told, permission=needs)
    return words(_NOT_GRANTED, permission=needs)


def _advice(errand: Errand) -> str:
    kind, *codes = errand.error.split()
    if errand.kind is ErrandKind.TELL and (kind == "Ambiguous" or "mayHaveBeenTold" in codes):
        return _MAY_BE_TOLD
    if "channelNotMade" in codes:
        return _NO_CHANNEL
    if "BotNotInConversationRoster" in codes:
        return _NOT_IN_CHANNEL
    if "leftTheRegister" in codes:
        return _LEFT
    return _ADVICE.get(kind, "")
