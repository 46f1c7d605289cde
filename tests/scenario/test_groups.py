"""Groups and delegates as their people, the committee and everybody else notice them."""

import asyncio
import io
import re
import zipfile
from collections.abc import AsyncIterator, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.group_forms import LONGEST
from committee.groups import GroupState
from locales.refusals import SENTENCES
from tests.house_fixture import BOARD_CHANNEL, CHANNEL, PEOPLE, House, button, buttons, running_house, says, texts

#: The house opens on 23 November 2026; the committee's first meeting is on 17 December, before the board's on the 31st.
FIELDS = {
    "kind": "working",
    "name": "Felles arkivplan",
    "task": "Lag et utkast til felles arkivplan.",
    "leader": "aukra",
    "members": "rauma,utenfor",
    "deadline": "2026-12-10",
}
OWN = {
    **FIELDS,
    "kind": "municipal",
    "name": "Hemmelig Moldegruppe",
    "task": "Finn ut hva Molde bør gjøre.",
    "leader": "utenfor",
    "members": "molde2",
}
NETWORK = {
    "network": "Fagnettverk oppvekst i DigiMR",
    "person": "vestnes",
    "adviser": "rorikt",
    "from_on": "2026-06-01",
    "until_on": "",
    "months": "6",
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


def told(dialog: dict[str, Any]) -> str:
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


def beside(card: dict[str, Any], name: str) -> str:
    """The sentence just below a field."""
    place = next(n for n, one in enumerate(card["body"]) if one.get("id") == name)
    below = card["body"][place + 1]
    return below["text"] if below.get("color") == "Attention" else ""


async def send_form(house: House, persona: str, form: str, fields: dict[str, str], **ids: str) -> dict[str, Any]:
    """Opens the dialog, fills it in and sends it."""
    card = card_of(await house.open_dialog(persona, form=form, **ids))
    data = next(one["data"] for one in buttons(card) if one["data"].get("form") == form)
    return await house.send_dialog(persona, **data, **fields)


async def set_up(house: House, persona: str = "molde1", **changes: str) -> Any:
    """A group set up by dialog; gives it."""
    fields = {**FIELDS, **changes}
    assert "Gruppen er satt ned" in told(await send_form(house, persona, "group", fields))
    groups = await house.bot.office.store.read(lambda tx: tx.groups("bestillerutvalget"))
    await house.settle()
    return next(one for one in groups if one.name == fields["name"])


async def group_of(house: House, group_id: str) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.group(group_id))


async def report(house: House, persona: str, group_id: str, text: str = "Planen er klar.") -> None:
    answer = await send_form(house, persona, "group_report", {"report": text}, group=group_id)
    assert "Takk!" in told(answer)
    await house.settle()


async def hold_meeting(house: House) -> Any:
    """The next meeting, started and ended; gives its minutes."""
    meeting_id = await house.next_meeting_id()
    await house.act("leder", "meeting.start", meeting=meeting_id)
    await house.act("leder", "meeting.end", meeting=meeting_id)
    return await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))


def posts_with(house: House, conversation: str, *words: str) -> list[Any]:
    return [one for one in house.sandbox.posts(conversation, author="bot") if says(one.card, *words)]


# Set up


async def test_a_representative_sets_up_a_group_and_all_it_concerns_are_told(house: House) -> None:
    group = await set_up(house)
    assert (group.leader_id, set(group.members)) == ("aukra", {"aukra", "rauma", "utenfor"})
    post = await house.wait_for_card(CHANNEL, "Arbeidsgruppe: Felles arkivplan", "Oppgave", "torsdag 10. desember 2026")
    assert says(post.card, "Lag et utkast til felles arkivplan.", "Marte Øyen", "Olav Nes", "Eva Holm")
    for persona in ("aukra", "rauma", "utenfor"):
        assert len(posts_with(house, house.chat(persona), "Arbeidsgruppe: Felles arkivplan")) == 1
    assert posts_with(house, house.chat("molde1"), "Felles arkivplan") == []
    assert posts_with(house, BOARD_CHANNEL, "Felles arkivplan") == []
    entries = [one for one in await house.record() if one.action == "group.set_up"]
    assert [(one.actor_id, one.details["name"]) for one in entries] == [("molde1", "Felles arkivplan")]


