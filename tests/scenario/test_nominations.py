"""From an empty seat to a person in it, as contacts, nominees, secretaries and the channel meet it; and reminders."""

import uuid
from collections.abc import AsyncIterator, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from committee.appointments import Appointment, Nomination, NominationState
from committee.audit import check_chain
from committee.meetings import Attendance, Meeting, MeetingState, Presence
from committee.notices import Notice
from committee.workflows.notices import look_after_seats
from locales.refusals import SENTENCES
from tests.house_fixture import CHANNEL, House, button, buttons, lend_files, running_house, says, texts

BU = "bestillerutvalget"
GROUP = "samstyring-oppvekst"
GROUP_CHANNEL = "19:team-ror-ikt@thread.tacv2"
KS = "digitaliseringsutvalget"
CONTACTS = {
    "molde": ["kd-molde"],
    "aukra": ["kd-aukra"],
    "tillitsvalgte": ["fagforening"],
    "ks": ["ks-raadgiver"],
}
GROUP_SEATS = (
    ("leder", "secretary", "ror-ikt"),
    ("rorikt", "host_member", "ror-ikt"),
    ("molde1", "representative", "molde"),
    ("aukra", "representative", "aukra"),
    ("rauma", "representative", "rauma"),
    ("vestnes", "representative", "vestnes"),
)
KS_SEATS = (
    ("ks-leder", "chair", "ks"),
    ("ks-sekretaer", "secretary", "ks"),
    ("du-oslo", "representative", "oslo"),
)
NETWORKS = "Regionale digitaliseringsnettverk"


def write_register(
    tmp_path: Path, *, contacts: dict[str, list[str]] | None = None, without: Iterable[str] = ()
) -> None:
    """The sandbox's people with contacts, two committees more than every house has, and some of Bestillerutvalget's
    seats empty."""
    lend_files(tmp_path)
    file = tmp_path / "register.yaml"
    register = yaml.safe_load(file.read_text(encoding="utf-8"))
    register["contacts"] = CONTACTS if contacts is None else contacts
    register["committees"] = [one for one in register["committees"] if one["id"] in (BU, "styret")]
    own, board = register["committees"]
    board["seats"] = [{"person": "leder", "function": "chair", "organisation": "ror-ikt"}]
    for one in ("aukra", "molde", "rauma", "vestnes"):
        board["seats"].append({"person": f"kd-{one}", "function": "representative", "organisation": one})
    own["seats"] = [one for one in own["seats"] if one["person"] not in without]
    place = {"team_id": "7ea70000-0000-4000-8000-000000000001", "calendar": "aad00000-0000-4000-8000-000000000022"}
    more = ((GROUP, GROUP_CHANNEL, GROUP_SEATS), (KS, "19:ks@thread.tacv2", KS_SEATS), ("kommit-radet", "19:k@x", ()))
    for id_, channel, seats in more:
        listed = [{"person": who, "function": function, "organisation": of} for who, function, of in seats]
        register["committees"].append({"id": id_, "channel_id": channel, "seats": listed, **place})
    file.write_text(yaml.safe_dump(register, allow_unicode=True), encoding="utf-8")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    write_register(tmp_path)
    async with running_house(tmp_path) as opened:
        yield opened


def form_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


def told(dialog: dict[str, Any]) -> str:
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


def field(card: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in card["body"] if one.get("id") == name)


def beside(card: dict[str, Any], name: str) -> str:
    """The sentence just below a field."""
    place = next(n for n, one in enumerate(card["body"]) if one.get("id") == name)
    below = card["body"][place + 1]
    return "" if str(below["type"]).startswith("Input.") else " ".join(texts(below))


async def fill_in(house: House, persona: str, committee_id: str = BU, **fields: str) -> dict[str, Any]:
    """Opens the form and sends it with what stands in it, and these; gives the dialog's answer."""
    form = form_of(await house.open_dialog(persona, form="nominate", committee=committee_id))
    standing = {one["id"]: one["value"] for one in form["body"] if str(one["type"]).startswith("Input.")}
    return await house.send_dialog(persona, **button(form, "Send")["data"], **{**standing, **fields})


async def ask(house: House, persona: str = "kd-molde", person: str = "utenfor", **fields: str) -> Nomination:
    """A nomination that was taken; its card has reached the one who is asked."""
    seat = fields.pop("seat", "bestillere/molde")
    committee_id = fields.pop("committee_id", BU)
    assert "er spurt" in told(await fill_in(house, persona, committee_id, seat=seat, person=person, **fields))
    await house.settle()
    return (await nominations(house, committee_id))[-1]


