"""What nominations are told with: where one stands, who sits for whom, and why something is refused."""

from locales import N_, Words
from locales.outcomes import function_name

_STATES = {
    "asked": N_("Venter på svar"),
    "accepted": N_("Har sagt ja, venter på oppnevning"),
    "appointed": N_("Oppnevnt"),
    "declined": N_("Har takket nei"),
    "withdrawn": N_("Trukket tilbake"),
}
REFUSALS: dict[str, str] = {
    "no_right_nominate": N_(
        "Det er den som velger organisasjonens folk, som nominerer. Lederen og sekretæren i utvalget kan føre inn det"
        " organisasjonen har bestemt."
    ),
    "no_right_confirm": N_("Det er den som oppnevner, som avgjør dette. Spør sekretæren hvem det er."),
    "no_right_end_seat": N_(
        "Det er den som velger organisasjonens folk, som melder at noen slutter. Lederen og sekretæren i utvalget kan"
        " føre det inn."
    ),
    "no_right_see_seats": N_(
        "Plassene følges opp av leder, sekretær og dem som velger organisasjonenes folk. Skriv «medlemmer» for å se"
        " hvem som sitter i utvalget."
    ),
    "not_your_nomination": N_("Bare den som er spurt, kan svare."),
    "nomination_settled": N_("Nomineringen er alt avgjort. Skriv «plasser» for å se hvordan det står."),
    "nomination_not_accepted": N_("Den som er spurt, har ikke svart ennå. Vent til svaret er kommet."),
    "nomination_place_gone": N_("Mandatet har ikke denne plassen lenger. Skriv «mandat» for å se hva som gjelder nå."),
    "nomination_too_late": N_("Perioden det gjaldt, er over. Nominer på nytt med nye datoer."),
    "nomination_has_seat": N_("Personen har alt en plass i utvalget i denne perioden."),
    "nomination_seat_taken": N_("Plassen er fylt i mellomtiden. Snakk med sekretæren i utvalget hvis det er feil."),
    "nomination_reminded": N_("Det er gått for kort tid. Vent til i morgen før du minner på igjen."),
    "nomination_not_told": N_("Kryss av for at organisasjonen har gitt beskjed skriftlig."),
    "field_no_place": N_("Velg en av plassene."),
    "field_day_outside_term": N_("Velg en dag i perioden personen har plassen."),
    "person_has_seat": N_("Personen har alt en plass i utvalget i denne perioden. Velg en annen, eller andre datoer."),
    "person_is_asked": N_("Personen er alt spurt. Trekk den nomineringen først hvis noe skal endres."),
    "seat_is_full": N_("Plassen er fylt i denne perioden. Meld først at den som har den, slutter, eller velg vara."),
    "seat_is_asked": N_("Noen er alt spurt om plassen. Trekk den nomineringen først, eller velg vara."),
    "term_needs_reason": N_("Mandatet sier perioder på {years} år. Skriv hvorfor denne er en annen."),
    "consultation_missing": N_(
        "Ikke alle rådene er ført inn. Før dem inn, eller skriv hvorfor dere ikke venter på dem."
    ),
}
#: For those who ask without telling the number.
WITHOUT_PARAMS: dict[str, str] = {
    "term_needs_reason": N_("Perioden er en annen enn mandatets. Skriv hvorfor."),
}


def nomination_state(state: str, words: Words) -> str:
    """«Venter på svar»."""
    return words(_STATES[state])


def seat_for(function: str, is_deputy: bool, organisation: str, words: Words) -> str:
    """«representant for Molde», «vara for Molde (representant)»; plain text."""
    name = function_name(function, words)
    if is_deputy:
        return words("vara for {organisation} ({function})", organisation=organisation, function=name)
    return words("{function} for {organisation}", organisation=organisation, function=name)