@pytest.mark.parametrize("persona", ["leder", "sekretaer"])
async def test_leader_and_secretary_set_up_groups_too(house: House, persona: str) -> None:
    await set_up(house, persona, kind="project", name="Nytt arkiv")
    await house.wait_for_card(CHANNEL, "Prosjektgruppe: Nytt arkiv")


@pytest.mark.parametrize("persona", ["utenfor", "tillitsvalgt", "rorikt"])
async def test_others_may_not_set_up_groups_whatever_they_send(house: House, persona: str) -> None:
    before = await house.snapshot()
    sentence = SENTENCES["no_seat" if persona == "utenfor" else "no_right_set_up_group"]
    assert told(await house.open_dialog(persona, form="group")) == sentence
    forged = {"form": "group", "committee": "bestillerutvalget", "new": "a" * 32, **FIELDS}
    assert told(await house.send_dialog(persona, **forged)) == sentence
    assert says(await house.say(persona, "ny gruppe"), sentence)
    assert await house.snapshot() == before
    assert await house.bot.office.store.read(lambda tx: tx.groups("bestillerutvalget")) == []


@pytest.mark.parametrize("persona", ["leder", "sekretaer"])
async def test_a_municipalitys_own_group_is_not_for_others_to_set_up(house: House, persona: str) -> None:
    offered = card_of(await house.open_dialog(persona, form="group"))
    kinds = next(one for one in offered["body"] if one.get("id") == "kind")["choices"]
    assert [one["value"] for one in kinds] == ["working", "project"]
    forged = {"form": "group", "committee": "bestillerutvalget", "new": "a" * 32, **OWN}
    assert told(await house.send_dialog(persona, **forged)) == SENTENCES["no_right_own_group"]


FAULTS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "empty": (
        dict.fromkeys(FIELDS, ""),
        {
            "kind": "Velg ett av svarene.",
            "name": "Fyll ut dette feltet.",
            "task": "Fyll ut dette feltet.",
            "leader": "Velg noen fra registeret.",
            "deadline": "Velg en dag.",
        },
    ),
    "a leader who is not in the register": ({"leader": "finnesikke"}, {"leader": "Velg noen fra registeret."}),
    "a member who is not in the register": ({"members": "rauma,<x>"}, {"members": "Velg noen fra registeret."}),
    "too long": ({"task": "å" * (LONGEST["task"] + 1)}, {"task": f"høyst {LONGEST['task']} tegn"}),
    "a day that is gone": ({"deadline": "2026-11-22"}, {"deadline": "ikke er passert"}),
    "not a day": ({"deadline": "31. februar"}, {"deadline": "Velg en dag."}),
    "a slip of the year": ({"deadline": "9999-12-31"}, {"deadline": "høyst ti år fram"}),
}


@pytest.mark.parametrize("case", FAULTS)
async def test_a_form_with_faults_keeps_what_was_typed_and_says_what_is_wrong(house: House, case: str) -> None:
    changes, sentences = FAULTS[case]
    before = await house.snapshot()
    card = card_of(await send_form(house, "molde1", "group", {**FIELDS, **changes}))
    for name, sentence in sentences.items():
        assert sentence in beside(card, name), name
    assert {name for name in FIELDS if beside(card, name)} == set(sentences)
    kept = {one["id"]: one.get("value") for one in card["body"] if "id" in one}
    assert kept == {"client": "", **FIELDS, **changes}
    people = next(one for one in card["body"] if one.get("id") == "members")["choices"]
    if "utenfor" in {**FIELDS, **changes}["members"]:
        assert {"title": "Eva Holm", "value": "utenfor"} in people
    assert await house.snapshot() == before


async def test_a_form_delivered_four_times_is_one_group(house: House) -> None:
    house.sandbox.fault("invoke", "task/submit", "duplicate", copies=4, same_id=False)
    await set_up(house)
    assert len(await house.bot.office.store.read(lambda tx: tx.groups("bestillerutvalget"))) == 1