async def nominations(house: House, committee_id: str = BU) -> list[Nomination]:
    return list(await house.bot.office.store.read(lambda tx: tx.nominations(committee_id)))


async def appointments(house: House, committee_id: str = BU) -> list[Appointment]:
    return list(await house.bot.office.store.read(lambda tx: tx.appointments(committee_id)))


async def state(house: House, nomination: Nomination) -> NominationState:
    return (await house.bot.office.store.read(lambda tx: tx.nomination(nomination.id))).state


def cards(house: House, persona: str, *words: str) -> list[Any]:
    posts = house.sandbox.posts(house.chat(persona), author="bot")
    return [one for one in posts if one.card is not None and says(one.card, *words)]


def on_channel(house: House, *words: str, channel: str = CHANNEL) -> list[Any]:
    return [one for one in house.sandbox.posts(channel, author="bot") if says(one.card, *words)]


# A municipality chooses (000-10, 002-04, 003-03)


async def test_a_contact_nominates_the_person_says_yes_and_may_vote_at_once(house: House) -> None:
    voting_id = await house.open_voting()
    assert not says((await house.vote("utenfor", voting_id, "for"))["value"], "Din stemme for")
    shown = await house.say("kd-molde", "nominer")
    assert says(shown, "Bestillerutvalget", "Samstyringsutvalg Oppvekst og utdanning")
    nomination = await ask(house, background="Har ledet innføringen av ny skoleportal.")
    (post,) = cards(house, "utenfor", "Vil du sitte i Bestillerutvalget?")
    assert says(post.card, "Molde vil ha deg som representant.", "Eirik Hovland", "ny skoleportal")
    assert not on_channel(house, "Eva Holm"), "nobody else hears of it before the answer"
    answer = (await house.press("utenfor", post, "Ja, jeg tar plassen"))["value"]
    assert says(answer, "Du er oppnevnt. Velkommen!")
    await house.cast(voting_id, {"utenfor": "against"})
    assert says((await house.vote("molde1", voting_id, "for"))["value"], "Din stemme for Molde")
    await house.settle()
    (channel,) = on_channel(house, "Eva Holm er oppnevnt som representant for Molde")
    assert says(channel.card, "Velkommen til Bestillerutvalget!")
    assert len(cards(house, "kd-molde", "Eva Holm er oppnevnt i Bestillerutvalget")) == 1
    assert await house.propose("utenfor")
    actions = [one.action for one in await house.record() if one.subject_id == nomination.id]
    assert actions == ["nomination.made", "nomination.accepted"]
    assert [one.action for one in await house.record() if one.action == "seat.appointed"]
    assert check_chain(await house.record()) == []


async def test_a_yes_pressed_four_times_is_one_appointment(house: House) -> None:
    nomination = await ask(house)
    house.sandbox.fault("invoke", "adaptiveCard/action", "duplicate", copies=4, same_id=True)
    (post,) = cards(house, "utenfor", "Vil du sitte i")
    await house.press("utenfor", post, "Ja, jeg tar plassen")
    again = await house.act("utenfor", "nomination.accept", nomination=nomination.id)
    assert says(again["value"], "Du er oppnevnt.")
    await house.settle()
    assert len(await appointments(house)) == 1
    assert len(on_channel(house, "Eva Holm er oppnevnt")) == 1
    assert len([one for one in await house.record() if one.action == "seat.appointed"]) == 1


async def test_a_no_with_a_reason_is_told_to_the_one_who_asked_and_nobody_else(house: House) -> None:
    nomination = await ask(house)
    (post,) = cards(house, "utenfor", "Vil du sitte i")
    long = await house.press("utenfor", post, "Nei takk", reason="å" * 301)
    assert says(long["value"], "høyst 300 tegn")
    assert await state(house, nomination) is NominationState.ASKED
    answer = (await house.press("utenfor", post, "Nei takk", reason="Jeg skal i permisjon."))["value"]
    assert says(answer, "Takk for svaret.")
    await house.settle()
    (card,) = cards(house, "kd-molde", "Eva Holm har takket nei")
    assert says(card.card, "Jeg skal i permisjon.", "Plassen er fortsatt ledig.")
    opens = button(card.card, "Nominer en annen")["data"]
    form = form_of(await house.open_dialog("kd-molde", **{k: v for k, v in opens.items() if k != "msteams"}))
    assert field(form, "seat")["value"] == "bestillere/molde"
    assert not on_channel(house, "permisjon")
    assert "permisjon" not in str(await house.record()), "the log forgets nothing, and this is theirs"
    late = await house.act("utenfor", "nomination.accept", nomination=nomination.id)
    assert late["value"] == SENTENCES["nomination_settled"]
    assert not await appointments(house)


