"""Who may do what, each verb by each person; and what a forger gets: a kind sentence, and nothing changed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.actions import ACTIONS
from committee.outbox import ErrandKind, ErrandState
from committee.proposals import ProposalState
from locales.refusals import SENTENCES
from tests.house_fixture import FORM, PEOPLE, House, running_house, says

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHAIR = {"leder"}
LEADERS = {"leder", "sekretaer"}
HOST = {"rorikt"}
VOTERS = {"molde1", "molde2", "aukra", "rauma", "vestnes"}
SEATED = set(PEOPLE) - {"utenfor"}

#: Who may press each button; all others are refused.
MAY_PRESS: dict[str, set[str]] = {
    "ballot.cast": VOTERS,
    "voting.view": set(PEOPLE),
    "proposal.view": HOST,
    "meeting.view": LEADERS,
    "voting.open": CHAIR,
    "voting.close": CHAIR,
    "proposal.assure": HOST,
    "proposal.send_back": HOST,
    "meeting.start": CHAIR,
    "meeting.attend": SEATED,
    "meeting.end": CHAIR,
    "meeting.settle": LEADERS,
    "minutes.approve": CHAIR,
    "minutes.publish": LEADERS,
    "errand.retry": LEADERS,
}
#: Tried where they are used, in files of their own beside this one.
TRIED_ELSEWHERE = (
    "election.",
    "nomination.",
    "members.",
    "mandate.",
    "bodies.",
    "list.",
    "language.",
    "case.",
    "setup.",
    "cases.",
    "hearing.",
    "review.",
    "deputy.",
    "recusal.",
    "preference.",
    "procedure.",
    "urgency.",
    "proof.",
    "remark.",
    "briefing.",
    "plan.",
    "digest.",
    "need.",
    "introduction.",
    "gain.",
    "capacity.",
    "channel.",
    "channels.",
)
#: They show one's own committee when the card names none that is there.
LOOKED_UP = {"members.view", "mandate.view", "mandate.changes", "bodies.view", "plan.view", "need.list"}
MAY_ASK = {
    "hjelp": set(PEOPLE),
    "venter": set(PEOPLE),
    "forslag": VOTERS | HOST,
    "planlegg": LEADERS,
    "publiser": LEADERS,
    "leveranser": LEADERS,
}
MAY_OPEN = {"proposal": VOTERS | HOST, "minutes": LEADERS}
#: Refused on the stage for what went before, and not for the seat.
PASSED = {"proposal.send_back", "meeting.end"}
NO_RIGHT = {sentence for code, sentence in SENTENCES.items() if code.startswith(("no_right_", "no_seat", "no_vote_"))}
PARKED = "f" * 32


TYPED: dict[str, Any] = {"choice": "for", "presence": "apology", "keep": "yes", "reason": "Mer",
                         "assessment": "A", "recommendation": "B", "revision": 0, "ground": "Nok."}  # fmt: skip


def kind_of(verb: str) -> str:
    """Of what kind of thing the button carries an id."""
    kind = verb.partition(".")[0]
    return {"ballot.cast": "voting", "voting.open": "proposal"}.get(verb, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A house in which something stands in every state, and the ids of it all."""

    house: House
    ids: dict[str, str]

    def data(self, verb: str) -> dict[str, Any]:
        """What a card would carry for this button."""
        kind = kind_of(verb)
        case = {"voting.open": "waiting", "proposal.view": "submitted", "proposal.assure": "submitted"}
        place = {"meeting.view": "orphaned", "meeting.settle": "orphaned", "proposal.send_back": "submitted"}
        id_ = self.ids[{**case, **place}.get(verb, kind)]
        return {**TYPED, **{f"check_{n}": "true" for n in range(5)}, kind: id_}