async def test_people_are_found_by_name_with_an_error_in_it(house: House) -> None:
    async def search(persona: str, words: str) -> list[str]:
        value = {"kind": "search", "dataset": "people", "queryText": words, "queryOptions": {"skip": 0, "top": 15}}
        answer = await house.sandbox.invoke(persona, "application/search", value)
        return [one["title"] for one in answer.body["value"]["results"]]

    assert await search("molde1", "hol") == ["Eva Holm"]
    assert "Turid Vik (Vestnes)" in await search("molde1", "turdi vik")
    assert "Ingrid Moen (Molde)" in await search("molde1", "")
    assert await search("utenfor", "Vik") == []


# Corrected, reported, ended


async def test_a_correction_tells_those_who_are_new_and_the_channel(house: House) -> None:
    group = await set_up(house)
    changes = {**FIELDS, "name": "Arkivplan for alle", "leader": "vestnes", "members": "aukra,rauma"}
    assert "Rettelsen er lagret" in told(await send_form(house, "molde1", "group", changes, group=group.id))
    await house.settle()
    await house.wait_for_card(CHANNEL, "Arbeidsgruppe: Arkivplan for alle", "Oppgave", "Turid Vik")
    assert len(posts_with(house, CHANNEL, "rkivplan", "Oppgave")) == 1
    assert len(posts_with(house, house.chat("vestnes"), "Arkivplan for alle")) == 1
    assert len(posts_with(house, house.chat("rauma"), "rkivplan")) == 1


@pytest.mark.parametrize("persona", ["aukra", "molde2", "tillitsvalgt"])
async def test_only_those_who_lead_or_set_it_up_may_correct_a_group(house: House, persona: str) -> None:
    group = await set_up(house)
    sentence = SENTENCES["no_right_change_group"]
    assert told(await house.open_dialog(persona, form="group", group=group.id)) == sentence
    assert told(await house.send_dialog(persona, form="group", group=group.id, **{**FIELDS, "name": "X"})) == sentence
    assert await group_of(house, group.id) == group


async def test_the_groups_people_report_and_no_others(house: House) -> None:
    group = await set_up(house)
    for persona, code in (("molde1", "no_right_report_group"), ("leder", "no_right_report_group")):
        assert told(await house.open_dialog(persona, form="group_report", group=group.id)) == SENTENCES[code]
        sent = await house.send_dialog(persona, form="group_report", group=group.id, report="Falsk")
        assert told(sent) == SENTENCES[code]
    empty = card_of(await send_form(house, "utenfor", "group_report", {"report": " "}, group=group.id))
    assert "Fyll ut dette feltet." in beside(empty, "report")
    await report(house, "utenfor", group.id)
    await house.wait_for_card(CHANNEL, "Tilbakemelding fra Felles arkivplan", "Planen er klar.")
    assert (await group_of(house, group.id)).reported_by == "utenfor"


async def test_a_group_is_ended_when_a_meeting_has_noted_its_report(house: House) -> None:
    group = await set_up(house)
    await report(house, "aukra", group.id)
    await report(house, "aukra", group.id, "Planen er klar, med vedlegg.")
    assert (
        told(await house.open_dialog("leder", form="group_end", group=group.id)) == SENTENCES["group_report_not_noted"]
    )
    sent = await house.send_dialog("leder", form="group_end", group=group.id, reason="Ferdig")
    assert told(sent) == SENTENCES["group_report_not_noted"]
    minutes = await hold_meeting(house)
    assert [(one.name, one.report) for one in minutes.reports] == [("Felles arkivplan", "Planen er klar, med vedlegg.")]
    for persona in ("molde1", "aukra", "utenfor"):
        assert (
            told(await house.open_dialog(persona, form="group_end", group=group.id)) == SENTENCES["no_right_end_group"]
        )
    assert (
        told(await send_form(house, "sekretaer", "group_end", {"reason": ""}, group=group.id))
        == "Gruppen er avsluttet."
    )
    await house.settle()
    await house.wait_for_card(CHANNEL, "Felles arkivplan er avsluttet", "Takk for innsatsen")
    assert told(await house.open_dialog("aukra", form="group_report", group=group.id)) == SENTENCES["group_ended"]
    assert says(await house.say("molde1", "grupper"), "Ingen grupper er i arbeid.", "1 gruppe er avsluttet")