@pytest.mark.parametrize("persona", ["utenfor", "kd-aukra", "molde1", "rorikt", "tillitsvalgt", "fagforening"])
async def test_only_the_one_who_chooses_for_molde_nominates_for_molde(house: House, persona: str) -> None:
    before, here = await house.snapshot(), {"form": "nominate", "committee": BU}
    opened = await house.open_dialog(persona, **here)
    if opened["task"]["type"] == "message":
        assert told(opened) == SENTENCES["no_right_nominate"]
    else:
        offered = [one["value"] for one in field(form_of(opened), "seat")["choices"]]
        assert not [one for one in offered if "molde" in one], "another organisation's contact has its own seats only"
    typed = {"seat": "bestillere/molde", "person": "stab-molde", "from_on": "2026-11-23", "new": uuid.uuid4().hex}
    sent = await house.send_dialog(persona, **here, **typed)
    if opened["task"]["type"] == "message":
        assert told(sent) == SENTENCES["no_right_nominate"]
    else:
        assert "Velg en av plassene." in beside(form_of(sent), "seat")
    assert await nominations(house) == []
    assert await house.snapshot() == before


async def test_only_the_one_who_is_asked_answers_and_only_those_it_concerns_see_it(house: House) -> None:
    nomination = await ask(house, background="hemmelig bakgrunn")
    for persona in ("molde1", "kd-aukra", "leder", "kd-molde", "sekretaer"):
        for verb in ("nomination.accept", "nomination.decline"):
            answer = await house.act(persona, verb, nomination=nomination.id)
            assert answer["value"] == SENTENCES["not_your_nomination"], persona
    for persona in ("molde1", "kd-aukra", "tillitsvalgt"):
        seen = await house.act(persona, "nomination.view", nomination=nomination.id)
        assert seen["value"] == SENTENCES["no_right_nominate"], persona
        for form in ("nomination_withdraw", "nomination_consult", "nomination_confirm"):
            assert told(await house.open_dialog(persona, form=form, nomination=nomination.id)) in SENTENCES.values()
            sent = await house.send_dialog(persona, form=form, nomination=nomination.id, answer="x", reason="x")
            assert told(sent) in SENTENCES.values()
    assert await state(house, nomination) is NominationState.ASKED


async def test_the_secretary_enters_what_the_organisation_has_told_in_writing(house: House) -> None:
    sent = await fill_in(house, "sekretaer", seat="bestillere/rauma", person="stab-rauma", told="false")
    assert "gitt beskjed skriftlig" in beside(form_of(sent), "told")
    nomination = await ask(house, "sekretaer", "stab-rauma", seat="bestillere/rauma", told="true")
    assert nomination.on_behalf
    assert says(cards(house, "stab-rauma", "Vil du sitte i")[0].card, "etter skriftlig beskjed fra organisasjonen")
    own = await ask(house)
    assert not own.on_behalf


async def test_a_faulty_form_comes_back_with_a_sentence_beside_each_field_and_nothing_lost(house: House) -> None:
    typed = {
        "seat": "bestillere/finnesikke", "person": "ukjent", "from_on": "i morgen", "until_on": "2020-01-01",
        "term_reason": "x" * 301, "background": "y" * 1001,
    }  # fmt: skip
    card = form_of(await fill_in(house, "kd-molde", **typed))
    assert says(card, "det du har skrevet, er tatt vare på")
    assert beside(card, "seat").endswith("Velg en av plassene.")
    assert "Velg noen fra registeret." in beside(card, "person")
    assert "Velg en dag." in beside(card, "from_on")
    assert "kommer etter den første" in beside(card, "until_on")
    assert "høyst 300 tegn" in beside(card, "term_reason")
    assert "høyst 1000 tegn" in beside(card, "background")
    kept = {name: field(card, name)["value"] for name in typed}
    assert kept == {**typed, "seat": "bestillere/finnesikke"}
    assert await nominations(house) == []


@pytest.mark.parametrize(
    ("person", "seat", "fields", "name", "sentence"),
    [
        ("molde2", "bestillere/molde", {}, "person", "har alt en plass i utvalget"),
        ("utenfor", "bestillere/molde", {"until_on": "2026-11-22"}, "until_on", "kommer etter den første"),
    ],
)
async def test_what_the_seats_have_no_room_for_is_refused(
    house: House, person: str, seat: str, fields: dict[str, str], name: str, sentence: str
) -> None:
    card = form_of(await fill_in(house, "kd-molde", seat=seat, person=person, **fields))
    assert sentence in beside(card, name)
    assert await nominations(house) == []