async def set_scene(house: House) -> Scene:
    """A draft of minutes, a meeting in session with an open voting, an orphaned meeting, and a parked errand."""
    store = house.bot.office.store
    first = await house.next_meeting_id()
    await house.act("leder", "meeting.start", meeting=first)
    await house.act("leder", "meeting.end", meeting=first)
    voted, waiting = await house.propose("molde1"), await house.propose("aukra", title="Felles arkiv")
    await house.assure(voted)
    await house.assure(waiting)
    second = (await store.read(lambda tx: tx.proposal(voted))).meeting_id
    await house.act("leder", "meeting.start", meeting=second)
    await house.act("leder", "voting.open", proposal=voted)
    submitted = await house.propose("rauma", title="Ny skriver")
    third = house.board()[2]
    house.sandbox.tenant.calendars.change(third, cancelled=True, gone=True)
    report = await house.bot.office.plan("bestillerutvalget")
    await house.settle()
    await store.write(_park)
    proposal = await store.read(lambda tx: tx.proposal(voted))
    minutes = await store.read(lambda tx: tx.minutes_of(first))
    ids = {
        "voting": proposal.voting_id,
        "waiting": waiting,
        "submitted": submitted,
        "meeting": second,
        "orphaned": report.orphaned[0],
        "minutes": minutes.id,
        "errand": (await store.read(_parked)).id,
    }
    return Scene(house=house, ids=ids)


def _park(tx: Any) -> None:
    now = tx.meetings("bestillerutvalget")[0].starts_at + timedelta(days=900)
    payload = {"card": "meeting", "subject_id": PARKED}
    tx.send("bestillerutvalget", ErrandKind.SHOW, f"show:meeting:{PARKED}", payload, now=now, due_at=now)
    (errand,) = [one for one in tx.errands("bestillerutvalget") if PARKED in one.key]
    tx.put_errand(replace(errand, state=ErrandState.PARKED, error="noServiceUrl"))


def _parked(tx: Any) -> Any:
    return next(one for one in tx.errands("bestillerutvalget") if one.state is ErrandState.PARKED)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """For those who are refused: nothing ever changes here."""
    async with running_house(tmp_path_factory.mktemp("refused")) as house:
        yield await set_scene(house)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """For those who may."""
    async with running_house(tmp_path_factory.mktemp("allowed")) as house:
        yield await set_scene(house)


def refused(answer: dict[str, Any]) -> str:
    """The sentence of a refusal, in a button's answer or a dialog's."""
    told = answer["task"]["value"] if "task" in answer else answer["value"]
    assert isinstance(told, str), answer
    assert len(told) > 20, told
    return told


async def test_every_verb_is_tried() -> None:
    elsewhere = {verb for verb in ACTIONS if verb.startswith(TRIED_ELSEWHERE)}
    assert set(MAY_PRESS) | {"command.run"} | elsewhere == set(ACTIONS)


@pytest.mark.parametrize("verb", MAY_PRESS)
async def test_a_button_is_refused_to_everyone_it_is_not_for(scene: Scene, verb: str) -> None:
    before = await scene.house.snapshot()
    for persona in PEOPLE:
        if persona not in MAY_PRESS[verb]:
            answer = await scene.house.act(persona, verb, **scene.data(verb))
            assert refused(answer) in NO_RIGHT, (persona, answer)
    assert await scene.house.snapshot() == before
    assert (await scene.house.bot.office.store.read(_parked)).id == scene.ids["errand"]


@pytest.mark.parametrize("verb", MAY_PRESS)
async def test_a_button_works_for_everyone_it_is_for(stage: Scene, verb: str) -> None:
    works = []
    for persona in sorted(MAY_PRESS[verb]):
        answer = await stage.house.act(persona, verb, **stage.data(verb))
        assert str(answer["value"]) not in NO_RIGHT, (persona, answer)
        works.append(isinstance(answer["value"], dict))
    assert any(works) or verb in PASSED, (verb, works)


