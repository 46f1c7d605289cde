"""What is to be done in Teams, and what a person must see to, in words."""

from locales import N_, Words

_STEPS = {
    "create": N_("Lag kanalen «{name}»"),
    "adopt": N_("Ta i bruk kanalen «{name}», som er der fra før"),
    "rename": N_("Gi kanalen «{other}» navnet «{name}»"),
    "describe": N_("Skriv hva kanalen er til: «{name}»"),
    "unarchive": N_("Åpne kanalen «{name}» igjen"),
    "folders": N_("Lag mapper: {names}"),
    "tab": N_("Legg til fanen «{name}»"),
    "welcome": N_("Fortell i kanalen hva den er til"),
    "add": N_("Ta {name} inn i teamet"),
    "add_to_channel": N_("Slipp {name} inn i kanalen"),
    "remove_from_channel": N_("Ta {name} ut av kanalen"),
    "remove": N_("Ta {name} ut av teamet"),
    "archive": N_("Arkiver kanalen «{name}»"),
}
_MENDED = {
    "signs": N_("Teams tar ikke alle tegnene."),
    "too_long": N_("Teams tar høyst 50 tegn."),
    "reserved": N_("Teams holder av navnet til seg selv."),
    "taken": N_("En annen kanal har navnet, eller hadde det før den ble slettet."),
}
_NOTES = {
    "channel_gone": N_(
        "Registeret har kanalen til {name}, men den finnes ikke i Teams. Rett channel_id eller ta den ut."
    ),
    "channel_deleted": N_("Kanalen «{name}» er slettet i Teams. Den lages på nytt når dere sier fra."),
    "other_kind": N_("Kanalen «{name}» er av en annen type enn det som er bestemt. Teams kan ikke gjøre om på det."),
    "unknown_people": N_("{name} i teamet står ikke i registeret. De får være i fred."),
    "no_address": N_("{name} har ingen e-postadresse, og blir ikke kalt inn til møtene. Skriv den inn i registeret."),
    "never_heard": N_(
        "Jeg kan ikke skrive til {name} ennå. Be vedkommende legge til appen og skrive «hjelp» til meg en gang."
    ),
    "no_guest_id": N_("{name} hører til hos en annen. Skriv gjestens id under «also» i registeret."),
    "guest_in_shared": N_("{name} er gjest, og gjester kan ikke være i en delt kanal."),
    "not_in_team": N_("{name} er ikke i teamet, og kan derfor ikke være i den private kanalen."),
    "add_by_hand": N_("{name} skal være med i teamet. Be den som eier det om å ta vedkommende inn."),
    "remove_by_hand": N_("{name} sitter ikke lenger i noe utvalg her. Be den som eier teamet om å ta vedkommende ut."),
    "archive_by_hand": N_(
        "Kanalen «{name}» skal være arkivert eller åpen igjen. Be den som eier teamet om å ordne det."
    ),
}
#: What lets a step be done, to be named to the one who can grant it.
_PERMISSIONS = {
    "create": "Channel.Create.Group",
    "rename": "ChannelSettings.ReadWrite.Group",
    "describe": "ChannelSettings.ReadWrite.Group",
    "archive": "ChannelSettings.ReadWrite.All",
    "unarchive": "ChannelSettings.ReadWrite.All",
    "folders": "Files.ReadWrite.All",
    "tab": "TeamsTab.Create.Group",
    "add": "TeamMember.ReadWriteNonOwnerRole.All",
    "remove": "TeamMember.ReadWriteNonOwnerRole.All",
    "add_to_channel": "ChannelMember.ReadWrite.Group",
    "remove_from_channel": "ChannelMember.ReadWrite.Group",
}


def step_words(kind: str, words: Words, *, name: str = "", names: tuple[str, ...] = (), other: str = "") -> str:
    """«Lag kanalen «Plan-bygg»»; what people wrote is to be escaped before."""
    return words(_STEPS[kind], name=name, names=", ".join(names), other=other)


def mended_words(mended: tuple[str, ...], words: Words) -> str:
    """Why a name is another than the one that was written; empty when it is the same."""
    return " ".join(words(_MENDED[one]) for one in mended)


def note_words(kind: str, words: Words, *, name: str = "") -> str:
    """What a person must see to, or should know."""
    return words(_NOTES[kind], name=name)


def problem_words(step: str, kind: str, code: str, words: Words, *, name: str = "") -> str:
    """Why a step could not be done, and what to do about it; `kind` is as `committee.microsoft_errors` has them."""
    if kind == "Forbidden":
        permission = _PERMISSIONS.get(step, code)
        return words(
            "Boten har ikke rettigheten {permission}. Be den som styrer Teams hos dere om å gi den, og prøv igjen.",
            permission=permission,
        )
    if kind == "Gone" and step in ("add", "add_to_channel"):
        return words("{name} finnes ikke hos Microsoft, eller kontoen er sperret. Se etter i registeret.", name=name)
    if code == "channelNotMade":
        return words("Kanalen er ikke laget ennå.")
    return words(
        "Microsoft 365 sa nei ({code}). Prøv igjen; hjelper ikke det, ta det med den som styrer Teams.", code=code
    )