async def test_a_form_sent_twice_is_one_nomination_and_the_same_person_is_asked_once(house: House) -> None:
    house.sandbox.fault("invoke", "task/submit", "duplicate", copies=3, same_id=False)
    await ask(house)
    assert len(await nominations(house)) == 1
    again = form_of(await fill_in(house, "kd-molde", seat="bestillere/molde", person="utenfor"))
    assert "er alt spurt" in beside(again, "person")


async def test_another_contact_learns_nothing_by_a_nominations_id(house: House) -> None:
    nomination = await ask(house)
    typed = {"form": "nominate", "committee": BU, "new": nomination.id, "seat": "bestillere/aukra", "person": "utenfor"}
    assert told(await house.send_dialog("kd-aukra", **typed, from_on="2026-11-23")) == SENTENCES["not_found"]
    assert len(await nominations(house)) == 1


async def test_people_are_found_by_typing_a_name_by_one_who_only_chooses(house: House) -> None:
    value = {"kind": "search", "dataset": "people", "queryText": "eva h", "queryOptions": {"skip": 0, "top": 15}}
    assert not [one for one in house.bot.office.directory.seats if one.person_id == "fagforening"]
    answer = await house.sandbox.invoke("fagforening", "application/search", value)
    assert [one["value"] for one in answer.body["value"]["results"]] == ["utenfor"]
    stranger = await house.sandbox.invoke("utenfor", "application/search", value)
    assert stranger.body["value"]["results"] == []


async def test_a_deputy_is_nominated_beside_the_member(house: House) -> None:
    await ask(house, deputy="true")
    (post,) = cards(house, "utenfor", "representant (vara)")
    await house.press("utenfor", post, "Ja, jeg tar plassen")
    await house.settle()
    assert on_channel(house, "Eva Holm er oppnevnt som vara for Molde")
    member = next(one for one in house.bot.office.directory.members(BU) if one.person.id == "utenfor")
    assert member.seat is not None
    assert member.seat.is_deputy


# The unions choose (000-15, 003-08)


async def test_the_union_chooses_its_one_and_the_seat_is_then_full(house: House) -> None:
    seat = "tillitsvalgt/tillitsvalgte"
    nomination = await ask(house, "fagforening", "tillitsvalgt2", committee_id=GROUP, seat=seat)
    rival = form_of(await fill_in(house, "fagforening", GROUP, seat=seat, person="raadgiver1"))
    assert "alt spurt om plassen" in beside(rival, "seat")
    refused = await house.open_dialog("kd-molde", form="nominate", committee=GROUP)
    assert [one["value"] for one in field(form_of(refused), "seat")["choices"]] == ["kommuner/molde"]
    await house.act("tillitsvalgt2", "nomination.accept", nomination=nomination.id)
    await house.settle()
    assert on_channel(house, "Bente Myrvold er oppnevnt som tillitsvalgt", channel=GROUP_CHANNEL)
    full = form_of(await fill_in(house, "fagforening", GROUP, seat=seat, person="raadgiver1"))
    assert "Plassen er fylt" in beside(full, "seat")


async def test_what_was_free_when_one_was_asked_may_be_taken_when_one_answers(house: House) -> None:
    seat = "tillitsvalgt/tillitsvalgte"
    nomination = await ask(house, "fagforening", "tillitsvalgt2", committee_id=GROUP, seat=seat)
    taken = Appointment(
        id="x", committee_id=GROUP, person_id="raadgiver1", function=nomination.function,
        organisation_id="tillitsvalgte", from_on=nomination.from_on, origin_id="",
    )  # fmt: skip
    await house.bot.office.store.write(lambda tx: tx.put_appointment(taken))
    await house.bot.office.refresh()
    answer = await house.act("tillitsvalgt2", "nomination.accept", nomination=nomination.id)
    assert answer["value"] == SENTENCES["nomination_seat_taken"]


# KS appoints, after advice, for four years (004-16, 004-21, 004-23)


async def ask_in_ks(house: House, **fields: str) -> Nomination:
    return await ask(
        house, "ks-raadgiver", fields.pop("person", "du-volda"), committee_id=KS, seat="more-og-romsdal/volda", **fields
    )