@pytest.mark.parametrize("command", MAY_ASK)
async def test_a_command_from_a_button_asks_for_the_same_seat_as_the_words(scene: Scene, command: str) -> None:
    before = await scene.house.snapshot()
    for persona in PEOPLE:
        if persona in MAY_ASK[command] and command in ("planlegg", "publiser"):
            continue  # these change something: see the planning and the minutes
        answer = await scene.house.act(persona, "command.run", command=command)
        assert isinstance(answer["value"], dict) == (persona in MAY_ASK[command]), (persona, answer)
    assert await scene.house.snapshot() == before


@pytest.mark.parametrize("form", MAY_OPEN)
async def test_a_dialog_opens_and_is_taken_only_for_those_it_is_for(scene: Scene, form: str) -> None:
    before = await scene.house.snapshot()
    sent = {"proposal": {**FORM, "proposal": "a" * 32}, "minutes": {"minutes": scene.ids["minutes"], "other": "Hei"}}
    for persona in PEOPLE:
        opened = await scene.house.open_dialog(persona, form=form, **{"minutes": scene.ids["minutes"]})
        assert (opened["task"]["type"] == "continue") == (persona in MAY_OPEN[form]), (persona, opened)
        if persona not in MAY_OPEN[form]:
            assert refused(opened) in NO_RIGHT
            assert refused(await scene.house.send_dialog(persona, form=form, **sent[form])) in NO_RIGHT
    assert await scene.house.snapshot() == before


STRANGE: list[Any] = [None, [], {}, ["a", {"b": 1}], {"voting": 1}, 7, -1, True, 1e308, "", " ", "x" * 20_000, "\x00",
                      "' OR 1=1 --", "../../etc", "🙂", "finnes-ikke", "0" * 32]  # fmt: skip
NAMES = ("voting", "proposal", "meeting", "minutes", "errand", "command", "choice", "presence", "committee")


@pytest.mark.parametrize("verb", [*ACTIONS])
@pytest.mark.parametrize("persona", ["leder", "utenfor", "rorikt", "aukra"])
async def test_a_forged_card_gets_a_kind_sentence_and_changes_nothing(scene: Scene, persona: str, verb: str) -> None:
    before = await scene.house.snapshot()
    for value in STRANGE:
        answer = await scene.house.act(persona, verb, **dict.fromkeys(NAMES, value))
        assert verb in LOOKED_UP or refused(answer), answer
    answer = await scene.house.act(persona, verb)
    assert verb in LOOKED_UP or refused(answer), answer
    assert await scene.house.snapshot() == before


@pytest.mark.parametrize("verb", [*MAY_PRESS])
async def test_an_id_of_another_kind_of_thing_is_not_found(scene: Scene, verb: str) -> None:
    """A voting's id where a meeting's is expected, and so on."""
    kind = kind_of(verb)
    before = await scene.house.snapshot()
    for name, id_ in scene.ids.items():
        same = {"proposal": ("waiting", "submitted"), "meeting": ("meeting", "orphaned")}.get(kind, (kind,))
        if name not in same:
            for persona in ("leder", "rorikt", "molde1"):
                refused(await scene.house.act(persona, verb, **{**scene.data(verb), kind: id_}))
    assert await scene.house.snapshot() == before


@pytest.mark.parametrize(
    "data",
    [
        {"choice": "maybe"},
        {"choice": ["for"]},
        {"choice": None},
        {"choice": "FOR"},
        {"remark": "x" * 501},
        {"demand": "true"},
        {"demand": "true", "remark": "   "},
    ],
    ids=str,
)
async def test_a_forged_ballot_is_refused(scene: Scene, data: dict[str, Any]) -> None:
    before = await scene.house.snapshot()
    refused(await scene.house.vote("vestnes", scene.ids["voting"], **{"choice": "for", **data}))
    assert await scene.house.snapshot() == before


async def test_nobody_votes_in_anothers_name(stage: Scene) -> None:
    """Whatever the card says of person, organisation or weight, the seat of the sender decides."""
    forged = {"organisation": "rauma", "person": "rauma", "weight": 99, "actor_id": "rauma", "revision": [1]}
    answer = await stage.house.vote("vestnes", stage.ids["voting"], "against", **forged)
    if isinstance(answer["value"], dict):
        assert says(answer["value"], "Din stemme for Vestnes: Mot")
    ballots = await stage.house.bot.office.store.read(lambda tx: tx.ballots(stage.ids["voting"]))
    assert all(one.weight == 1 for one in ballots)
    assert not [one for one in ballots if one.organisation_id == "rauma" and one.person_id != "rauma"]


