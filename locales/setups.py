"""Why an answer in setting up a committee is refused."""

from locales import N_

REFUSALS = {
    "not_administrator": N_(
        "Det er bare administratorer som setter opp utvalg. Den som drifter boten, fører dem opp i innstillingen "
        "ADMINISTRATORS."
    ),
    "setup_not_in_team": N_("Jeg ser ikke hvilket team dette er. Skriv «oppsett» i en kanal i teamet."),
    "teams_unreachable": N_("Teams svarer ikke akkurat nå. Ingenting er mistet. Prøv igjen om litt."),
    "app_not_in_team": N_("Jeg er ikke med i teamet lenger. Legg appen til i teamet på nytt, og prøv igjen."),
    "setup_started": N_("Utvalget er i gang. Angre oppsettet først hvis det er feil utvalg."),
    "setup_unfinished": N_("Noe er ikke svart på ennå. Skriv «oppsett» for å fortsette der du slapp."),
    "setup_taken": N_("Utvalget er satt opp et annet sted i mellomtiden. Skriv «oppsett» for å se hvor."),
    "setup_in_use": N_(
        "Utvalget har en sak eller et møte, så oppsettet kan ikke tas tilbake. Du kan fortsatt endre svarene."
    ),
    "only_one_person": N_("Velg bare én her."),
    "named_twice": N_("En av disse er valgt et annet sted på kortet. Hver person har én plass i utvalget."),
    "mailbox_unreadable": N_("Skriv en e-postadresse, som utvalg@kommune.example."),
    "mailbox_closed": N_(
        "Jeg slipper ikke inn i denne postkassen. Den som styrer Exchange, må gi meg tilgang til den "
        "(drift.md, del 3). Det kan ta to timer før det virker."
    ),
    "mailbox_gone": N_("Det finnes ingen postkasse med denne adressen. Se etter skrivefeil."),
}
