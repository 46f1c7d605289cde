// The page: title bar, light or dark, and one or two people side by side.
import { Button, FluentProvider, Switch, teamsDarkTheme, teamsLightTheme } from "@fluentui/react-components";
import { WeatherMoonRegular, WeatherSunnyRegular } from "@fluentui/react-icons";
import { useEffect, useState } from "react";
import { loadWorld, type World } from "./api";
import { Pane } from "./Pane";
import { usePageState } from "./url";

// Teams' own typeface where the machine has it, otherwise its free sibling.
const fontFamilyBase = '"Segoe UI", "Open Sans Variable", "Open Sans", Helvetica, Arial, sans-serif';
const light = { ...teamsLightTheme, fontFamilyBase };
const dark = { ...teamsDarkTheme, fontFamilyBase };

function usePrefersDark(): boolean {
  const query = window.matchMedia("(prefers-color-scheme: dark)");
  const [isDark, setDark] = useState(query.matches);
  useEffect(() => {
    const change = (event: MediaQueryListEvent) => setDark(event.matches);
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, [query]);
  return isDark;
}

function useWorld() {
  const [world, setWorld] = useState<World | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (world) return;
    let isGone = false;
    loadWorld().then((value) => !isGone && setWorld(value)).catch(() => {
      if (!isGone) window.setTimeout(() => setTries((n) => n + 1), 1500);
    });
    return () => void (isGone = true);
  }, [world, tries]);
  return { world, hasFailed: tries > 0 };
}

export function App() {
  const { state, setPane, setPage } = usePageState();
  const prefersDark = usePrefersDark();
  const { world, hasFailed } = useWorld();
  const isDark = state.theme ? state.theme === "dark" : prefersDark;
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    document.documentElement.style.colorScheme = isDark ? "dark" : "light";
  }, [isDark]);
  return (
    <FluentProvider theme={isDark ? dark : light} className="app">
      <a className="skip-link" href="#innhold">Hopp til innholdet</a>
      <header className="title-bar">
        <img src="/assets/icon.svg" alt="" width="22" height="22" />
        <h1>Utvalgsbot <span>– prøverom</span></h1>
        <Switch
          className="split-switch"
          label={{ children: "To ved siden av hverandre", className: "split-label" }}
          checked={state.split}
          onChange={(_event, change) => setPage({ split: change.checked })}
        />
        <Button
          appearance="subtle"
          icon={isDark ? <WeatherSunnyRegular /> : <WeatherMoonRegular />}
          aria-label={isDark ? "Lyst utseende" : "Mørkt utseende"}
          onClick={() => setPage({ theme: isDark ? "light" : "dark" })}
        />
      </header>
      <main id="innhold" tabIndex={-1} className={state.split ? "panes is-split" : "panes"}>
        {!world && <p className="empty" role="status">{hasFailed ? "Sandkassen svarer ikke. Prøver igjen …" : "Henter …"}</p>}
        {world && <Pane number={1} world={world} state={state.panes[0]} onChange={(change) => setPane(0, change)} />}
        {world && state.split && (
          <Pane number={2} world={world} state={state.panes[1]} onChange={(change) => setPane(1, change)} />
        )}
      </main>
    </FluentProvider>
  );
}
