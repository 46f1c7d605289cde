// One person's Teams: the rail, the list of conversations and what is open.
import { Avatar, Badge, Button, Field, Select, useId } from "@fluentui/react-components";
import {
  ArrowLeftRegular, CalendarLtrRegular, ChatRegular, FolderRegular, PeopleTeamRegular, WarningRegular,
} from "@fluentui/react-icons";
import { type ReactElement, useEffect, useMemo, useState } from "react";
import { type Conversation, loadConversations, type Persona, type World } from "./api";
import { useTaskDialog } from "./cards/TaskDialog";
import { CalendarView } from "./Calendar";
import { Channel, Chat } from "./Conversation";
import { FaultsView } from "./Faults";
import { FilesView } from "./Files";
import { Feed, PaneContext, useLoaded, usePane } from "./feed";
import { TasksContext } from "./tasks";
import type { PaneState, View } from "./url";

type PaneProps = { number: 1 | 2; world: World; state: PaneState; onChange: (change: Partial<PaneState>) => void };

const rail: [View, string, ReactElement][] = [
  ["chat", "Chat", <ChatRegular key="chat" />],
  ["teams", "Team", <PeopleTeamRegular key="teams" />],
  ["calendar", "Kalender", <CalendarLtrRegular key="calendar" />],
  ["files", "Filer", <FolderRegular key="files" />],
  ["faults", "Feil på bestilling", <WarningRegular key="faults" />],
];

function Rail({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const { number } = usePane();
  return (
    <nav className="rail" aria-label={`Hovedmeny, rute ${number}`}>
      {rail.map(([key, name, icon]) => (
        <button key={key} type="button" aria-current={view === key ? "page" : undefined} onClick={() => onChange(key)}>
          {icon}
          <span>{name}</span>
        </button>
      ))}
    </nav>
  );
}

function PersonPicker({ onPick }: { onPick: (key: string) => void }) {
  const { world, persona } = usePane();
  return (
    <div className="person">
      <Avatar name={persona.name} size={32} color="colorful" badge={{ status: "available" }} aria-hidden />
      <Field label={{ children: "Person", className: "visually-hidden" }}>
        <Select value={persona.key} onChange={(_event, state) => onPick(state.value)}>
          {world.personas.map((one) => (
            <option key={one.key} value={one.key}>{`${one.name} – ${one.title}, ${one.organisation}`}</option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

type ListProps = { conversations: Conversation[]; chosen: string; onChoose: (conversation: Conversation) => void };

function ConversationButton({ one, chosen, onChoose }: { one: Conversation } & Omit<ListProps, "conversations">) {
  const id = useId("unread");
  const isCurrent = one.id === chosen;
  return (
    <li>
      <button
        type="button"
        aria-current={isCurrent ? "true" : undefined}
        aria-describedby={one.unread && !isCurrent ? id : undefined}
        className={one.unread && !isCurrent ? "is-unread" : ""}
        onClick={() => onChoose(one)}
      >
        {one.kind === "personal" && <Avatar name={one.name} size={28} color="brand" shape="square" aria-hidden />}
        <span className="list-name">{one.name}</span>
        {one.unread > 0 && !isCurrent && (
          <>
            <Badge size="small" appearance="filled" color="brand" aria-hidden>{one.unread}</Badge>
            <span id={id} hidden>{one.unread} uleste</span>
          </>
        )}
      </button>
    </li>
  );
}

function ConversationList({ conversations, ...rest }: ListProps) {
  const { number } = usePane();
  const chats = conversations.filter((one) => one.kind === "personal");
  const channels = conversations.filter((one) => one.kind === "channel");
  const teams = [...new Set(channels.map((one) => one.teamName ?? ""))];
  return (
    <nav className="list" aria-label={`Samtaler, rute ${number}`}>
      <h2>Chat</h2>
      <ul>{chats.map((one) => <ConversationButton key={one.id} one={one} {...rest} />)}</ul>
      {teams.map((team) => (
        <div key={team}>
          <h2><Avatar name={team || "Team"} size={20} color="colorful" shape="square" aria-hidden /> {team || "Team"}</h2>
          <ul className="is-nested">
            {channels.filter((one) => (one.teamName ?? "") === team).map((one) => <ConversationButton key={one.id} one={one} {...rest} />)}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Conversations({ state, onChange }: Pick<PaneProps, "state" | "onChange">) {
  const { persona } = usePane();
  const { value: conversations, failed } = useLoaded(
    persona.key, () => loadConversations(persona.key), (event) => event.type === "message" || event.type === "read",
  );
  const kind = state.view === "teams" ? "channel" : "personal";
  const chosen = conversations?.find((one) => one.id === state.conversation);
  // On a wide page something is always open; on a phone the list comes first.
  const shown = chosen ?? conversations?.find((one) => one.kind === kind);
  return (
    <div className={`conversations${chosen ? " has-open" : ""}`}>
      {failed && !conversations && <p className="card-error" role="alert">Sandkassen svarer ikke.</p>}
      {conversations && (
        <ConversationList
          conversations={conversations}
          chosen={shown?.id ?? ""}
          onChoose={(one) => onChange({ conversation: one.id, view: one.kind === "channel" ? "teams" : "chat" })}
        />
      )}
      <div className="view">
        {shown && (
          <Button className="back" appearance="subtle" icon={<ArrowLeftRegular />} onClick={() => onChange({ conversation: "" })}>
            Tilbake
          </Button>
        )}
        {shown?.kind === "personal" && <Chat key={`${persona.key}${shown.id}`} conversation={shown} />}
        {shown?.kind === "channel" && <Channel key={`${persona.key}${shown.id}`} conversation={shown} />}
      </div>
    </div>
  );
}

function PaneBody({ state, onChange }: Pick<PaneProps, "state" | "onChange">) {
  const { number } = usePane();
  const { openTask, dialog } = useTaskDialog();
  const tasks = useMemo(() => ({ open: openTask }), [openTask]);
  return (
    <TasksContext.Provider value={tasks}>
      <section className="pane" aria-label={`Rute ${number}`}>
        <Rail view={state.view} onChange={(view) => onChange({ view, conversation: "" })} />
        <div className="pane-main">
          <PersonPicker onPick={(persona) => onChange({ persona, conversation: state.view === "chat" ? "" : state.conversation })} />
          {(state.view === "chat" || state.view === "teams") && <Conversations state={state} onChange={onChange} />}
          {state.view === "calendar" && <CalendarView />}
          {state.view === "files" && <FilesView />}
          {state.view === "faults" && <FaultsView />}
        </div>
        {dialog}
      </section>
    </TasksContext.Provider>
  );
}

function useConnection(persona: Persona) {
  const [isUp, setUp] = useState(true);
  const feed = useMemo(() => new Feed(persona.key, setUp), [persona.key]);
  useEffect(() => {
    feed.open();
    return () => feed.close();
  }, [feed]);
  return { feed, isUp };
}

export function Pane({ number, world, state, onChange }: PaneProps) {
  const persona = world.personas.find((one) => one.key === state.persona) ?? world.personas[0];
  const { feed, isUp } = useConnection(persona);
  const value = useMemo(() => ({ world, persona, feed, number }), [world, persona, feed, number]);
  return (
    <PaneContext.Provider value={value}>
      <div className="pane-frame">
        {!isUp && <p className="offline" role="status">Ingen forbindelse med sandkassen. Prøver igjen …</p>}
        <PaneBody state={state} onChange={onChange} />
      </div>
    </PaneContext.Provider>
  );
}
