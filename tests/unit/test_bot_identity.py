"""Who is behind an activity, and where they are."""

import pytest

from bot.activity_handler import read_words
from bot.identity import read_sender
from tests.front_door_fixture import APP_ID, SERVICE_URL, TENANT, make_activity

CHANNEL = "19:bestillerutvalget@thread.tacv2"


def test_a_person_in_their_own_chat() -> None:
    sender = read_sender(make_activity(locale="nn-NO"))
    assert sender.object_id == "aad00000-0000-4000-8000-000000000003"
    assert (sender.tenant_id, sender.service_url, sender.activity_id) == (TENANT, SERVICE_URL, "f:1")
    assert (sender.name, sender.teams_user_id, sender.locale) == ("Ingrid Moen", "29:1-molde1", "nn-NO")
    assert sender.is_personal
    assert (sender.channel_id, sender.team_id, sender.thread_root) == (None, None, None)


def test_a_person_in_a_thread_of_a_channel() -> None:
    conversation = {"id": f"{CHANNEL};messageid=17", "tenantId": TENANT.upper(), "conversationType": "channel"}
    data = {"tenant": {"id": TENANT}, "team": {"id": "19:team"}, "channel": {"id": CHANNEL}}
    sender = read_sender(make_activity(conversation=conversation, channelData=data))
    assert (sender.channel_id, sender.team_id, sender.thread_root) == (CHANNEL, "19:team", "17")
    assert sender.tenant_id == TENANT
    assert not sender.is_personal


def test_a_channel_is_known_by_its_conversation_when_teams_names_no_channel() -> None:
    conversation = {"id": f"{CHANNEL};messageid=17", "tenantId": TENANT, "conversationType": "channel"}
    assert read_sender(make_activity(conversation=conversation)).channel_id == CHANNEL


@pytest.mark.parametrize("account", [None, {}, {"id": "29:x"}, {"aadObjectId": None}, {"aadObjectId": 5}, "x"])
def test_one_without_an_entra_id_is_nobody_in_particular(account: object) -> None:
    activity = make_activity() | {"from": account}
    assert read_sender(activity).object_id is None


def test_the_tenant_may_stand_in_the_channel_data_only() -> None:
    assert read_sender(make_activity(conversation={"id": "a:1"})).tenant_id == TENANT


def _mention(text: str | None = "<at>Utvalgsbot</at>", mentioned: str = f"28:{APP_ID}") -> dict[str, object]:
    return {"type": "mention", "text": text, "mentioned": {"id": mentioned, "name": "Utvalgsbot"}}


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("<at>Utvalgsbot</at> hjelp", [_mention()], "hjelp"),
        ("hei <at>Utvalgsbot</at>&nbsp; hjelp\n", [_mention()], "hei hjelp"),
        ("<at>Utvalgsbot</at> hjelp", [_mention(text=None)], "hjelp"),
        ("<at>Kari</at> hjelp", [_mention("<at>Kari</at>", "29:kari")], "<at>Kari</at> hjelp"),
        ("a  (b|c)\nd", None, "a (b|c)\nd"),
        (None, None, ""),
        ("hjelp", ["x", {"type": "mention"}], "hjelp"),
    ],
)
def test_words_are_read_without_the_mention_of_the_bot(text: object, entities: object, words: str) -> None:
    assert read_words(make_activity(text=text, entities=entities)) == words
