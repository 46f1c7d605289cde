// The dialogs of Teams: task/fetch opens one, task/submit answers with a new card, a message or nothing.
import {
  Button, Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle, DialogTrigger, Spinner,
} from "@fluentui/react-components";
import { Dismiss24Regular } from "@fluentui/react-icons";
import { useCallback, useRef, useState } from "react";
import type { Json } from "../api";
import { type CardHost, CardView } from "./CardView";
import { type Place, searchChoices, sendTask, type TaskAnswer, type TaskSize } from "./invoke";

type Open = {
  id: number;
  place: Place;
  title: string;
  card?: Json;
  text?: string;
  error?: string;
  size?: TaskSize;
  round: number;
};

const widths: Record<string, number> = { small: 450, medium: 600, large: 900 };

function toWidth(size: TaskSize | undefined): number {
  const width = size?.width;
  return typeof width === "number" ? width : (widths[width ?? "medium"] ?? widths.medium);
}

function applyAnswer(old: Open, answer: TaskAnswer): Open | null {
  if (answer.kind === "close") return null;
  const round = old.round + 1;
  if (answer.kind === "error") return { ...old, error: answer.text };
  if (answer.kind === "message") return { ...old, card: undefined, error: undefined, text: answer.text, round };
  return { ...old, ...answer, text: undefined, error: undefined, round };
}

export function useTaskDialog() {
  const [open, setOpen] = useState<Open | null>(null);
  const [isBusy, setBusy] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const turn = useRef(0);

  const close = useCallback(() => {
    turn.current++;
    setOpen(null);
    setBusy(false);
    const target = opener.current;
    window.setTimeout(() => {
      if (target?.isConnected) target.focus();
      else document.querySelector<HTMLElement>("[role=log]:not([aria-hidden])")?.focus();
    }, 60);
  }, []);

  const send = useCallback(async (state: Open, name: "task/fetch" | "task/submit", data: Json) => {
    const mine = ++turn.current;
    setBusy(true);
    const answer = await sendTask(state.place, name, data);
    if (mine !== turn.current) return;
    setBusy(false);
    const next = applyAnswer(state, answer);
    if (next) setOpen(next);
    else close();
  }, [close]);

  const openTask = useCallback((place: Place, data: Json) => {
    opener.current = document.activeElement as HTMLElement | null;
    const state: Open = { id: turn.current, place, title: "Henter …", round: 0 };
    setOpen(state);
    void send(state, "task/fetch", data);
  }, [send]);

  const submit = (data: unknown) => (open ? send(open, "task/submit", data as Json) : undefined);
  const host: CardHost = {
    execute: async (request) => {
      await submit({ ...(request.data as Json), verb: request.verb });
      return { kind: "message", text: "" };
    },
    submit: (data) => void submit(data),
    openTask: (data) => open && void send(open, "task/fetch", data),
    search: (dataset, text) => searchChoices(open?.place ?? { persona: "", conversation: "" }, dataset, text),
  };

  const last = useRef<Open | null>(null);
  if (open) last.current = open;
  // The dialog is closed, never taken away: only then does the page behind become readable again.
  const dialog = (
    <Dialog open={open !== null} onOpenChange={(_event, change) => !change.open && close()}>
      {last.current ? <TaskSurface state={last.current} isBusy={isBusy} host={host} /> : <></>}
    </Dialog>
  );
  return { openTask, dialog };
}

function TaskSurface({ state, isBusy, host }: { state: Open; isBusy: boolean; host: CardHost }) {
  return (
    <DialogSurface
      className="task-dialog"
      style={{ maxWidth: `min(${toWidth(state.size)}px, calc(100vw - 16px))` }}
      aria-busy={isBusy}
    >
      <DialogBody>
        <DialogTitle action={
          <DialogTrigger action="close">
            <Button appearance="subtle" aria-label="Lukk" icon={<Dismiss24Regular />} />
          </DialogTrigger>
        }>
          {!state.card && state.error ? "Dialogen kunne ikke åpnes" : state.title}
        </DialogTitle>
        <DialogContent>
          {state.error && <p className="card-error" role="alert">{state.error}</p>}
          {state.card && <CardView key={`${state.id}-${state.round}`} card={state.card} host={host} full autoFocus />}
          {state.text && <p role="status">{state.text}</p>}
          {isBusy && <Spinner size="tiny" label={state.card ? "Sender …" : "Henter …"} />}
        </DialogContent>
      </DialogBody>
    </DialogSurface>
  );
}
