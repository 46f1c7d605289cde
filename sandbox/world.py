"""The made-up people, team and channels of the local tenant, with their fixed ids."""

from dataclasses import dataclass

from sandbox.people import CO_OPERATION, FIRST, NATIONAL

TENANT_ID = "6f3c2a10-0000-4000-8000-00000000c0de"
BOT_APP_ID = "b07b07b0-0000-4000-8000-000000000001"
BOT_NAME = "Utvalgsbot"
BOT_MRI = f"28:{BOT_APP_ID}"
CLIENT_SECRET = "sandbox-secret"
TEAM_ID = "7ea70000-0000-4000-8000-000000000001"
TEAM_THREAD = "19:team-ror-ikt@thread.tacv2"
TEAM_NAME = "ROR-IKT"
DRIVE_ID = "b!sandbox-ror-ikt"
DOMAIN = "ror-ikt.example"
BOARD_MAILBOX = f"styrekalender@{DOMAIN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A person (or mailbox) of the tenant."""

    key: str
    name: str
    organisation: str
    title: str
    aad: str
    upn: str
    is_person: bool = True

    @property
    def mri(self) -> str:
        """The id Teams gives this person towards our bot."""
        return f"29:1-{self.key}"

    @property
    def conversation(self) -> str:
        """The id of this person's chat with the bot."""
        return f"a:1-{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSeed:
    """A channel that the team has from the start."""

    id: str
    name: str
    description: str


def _object_id(number: int) -> str:
    return f"aad00000-0000-4000-8000-{number:012d}"


def _person(number: int, key: str, name: str, organisation: str, title: str) -> Persona:
    upn = f"{key}@{DOMAIN}"
    return Persona(key=key, name=name, organisation=organisation, title=title, aad=_object_id(number), upn=upn)


PERSONAS: tuple[Persona, ...] = tuple(
    _person(number, *who)
    for first, people in ((1, FIRST), (101, CO_OPERATION), (201, NATIONAL))
    for number, who in enumerate(people, start=first)
)
#: The board's calendar and secretariat, and then a mailbox for each body: id, name.
BODIES = (
    ("bestillerutvalget", "Bestillerutvalget"),
    ("faggruppe-oppvekst", "Faggruppe Oppvekst"),
    ("faggruppe-helse", "Faggruppe Helse og omsorg"),
    ("faggruppe-teknisk", "Faggruppe Teknisk"),
    ("faggruppe-administrasjon", "Faggruppe Administrasjon"),
    ("faggruppe-arkiv", "Faggruppe Arkiv"),
    ("samstyring-oppvekst", "Samstyring Oppvekst"),
    ("samstyring-helse", "Samstyring Helse"),
    ("samstyring-samfunn", "Samstyring Samfunn"),
    ("samstyring-administrasjon", "Samstyring Administrasjon"),
    ("teknologirad", "Teknologiråd"),
    ("kommit-radet", "KommIT-rådet"),
    ("digitaliseringsutvalget", "Digitaliseringsutvalget"),
)


def _mailbox(number: int, key: str, name: str) -> Persona:
    upn = f"{key}@{DOMAIN}"
    return Persona(
        key=key, name=name, organisation="ROR-IKT", title="Postkasse", aad=_object_id(number), upn=upn, is_person=False
    )


MAILBOXES: tuple[Persona, ...] = (
    _mailbox(20, "styrekalender", "Styrekalender ROR-IKT"),
    _mailbox(21, "styresekretariat", "Styresekretariatet ROR-IKT"),
    *(_mailbox(number, *body) for number, body in enumerate(BODIES, start=22)),
)
EVERYONE: tuple[Persona, ...] = PERSONAS + MAILBOXES
CHANNELS: tuple[ChannelSeed, ...] = (
    ChannelSeed(id=TEAM_THREAD, name="General", description="Hele teamet"),
    ChannelSeed(id="19:bestillerutvalget@thread.tacv2", name="Bestillerutvalget", description="Bestillerutvalget"),
    ChannelSeed(id="19:styret@thread.tacv2", name="Styret", description="Styret for ROR-IKT"),
    *(ChannelSeed(id=f"19:{key}@thread.tacv2", name=name, description=name) for key, name in BODIES[1:]),
)
_BY_KEY = {person.key: person for person in PERSONAS}
#: Who may set up committees by chat, and adds the app to the team.
ADMINISTRATOR = _BY_KEY["administrator"]
_BY_ANY_ID = {
    name.lower(): person for person in EVERYONE for name in (person.mri, person.aad, person.upn, person.conversation)
}


def find_persona(key: str | None) -> Persona | None:
    """The person with this key, or None."""
    return _BY_KEY.get(key or "")


def find_by_id(name: str | None) -> Persona | None:
    """The person or mailbox with this `29:` id, Entra object id, address or chat id, or None."""
    return _BY_ANY_ID.get((name or "").lower())
