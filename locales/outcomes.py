"""How a voting ended, in words: the arithmetic that anyone can check, and the names of what is chosen and decided."""

from typing import Protocol

from locales import N_, Words
from locales.cases import CASE_STATES


class Counted(Protocol):
    """What is needed of `committee.voting.Tally`."""

    @property
    def roll_weight(self) -> int: ...
    @property
    def weight_for(self) -> int: ...
    @property
    def weight_against(self) -> int: ...
    @property
    def weight_abstain(self) -> int: ...
    @property
    def cast_weight(self) -> int: ...
    @property
    def demands(self) -> int: ...


class Concluded(Protocol):
    """What is needed of `committee.voting.Verdict`; both are the enums' values."""

    @property
    def outcome(self) -> str: ...
    @property
    def reason(self) -> str: ...


OUTCOMES = {
    "adopted": N_("Innstillingen er vedtatt"),
    "rejected": N_("Innstillingen er forkastet"),
    "no_agreement": N_("Ikke enighet"),
}
_CHOICES = {"for": N_("For"), "against": N_("Mot"), "abstain": N_("Avholdende"), "split": N_("Delt")}
_FUNCTIONS = {
    "chair": N_("leder"),
    "secretary": N_("sekretær"),
    "representative": N_("representant"),
    "host_member": N_("medlem uten stemmerett"),
    "union": N_("tillitsvalgt"),
    "observer": N_("observatør"),
}
_KINDS = {
    "new": N_("Ny tjeneste"),
    "change": N_("Endring av en tjeneste"),
    "plan": N_("Felles strategi eller plan"),
}
_PRESENCES = {"present": N_("til stede"), "apology": N_("forfall"), "coming": N_("kommer likevel")}
_STATES = {
    **CASE_STATES,
    # a meeting
    "planned": N_("planlagt"),
    "orphaned": N_("venter på svar: møtet det skulle holdes før, er avlyst"),
    "cancelled": N_("avlyst"),
    "in_session": N_("pågår"),
    "ended": N_("avsluttet"),
    # minutes; a draft of them is called as a draft of a case
    "approved": N_("godkjent"),
    "published": N_("publisert"),
    # an errand
    "waiting": N_("venter"),
    "sending": N_("sendes"),
    "ambiguous": N_("undersøkes: kan være levert"),
    "done": N_("levert"),
    "parked": N_("stoppet: trenger hjelp"),
}
_BY_OUTCOME = {
    "adopted": N_("{count}: innstillingen er vedtatt"),
    "rejected": N_("{count}: innstillingen er forkastet"),
    "no_agreement": N_("{count}: ikke enighet – saken løftes til {superior}"),
}
#: By (outcome, reason); what is not here is told by its outcome alone.
_CONCLUDED = {
    ("no_agreement", "too_few"): N_("{count}: færre enn det kreves – saken løftes til {superior}"),
    ("no_agreement", "quorum_missed"): N_("{count} – ikke vedtaksfør: saken løftes til {superior}"),
    ("no_agreement", "awaits_chair"): N_("{count}: stemmelikhet – lederen skal avgjøre"),
    ("no_agreement", "new_voting"): N_("{count}: stemmelikhet – det holdes en ny avstemning"),
    ("no_agreement", "text_corrected"): N_("{count}: avstemningen er stoppet – teksten skal rettes"),
    ("no_agreement", "meeting_demanded"): N_("{count}: ingenting er avgjort – saken tas i møte"),
    ("rejected", "tie"): N_("{count}: stemmelikhet – innstillingen er forkastet"),
    ("rejected", "too_few"): N_("{count}: færre enn det kreves – innstillingen er forkastet"),
    ("rejected", "chair_decided"): N_("{count}: stemmelikhet – lederen avgjorde, og innstillingen er forkastet"),
    ("adopted", "chair_decided"): N_("{count}: stemmelikhet – lederen avgjorde, og innstillingen er vedtatt"),
    ("adopted", "unanimous"): N_("{count}: innstillingen er enstemmig vedtatt"),
}
_NOT_LIFTED = N_("{count}: ikke enighet – saken er ikke vedtatt")
#: Where there is no body above to take a case to, by the reason; else `_NOT_LIFTED`.
_STAYS = {
    "too_few": N_("{count}: færre enn det kreves – saken er ikke vedtatt"),
    "quorum_missed": N_("{count} – ikke vedtaksfør: saken er ikke vedtatt"),
}
#: Those who go on where they are, whoever is above.
_GO_ON = ("awaits_chair", "new_voting", "text_corrected", "meeting_demanded")