async def test_a_group_set_up_by_mistake_is_ended_with_a_reason(house: House) -> None:
    group = await set_up(house)
    card = card_of(await send_form(house, "leder", "group_end", {"reason": ""}, group=group.id))
    assert "Fyll ut dette feltet." in beside(card, "reason")
    assert told(await send_form(house, "leder", "group_end", {"reason": "Satt ned to ganger"}, group=group.id))
    await house.settle()
    await house.wait_for_card(CHANNEL, "Felles arkivplan er avsluttet", "Satt ned to ganger")
    assert (await group_of(house, group.id)).state is GroupState.ENDED
    assert (await hold_meeting(house)).reports == ()


# Reports to the meeting


async def test_what_is_reported_and_what_is_missing_stands_on_the_meetings_card_and_in_the_minutes(
    house: House, tmp_path: Path
) -> None:
    ready, late = await set_up(house), await set_up(house, name="Sen gruppe", leader="rauma", deadline="2026-12-17")
    await set_up(house, name="God tid", deadline="2026-12-18")
    await report(house, "aukra", ready.id)
    notice = await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "Tilbakemeldinger")
    lines = [one for one in texts(notice.card) if "rapporten er" in one]
    assert lines == [
        "**Arbeidsgruppe: Felles arkivplan** – rapporten er levert",
        "**Arbeidsgruppe: Sen gruppe** – rapporten er ikke levert (frist torsdag 17. desember 2026)",
    ]
    await hold_meeting(house)
    minutes = await house.wait_for_card(house.chat("sekretaer"), "Referat fra Bestillerutvalget", "Sen gruppe")
    assert says(minutes.card, "Planen er klar.", "Ikke levert")
    minutes_id = (
        await house.bot.office.store.read(lambda tx: tx.minutes_of(tx.meetings("bestillerutvalget")[0].id))
    ).id
    await house.act("leder", "minutes.approve", minutes=minutes_id)
    await house.wait_for_card(CHANNEL, "Referat fra Bestillerutvalget", "kontrollsum", seconds=60)
    (docx,) = (tmp_path / "sandbox" / "files").rglob("*.docx")
    text = text_of(docx)
    for sentence in (
        "Tilbakemeldinger", "Arbeidsgruppe: Felles arkivplan", "Marte Øyen. Levert 23.11.2026.", "Planen er klar.",
        "Arbeidsgruppe: Sen gruppe", "Olav Nes. Frist 17.12.2026.", "Ikke levert",
        f"Gjelder fra 14.04.2021, kontrollsum {house.mandate.sha256[:8]}",
    ):  # fmt: skip
        assert sentence in text, sentence
    assert "God tid" not in text
    still = await group_of(house, late.id)
    assert (still.state, still.noted_in) == (GroupState.ACTIVE, None)


def text_of(docx: Path) -> str:
    with zipfile.ZipFile(io.BytesIO(docx.read_bytes())) as archive:
        document = archive.read("word/document.xml").decode()
    return "\n".join("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", one)) for one in document.split("</w:p>"))


async def test_a_report_comes_up_once(house: House) -> None:
    group = await set_up(house)
    await report(house, "aukra", group.id)
    await hold_meeting(house)
    await house.settle()
    later = (await house.bot.office.store.read(lambda tx: tx.meetings("bestillerutvalget")))[1]
    await house.act("leder", "meeting.start", meeting=later.id)
    await house.act("leder", "meeting.end", meeting=later.id)
    assert (await house.bot.office.store.read(lambda tx: tx.minutes_of(later.id))).reports == ()


