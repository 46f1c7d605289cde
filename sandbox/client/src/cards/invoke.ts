// The invokes of Teams, and how their answers are read.
import { botSilent, type Invoke, type Json, sendInvoke, wentWrong } from "../api";
import type { Answer, ExecuteRequest } from "./CardView";

export type Place = { persona: string; conversation: string; messageId?: string };
export type TaskAnswer =
  | { kind: "continue"; title: string; card: Json; size: TaskSize }
  | { kind: "message"; text: string }
  | { kind: "close" }
  | { kind: "error"; text: string };
export type TaskSize = { width?: number | string; height?: number | string };

const cardType = "application/vnd.microsoft.card.adaptive";
const messageType = "application/vnd.microsoft.activity.message";

function invoke(place: Place, name: string, value: unknown) {
  return sendInvoke({ ...place, name, value } satisfies Invoke);
}

const failureText = (status: number) => (status === 502 || status === 503 ? botSilent : wentWrong);

export async function executeAction(place: Place, request: ExecuteRequest): Promise<Answer> {
  const { trigger, ...action } = request;
  const reply = await invoke(place, "adaptiveCard/action", { action: { type: "Action.Execute", ...action }, trigger });
  const body = reply.body as { statusCode?: number; type?: string; value?: unknown } | null;
  if (reply.status !== 200 || !body) return { kind: "error", text: failureText(reply.status) };
  if (body.type === cardType && body.value) return { kind: "card", card: body.value as Json };
  // Teams treats an empty message as a bot out of reach.
  if (body.type === messageType && typeof body.value === "string" && body.value) {
    return { kind: "message", text: body.value };
  }
  const error = body.value as { message?: string } | undefined;
  return { kind: "error", text: error?.message || wentWrong };
}

export async function sendTask(place: Place, name: "task/fetch" | "task/submit", data: Json): Promise<TaskAnswer> {
  const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "default";
  const reply = await invoke(place, name, { data, context: { theme } });
  if (reply.status !== 200) return { kind: "error", text: failureText(reply.status) };
  const task = (reply.body as { task?: { type?: string; value?: unknown } } | null)?.task;
  if (!task) return name === "task/submit" ? { kind: "close" } : { kind: "error", text: wentWrong };
  if (task.type === "message") return { kind: "message", text: String(task.value ?? "") };
  const value = task.value as { title?: string; card?: { content?: Json } } & TaskSize;
  if (!value?.card?.content) return { kind: "error", text: wentWrong };
  return { kind: "continue", title: value.title || "Dialog", card: value.card.content, size: value };
}

export async function searchChoices(place: Place, dataset: string, text: string) {
  const reply = await invoke(place, "application/search", {
    kind: "search",
    dataset,
    queryText: text,
    queryOptions: { skip: 0, top: 15 },
  });
  const body = reply.body as { value?: { results?: { title: string; value: string }[] } } | null;
  if (reply.status !== 200 || !body?.value) throw new Error("search failed");
  return body.value.results ?? [];
}
