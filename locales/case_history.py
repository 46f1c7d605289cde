"""What has happened to a case, one sentence for each action of the record."""

from collections.abc import Mapping

from locales import N_, Words

#: By the record's action; what is not here is not told. `{name}`s are of the entry's details.
TOLD = {
    "proposal.submitted": N_("Sendt inn av {who}"),
    "proposal.resubmitted": N_("Rettet og sendt inn på nytt av {who}"),
    "proposal.revised": N_("Versjon {version} av teksten, fra {who}"),
    "proposal.assured": N_("Kvalitetssikret av {who}"),
    "proposal.sent_back": N_("Sendt tilbake av {who}: {reason}"),
    "proposal.on_agenda": N_("Satt på sakslisten"),
    "proposal.escalated": N_("Løftet til overordnet organ"),
    "voting.opened": N_("Avstemningen ble åpnet av {who}"),
    "voting.closed": N_("Avstemningen ble lukket"),
    "voting.cancelled": N_("Avstemningen ble stoppet"),
    "voting.tie_decided": N_("{who} avgjorde stemmelikheten"),
    "case.with_office": N_("Rådet er sendt"),
    "case.decided": N_("Avgjort av {decider}"),
    "case.decision_corrected": N_("Svaret fra {decider} ble rettet av {who}"),
    "case.question": N_("{asked_by} spurte: {text}"),
    "case.lifted": N_("Løftet av {who}: {text}"),
    "case.withdrawn": N_("Trukket av {who}: {reason}"),
    "case.deferred": N_("Utsatt av {who}: {reason}"),
    "case.resumed": N_("Tatt opp igjen"),
    "case.started": N_("Satt i gang av {who}"),
    "case.reported": N_("{who} meldte: {text}"),
    "case.evaluated": N_("Evaluert av {who}: {text}"),
    "case.anchored": N_("Forankret av {who}: {reference}"),
    "case.referred": N_("Sendt videre som sak {to_case}"),
    "case.received": N_("Mottatt fra {from_case}"),
    "case.answered": N_("{from_case} svarte {to_case}"),
    "comment.made": N_("Merknad fra {who}"),
    "comment.withdrawn": N_("{who} trakk en merknad"),
    "reservation.made": N_("Forbehold fra {who}"),
    "reservation.withdrawn": N_("{who} trakk et forbehold"),
    "reservation.minuted": N_("{who} lot forbeholdet fra {name} føres i referatet"),
    "hearing.opened": N_("Sendt på høring av {who}"),
    "hearing.answered": N_("Innspill fra {name}"),
    "hearing.extended": N_("Ny frist for høringen: {ground}"),
    "hearing.ended": N_("Høringen er over"),
    "review.asked": N_("Sendt til dem som ser på personvern og sikkerhet"),
    "review.answered": N_("{who} har sett på personvern og sikkerhet for {organisation}"),
    "review.written": N_("{who} førte inn at {who_saw} har sett på saken"),
    "review.passed": N_("{who} gikk videre uten svar fra {organisation}: {ground}"),
    "case.assessed": N_("{who} vurderte saken for {organisation}"),
    "case.weighed": N_("{who} vurderte om saken er av vesentlig art. {ground}"),
    "case.copied": N_("Kopi sendt til andre områder"),
    "copy.commented": N_("Innspill fra {who}"),
    "capacity.asked": N_("{who} ba kommunene om folk til saken"),
    "capacity.withdrawn": N_("{who} trakk en forespørsel om kapasitet"),
    "gain.planned": N_("{who} planla en gevinst"),
    "gain.measured": N_("{who} førte inn en måling av gevinsten"),
    "gain.measurement_undone": N_("{who} tok bort en måling av gevinsten"),
    "introduction.steps": N_("{who} satte opp trinnene for innføringen"),
    "introduction.written": N_("{who} førte inn hvor langt innføringen er kommet"),
    "case.anchoring_undone": N_("{who} tok tilbake forankringen"),
    "recusal.raised": N_("{who} tok opp om {name} er inhabil"),
    "recusal.withdrawn": N_("{who} trakk spørsmålet om {name} er inhabil"),
    "recusal.recused": N_("Utvalget vedtok at {name} er inhabil: {decision}"),
    "recusal.not_recused": N_("Utvalget vedtok at {name} ikke er inhabil: {decision}"),
    "ballot.removed": N_("En stemme er tatt bort: den som avga den, er inhabil"),
}
#: What is told otherwise when a person wrote it down.
_BY_SOMEBODY = {
    "case.decided": N_("Avgjort av {decider}, ført inn av {who}"),
    "voting.closed": N_("Avstemningen ble lukket av {who}"),
    "voting.cancelled": N_("Avstemningen ble stoppet av {who}"),
    "case.resumed": N_("Tatt opp igjen av {who}"),
}
_NAMELESS = {
    "proposal.on_agenda", "proposal.escalated", "voting.closed", "voting.cancelled", "case.with_office",
    "case.decided", "case.question", "case.resumed", "case.referred", "case.received", "case.answered",
    "hearing.answered", "hearing.extended", "hearing.ended", "review.asked", "case.copied",
}  # fmt: skip
#: What a sentence may name.
_NAMED = (
    "version",
    "reason",
    "decider",
    "asked_by",
    "text",
    "reference",
    "from_case",
    "to_case",
    "name",
    "ground",
    "organisation",
    "who_saw",
    "decision",
)
_FIELDS = {
    "title": N_("Tittel"),
    "need": N_("Behov"),
    "affected": N_("Berører"),
    "cost": N_("Kostnad"),
    "benefit": N_("Gevinst"),
    "kind": N_("Gjelder"),
    "service_name": N_("Tjeneste"),
    "personal_data": N_("Personopplysninger"),
    "goal_names": N_("Mål"),
}
_VALUES = {
    "new": N_("Ny tjeneste"),
    "change": N_("Endring av en tjeneste"),
    "plan": N_("Felles strategi eller plan"),
    "yes": N_("Ja"),
    "no": N_("Nei"),
}


def happening(action: str, who: str, details: Mapping[str, object], words: Words) -> str:
    """«Kvalitetssikret av Kåre Lien»; plain text, to be escaped as a whole; empty when it is not told."""
    if action not in TOLD:
        return ""
    pattern = _BY_SOMEBODY[action] if who and action in _BY_SOMEBODY else TOLD[action]
    named = who or ("" if action in _NAMELESS else words("ukjent"))
    values = {name: str(value) for name, value in details.items() if isinstance(value, str | int)}
    return words(pattern, **{**dict.fromkeys(_NAMED, ""), **values, "who": named})


def change_told(field: str, before: str, after: str, words: Words) -> str:
    """«Kostnad: «250 000» ble «300 000»»; plain text."""
    name = words(_FIELDS[field])
    before, after = _value(field, before, words), _value(field, after, words)
    if not before:
        return words("{field}: nytt er «{after}»", field=name, after=after)
    if not after:
        return words("{field}: «{before}» er borte", field=name, before=before)
    return words("{field}: «{before}» ble «{after}»", field=name, before=before, after=after)


def _value(field: str, value: str, words: Words) -> str:
    return words(_VALUES[value]) if field in ("kind", "personal_data") and value in _VALUES else value