async def advise(house: House, nomination: Nomination, which: str, answer: str, persona: str = "ks-raadgiver") -> str:
    form = form_of(await house.open_dialog(persona, form="nomination_consult", nomination=nomination.id))
    data = button(form, "Lagre")["data"]
    return told(await house.send_dialog(persona, **data, consulted=which, answer=answer))


async def test_ks_confirms_when_all_advice_is_written_down(house: House) -> None:
    nomination = await ask_in_ks(house)
    assert (nomination.from_on.isoformat(), nomination.until_on) == ("2026-11-23", nomination.until_on)
    assert nomination.until_on is not None
    assert nomination.until_on.isoformat() == "2030-11-22", "the mandate's four years are filled in"
    early = await house.send_dialog("ks-raadgiver", form="nomination_confirm", nomination=nomination.id)
    assert told(early) == SENTENCES["nomination_not_accepted"]
    yes = await house.act("du-volda", "nomination.accept", nomination=nomination.id)
    assert says(yes["value"], "KS oppnevner, og du får beskjed.")
    assert await appointments(house, KS) == [], "the bot never appoints"
    await house.settle()
    (post,) = cards(house, "ks-raadgiver", "Skal Jostein Aam oppnevnes i Digitaliseringsutvalget?")
    assert says(post.card, NETWORKS, "ikke ført inn")
    assert "Rådet er ført inn." in await advise(house, nomination, "0", "Nettverket støtter forslaget.")
    form = form_of(await house.open_dialog("ks-raadgiver", form="nomination_confirm", nomination=nomination.id))
    assert says(form, "Ikke ført inn: råd fra Fylkesvise kommunedirektørutvalg")
    data = button(form, "Oppnevn")["data"]
    missing = form_of(await house.send_dialog("ks-raadgiver", **data, reason=" "))
    assert "Ikke alle rådene er ført inn." in beside(missing, "reason")
    assert "ført inn" in await advise(house, nomination, "1", "Ingen merknader.")
    assert "Jostein Aam er oppnevnt." in told(await house.send_dialog("ks-raadgiver", **data))
    assert "Jostein Aam er oppnevnt." in told(await house.send_dialog("ks-raadgiver", **data)), "pressed twice"
    await house.settle()
    assert cards(house, "du-volda", "Du er oppnevnt. Velkommen!")
    (given,) = await appointments(house, KS)
    assert (given.person_id, given.organisation_id, given.until_on) == ("du-volda", "volda", nomination.until_on)
    log = [one for one in await house.record(KS) if one.action == "nomination.consulted"]
    assert [one.details["answer"] for one in log] == ["Nettverket støtter forslaget.", "Ingen merknader."]


async def test_ks_confirms_without_advice_only_with_a_reason_that_is_kept(house: House) -> None:
    nomination = await ask_in_ks(house)
    await house.act("du-volda", "nomination.accept", nomination=nomination.id)
    for persona in ("du-volda", "kd-molde", "sekretaer"):
        sent = await house.send_dialog(persona, form="nomination_confirm", nomination=nomination.id, reason="Fordi")
        assert told(sent) == SENTENCES["no_right_confirm"]
        consult = {"form": "nomination_consult", "nomination": nomination.id, "consulted": "0", "answer": "Ja"}
        assert told(await house.send_dialog(persona, **consult)) == SENTENCES["no_right_confirm"]
    reason = "Nettverket har ikke svart på to purringer."
    sent = await house.send_dialog("ks-raadgiver", form="nomination_confirm", nomination=nomination.id, reason=reason)
    assert "er oppnevnt" in told(sent)
    confirmed = next(one for one in await house.record(KS) if one.action == "nomination.confirmed")
    assert confirmed.details["reason"] == reason
    assert confirmed.details["without"][0] == NETWORKS
    seen = (await house.act("ks-raadgiver", "nomination.view", nomination=nomination.id))["value"]
    assert says(seen, "Oppnevnt uten alle råd, fordi", "to purringer")


@pytest.mark.parametrize("until", ["2028-11-22", "2034-11-22"], ids=["shorter", "longer"])
async def test_another_term_than_four_years_needs_a_reason(house: House, until: str) -> None:
    typed = {"seat": "more-og-romsdal/volda", "person": "du-volda", "until_on": until}
    card = form_of(await fill_in(house, "ks-raadgiver", KS, **typed))
    assert "Mandatet sier perioder på 4 år." in beside(card, "term_reason")
    assert await nominations(house, KS) == []
    nomination = await ask_in_ks(house, until_on=until, term_reason="Kontinuitet i utvalget")
    assert nomination.term_reason == "Kontinuitet i utvalget"