async def test_the_leader_is_reminded_once_before_the_deadline_and_once_after(house: House) -> None:
    await set_up(house, deadline="2026-12-10")
    chat = house.chat("aukra")
    await house.pass_time(timedelta(days=9))  # 2 December
    assert posts_with(house, chat, "Rapport fra Felles arkivplan") == []
    for _ in range(3):
        await house.pass_time(timedelta(days=1))
        assert len(posts_with(house, chat, "Fristen er torsdag 10. desember 2026.")) == 1
    await house.pass_time(timedelta(days=5))  # the day itself
    assert posts_with(house, chat, "rapporten er ikke kommet") == []
    for _ in range(4):
        await house.pass_time(timedelta(days=1))
        assert len(posts_with(house, chat, "og rapporten er ikke kommet")) == 1
    assert len(posts_with(house, chat, "Rapport fra Felles arkivplan")) == 2
    assert posts_with(house, house.chat("rauma"), "Rapport fra") == []


async def test_nobody_is_reminded_of_what_is_done_moved_or_ended(house: House) -> None:
    done = await set_up(house)
    moved = await set_up(house, name="Flyttet")
    ended = await set_up(house, name="Feil")
    await report(house, "aukra", done.id)
    await send_form(house, "molde1", "group", {**FIELDS, "name": "Flyttet", "deadline": "2027-02-01"}, group=moved.id)
    await send_form(house, "leder", "group_end", {"reason": "Feil"}, group=ended.id)
    for _ in range(3):
        await house.pass_time(timedelta(days=10))
    assert posts_with(house, house.chat("aukra"), "Rapport fra") == []
    await house.pass_time(timedelta(days=35))
    assert len(posts_with(house, house.chat("aukra"), "Rapport fra Flyttet")) == 1


async def test_after_a_long_stop_only_what_is_still_true_is_told(house: House) -> None:
    """The bot slept over both: the deadline is not announced as one to come."""
    await set_up(house)
    await house.pass_time(timedelta(days=60))
    assert len(posts_with(house, house.chat("aukra"), "Rapport fra Felles arkivplan")) == 1
    assert len(posts_with(house, house.chat("aukra"), "rapporten er ikke kommet")) == 1


async def test_a_reminder_to_come_is_no_delivery_that_waits(house: House) -> None:
    await set_up(house)
    await house.settle()
    assert says(await house.say("sekretaer", "leveranser"), "Alt er levert.")


# A municipality's own


def shown_to(house: House, conversations: Iterable[str]) -> str:
    return "\n".join(
        line for place in conversations for one in house.sandbox.posts(place, author="bot") for line in texts(one.card)
    )


INSIDERS = ("molde1", "molde2", "utenfor")
OUTSIDERS = tuple(one for one in PEOPLE if one not in INSIDERS)


async def test_a_municipalitys_own_group_is_seen_by_its_own_alone(house: House) -> None:
    """C14: not in cards, commands, search, notices, the channel or the minutes; and not its name in the log."""
    group = await set_up(house, "molde1", **OWN)
    assert (group.organisation_id, group.is_private) == ("molde", True)
    for persona in ("molde1", "molde2"):
        card = await house.say(persona, "grupper")
        assert says(card, "Digitaliseringsgruppe: Hemmelig Moldegruppe"), persona
    await house.wait_for_card(house.chat("utenfor"), "Digitaliseringsgruppe: Hemmelig Moldegruppe")
    await report(house, "utenfor", group.id, "Hemmelig svar.")
    await set_up(house, "molde1", **{**OWN, "name": "Hemmelig og sen"})
    await house.pass_time(timedelta(days=30))
    assert says(await house.say("sekretaer", "leveranser"), "Alt er levert.")
    await hold_meeting(house)
    await house.settle()
    words = ("grupper", "ny gruppe", "nettverk", "venter", "hjelp", "saker", "neste møte", "referat", "leveranser",
             "hemmelig moldegruppe")  # fmt: skip
    for persona in OUTSIDERS:
        for text in words:
            shown = "\n".join(texts(await house.say(persona, text)))
            assert "hemmelig moldegruppe" not in shown.lower().replace("du skrev: hemmelig moldegruppe", ""), (
                persona,
                text,
            )
        value = {"kind": "search", "dataset": "people", "queryText": "Hemmelig", "queryOptions": {"skip": 0, "top": 15}}
        answer = await house.sandbox.invoke(persona, "application/search", value)
        assert answer.body["value"]["results"] == []
    everywhere = shown_to(house, (CHANNEL, BOARD_CHANNEL))
    assert "Hemmelig" not in everywhere
    log = "\n".join(f"{one.action} {one.details}" for one in await house.record())
    assert "group.reported" in log
    for secret in ("Hemmelig", "Finn ut", "utenfor"):
        assert secret not in log, secret
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(tx.meetings("bestillerutvalget")[0].id))
    assert minutes.reports == ()


