"""The dialogs about groups and delegates: what was typed stays, and what is wrong stands beside its field."""

from collections.abc import Iterable, Mapping, Sequence

from cards.build import (
    Card,
    Element,
    buttons,
    card,
    escape,
    fault,
    input_choice,
    input_date,
    input_people,
    input_text,
    quiet,
    submit,
    text,
)
from committee.errors import CommitteeError
from committee.group_forms import LONGEST, DelegateForm, GroupForm
from committee.groups import Delegate, Group, GroupKind, GroupState
from locales import N_, Words
from locales.groups import group_kind
from locales.refusals import refusal

#: How often a delegate may be asked to report, in months.
_MONTHS = (1, 2, 3, 4, 6, 12, 24)
People = Sequence[tuple[str, str]]
Faults = Mapping[str, str]


def group_form(
    form: GroupForm,
    words: Words,
    *,
    data: Mapping[str, str],
    kinds: Sequence[GroupKind],
    people: People,
    faults: Faults | None = None,
) -> Card:
    """A group is set up, or corrected when `kinds` is empty; `people` are offered at once, as (id, name)."""
    hint = words("Skriv noen bokstaver av navnet")
    offered = [(one, group_kind(one, words)) for one in kinds]
    kind = [input_choice("kind", words("Hva slags gruppe?"), offered, form.kind, style="expanded")] if kinds else []
    fields = [
        *kind,
        input_text("name", words("Navn"), form.name, hint=words("For eksempel «Felles arkivplan»")),
        input_text(
            "task", words("Oppgave"), form.task, lines=True, hint=words("Hva skal gruppen finne ut eller lage?")
        ),
        input_text("client", words("Oppdragsgiver (tomt: utvalget selv)"), form.client),
        input_people("leader", words("Leder"), people, form.leader_id, hint=hint),
        input_people("members", words("Medlemmer"), people, ",".join(form.members), several=True, hint=hint),
        input_date("deadline", words("Frist for å melde tilbake"), form.deadline),
    ]
    own = [quiet(words(_PRIVATE))] if GroupKind.MUNICIPAL in kinds or form.kind == GroupKind.MUNICIPAL else []
    return _form(words("Gruppe"), "group", [*_beside(fields, faults, words), *own], data, words, faults)


_PRIVATE = N_("En kommunes egen digitaliseringsgruppe ser bare kommunens representanter og gruppens medlemmer.")


def group_report_form(
    group: Group, words: Words, *, typed: str | None = None, document: str | None = None, faults: Faults | None = None
) -> Card:
    """The group's report."""
    label = words("Hva har dere gjort, og hva foreslår dere?")
    field = input_text("report", label, group.report if typed is None else typed, lines=True)
    top = [text(escape(group.name), weight="Bolder"), quiet(escape(group.task))]
    where = words("Hvor ligger resultatet? Lim inn adressen (kan stå tom)")
    address = input_text("document", where, group.document if document is None else document)
    lines = [*top, *_beside([field, address], faults, words)]
    return _form(words("Rapporter"), "group_report", lines, {"group": group.id}, words, faults)


def group_end_form(group: Group, words: Words, *, typed: str = "", faults: Faults | None = None) -> Card:
    """Ends the group; one that has not reported needs a reason."""
    told, label = words("Gruppen har rapportert, og kan avsluttes."), words("Merknad (kan stå tom)")
    if group.state is GroupState.ACTIVE:
        told = words("Gruppen har ikke rapportert. Skriv hvorfor den avsluttes.")
        label = words("Begrunnelse")
    field = input_text("reason", label, typed, lines=True)
    lines = [text(escape(group.name), weight="Bolder"), text(told), *_beside([field], faults, words)]
    return _form(words("Avslutt gruppen"), "group_end", lines, {"group": group.id}, words, faults)


def delegate_form(
    form: DelegateForm,
    words: Words,
    *,
    data: Mapping[str, str],
    members: People,
    people: People,
    faults: Faults | None = None,
) -> Card:
    """Whom the committee sends to a network; `members` are the committee's, one of whom it is."""
    months = [(str(n), words("Hver {n}. måned", n=n) if n > 1 else words("Hver måned")) for n in _MONTHS]
    hint, example = words("Skriv noen bokstaver av navnet"), words("For eksempel «Fagnettverk oppvekst i DigiMR»")
    fields = [
        input_text("network", words("Nettverk"), form.network, hint=example),
        input_choice("person", words("Utvalgets medlem"), members, form.person_id),
        input_people("adviser", words("Rådgiver som er med (kan stå tom)"), people, form.adviser_id, hint=hint),
        input_date("from_on", words("Fra og med"), form.from_on),
        input_date("until_on", words("Til og med (kan stå tom)"), form.until_on),
        input_choice("months", words("Hvor ofte skal de melde tilbake?"), months, form.months),
    ]
    return _form(words("Representant i nettverk"), "delegate", _beside(fields, faults, words), data, words, faults)


def delegate_report_form(delegate: Delegate, words: Words, *, typed: str = "", faults: Faults | None = None) -> Card:
    """The delegate's report."""
    field = input_text("report", words("Hva bør utvalget vite?"), typed, lines=True)
    lines = [text(escape(delegate.network), weight="Bolder"), *_beside([field], faults, words)]
    return _form(words("Rapporter"), "delegate_report", lines, {"delegate": delegate.id}, words, faults)


def delegate_end_form(delegate: Delegate, words: Words) -> Card:
    """Asks once more before somebody is relieved."""
    lines = [text(words("Utvalget er da ikke lenger representert i {network} ved denne personen.",
                        network=escape(delegate.network)))]  # fmt: skip
    return _form(words("Avslutt oppdraget"), "delegate_end", lines, {"delegate": delegate.id}, words, None)


def _form(
    title: str, name: str, lines: Iterable[Element], data: Mapping[str, str], words: Words, faults: Faults | None
) -> Card:
    told = words("Noe mangler. Se merknadene under feltene – det du har skrevet, er tatt vare på.")
    send = words("Avslutt") if name.endswith("_end") else words("Send") if name.endswith("_report") else words("Lagre")
    body = [*([fault(told)] if faults else []), *lines, *buttons([submit(send, name, data)])]
    return card(body, words, summary=title)


def _beside(fields: Iterable[Element], faults: Faults | None, words: Words) -> list[Element]:
    found: list[Element] = []
    for field in fields:
        found.append(field)
        code = (faults or {}).get(field["id"])
        if code:
            found.append(fault(refusal(CommitteeError(code, longest=LONGEST.get(field["id"], 0)), words)))
    return found
