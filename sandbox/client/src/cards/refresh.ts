// Teams' rules for user-specific views: which card a person sees, and when it is asked for again.
import type { Json, Message, Persona } from "../api";

type View = { stamp: string; card?: Json; refreshedAt: number; hasFailed?: boolean };

const minuteMs = 60_000;
const maxUserIds = 60;
const maxKept = 300;
const maxInMinute = 40;
const storeName = "utvalgsbot-views";
const views = new Map<string, View>(restore());
let recent: number[] = [];

function restore(): [string, View][] {
  try {
    return JSON.parse(sessionStorage.getItem(storeName) ?? "[]") as [string, View][];
  } catch {
    return [];
  }
}

function keep(): void {
  while (views.size > maxKept) views.delete(views.keys().next().value as string);
  try {
    sessionStorage.setItem(storeName, JSON.stringify([...views]));
  } catch {
    // A full store only means that the page asks again after a reload.
  }
}

export const viewKey = (persona: string, conversation: string, message: string) =>
  `${persona}|${conversation}|${message}`;
export const stampOf = (message: Message) => message.editedAt || message.at;

export function seenCard(key: string, stamp: string): Json | undefined {
  const view = views.get(key);
  return view?.stamp === stamp ? view.card : undefined;
}

/** Keeps what this person got as answer, until the message is edited. */
export function keepCard(key: string, stamp: string, card: Json): void {
  views.set(key, { stamp, card, refreshedAt: Date.now() });
  keep();
}

export function keepFailure(key: string, stamp: string): void {
  views.set(key, { ...views.get(key), stamp, refreshedAt: Date.now(), hasFailed: true });
  keep();
}

export type RefreshAction = { id?: string; verb: string; data: unknown };

export function refreshAction(card: Json): RefreshAction | undefined {
  const action = (card.refresh as { action?: RefreshAction } | undefined)?.action;
  return action?.verb === undefined ? undefined : { id: action.id, verb: action.verb, data: action.data ?? {} };
}

function isMeant(card: Json, persona: Persona): boolean {
  const ids = (card.refresh as { userIds?: string[] } | undefined)?.userIds;
  if (ids === undefined) return true;
  return ids.length <= maxUserIds && ids.includes(persona.mri ?? `29:1-${persona.key}`);
}

/** Whether the shared card asks for this person's own view now; at most once an edit, and once a minute otherwise. */
export function isDue(key: string, stamp: string, card: Json, persona: Persona): boolean {
  if (!refreshAction(card) || !isMeant(card, persona)) return false;
  const view = views.get(key);
  if (view && view.stamp === stamp && (view.hasFailed || Date.now() - view.refreshedAt < minuteMs)) return false;
  recent = recent.filter((at) => Date.now() - at < minuteMs);
  return recent.length < maxInMinute;
}

/** Marks the request as made, so that a second look at the same card does not make another. */
export function markAsked(key: string, stamp: string): void {
  const old = views.get(key);
  recent.push(Date.now());
  views.set(key, { stamp, card: old?.stamp === stamp ? old.card : undefined, refreshedAt: Date.now() });
}
