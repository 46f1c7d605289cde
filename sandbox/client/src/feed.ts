// The live feed of one pane (Server-Sent Events), and a loader that reads again when the feed says so.
import { createContext, useCallback, useContext, useEffect, useRef, useState } from "react";
import type { FeedEvent, Persona, World } from "./api";

export class Feed {
  private readonly listeners = new Set<(event: FeedEvent) => void>();
  private source: EventSource | undefined;

  constructor(private readonly persona: string, private readonly onConnection: (up: boolean) => void) {}

  open(): void {
    let wasDown = false;
    this.source = new EventSource(`/client/events?persona=${encodeURIComponent(this.persona)}`);
    this.source.onmessage = (message) => this.publish(JSON.parse(message.data) as FeedEvent);
    this.source.onerror = () => {
      wasDown = true;
      this.onConnection(false);
    };
    this.source.onopen = () => {
      this.onConnection(true);
      if (wasDown) this.publish({ type: "reset" });
      wasDown = false;
    };
  }

  close(): void {
    this.source?.close();
  }

  publish(event: FeedEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  subscribe(listener: (event: FeedEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}

export type PaneContextValue = { world: World; persona: Persona; feed: Feed; number: 1 | 2 };
export const PaneContext = createContext<PaneContextValue | null>(null);

export function usePane(): PaneContextValue {
  const value = useContext(PaneContext);
  if (!value) throw new Error("usePane outside a pane");
  return value;
}

export function useFeed(listener: (event: FeedEvent) => void): void {
  const { feed } = usePane();
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => feed.subscribe((event) => latest.current(event)), [feed]);
}

/** Loads now, when `key` changes and when the feed reports something `concerns` accepts; an older answer never wins. */
export function useLoaded<T>(key: string, load: () => Promise<T>, concerns: (event: FeedEvent) => boolean) {
  const [state, setState] = useState<{ key: string; value?: T; failed: boolean }>({ key, failed: false });
  const latest = useRef({ key, load });
  latest.current = { key, load };
  const turn = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++turn.current;
    const asked = latest.current.key;
    try {
      const value = await latest.current.load();
      if (mine === turn.current) setState({ key: asked, value, failed: false });
    } catch {
      if (mine === turn.current) setState((old) => ({ ...old, key: asked, failed: true }));
    }
  }, []);
  useEffect(() => void reload(), [key, reload]);
  useFeed((event) => {
    if (event.type === "reset" || concerns(event)) void reload();
  });
  const fresh = state.key === key;
  return { value: fresh ? state.value : undefined, failed: fresh && state.failed, reload };
}