# Undone, reminded, ended


async def test_a_nomination_is_withdrawn_and_the_person_is_told(house: House) -> None:
    nomination = await ask(house)
    listed = await house.say("kd-molde", "plasser")
    assert says(listed, "Eva Holm", "representant for Molde", "Venter på svar")
    opens = button(listed, "Trekk tilbake")["data"]
    form = form_of(await house.open_dialog("kd-molde", form="nomination_withdraw", nomination=opens["nomination"]))
    data = button(form, "Trekk tilbake")["data"]
    for _ in range(2):
        await house.send_dialog("kd-molde", **data, reason="Feil person")
    await house.settle()
    assert await state(house, nomination) is NominationState.WITHDRAWN
    assert cards(house, "utenfor", "Trukket tilbake.", "Feil person")
    assert (await house.act("utenfor", "nomination.accept", nomination=nomination.id))["value"] == (
        SENTENCES["nomination_settled"]
    )
    assert len([one for one in await house.record() if one.action == "nomination.withdrawn"]) == 1
    assert await ask(house), "the same person may be asked anew"


async def test_a_reminder_is_sent_the_day_after_and_not_before(house: House) -> None:
    nomination = await ask(house)
    soon = await house.act("kd-molde", "nomination.remind", nomination=nomination.id)
    assert soon["value"] == SENTENCES["nomination_reminded"]
    await house.pass_time(timedelta(days=1))
    answer = await house.act("kd-molde", "nomination.remind", nomination=nomination.id)
    assert says(answer["value"], "Påminnelsen er sendt.")
    await house.settle()
    assert len(cards(house, "utenfor", "Vil du sitte i")) == 2


async def leave(house: House, persona: str, person: str, **typed: str) -> dict[str, Any]:
    form = form_of(await house.open_dialog(persona, form="seat_end", committee=BU))
    standing = {one["id"]: one["value"] for one in form["body"] if str(one["type"]).startswith("Input.")}
    return await house.send_dialog(persona, **button(form, "Lagre")["data"], **{**standing, "person": person, **typed})


async def test_a_member_who_leaves_has_the_seat_through_the_last_day_and_the_record_is_kept(house: House) -> None:
    voting_id = await house.open_voting()
    empty = form_of(await leave(house, "kd-molde", "molde2", last_day="2026-11-24"))
    assert "Fyll ut dette feltet." in beside(empty, "reason")
    for _ in range(2):
        sent = await leave(house, "kd-molde", "molde2", last_day="2026-11-24", reason="Ny jobb")
        assert "ført inn" in told(sent)
    await house.settle()
    assert len(on_channel(house, "Jonas Berg slutter som representant for Molde", "24. november 2026")) == 1
    assert not on_channel(house, "Ny jobb")
    assert cards(house, "molde2", "Plassen din i Bestillerutvalget er avsluttet")
    await house.cast(voting_id, {"molde2": "for"})
    await house.pass_time(timedelta(days=2))
    assert not says((await house.vote("molde2", voting_id, "against"))["value"], "Din stemme for")
    (ended,) = await appointments(house)
    assert (ended.person_id, ended.end_reason, ended.origin_id) == ("molde2", "Ny jobb", "")
    assert len([one for one in await house.record() if one.action == "seat.ended"]) == 1


async def test_a_seat_of_another_municipality_cannot_be_ended(house: House) -> None:
    before = await house.snapshot()
    sent = await house.send_dialog(
        "kd-molde", form="seat_end", committee=BU, person="aukra", last_day="2026-11-24", reason="Fordi"
    )
    assert told(sent) == SENTENCES["no_right_end_seat"]
    for persona in ("utenfor", "molde1"):
        assert told(await house.open_dialog(persona, form="seat_end", committee=BU)) == SENTENCES["no_right_end_seat"]
    assert await house.snapshot() == before


# Told to those who act: once, and again when nothing is done


async def notices(house: House, committee_id: str = BU) -> list[Notice]:
    return list(await house.bot.office.store.read(lambda tx: tx.notices(committee_id)))


MATTERS = "Noe å ta stilling til om plasser i utvalg"


