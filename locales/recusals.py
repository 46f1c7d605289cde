"""The rules of forvaltningsloven § 6, as they are told."""

from locales import N_, Words

#: By `committee.recusals.Paragraph`.
PARAGRAPHS = {
    "first": N_("§ 6 første ledd: er part, i nær familie med en part, eller leder en virksomhet som er part"),
    "second": N_("§ 6 andre ledd: andre særegne forhold som kan svekke tilliten"),
    "third": N_("§ 6 tredje ledd: en overordnet er inhabil"),
}


def recusal_rule(paragraph: str, words: Words) -> str:
    """«§ 6 andre ledd»."""
    return words(PARAGRAPHS[paragraph]).split(":", 1)[0]
