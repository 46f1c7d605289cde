// The person's calendar month by month; the board's secretary can move and cancel board meetings here, as in Outlook.
import {
  Badge, Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input,
} from "@fluentui/react-components";
import { CalendarCancelRegular, CalendarEditRegular, VideoRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { type CalendarEvent, cancelBoardMeeting, loadCalendar, moveBoardMeeting, wentWrong } from "./api";
import { useLoaded, usePane } from "./feed";
import { capitalise, fromDateInput, isSameDay, toDateInput, toDay, toMonth, toTime } from "./format";

type Change = { event: CalendarEvent; kind: "move" | "cancel" };

const secretaries = ["leder", "sekretaer"];

function span(event: CalendarEvent): string {
  const end = isSameDay(event.startsAt, event.endsAt) ? toTime(event.endsAt) : `${toDay(event.endsAt)} ${toTime(event.endsAt)}`;
  return `${capitalise(toDay(event.startsAt))} kl. ${toTime(event.startsAt)}–${end}`;
}

/** The description as plain text: the calendar's HTML is another's, and is never put on the page. */
function plain(body: string): string {
  const text = new DOMParser().parseFromString(body.replace(/<(br|\/p|\/li|\/h\d)\b/gi, "\n<$1"), "text/html");
  return (text.body.textContent ?? "").replace(/\n\s*\n\s*\n+/g, "\n\n").trim();
}

function EventCard({ event, onChange }: { event: CalendarEvent; onChange?: (change: Change) => void }) {
  return (
    <article className={`event${event.cancelled ? " is-cancelled" : ""}`} aria-label={event.subject} data-event-id={event.id}>
      <h4>{event.subject} {event.cancelled && <Badge color="danger" appearance="tint">Avlyst</Badge>}</h4>
      <p className="event-time"><time dateTime={event.startsAt}>{span(event)}</time></p>
      {event.location && <p className="event-people">Sted: {event.location}</p>}
      <p className="event-people">Innkalt av {event.organizer}</p>
      {event.attendees.length > 0 && <p className="event-people">Deltakere: {event.attendees.join(", ")}</p>}
      {event.body && plain(event.body) && <p className="event-body">{plain(event.body)}</p>}
      <div className="event-actions">
        {event.joinUrl && !event.cancelled && (
          <a className="join" href={event.joinUrl} target="_blank" rel="noopener noreferrer"><VideoRegular aria-hidden /> Bli med på nett</a>
        )}
        {event.ics && <a href={event.ics} target="_blank" rel="noopener noreferrer">Last ned (.ics)</a>}
        {onChange && !event.cancelled && (
          <>
            <Button size="small" icon={<CalendarEditRegular />} onClick={() => onChange({ event, kind: "move" })}>Flytt styremøtet</Button>
            <Button size="small" icon={<CalendarCancelRegular />} onClick={() => onChange({ event, kind: "cancel" })}>Avlys styremøtet</Button>
          </>
        )}
      </div>
    </article>
  );
}

type ChangeProps = { change: Change; isOpen: boolean; onClose: (isDone: boolean) => void };

function ChangeDialog({ change, isOpen, onClose }: ChangeProps) {
  const { event, kind } = change;
  const [at, setAt] = useState(toDateInput(event.startsAt));
  const [failure, setFailure] = useState("");
  const confirm = async () => {
    try {
      if (kind === "move") await moveBoardMeeting(event.id, fromDateInput(at));
      else await cancelBoardMeeting(event.id);
      onClose(true);
    } catch {
      setFailure(wentWrong);
    }
  };
  return (
    <Dialog open={isOpen} onOpenChange={(_event, state) => !state.open && onClose(false)}>
      <DialogSurface className="task-dialog">
        <DialogBody>
          <DialogTitle>{kind === "move" ? "Flytt styremøtet" : "Avlys styremøtet"}</DialogTitle>
          <DialogContent>
            <p>{event.subject}, {span(event).toLowerCase()}</p>
            {kind === "move" && (
              <Field label="Ny tid">
                <Input type="datetime-local" value={at} onChange={(_event, state) => setAt(state.value)} />
              </Field>
            )}
            {kind === "cancel" && <p>Møtet blir avlyst for alle som er innkalt.</p>}
            {failure && <p className="card-error" role="alert">{failure}</p>}
          </DialogContent>
          <DialogActions>
            <Button onClick={() => onClose(false)}>Avbryt</Button>
            <Button appearance="primary" disabled={!at} onClick={() => void confirm()}>{kind === "move" ? "Flytt" : "Avlys"}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

export function CalendarView() {
  const { persona } = usePane();
  const [change, setChange] = useState<Change | null>(null);
  const [isOpen, setOpen] = useState(false);
  const ask = (wanted: Change) => {
    setChange(wanted);
    setOpen(true);
  };
  const { value: events, failed, reload } = useLoaded(
    persona.key, () => loadCalendar(persona.key), (event) => event.type === "calendar",
  );
  const isSecretary = secretaries.includes(persona.key);
  const sorted = [...(events ?? [])].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  const months = [...new Set(sorted.map((event) => toMonth(event.startsAt)))];
  return (
    <div className="view">
      <header className="view-header"><h2>Kalender</h2></header>
      <div className="calendar">
        {failed && <p className="card-error" role="alert">Kalenderen kunne ikke hentes.</p>}
        {events?.length === 0 && <p className="empty">Ingen avtaler.</p>}
        {months.map((month) => (
          <section key={month} aria-label={month}>
            <h3>{month}</h3>
            {sorted.filter((event) => toMonth(event.startsAt) === month).map((event) => (
              <EventCard key={event.id} event={event} onChange={isSecretary && event.isBoardMeeting ? ask : undefined} />
            ))}
          </section>
        ))}
      </div>
      {change && (
        <ChangeDialog
          key={`${change.event.id}${change.event.startsAt}${change.kind}`}
          change={change}
          isOpen={isOpen}
          onClose={(isDone) => {
            setOpen(false);
            if (isDone) void reload();
          }}
        />
      )}
    </div>
  );
}