VALUES: list[Any] = [None, [], "hei", 7, {}, {"action": None}, {"action": []}, {"action": {"verb": None}},
                     {"action": {"verb": ["ballot.cast"]}}, {"action": {"verb": "ballot.cast", "data": "x"}},
                     {"action": {"verb": "finnes.ikke", "data": {}}}, {"action": {"verb": "x" * 9000}},
                     {"data": None}, {"data": []}, {"data": {"form": None}}, {"data": {"form": ["proposal"]}},
                     {"data": {"form": "finnesikke"}}, {"data": {"form": "minutes", "minutes": [1]}},
                     {"data": {"form": "proposal", "proposal": {"a": 1}}},
                     {"data": {"form": "proposal", "proposal": "kort", **FORM, "title": ["x"], "need": 7}}]  # fmt: skip


@pytest.mark.parametrize("name", ["adaptiveCard/action", "task/submit", "application/search"])
async def test_a_call_of_the_wrong_shape_is_answered_and_changes_nothing(scene: Scene, name: str) -> None:
    before = await scene.house.snapshot()
    for persona in ("molde1", "utenfor"):
        for value in VALUES:
            answer = await scene.house.sandbox.invoke(persona, name, value)
            assert answer.status == 200, (persona, value, answer)
            assert answer.body, (persona, value)
    assert await scene.house.snapshot() == before


@pytest.mark.parametrize("verb", ["finnes.ikke", "", "ballot", "BALLOT.CAST", "__class__"])
async def test_a_button_that_no_card_has_is_told_to_be_unknown(scene: Scene, verb: str) -> None:
    answer = await scene.house.act("molde1", verb, voting=scene.ids["voting"], choice="for")
    assert answer["value"] == SENTENCES["unknown_action"]


@pytest.mark.parametrize("proposal_id", ["kort", "", "A" * 32, "a" * 33, "../" * 10])
async def test_a_form_with_an_id_that_we_did_not_make_is_not_found(scene: Scene, proposal_id: str) -> None:
    before = await scene.house.snapshot()
    answer = await scene.house.send_dialog("aukra", form="proposal", proposal=proposal_id, **FORM)
    assert refused(answer) == SENTENCES["not_found"]
    assert await scene.house.snapshot() == before


async def test_a_form_with_lists_and_numbers_for_texts_comes_back_with_its_faults(scene: Scene) -> None:
    before = await scene.house.snapshot()
    typed = {"title": ["x"], "need": 7, "affected": {}, "cost": None, "benefit": True, "kind": [], "personal_data": 1}
    data: Any = {"form": "proposal", "proposal": "b" * 32, **typed}
    answer = await scene.house.send_dialog("aukra", **data)
    assert says(answer["task"]["value"]["card"]["content"], "Fyll ut dette feltet.", "Velg ett av svarene.")
    assert await scene.house.snapshot() == before


async def test_a_case_number_cannot_be_had_in_another_committee(scene: Scene) -> None:
    """The board has no seats for proposers here: naming it in the form's data gives none."""
    before = await scene.house.snapshot()
    data = {"form": "proposal", "proposal": "c" * 32, "committee": "styret", **FORM}
    assert refused(await scene.house.send_dialog("aukra", **data)) == SENTENCES["no_seat"]
    assert await scene.house.snapshot() == before


async def test_nothing_was_proposed_by_any_forger(scene: Scene) -> None:
    proposals = await scene.house.bot.office.store.read(lambda tx: tx.proposals("bestillerutvalget"))
    assert [one.state for one in proposals] == [
        ProposalState.VOTING,
        ProposalState.ON_AGENDA,
        ProposalState.SUBMITTED,
    ]