@pytest.mark.parametrize("persona", ["leder", "sekretaer", "aukra", "rorikt", "tillitsvalgt"])
async def test_an_outsider_with_its_id_is_told_that_there_is_nothing(house: House, persona: str) -> None:
    group = await set_up(house, "molde1", **OWN)
    for form in ("group", "group_report", "group_end"):
        assert told(await house.open_dialog(persona, form=form, group=group.id)) == SENTENCES["not_found"]
        sent = await house.send_dialog(persona, form=form, group=group.id, **OWN, report="Falsk", reason="Falsk")
        assert told(sent) == SENTENCES["not_found"]
    if persona == "aukra":
        forged = {"form": "group", "committee": "bestillerutvalget", "new": group.id, **FIELDS}
        assert told(await house.send_dialog(persona, **forged)) == SENTENCES["not_found"]
    assert await group_of(house, group.id) == group


async def test_in_the_channel_not_even_its_own_people_are_shown_it(house: House) -> None:
    """Everybody reads the answer there."""
    await set_up(house, "molde1", **OWN)
    await house.sandbox.say("molde1", "grupper", conversation=CHANNEL)
    post = await house.wait_for_card(CHANNEL, "Grupper", "Ingen grupper er i arbeid.")
    assert not says(post.card, "Hemmelig")


async def test_the_municipalitys_representatives_correct_and_end_it_without_a_meeting(house: House) -> None:
    group = await set_up(house, "molde1", **OWN)
    assert says(await house.say("molde2", "grupper"), "Rett", "Avslutt")
    changed = {**OWN, "task": "Noe annet."}
    assert told(await send_form(house, "molde2", "group", changed, group=group.id)) == "Rettelsen er lagret."
    assert told(await house.open_dialog("utenfor", form="group_end", group=group.id)) == SENTENCES["no_right_end_group"]
    await report(house, "utenfor", group.id)
    assert (
        told(await send_form(house, "molde2", "group_end", {"reason": ""}, group=group.id)) == "Gruppen er avsluttet."
    )
    await house.settle()
    assert posts_with(house, CHANNEL, "Hemmelig") == []


async def test_the_leader_of_a_private_group_is_reminded_privately(house: House) -> None:
    await set_up(house, "molde1", **OWN)
    await house.pass_time(timedelta(days=30))
    assert len(posts_with(house, house.chat("utenfor"), "og rapporten er ikke kommet")) == 1
    assert "Hemmelig" not in shown_to(house, [CHANNEL, *(house.chat(one) for one in OUTSIDERS)])


# Delegates


async def name(house: House, persona: str = "leder", **changes: str) -> Any:
    sent = await send_form(house, persona, "delegate", {**NETWORK, **changes})
    assert "Lagret." in told(sent)
    await house.settle()
    return (await house.bot.office.store.read(lambda tx: tx.delegates("bestillerutvalget")))[-1]


async def test_a_delegate_is_named_told_and_listed(house: House) -> None:
    delegate = await name(house, "sekretaer")
    assert delegate.due_on == date(2026, 12, 1)
    await house.wait_for_card(CHANNEL, "Turid Vik i Fagnettverk oppvekst i DigiMR", "tirsdag 1. desember 2026")
    for persona in ("vestnes", "rorikt"):
        assert posts_with(house, house.chat(persona), "Fagnettverk oppvekst i DigiMR")
    listed = await house.say("molde1", "nettverk")
    assert says(listed, "Fagnettverk oppvekst i DigiMR", "Turid Vik og Kåre Lien")
    assert list(buttons(listed)) == []
    assert button(await house.say("vestnes", "nettverk"), "Rapporter")
    assert says(await house.say("utenfor", "nettverk"), SENTENCES["no_seat"])


