"""What is said of each part of a mandate that changes, by the code of the change."""

from locales import N_

#: Told after what is so now, unless the sentence names what was.
EARLIER = N_("Tidligere: {before}.")
#: What never stands empty: what is so now.
CHANGED = {
    "id": N_("Mandatet er for et annet utvalg: {after}, ikke {before}."),
    "name": N_("Navnet er nå {after}."),
    "valid_from": N_("Mandatet gjelder fra {after}. Det forrige gjaldt fra {before}."),
    "approval.reference": N_("Mandatet er godkjent i {after}. Det forrige ble godkjent i {before}."),
    "approval.approved_on": N_("Mandatet er godkjent {after}. Det forrige ble godkjent {before}."),
    "approval.approved_by": N_("Mandatet er godkjent av {after}. Det forrige ble godkjent av {before}."),
    "organisations.weight": N_("Stemmevekten til {organisation} er nå {after}."),
    "organisations.name": N_("{before} heter nå {after}."),
    "organisations.kind": N_("{organisation} er nå {after}."),
    "organisations.order": N_("Organisasjonene står i en annen rekkefølge."),
    "rules.agreement": N_("Slik blir det nå enighet: {after}."),
    "rules.quorum": N_("Dette skal til for at utvalget er vedtaksført: {after}."),
    "rules.tie": N_("Dette skjer nå når like mye er for som mot: {after}."),
    "rules.votes_anew": N_("Ved stemmelikhet stemmes det nå på nytt høyst {after}."),
    "rules.too_few": N_("Dette skjer nå når flest er for, men færre enn det kreves: {after}."),
    "rules.ballot": N_("Slik gis stemmevekten nå: {after}."),
    "rules.ballots": N_("Hvem som stemte hva: {after}."),
    "rules.open_for": N_("En avstemning er nå åpen i {after}."),
    "seats.name": N_("Plassen {before} heter nå {after}."),
    "seats.function": N_("Den som får plassen «{seat}», er nå {after}."),
    "seats.least": N_("Det minste antallet på plassen «{seat}» er nå {after}."),
    "seats.consulted.order": N_("De som spørres om plassen «{seat}», står i en annen rekkefølge."),
    "seats.order": N_("Plassene står i en annen rekkefølge. Hver person får den første plassen som passer."),
    "chair.by": N_("Lederen {after}."),
    "cuts_across.order": N_("Områdene som utvalget går på tvers av, står i en annen rekkefølge."),
    "advises.order": N_("De som utvalget gir råd, står i en annen rekkefølge."),
    "fields.order": N_("Fagområdene står i en annen rekkefølge."),
    "checklist.order": N_("Punktene i sjekklisten står i en annen rekkefølge."),
    "purposes.order": N_("Formålene står i en annen rekkefølge."),
    "papers_lead": N_("Sakspapirene sendes nå {after} før møtet."),
    "prefix": N_("Saksnumrene begynner nå med {after}."),
    "language": N_("Språket i kanalen og i referatene er nå {after}."),
    "time_zone": N_("Tidssonen er nå {after}."),
    "minutes_folder": N_("Referatene legges nå i mappen {after}."),
    "source": N_("Kilden er nå {after}."),
}
#: What is so or not: when it has become so, and when it no longer is.
SWITCHED = {
    "rules.abstention_allowed": (
        N_("Det er nå lov å avstå fra å stemme."),
        N_("Det er ikke lenger lov å avstå fra å stemme."),
    ),
    "rules.abstentions_count": (
        N_("Den som avstår, regnes nå med i det som er avgitt, når flertallet telles."),
        N_("Den som avstår, regnes ikke lenger med i det som er avgitt, når flertallet telles."),
    ),
    "rules.ballot_may_change": (
        N_("Den som har stemt, kan nå endre stemmen til avstemningen stenger."),
        N_("Den som har stemt, kan ikke lenger endre stemmen."),
    ),
    "rules.escalation_may_be_demanded": (
        N_("Den som stemmer, kan nå kreve at saken løftes."),
        N_("Ingen kan lenger kreve at en sak løftes."),
    ),
    "written.allowed": (
        N_("Saker kan nå behandles skriftlig mellom møtene."),
        N_("Saker behandles ikke lenger skriftlig mellom møtene."),
    ),
    "seats.each": (
        N_("Antallet på plassen «{seat}» gjelder nå hver organisasjon for seg."),
        N_("Antallet på plassen «{seat}» gjelder nå alle organisasjonene til sammen."),
    ),
}
#: What may stand empty: what is so now, and what is said when it is gone.
CAME_AND_WENT = {
    "valid_until": (
        N_("Mandatet gjelder til og med {after}."),
        N_("Mandatet har ikke lenger noen siste dag. Den var {before}."),
    ),
    "reviewed_on": (
        N_("Mandatet ble gjennomgått {after}."),
        N_("Det står ikke lenger at mandatet ble gjennomgått {before}."),
    ),
    "organisations": (
        N_("{organisation} er nå med, med stemmevekt {after}."),
        N_("{organisation} er ikke lenger med. Stemmevekten var {before}."),
    ),
    "organisations.region": (
        N_("{organisation} sitter nå for {after}."),
        N_("{organisation} sitter ikke lenger for {before}."),
    ),
    "seats": (
        N_("Ny plass, «{seat}»: {after}"),
        N_("Plassen «{seat}» er tatt bort: {before}"),
    ),
    "seats.kinds": (
        N_("Plassen «{seat}» er nå bare for {after}."),
        N_("Plassen «{seat}» er ikke lenger bare for {before}."),
    ),
    "seats.organisations": (
        N_("Plassen «{seat}» er nå bare for {after}."),
        N_("Plassen «{seat}» er ikke lenger bare for {before}."),
    ),
    "seats.regions": (
        N_("Plassen «{seat}» er nå bare for {after}."),
        N_("Plassen «{seat}» er ikke lenger bare for {before}."),
    ),
    "seats.most": (
        N_("Det høyeste antallet på plassen «{seat}» er nå {after}."),
        N_("Plassen «{seat}» har ikke lenger noe høyeste antall. Det var {before}."),
    ),
    "seats.nominated_by": (
        N_("{after} velger nå hvem som får plassen «{seat}»."),
        N_("{before} velger ikke lenger hvem som får plassen «{seat}». Organisasjonen som har plassen, velger selv."),
    ),
    "seats.appointed_by": (
        N_("{after} bekrefter nå valget til plassen «{seat}»."),
        N_("{before} bekrefter ikke lenger valget til plassen «{seat}»."),
    ),
    "seats.consulted": (
        N_("{after} skal nå spørres før noen får plassen «{seat}»."),
        N_("{before} spørres ikke lenger før noen får plassen «{seat}»."),
    ),
    "seats.level": (
        N_("Den som får plassen «{seat}», bør nå være {after}."),
        N_("Den som får plassen «{seat}», trenger ikke lenger være {before}."),
    ),
    "seats.term_years": (
        N_("Perioden på plassen «{seat}» er nå {after}."),
        N_("Plassen «{seat}» har ikke lenger noen fast periode. Den var {before}."),
    ),
    "seats.tolerated": (
        N_("Plassen «{seat}» kan nå også gå til {after}."),
        N_("Plassen «{seat}» kan ikke lenger gå til {before}."),
    ),
    "seats.source": (
        N_("Mandatet sier nå om plassen «{seat}»: {after}"),
        N_("Mandatet sier ikke lenger om plassen «{seat}»: {before}"),
    ),
    "seat_count": (
        N_("Utvalget skal nå ha {after} medlemmer i alt."),
        N_("Mandatet sier ikke lenger at utvalget skal ha {before} medlemmer i alt."),
    ),
    "chair.organisation": (
        N_("Lederen kommer nå fra {after}."),
        N_("Lederen kommer ikke lenger fra {before}."),
    ),
    "chair.among": (
        N_("Lederen velges nå blant representantene for {after}."),
        N_("Lederen velges ikke lenger blant representantene for {before}."),
    ),
    "chair.source": (
        N_("Mandatet sier nå om lederen: {after}"),
        N_("Mandatet sier ikke lenger om lederen: {before}"),
    ),
    "superior": (
        N_("Saker uten enighet løftes nå til {after}."),
        N_("Saker uten enighet løftes ikke lenger til {before}."),
    ),
    "reports_to": (
        N_("Utvalget rapporterer nå til {after}."),
        N_("Utvalget rapporterer ikke lenger til {before}."),
    ),
    "advises": (
        N_("Utvalget gir nå råd til {after}."),
        N_("Utvalget gir ikke lenger råd til {before}."),
    ),
    "result": (
        N_("Utfallet i utvalget er nå {after}."),
        N_("Mandatet sier ikke lenger at utfallet i utvalget er {before}."),
    ),
    "planning.before": (
        N_("Møtene legges nå foran møtene i {after}."),
        N_("Møtene legges ikke lenger foran møtene i {before}."),
    ),
    # Of planning that is gone altogether, the body it was before is told.
    "planning.lead": (N_("Møtene legges nå {after} foran."), ""),
    "planning.longest_lead": (N_("Møtene legges aldri mer enn {after} foran."), ""),
    "planning.lasts": (N_("Møtene varer nå i {after}."), ""),
    "written.working_days": (N_("Saker som behandles skriftlig, har nå minst {after} virkedagers frist."), ""),
    "written.urgent_working_days": (N_("Hastesaker har nå minst {after} virkedagers frist."), ""),
    "written.urgent_share": (
        N_("Så stor andel av de stemmeberettigede kan nå sammen kreve hastebehandling: {after}."),
        "",
    ),
    "briefings.lead": (
        N_("Medlemmene spørres nå om orienteringer {after} før hvert møte."),
        N_("Medlemmene spørres ikke lenger om orienteringer før møtene."),
    ),
    "needs.call": (
        N_("Kommunene spørres nå om behov {after}."),
        N_("Kommunene spørres ikke lenger om behov."),
    ),
    "needs.month": (N_("Kommunene spørres nå om behov i {after}."), ""),
    "needs.answer_within": (N_("Kommunene har nå {after} til å svare om behov."), ""),
    "cuts_across": (
        N_("Utvalget går nå også på tvers av {after}."),
        N_("Utvalget går ikke lenger på tvers av {before}."),
    ),
    "fields": (N_("Nytt fagområde: {after}."), N_("Ikke lenger et fagområde: {before}.")),
    "checklist": (N_("Nytt punkt i sjekklisten: {after}."), N_("Ikke lenger i sjekklisten: {before}.")),
    "purposes": (N_("Nytt formål: {after}."), N_("Ikke lenger et formål: {before}.")),
    "family": (
        N_("Mandatet er nå felles for alle av slaget {after}."),
        N_("Mandatet er ikke lenger felles for alle av slaget {before}."),
    ),
    "served_by": (
        N_("Oppgaven ligger nå hos {after}."),
        N_("Oppgaven ligger ikke lenger hos {before}."),
    ),
}
#: An organisation that comes or goes without a vote.
WEIGHTLESS = (
    N_("{organisation} er nå med, uten stemme."),
    N_("{organisation} er ikke lenger med. Den hadde ingen stemme."),
)