def arithmetic(tally: Counted, verdict: Concluded, words: Words, *, superior: str = "") -> str:
    """«3 av 4 stemmevekt for, 1 mot: innstillingen er vedtatt»; every figure is weight, and they sum to the roll's.

    `superior` names the body that a case without agreement goes to; without one it is told as not adopted.
    """
    count = count_in_words(tally, words)
    if verdict.outcome == "no_agreement" and verdict.reason not in _GO_ON and not superior:
        return words(_STAYS.get(verdict.reason, _NOT_LIFTED), count=count)
    if verdict.reason == "escalation_demanded":
        return words.plural(
            "{count}: saken løftes til {superior} etter krav fra {n} kommune",
            "{count}: saken løftes til {superior} etter krav fra {n} kommuner",
            tally.demands,
            count=count,
            superior=superior,
        )
    told = _CONCLUDED.get((verdict.outcome, verdict.reason), _BY_OUTCOME[verdict.outcome])
    return words(told, count=count, superior=superior)


def count_in_words(tally: Counted, words: Words) -> str:
    """«3 av 4 stemmevekt for, 1 mot», with who abstained and who has not voted when there are such."""
    figures = {
        "yes": tally.weight_for,
        "all": tally.roll_weight,
        "no": tally.weight_against,
        "abstained": tally.weight_abstain,
        "silent": tally.roll_weight - tally.cast_weight,
    }
    parts = [words("{yes} av {all} stemmevekt for, {no} mot", **figures)]
    if figures["abstained"]:
        parts.append(words("{abstained} avholdende", **figures))
    if figures["silent"]:
        parts.append(words("{silent} har ikke stemt", **figures))
    return ", ".join(parts)


def outcome_name(outcome: str | None, words: Words) -> str:
    """«Innstillingen er vedtatt»; None is a case that was not voted on."""
    return words(OUTCOMES[outcome]) if outcome else words("Ikke stemt over")


def choice_name(choice: str | None, words: Words) -> str:
    """«For»; None is one who has not voted."""
    return words(_CHOICES[choice]) if choice else words("Har ikke stemt")


class Said(Protocol):
    """What is needed of `committee.voting.Ballot`, or of a line of the minutes; a choice is the enum's value."""

    @property
    def choice(self) -> str | None: ...
    @property
    def parts(self) -> tuple[int, int, int] | None: ...


def ballot_told(ballot: Said, words: Words) -> str:
    """«For»; of a ballot that is split «2 for og 1 mot»."""
    if ballot.parts is None:
        return choice_name(ballot.choice, words)
    told = (N_("{n} for"), N_("{n} mot"), N_("{n} avholdende"))
    return words.join([words(one, n=weight) for one, weight in zip(told, ballot.parts, strict=True) if weight])


def function_name(function: str | None, words: Words) -> str:
    """«leder»; None is one without a seat."""
    return words(_FUNCTIONS[function]) if function else words("uten plass i utvalget")


def state_name(state: str, words: Words) -> str:
    """«på sakslisten»: the state of a case, a meeting, minutes or an errand."""
    return words(_STATES[state])


def kind_name(kind: str, words: Words) -> str:
    """«Ny tjeneste»."""
    return words(_KINDS[kind])


def presence_name(presence: str, words: Words) -> str:
    """«til stede»."""
    return words(_PRESENCES[presence])
