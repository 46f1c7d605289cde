// What is shown is kept in the address, so that a page can be reloaded, shared and gone back to.
import { useCallback, useEffect, useState } from "react";

export type View = "chat" | "teams" | "calendar" | "files" | "faults";
export type PaneState = { persona: string; view: View; conversation: string };
export type PageState = { panes: [PaneState, PaneState]; split: boolean; theme: "light" | "dark" | "" };

const views: View[] = ["chat", "teams", "calendar", "files", "faults"];

function readPane(values: URLSearchParams, suffix: string, persona: string): PaneState {
  const view = values.get(`view${suffix}`) as View;
  return {
    persona: values.get(`persona${suffix}`) ?? persona,
    view: views.includes(view) ? view : "chat",
    conversation: values.get(`c${suffix}`) ?? "",
  };
}

function read(): PageState {
  const values = new URLSearchParams(window.location.search);
  const theme = values.get("theme");
  return {
    panes: [readPane(values, "", "molde1"), readPane(values, "2", "leder")],
    split: values.get("split") === "1",
    theme: theme === "dark" || theme === "light" ? theme : "",
  };
}

function write(state: PageState): string {
  const values = new URLSearchParams();
  state.panes.slice(0, state.split ? 2 : 1).forEach((pane, index) => {
    const suffix = index === 0 ? "" : "2";
    values.set(`persona${suffix}`, pane.persona);
    values.set(`view${suffix}`, pane.view);
    if (pane.conversation) values.set(`c${suffix}`, pane.conversation);
  });
  if (state.split) values.set("split", "1");
  if (state.theme) values.set("theme", state.theme);
  return `?${values}`;
}

export function usePageState() {
  const [state, setState] = useState(read);
  useEffect(() => {
    const back = () => setState(read());
    window.addEventListener("popstate", back);
    return () => window.removeEventListener("popstate", back);
  }, []);
  useEffect(() => {
    const address = write(state);
    if (address !== window.location.search) window.history.pushState(null, "", address);
  }, [state]);
  const setPane = useCallback((index: 0 | 1, change: Partial<PaneState>) => {
    setState((old) => {
      const panes: [PaneState, PaneState] = [...old.panes];
      panes[index] = { ...panes[index], ...change };
      return { ...old, panes };
    });
  }, []);
  const setPage = useCallback((change: Partial<PageState>) => setState((old) => ({ ...old, ...change })), []);
  return { state, setPane, setPage };
}
