// The page API of the sandbox server: types as they travel, and one function for each route.
export type Persona = { key: string; name: string; organisation: string; title: string; aad: string; mri?: string };
export type World = {
  personas: Persona[];
  bot: { id: string; name: string };
  teams: { id: string; name: string; channels: { id: string; name: string }[] }[];
};
export type Conversation = { id: string; kind: "personal" | "channel"; name: string; teamName?: string; unread: number };
export type Json = Record<string, unknown>;
export type Message = {
  id: string;
  rootId: string | null;
  from: { id: string; name: string; isBot: boolean };
  at: string;
  editedAt?: string | null;
  text: string;
  textFormat?: string;
  card?: Json | null;
  deleted?: boolean;
  onlyForYou?: boolean;
};
export type FileEntry = {
  name: string;
  kind: "folder" | "file";
  path: string;
  size: number;
  modifiedAt: string;
  url: string;
};
export type CalendarEvent = {
  id: string;
  subject: string;
  startsAt: string;
  endsAt: string;
  organizer: string;
  attendees: string[];
  joinUrl?: string | null;
  body?: string | null;
  cancelled?: boolean;
  isBoardMeeting?: boolean;
  location?: string;
  ics?: string | null;
};
export type FaultRule = {
  id?: string;
  where: string;
  match: string;
  action: string;
  times: number;
  seconds?: number;
  copies?: number;
  sameId?: boolean;
};
export type InvokeReply = { status: number; body: Json | null };
export type FeedEvent = { type: string; conversation?: string; id?: string };

export class ServerError extends Error {
  constructor(readonly status: number) {
    super(`HTTP ${status}`);
  }
}

export const wentWrong = "Noe gikk galt. Prøv igjen.";
export const botSilent = "Boten svarer ikke. Prøv igjen om litt.";

async function request<T>(path: string, method = "GET", body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? undefined : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new ServerError(response.status);
  const text = await response.text();
  return (text ? JSON.parse(text) : null) as T;
}

function query(values: Record<string, string>): string {
  return new URLSearchParams(values).toString();
}

export const loadWorld = () => request<World>("/client/world");
export const loadConversations = (persona: string) =>
  request<Conversation[]>(`/client/conversations?${query({ persona })}`);
export const loadMessages = async (persona: string, conversation: string) =>
  (await request<{ messages: Message[] }>(`/client/messages?${query({ persona, conversation })}`)).messages;
export const loadFiles = (persona: string, channel: string, path: string) =>
  request<FileEntry[]>(`/client/files?${query({ persona, channel, path })}`);
export const loadCalendar = (persona: string) => request<CalendarEvent[]>(`/client/calendar?${query({ persona })}`);
export const loadFaults = async () => (await request<{ rules: FaultRule[] }>("/client/faults")).rules;
export const addFault = (rule: FaultRule) => request<unknown>("/client/faults", "POST", rule);
export const clearFaults = () => request<unknown>("/client/faults", "DELETE");
export const moveBoardMeeting = (id: string, startsAt: string) =>
  request<unknown>(`/client/board-meetings/${encodeURIComponent(id)}`, "POST", { startsAt });
export const cancelBoardMeeting = (id: string) =>
  request<unknown>(`/client/board-meetings/${encodeURIComponent(id)}`, "DELETE");

export type Outgoing = {
  persona: string;
  conversation: string;
  text: string;
  rootId?: string | null;
  mentionBot: boolean;
  messageId?: string;
  value?: unknown;
};
export const sendMessage = (message: Outgoing) =>
  request<{ id: string }>("/client/messages", "POST", message);

export type Invoke = { persona: string; conversation: string; messageId?: string; name: string; value: unknown };

/** Delivers an invoke to the bot; a broken connection counts as 503, so that callers have one way out. */
export async function sendInvoke(invoke: Invoke): Promise<InvokeReply> {
  try {
    return await request<InvokeReply>("/client/invoke", "POST", invoke);
  } catch (error) {
    return { status: error instanceof ServerError ? error.status : 503, body: null };
  }
}
