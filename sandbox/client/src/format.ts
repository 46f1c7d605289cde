// Dates, times and sizes as a Norwegian reads them, always in Norwegian time.
const zone = "Europe/Oslo";
const clock = new Intl.DateTimeFormat("nb-NO", { hour: "2-digit", minute: "2-digit", timeZone: zone });
const dayAndClock = new Intl.DateTimeFormat("nb-NO", {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: zone,
});
const longDay = new Intl.DateTimeFormat("nb-NO", { weekday: "long", day: "numeric", month: "long", timeZone: zone });
const monthName = new Intl.DateTimeFormat("nb-NO", { month: "long", year: "numeric", timeZone: zone });
const isoDay = new Intl.DateTimeFormat("sv-SE", { timeZone: zone });
const isoClock = new Intl.DateTimeFormat("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: zone });

export const toTime = (at: string) => clock.format(new Date(at));
export const toDay = (at: string) => longDay.format(new Date(at));
export const toMonth = (at: string) => capitalise(monthName.format(new Date(at)));
export const toDateInput = (at: string) => `${isoDay.format(new Date(at))}T${isoClock.format(new Date(at))}`;
export const isSameDay = (a: string, b: string) => isoDay.format(new Date(a)) === isoDay.format(new Date(b));

export function toStamp(at: string): string {
  const today = isSameDay(at, new Date().toISOString());
  return today ? toTime(at) : dayAndClock.format(new Date(at));
}

/** The instant of a wall-clock time in Norway ("2027-04-08T10:00"), across summer time. */
export function fromDateInput(local: string): string {
  const guess = new Date(`${local}:00Z`);
  const drift = new Date(`${toDateInput(guess.toISOString())}:00Z`).getTime() - guess.getTime();
  const first = new Date(guess.getTime() - drift);
  const left = new Date(`${local}:00Z`).getTime() - new Date(`${toDateInput(first.toISOString())}:00Z`).getTime();
  return new Date(first.getTime() + left).toISOString();
}

export function toSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
}

export const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
