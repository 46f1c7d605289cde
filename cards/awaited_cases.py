"""What waits for one among the cases, each with the button that opens it."""

from collections.abc import Iterator, Sequence

from cards.build import Element, escape, execute, open_dialog
from cards.case_forms import case_form_title
from committee.case_records import Draft
from committee.case_rights import Act
from committee.case_views import AwaitedCase
from locales import N_, Words

_TOLD = {
    Act.OFFICE: N_("Svar på rådet i sak {case}: {title}"),
    Act.BODY: N_("Før inn svaret i sak {case}: {title}"),
    Act.START: N_("Sak {case} er vedtatt. Hvem følger opp? {title}"),
    Act.REPORT: N_("Meld hvordan det går med sak {case}: {title}"),
    Act.EVALUATE: N_("Evaluer sak {case}: {title}"),
    Act.ANCHOR: N_("Er sak {case} forankret hos dere? {title}"),
    None: N_("Sak {case} kommer ikke videre av seg selv: {title}"),
}


def awaited_cases(cases: Sequence[AwaitedCase], words: Words) -> Iterator[tuple[str, Element]]:
    """What is told of each, and its button."""
    for one in cases:
        proposal = one.proposal
        told = words(_TOLD[one.act], case=proposal.case_number, title=escape(proposal.form.title))
        data = {"proposal": proposal.id}
        if one.act is None:
            yield told, execute(words("Se saken"), "case.view", data)
        else:
            yield told, open_dialog(case_form_title(one.act, words), one.act.value, data)


def awaited_drafts(drafts: Sequence[Draft], words: Words) -> Iterator[tuple[str, Element]]:
    """One's own cases that are not sent."""
    for one in drafts:
        title = escape(one.form.title.strip()) or words("uten tittel")
        told = words("Kladd: {title}", title=title)
        yield told, open_dialog(words("Skriv videre"), "proposal", {"proposal": one.id})