async def test_an_empty_seat_is_told_once_and_again_after_thirty_days_and_then_the_secretary_too(
    tmp_path: Path,
) -> None:
    write_register(tmp_path, without=("aukra",))
    async with running_house(tmp_path) as house:
        await house.pass_time(timedelta(minutes=5))
        assert cards(house, "kd-aukra", MATTERS) == [], "not on the day that it is seen"
        await house.pass_time(timedelta(days=1))
        (post,) = cards(house, "kd-aukra", MATTERS)
        assert says(post.card, "Aukra mangler en representant i Bestillerutvalget.", "Mandatet sier: «Hver kommune")
        assert cards(house, "sekretaer", MATTERS) == []
        assert cards(house, "kd-molde", MATTERS) == [], "nothing of Molde's is empty here"
        for _ in range(3):
            await house.pass_time(timedelta(days=1))
        assert len(cards(house, "kd-aukra", MATTERS)) == 1
        waits = await house.say("kd-aukra", "venter")
        assert says(waits, "En plass i Bestillerutvalget mangler noen fra dere")
        await house.pass_time(timedelta(days=27))
        assert len(cards(house, "kd-aukra", "Aukra mangler en representant")) == 2
        assert len(cards(house, "sekretaer", "Aukra mangler en representant")) == 1
        logged = [one for one in await house.record() if one.action == "seats.told"]
        assert [one.details["told"] for one in logged] == [["kd-aukra"], ["kd-aukra", "sekretaer"]]
        opens = button(post.card, "Nominer")["data"]
        form = form_of(await house.open_dialog("kd-aukra", **{k: v for k, v in opens.items() if k != "msteams"}))
        assert field(form, "seat")["value"] == "bestillere/aukra"


async def test_another_process_that_looks_on_the_same_day_tells_nothing_twice(tmp_path: Path) -> None:
    write_register(tmp_path, without=("aukra",))
    async with running_house(tmp_path) as house:

        async def look() -> frozenset[str]:
            directory, now = house.bot.office.directory, house.clock.read()
            return await house.bot.office.store.write(lambda tx: look_after_seats(tx, directory, [BU], now=now))

        await house.pass_time(timedelta(minutes=5))
        assert await look() == frozenset(), "seen today"
        house.clock.ahead += timedelta(days=1)
        assert await look() == {"kd-aukra"}
        assert await look() == frozenset(), "told today"


async def test_a_seat_that_somebody_is_asked_for_is_quiet_and_a_filled_one_is_mended(tmp_path: Path) -> None:
    write_register(tmp_path, without=("aukra",))
    async with running_house(tmp_path) as house:
        await house.pass_time(timedelta(minutes=5))
        nomination = await ask(house, "kd-aukra", "stab-aukra", seat="bestillere/aukra")
        await house.pass_time(timedelta(days=1))
        assert cards(house, "kd-aukra", MATTERS) == []
        assert says(await house.say("kd-aukra", "plasser"), "Aukra mangler en representant", "Noen er spurt")
        assert says(await house.say("stab-aukra", "venter"), "Du er spurt om å sitte i Bestillerutvalget")
        await house.act("stab-aukra", "nomination.accept", nomination=nomination.id)
        await house.pass_time(timedelta(days=1))
        (notice,) = [one for one in await notices(house) if one.code == "too_few"]
        assert notice.mended_at is not None
        assert notice.told_at is None
        assert not says(await house.say("kd-aukra", "plasser"), "Aukra mangler")


async def test_without_a_contact_the_secretary_is_told_and_all_in_one_card(tmp_path: Path) -> None:
    write_register(tmp_path, contacts={}, without=("aukra", "rauma"))
    async with running_house(tmp_path) as house:
        await house.pass_time(timedelta(minutes=5))
        await house.pass_time(timedelta(days=1))
        (post,) = cards(house, "sekretaer", MATTERS)
        assert says(post.card, "Aukra mangler en representant", "Rauma mangler en representant")


async def test_one_who_acts_in_several_committees_gets_one_card(tmp_path: Path) -> None:
    write_register(tmp_path, without=("molde1", "molde2"))
    file = tmp_path / "register.yaml"
    register = yaml.safe_load(file.read_text(encoding="utf-8"))
    group = next(one for one in register["committees"] if one["id"] == GROUP)
    group["seats"] = [one for one in group["seats"] if one["person"] != "molde1"]
    file.write_text(yaml.safe_dump(register, allow_unicode=True), encoding="utf-8")
    async with running_house(tmp_path) as house:
        await house.pass_time(timedelta(minutes=5))
        await house.pass_time(timedelta(days=1))
        (post,) = cards(house, "kd-molde", MATTERS)
        assert says(post.card, "Molde mangler en representant i Bestillerutvalget",
                    "Molde mangler en representant i Samstyringsutvalg Oppvekst og utdanning")  # fmt: skip