@pytest.mark.parametrize("persona", ["molde1", "tillitsvalgt", "utenfor"])
async def test_only_leader_and_secretary_name_delegates(house: House, persona: str) -> None:
    sentence = SENTENCES["no_seat" if persona == "utenfor" else "no_right_name_delegate"]
    assert told(await house.open_dialog(persona, form="delegate")) == sentence
    sent = await house.send_dialog(persona, form="delegate", committee="bestillerutvalget", new="b" * 32, **NETWORK)
    assert told(sent) == sentence
    delegate = await name(house)
    assert told(await house.send_dialog(persona, form="delegate_end", delegate=delegate.id)) == sentence
    assert told(await house.send_dialog(persona, form="delegate_report", delegate=delegate.id, report="X")) == (
        sentence if persona == "utenfor" else SENTENCES["no_right_report_delegate"]
    )


DELEGATE_FAULTS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "empty": (
        dict.fromkeys(NETWORK, ""),
        {
            "network": "Fyll ut dette feltet.",
            "person": "Velg et av utvalgets medlemmer.",
            "from_on": "Velg en dag.",
            "months": "Velg ett av svarene.",
        },
    ),
    "not a member": ({"person": "utenfor"}, {"person": "Velg et av utvalgets medlemmer."}),
    "their own adviser": ({"adviser": "vestnes"}, {"adviser": "Velg noen fra registeret."}),
    "ends before it begins": ({"from_on": "2027-06-01", "until_on": "2027-05-31"}, {"until_on": "etter den første"}),
    "another century": ({"from_on": "1926-06-01"}, {"from_on": "mer enn ti år unna"}),
    "never": ({"months": "0"}, {"months": "Velg ett av svarene."}),
}


@pytest.mark.parametrize("case", DELEGATE_FAULTS)
async def test_a_delegates_form_with_faults_keeps_what_was_typed(house: House, case: str) -> None:
    changes, sentences = DELEGATE_FAULTS[case]
    card = card_of(await send_form(house, "leder", "delegate", {**NETWORK, **changes}))
    for field, sentence in sentences.items():
        assert sentence in beside(card, field), field
    kept = {one["id"]: one.get("value") for one in card["body"] if "id" in one}
    assert kept == {**NETWORK, **changes}
    assert await house.bot.office.store.read(lambda tx: tx.delegates("bestillerutvalget")) == []


async def test_a_delegates_report_stands_in_the_meeting_and_the_next_is_due_months_later(house: House) -> None:
    delegate = await name(house)
    await house.wait_for_card(
        CHANNEL, "Møte i Bestillerutvalget", "Nettverk: Fagnettverk oppvekst i DigiMR", "ikke levert"
    )
    text = {"report": "Nettverket tester et nytt skjema."}
    assert "Takk!" in told(await send_form(house, "rorikt", "delegate_report", text, delegate=delegate.id))
    await house.settle()
    await house.wait_for_card(CHANNEL, "Tilbakemelding fra Fagnettverk oppvekst i DigiMR", "nytt skjema")
    minutes = await hold_meeting(house)
    (line,) = minutes.reports
    assert (line.name, line.who, line.report) == (NETWORK["network"], ("Turid Vik", "Kåre Lien"), text["report"])
    after = await house.bot.office.store.read(lambda tx: tx.delegate(delegate.id))
    assert (after.due_on, after.awaits_meeting) == (date(2027, 5, 23), False)


