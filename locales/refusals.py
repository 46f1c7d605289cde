"""The sentence for each refusal: why, and what to do or who can."""

from collections.abc import Mapping
from string import Formatter
from typing import Protocol

from locales import N_, Words
from locales.elections import REFUSALS as _ELECTIONS
from locales.elections import WITHOUT_PARAMS as _ELECTIONS_WITHOUT
from locales.nominations import REFUSALS as _NOMINATIONS
from locales.nominations import WITHOUT_PARAMS as _NOMINATIONS_WITHOUT
from locales.outcomes import state_name
from locales.setups import REFUSALS as _SETUPS


class Refused(Protocol):
    """What is needed of `committee.errors.CommitteeError`."""

    @property
    def code(self) -> str: ...
    @property
    def params(self) -> Mapping[str, object]: ...


UNKNOWN = N_("Det går ikke akkurat nå. Skriv «hjelp» for å se hva du kan gjøre, eller spør sekretæren.")

_SEATS = {
    "no_seat": N_("Du har ingen plass i dette utvalget. Spør sekretæren hvis du mener at du skal ha det."),
    "identity_missing": N_("Teams sa ikke hvem du er. Prøv igjen, eller logg inn i Teams på nytt."),
    "unknown_committee": N_(
        "Jeg vet ikke hvilket utvalg du mener. Skriv til meg i utvalgets kanal, eller si fra til sekretæren."
    ),
    "no_right_read": N_("Du kan ikke lese sakene til dette utvalget. Spør sekretæren om du skal ha tilgang."),
    "no_right_propose": N_(
        "Det er representantene og medlemmet fra IKT-organisasjonen som sender inn forslag. Be en av dem om å "
        "fremme saken."
    ),
    "no_right_assure": N_("Det er medlemmet fra IKT-organisasjonen som kvalitetssikrer forslag."),
    "no_right_plan": N_("Det er lederen og sekretæren som planlegger møtene. Spør en av dem."),
    "no_right_lead": N_("Det er lederen som styrer møtet og avstemningene. Si fra til lederen."),
    "no_right_write_minutes": N_(
        "Det er sekretæren og lederen som skriver og publiserer referatet. Send dem en melding hvis noe skal rettes."
    ),
    "no_right_approve_minutes": N_("Det er lederen som godkjenner referatet. Be lederen om å gjøre det."),
    "no_right_seat": N_("Det er lederen og sekretæren som følger opp plassene i utvalget. Spør en av dem."),
    "no_right_decide": N_("Det er kommunenes representanter som avgjør dette. Be en av dem om å gjøre det."),
    "no_right_see_deliveries": N_("Det er sekretæren og lederen som ser leveransene. Spør en av dem."),
}
_BALLOTS = {
    "no_vote_chair": N_(
        "Lederen har ikke stemmerett i utvalget og ingen dobbeltstemme. Du leder avstemningen, og kan få meningen"
        " din ført i referatet."
    ),
    "no_vote_secretary": N_("Sekretæren har ikke stemmerett i utvalget. Det er kommunenes representanter som stemmer."),
    "no_vote_host_member": N_(
        "Medlemmet fra IKT-organisasjonen har talerett, men ikke stemmerett. Det er kommunenes representanter som"
        " stemmer. Du kan få meningen din ført i referatet."
    ),
    "no_vote_union": N_(
        "Tillitsvalgte har talerett, men ikke stemmerett. Det er kommunenes representanter som stemmer. Du kan få"
        " meningen din ført i referatet."
    ),
    "no_vote_observer": N_(
        "Observatører følger møtet, men har ikke stemmerett. Det er kommunenes representanter som stemmer."
    ),
    "no_vote_outsider": N_(
        "Du har ingen plass i dette utvalget, og kan derfor ikke stemme. Spør sekretæren hvis du mener at du skal"
        " ha det."
    ),
    "no_vote_organisation": N_(
        "Organisasjonen din har ingen stemmevekt i denne avstemningen. Spør sekretæren hvis det er feil."
    ),
    "voting_closed": N_(
        "Avstemningen er lukket, og stemmer kan ikke lenger avgis eller endres. Snakk med lederen hvis noe ble feil."
    ),
    "abstention_not_allowed": N_("I denne avstemningen må du velge For eller Mot. Mandatet åpner ikke for å avstå."),
    "ballot_is_final": N_(
        "Kommunen din har alt stemt, og mandatet åpner ikke for å endre stemmen. Snakk med lederen hvis noe ble feil."
    ),
    "remark_too_long": N_("Merknaden er for lang. Kort den ned til høyst {longest} tegn."),
    "escalation_not_allowed": N_(
        "Mandatet åpner ikke for å kreve saken løftet. Stem, og skriv meningen din i merknaden."
    ),
    "split_not_allowed": N_("Mandatet lar ikke kommunen dele stemmevekten. Velg ett svar for hele."),
    "split_sum": N_("Skriv hele tall som til sammen blir hele stemmevekten deres, og ikke mer."),
    "escalation_needs_reason": N_("Skriv i merknaden hvorfor saken skal løftes, og stem på nytt."),
    "unknown_choice": N_("Jeg forsto ikke hva du stemte. Trykk For, Mot eller Avholdende på kortet."),
    "closing_needs_ground": N_("Ikke alle har stemt. Skriv hvorfor avstemningen likevel lukkes nå."),
    "ground_too_long": N_("Begrunnelsen er for lang. Kort den ned til høyst {longest} tegn."),
    "tie_needs_ground": N_("Skriv hvorfor du avgjør saken slik."),
    "tie_not_chosen": N_("Velg om innstillingen er vedtatt eller forkastet."),
    "no_tie_to_decide": N_("Her er det ingen stemmelikhet som venter på deg. Se resultatet i kanalen."),
    "tie_undecided": N_("Det er stemmelikhet i {case}. Avgjør saken først, så kan møtet avsluttes."),
    "voting_open": N_("En avstemning er fortsatt åpen. Lukk den først, så kan møtet avsluttes."),
    "recused": N_("Du er inhabil i saken og deltar ikke i behandlingen."),
    "no_vote_deputy": N_("Du er vara, og er ikke kalt inn til denne avstemningen."),
    "no_vote_to_hand_over": N_("Du har ingen stemme å overlate i denne avstemningen."),
    "no_deputy": N_("Kommunen har ingen vara som kan kalles inn. Snakk med den som oppnevner."),
    "deputy_call_over": N_("Innkallingen gjelder ikke lenger."),
    "deputy_has_voted": N_("Vara har alt stemt. Du kan endre stemmen dere deler, til avstemningen lukkes."),
    "ballot_is_their_own": N_("Kommunen har stemt selv. En stemme som er avgitt, føres ikke over."),
    "no_right_raise_recusal": N_("Du kan melde deg selv. Lederen og sekretæren kan ta det opp for andre."),
    "recusal_decided": N_("Utvalget har avgjort spørsmålet. Det kan avgjøres på nytt, men ikke trekkes."),
    "recusal_withdrawn": N_("Spørsmålet er trukket."),
    "no_right_decide_recusal": N_(
        "Det er lederen som fører inn hva utvalget avgjør, og sekretæren når det gjelder lederen. Den som selv kan "
        "være inhabil i saken, avgjør ikke for andre."
    ),
    "preference_options": N_("Velg fra to til tolv saker som er kvalitetssikret."),
    "preference_alternatives": N_("Skriv minst to ulike forslag."),
    "preference_day": N_("Velg en dag etter i dag, og høyst fire måneder fram."),
    "preference_empty": N_("Fyll ut minst ett felt."),
    "preference_one": N_("Velg ett forslag, og bare ett."),
    "too_many_dots": N_("Dere har delt ut flere prikker enn dere har. Ta bort noen."),
    "preference_order": N_("Hver sak må ha sitt eget tall. To har fått det samme."),
    "preference_closed": N_("Fristen er ute, og svarene er talt opp."),
    "preference_open": N_("Svarene er ikke talt opp ennå."),
    "preference_waits": N_("Ikke alle har svart. Det telles opp når fristen er ute."),
    "choice_is_open": N_("Det velges alt mellom forslag i denne saken."),
    "alternative_lost": N_("Det forslaget vant ikke."),
    "proposal_not_ready_for_choice": N_("Saken må være kvalitetssikret, og ikke under avstemning."),
    "no_right_confirm": N_("Det er daglig leder, eller den utvalget gir råd til, som stadfester listen."),
    "no_right_choose": N_("Det er lederen som tar forslaget inn i saken, når det er talt opp."),
    "no_right_adopt": N_("Kommunens egne representanter fører inn vedtaket, eller leder og sekretær."),
    "plan_over": N_("Planen gjelder ikke lenger. Skriv «mål» for å se den som gjelder nå."),
    "no_body_above": N_("Utvalget gir ikke råd til noe annet organ. Skriv «forslag» for å ta opp saken her."),
    "briefings_not_here": N_("Dette utvalget samler ikke inn orienteringer før møtene. Ta det opp med lederen."),
    "briefing_begun": N_("Møtet har begynt, så orienteringen står som den er. Meld gjerne en ny til neste møte."),
    "briefing_too_many": N_("Du har alt meldt fem orienteringer til møtet. Endre eller trekk en av dem først."),
    "not_your_briefing": N_("Bare den som har meldt orienteringen, eller lederen og sekretæren, kan endre den."),
    "need_has_case": N_("Det er alt laget en sak av behovet. Skriv «behov» for å se den."),
    "reservation_stands": N_(
        "{names} har tatt forbehold i saken. Det må trekkes, eller føres i referatet, før det stemmes."
    ),
    "reservation_too_late": N_("Saken er under avstemning eller avgjort. Skriv en merknad i stedet."),
    "not_your_remark": N_("Bare den som skrev merknaden, kan trekke den."),
    "written_not_allowed": N_("Mandatet åpner ikke for skriftlig behandling."),
    "proposal_not_ready_for_writing": N_("Saken må være kvalitetssikret, og ikke under behandling."),
    "no_right_urgent": N_(
        "Det er lederen som avgjør at en sak er en hastesak. En tredel av kommunene kan også be om det sammen."
    ),
    "field_no_time": N_("Skriv et klokkeslett, for eksempel 09.00."),
    "meeting_too_soon": N_("Det er under et døgn til. Velg et senere tidspunkt, så alle får papirene i tide."),
    "extra_meeting_begun": N_("Møtet er alt i gang eller over, og kan ikke avlyses."),
    "board_not_asked": N_("Det er ikke lenger noe å velge her. Se saken for hvilket møte den går til."),
    "procedure_over": N_("Den skriftlige behandlingen er over."),
    "extension_asked": N_("Noen har alt bedt om mer tid. Vent på svaret."),
    "nothing_asked": N_("Velg en ny frist. Ingen har bedt om mer tid, så det er ikke noe å si nei til."),
    "deadline_too_soon": N_("Fristen er for kort. Se under feltet hvor tidlig den kan være."),
    "deadline_too_late": N_("Fristen er mer enn fire måneder fram. Se etter om datoen er riktig."),
    "deadline_on_closed_day": N_("Dagen er en helg eller helligdag. Velg en virkedag."),
    "deadline_not_later": N_("Den nye fristen må være senere enn den som står."),
    "voting_still_open": N_("Avstemningen pågår ennå. Beviset kan hentes når den er lukket."),
    "proof_unreadable": N_("Filen er ikke en eksportert avstemning."),
    "voting_not_due": N_("Fristen for avstemningen er ikke ute ennå. Lederen kan lukke den før."),
}
_CASES = {
    "proposal_state": N_("{case} er {state}, og kan derfor ikke behandles slik nå. Se saken i kanalen."),
    "proposal_not_on_agenda": N_(
        "{case} står ikke på sakslisten for møtet nå. Skriv «neste møte» for å se sakslisten."
    ),
    "no_right_answer_office": N_("Det er den som får rådet, som svarer på det. Saken viser hvem det er."),
    "no_right_answer_body": N_(
        "Det er lederen og sekretæren i organet som har saken, som fører inn svaret. Saken viser hvem det er."
    ),
    "no_right_correct_answer": N_(
        "Det er den som svarte, som retter svaret, og bare til saken er satt i gang. "
        "Snakk med lederen hvis noe ble feil."
    ),
    "no_right_start": N_("Det er lederen, sekretæren og den som får rådet, som setter saken i gang. Spør en av dem."),
    "no_right_follow": N_(
        "Det er lederen, sekretæren, samarbeidets medlem og den som følger opp saken, som gjør dette."
    ),
    "capacity_withdrawn": N_("Forespørselen er trukket. Dere trenger ikke å svare."),
    "no_right_measure": N_("Det er den som eier gevinsten, og de som følger opp saken, som måler."),
    "gain_dropped": N_("Gevinsten følges ikke opp lenger."),
    "no_right_assess": N_("Det er den som sitter for organisasjonen som utfører, som vurderer saken, før det stemmes."),
    "no_right_report_case": N_(
        "Det er den som følger opp saken, lederen og sekretæren som melder hvordan det går. Send dem en melding."
    ),
    "no_right_anchor": N_("Det er kommunenes representanter som fører inn forankringen. Be en av dem om å gjøre det."),
    "no_right_withdraw": N_("Det er forslagsstilleren, lederen og sekretæren som kan trekke saken. Spør en av dem."),
    "no_right_defer": N_("Det er lederen og sekretæren som utsetter saker. Spør en av dem."),
    "no_right_undo": N_("Det er den som gjorde det, lederen og sekretæren som kan angre. Spør en av dem."),
    "no_such_case": N_("Jeg finner ikke sak {case}. Skriv «saker» for å se dem som er her."),
    "text_frozen": N_(
        "Noen har stemt, og da ligger teksten fast. Be lederen om å stoppe avstemningen; da blir rettelsen en ny"
        " versjon, og det stemmes på nytt."
    ),
    "text_changed_since": N_("Teksten er endret etter at du åpnet skjemaet. Åpne det på nytt, så ser du den nye."),
    "no_right_refer": N_("Det er lederen og sekretæren i organet over utvalget som oversender saker. Spør en av dem."),
    "no_right_send_back": N_("Det er lederen, sekretæren og den som kvalitetssikrer, som spør avsenderen om saken."),
    "no_right_write_vedtak": N_(
        "Det er lederen og sekretæren som fører inn vedtaket når det ikke stemmes over saken her."
    ),
    "no_right_review": N_("Det er den som er bedt om å se på saken, som svarer. Saken viser hvem det er."),
    "review_over": N_("Saken er kommet videre, eller har fått en ny tekst. Snakk med lederen hvis du har mer å si."),
    "hearing_open": N_("Saken er alt ute på høring. Vent til den er over, eller gi den en ny frist."),
    "hearing_over": N_("Høringen er over, og saken er kommet videre. Snakk med lederen hvis dere har mer å si."),
    "no_right_input": N_(
        "Det er lederen og sekretæren, eller kommunens representant, som svarer. Si fra til en av dem."
    ),
    "field_too_many_asked": N_("Det blir for mange som skal svare. Velg færre."),
    "asked_above": N_("Organet over har spurt om saken. Skriv svaret i innstillingen, så går det tilbake dit."),
    "sent_from_below": N_(
        "Et annet utvalg har sendt saken. Velg «Spør avsenderen», så får de vite det og tar den opp igjen."
    ),
    "asked_below": N_("Saken venter alt på svar fra et utvalg under. Vent på svaret."),
    "not_your_proposal": N_("Bare den som sendte inn forslaget kan rette det. Skriv til forslagsstilleren."),
    "checklist_incomplete": N_(
        "Kryss av hvert punkt i sjekklisten før du godkjenner. Mangler noe, send forslaget tilbake med en begrunnelse."
    ),
    "form_invalid": N_(
        "Noe mangler i skjemaet. Det du skrev er tatt vare på; se merknadene ved feltene og send på nytt."
    ),
    "field_empty": N_("Fyll ut dette feltet."),
    "field_too_long": N_("Teksten er for lang. Kort den ned til høyst {longest} tegn."),
    "unwritable_text": N_(
        "Teksten har et usynlig tegn som ikke kan lagres. Skriv den på nytt i stedet for å lime inn."
    ),
    "field_not_chosen": N_("Velg ett av svarene."),
    "field_not_in_catalogue": N_("Velg en tjeneste fra katalogen. Skriv noen bokstaver, så får du forslag."),
}
_MEETINGS = {
    "meeting_not_planned": N_(
        "Møtet er alt startet, avsluttet eller avlyst. Skriv «neste møte» for å se hva som er satt opp."
    ),
    "meeting_not_in_session": N_("Møtet er ikke i gang. Lederen starter det fra møtekortet."),
    "meeting_in_session": N_("Et annet møte er alt i gang. Avslutt det først."),
    "no_meeting": N_("Det er ikke satt opp noe møte. Lederen eller sekretæren kan skrive «planlegg møter»."),
    "meeting_not_orphaned": N_("Møtet venter ikke lenger på svar. Skriv «neste møte» for å se hva som gjelder."),
    "nothing_to_plan": N_(
        "Mandatet sier ikke når utvalget skal møtes, så det er ingenting å planlegge. Kall inn til møtet selv."
    ),
    "calendar_unavailable": N_(
        "Styrets kalender svarer ikke akkurat nå. Ingenting er endret; prøv igjen om noen minutter."
    ),
    "minutes_not_draft": N_(
        "Referatet er godkjent, og ordlyden kan ikke lenger endres. Ta rettelser opp i neste møte."
    ),
    "minutes_not_approved": N_("Referatet er ikke godkjent ennå. Lederen godkjenner det, og da blir det publisert."),
    "minutes_not_published": N_("Referatet er ikke publisert ennå. Det kommer i kanalen når lederen har godkjent det."),
    "minutes_missing": N_("Det finnes ikke noe referat ennå. Det skrives når lederen avslutter møtet."),
}
_GROUPS = {
    "no_right_set_up_group": N_(
        "Det er lederen, sekretæren og kommunenes representanter som setter ned grupper. Spør en av dem."
    ),
    "no_right_own_group": N_(
        "Det er kommunens egne representanter som setter ned en digitaliseringsgruppe i kommunen. Spør en av dem."
    ),
    "no_right_change_group": N_(
        "Det er lederen, sekretæren og den som satte ned gruppen, som kan rette den. Spør en av dem."
    ),
    "no_right_report_group": N_("Det er gruppens leder og medlemmer som sender rapporten. Si fra til en av dem."),
    "no_right_end_group": N_("Det er lederen og sekretæren som avslutter utvalgets grupper. Spør en av dem."),
    "group_ended": N_("Gruppen er avsluttet, og kan ikke lenger endres. Sett ned en ny hvis det trengs."),
    "group_report_not_noted": N_(
        "Rapporten står på sakslisten for neste møte. Når den står i referatet, kan gruppen avsluttes."
    ),
    "no_right_name_delegate": N_(
        "Det er lederen og sekretæren som fører inn hvem som representerer utvalget. Spør en av dem."
    ),
    "no_right_report_delegate": N_(
        "Det er den som representerer utvalget i nettverket, som melder tilbake. Skriv «nettverk» for å se hvem det er."
    ),
    "delegate_ended": N_("Oppdraget er avsluttet. Lederen eller sekretæren kan føre inn et nytt."),
    "field_no_person": N_("Velg noen fra registeret. Skriv noen bokstaver av navnet, så får du forslag."),
    "field_no_member": N_("Velg et av utvalgets medlemmer."),
    "field_no_owner": N_("Velg noen fra en av organisasjonene i utvalget."),
    "field_too_many": N_("Gruppen er for stor. Velg færre medlemmer."),
    "field_role_hours": N_("Skriv én rolle på hver linje, med kolon og hele timer, som «Prosjektleder: 40». Høyst ti."),
    "field_no_hours": N_("Skriv timene som et helt tall, for eksempel 40."),
    "field_no_number": N_("Skriv et tall, for eksempel 12,5."),
    "field_as_before": N_("Målet må være et annet tall enn det er nå."),
    "field_no_address": N_("Lim inn hele adressen, med https:// først."),
    "field_day_to_be": N_("Velg i dag eller en dag før."),
    "field_put_off": N_("Skriv hvorfor dagen er endret."),
    "field_too_many_steps": N_("Det er for mange trinn. Skriv høyst ti."),
    "field_step_too_long": N_("Et trinn er for langt. Kort det ned til høyst 80 tegn."),
    "field_no_day": N_("Velg en dag."),
    "field_day_passed": N_("Velg dagen det ble vedtatt: i dag eller før."),
    "field_day_to_come": N_("Velg en dag etter i dag, og høyst to år fram."),
    "field_day_range": N_("Velg en dag som ikke er passert, og høyst ti år fram."),
    "field_day_far": N_("Dagen er mer enn ti år unna. Se etter om årstallet er riktig."),
    "field_day_order": N_("Velg en dag som ikke er passert, og som kommer etter den første."),
}
_REST = {
    "errand_not_parked": N_("Leveransen venter ikke på hjelp lenger. Skriv «leveranser» for å se hva som står igjen."),
    "channel_bound": N_("Den kanalen er det et annet utvalg som har."),
    "channel_made_already": N_("Gruppen har en kanal fra før. Skriv «kanaler» for å se den."),
    "channel_name_empty": N_("Skriv et navn med bokstaver eller tall i."),
    "no_team": N_("Utvalget har ikke noe team ennå. Be den som styrer boten om å skrive det i registeret."),
    "team_unknown": N_("Det teamet står ikke i registeret."),
    "not_found": N_(
        "Jeg finner ikke det du trykket på. Det kan være ryddet bort; skriv «hjelp» for å begynne på nytt."
    ),
    "unknown_action": N_("Den knappen kjenner jeg ikke. Kortet kan være gammelt; skriv «hjelp» for å få et nytt."),
    "no_seat_anywhere": N_(
        "Medlemslistene er for dem som har plass i et av utvalgene. Sekretæren kan gi deg en liste om du trenger den."
    ),
    "no_right_see_coverage": N_(
        "Dekningen vises for leder, sekretær og dem som velger kommunens folk. Spør en av dem."
    ),
    "no_channel": N_("Utvalget har ingen kanal å lagre filen i. Be sekretæren om listen."),
    "not_in_register": N_(
        "Du står ikke i registeret ennå, så jeg følger språket i Teams hos deg. Be sekretæren om å føre deg inn."
    ),
    "unknown_card": N_("Det kortet kjenner jeg ikke. Skriv «hjelp» for å få et nytt."),
}
SENTENCES: dict[str, str] = {
    **_SEATS, **_BALLOTS, **_CASES, **_MEETINGS, **_GROUPS, **_NOMINATIONS, **_ELECTIONS, **_SETUPS, **_REST,
}  # fmt: skip
#: For those who ask without telling the number.
_WITHOUT_PARAMS = {
    **_ELECTIONS_WITHOUT,
    **_NOMINATIONS_WITHOUT,
    "remark_too_long": N_("Merknaden er for lang. Kort den ned."),
    "reservation_stands": N_(
        "Det er tatt forbehold i saken. Det må trekkes, eller føres i referatet, før det stemmes."
    ),
    "ground_too_long": N_("Begrunnelsen er for lang. Kort den ned."),
    "tie_undecided": N_("Det er stemmelikhet i en sak. Avgjør den først, så kan møtet avsluttes."),
    "field_too_long": N_("Teksten er for lang. Kort den ned."),
    "no_such_case": N_("Jeg finner ikke den saken. Skriv «saker» for å se dem som er her."),
    "proposal_state": N_("Saken er kommet lenger enn kortet ditt viser. Se saken i kanalen."),
    "proposal_not_on_agenda": N_("Saken står ikke på sakslisten for møtet nå. Skriv «neste møte» for å se sakslisten."),
}


def refusal(error: Refused, words: Words) -> str:
    """The kind sentence for a refusal; a code without one gets a general sentence, never silence."""
    return refusal_of(error.code, words, **error.params)


def refusal_of(code: str, words: Words, **params: object) -> str:
    """The same by code, for one who has no error at hand: a faulty field, or a seat without a vote."""
    sentence = SENTENCES.get(code, UNKNOWN)
    needed = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    if not needed <= params.keys():
        return words(_WITHOUT_PARAMS[code])
    return words(sentence, **_told(params, words)) if needed else words(sentence)


def _told(params: Mapping[str, object], words: Words) -> dict[str, object]:
    return {name: state_name(str(one), words) if name == "state" else one for name, one in params.items()}