async def test_a_term_that_ends_within_six_months_is_told_and_the_form_begins_after_it(tmp_path: Path) -> None:
    write_register(tmp_path)
    file = tmp_path / "register.yaml"
    register = yaml.safe_load(file.read_text(encoding="utf-8"))
    ks = next(one for one in register["committees"] if one["id"] == KS)
    ks["seats"].append({"person": "du-volda", "function": "representative", "organisation": "volda",
                        "from": date(2023, 3, 1), "until": date(2027, 2, 28)})  # fmt: skip
    file.write_text(yaml.safe_dump(register, allow_unicode=True), encoding="utf-8")
    async with running_house(tmp_path) as house:
        await house.pass_time(timedelta(minutes=5))
        await house.pass_time(timedelta(days=1))
        (post,) = cards(house, "ks-raadgiver", "Perioden til Jostein Aam")
        assert says(post.card, "28. februar 2027")
        opens = {"form": "nominate", "committee": KS, "rule": "more-og-romsdal", "organisation": "volda"}
        form = form_of(await house.open_dialog("ks-raadgiver", **opens))
        assert (field(form, "seat")["value"], field(form, "from_on")["value"]) == (
            "more-og-romsdal/volda",
            "2027-03-01",
        )
        data = {**button(form, "Send")["data"], "seat": "more-og-romsdal/volda", "person": "du-volda"}
        assert "er spurt" in told(await house.send_dialog("ks-raadgiver", **data, from_on="2027-03-01", until_on=""))
        assert str((await nominations(house, KS))[0].until_on) == "2031-02-28"


async def hold_meetings(house: House, *present: tuple[str, ...]) -> None:
    """Ended meetings, one a week, with those who said that they were there."""
    now = house.clock.read()

    def work(tx: Any) -> None:
        for n, people in enumerate(present):
            at = now - timedelta(days=7 * (len(present) - n))
            tx.put_meeting(
                Meeting(
                    id=f"holdt-{n}", committee_id=BU, starts_at=at, ends_at=at + timedelta(hours=2),
                    state=MeetingState.ENDED,
                    attendance=tuple(Attendance(person_id=one, presence=Presence.PRESENT, at=at) for one in people),
                )
            )  # fmt: skip

    await house.bot.office.store.write(work)


async def test_repeated_absence_is_told_to_the_municipality(house: House) -> None:
    others = ("leder", "rorikt", "molde2", "rauma", "vestnes", "tillitsvalgt")
    await hold_meetings(house, (*others, "aukra"), others, others)
    await house.pass_time(timedelta(minutes=5))
    assert [one.code for one in await notices(house)] == [], "today's look was done when the house opened"
    await house.pass_time(timedelta(days=1))
    await house.pass_time(timedelta(days=1))
    (post,) = cards(house, "kd-aukra", MATTERS)
    assert says(post.card, "Aukra har ikke hatt noen til stede i Bestillerutvalget på de siste 2 møtene")
    assert cards(house, "kd-molde", MATTERS) == [], "one of two is somebody"
    await hold_meetings(house, (*others, "aukra"))
    await house.pass_time(timedelta(days=1))
    (notice,) = [one for one in await notices(house) if one.code == "absent"]
    assert notice.mended_at is not None


async def test_one_missed_meeting_is_told_to_nobody(house: House) -> None:
    others = ("leder", "rorikt", "molde2", "rauma", "vestnes", "tillitsvalgt")
    await hold_meetings(house, (*others, "aukra"), others)
    for _ in range(3):
        await house.pass_time(timedelta(days=1))
    assert [one for one in await notices(house) if one.code == "absent"] == []


# What one sees


async def test_seats_are_shown_to_those_who_look_after_them_and_nobody_is_named_in_the_channel(house: House) -> None:
    await ask(house)
    for persona in ("utenfor", "molde1", "tillitsvalgt"):
        assert says(await house.say(persona, "plasser"), "Plassene følges opp av leder, sekretær")
    assert says(await house.say("sekretaer", "ledige plasser"), "Eva Holm", "Venter på svar")
    assert not says(await house.say("kd-aukra", "plasser"), "Eva Holm")
    shown = await house.say("sekretaer", "plasser", conversation=CHANNEL)
    assert not says(shown, "Eva Holm")
    assert says(shown, "Hvem som er spurt, ser du når du skriver «plasser» i din egen chat")


async def test_the_help_card_offers_seats_to_a_contact(house: House) -> None:
    assert "Plasser" in [one.get("title") for one in buttons(await house.say("kd-molde", "hjelp"))]
    assert "Plasser" not in [one.get("title") for one in buttons(await house.say("molde1", "hjelp"))]