async def test_a_meeting_whose_card_is_on_its_way_shows_who_was_named_meanwhile(house: House) -> None:
    await house.settle()
    house.sandbox.fault("connector", "POST /v3/conversations$", "slow", seconds=2)
    # The first meeting is over, and the channel gets the notice of the next.
    round_ = asyncio.create_task(house.pass_time(timedelta(days=26)))
    while not await house.bot.office.store.read(lambda tx: tx.errands_under_way()):
        await asyncio.sleep(0)
    assert "Lagret." in told(await send_form(house, "leder", "delegate", NETWORK))
    await round_
    await house.settle()
    await house.wait_for_card(CHANNEL, "torsdag 25. mars", "Nettverk: Fagnettverk oppvekst i DigiMR", "ikke levert")


async def test_a_delegate_is_reminded_for_every_report(house: House) -> None:
    delegate = await name(house)
    chat = house.chat("vestnes")
    for _ in range(4):
        await house.pass_time(timedelta(days=1))
        assert len(posts_with(house, chat, "Utvalget venter en tilbakemelding fra deg innen tirsdag 1. des")) <= 1
    assert len(posts_with(house, chat, "Utvalget venter en tilbakemelding")) == 1
    for _ in range(3):
        await house.pass_time(timedelta(days=5))
    assert len(posts_with(house, chat, "Utvalget ventet en tilbakemelding")) == 1
    await send_form(house, "vestnes", "delegate_report", {"report": "Her."}, delegate=delegate.id)
    await house.pass_time(timedelta(days=180))
    assert len(posts_with(house, chat, "Utvalget venter en tilbakemelding")) == 2


async def test_a_delegate_who_is_relieved_is_reminded_no_more(house: House) -> None:
    delegate = await name(house)
    assert (
        told(await send_form(house, "sekretaer", "delegate_end", {}, delegate=delegate.id)) == "Oppdraget er avsluttet."
    )
    await house.pass_time(timedelta(days=30))
    assert posts_with(house, house.chat("vestnes"), "Utvalget vent") == []
    assert says(await house.say("molde1", "nettverk"), "Ingen er ført inn ennå.")
    assert (
        told(await house.open_dialog("vestnes", form="delegate_report", delegate=delegate.id))
        == SENTENCES["delegate_ended"]
    )


STRANGE: list[Any] = [None, [], {}, 7, True, "", "x" * 5_000, "\x00", "' OR 1=1 --", "finnes-ikke", "0" * 32]


@pytest.mark.parametrize("form", ["group", "group_report", "group_end", "delegate", "delegate_report", "delegate_end"])
async def test_a_forged_dialog_is_answered_kindly_and_changes_nothing(house: House, form: str) -> None:
    before = await house.snapshot()
    names = ("group", "delegate", "committee", "new", *FIELDS, *NETWORK, "report", "reason")
    for persona in ("leder", "molde1", "utenfor"):
        for value in STRANGE:
            for answer in (
                await house.open_dialog(persona, form=form, **dict.fromkeys(names, value)),
                await house.send_dialog(persona, form=form, **dict.fromkeys(names, value)),
            ):
                assert answer["task"]["type"] in ("message", "continue"), (persona, value)
    assert await house.snapshot() == before


async def test_a_commissioned_project_has_its_client_its_question_where_it_stands_and_its_result(house: House) -> None:
    group = await set_up(house, name="Utredning av arkiv", client="Rådmannsutvalget")
    listed = await house.say("aukra", "grupper")
    assert says(listed, "Utredning av arkiv", "Oppdragsgiver: Rådmannsutvalget", "Frist")
    fields = {"report": "Velg felles arkiv.", "document": "arkiv.docx"}
    wrong = await send_form(house, group.leader_id, "group_report", fields, group=group.id)
    form = wrong["task"]["value"]["card"]["content"]
    assert says(form, SENTENCES["field_no_address"], "Velg felles arkiv.", "arkiv.docx")
    fields["document"] = "https://ror-ikt.example/arkiv.docx"
    assert "Takk!" in told(await send_form(house, group.leader_id, "group_report", fields, group=group.id))
    done = await house.say("aukra", "grupper")
    assert says(done, "Har rapportert")
    assert button(done, "Åpne resultatet")["url"] == "https://ror-ikt.example/arkiv.docx"
