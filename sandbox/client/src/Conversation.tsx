// A chat with the bot, or a channel with its threads.
import { Avatar, Spinner, Tab, TabList } from "@fluentui/react-components";
import { Fragment, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { botSilent, type Conversation, loadMessages, type Message } from "./api";
import { Composer } from "./Composer";
import { FilesBrowser } from "./Files";
import { useFeed, useLoaded, usePane } from "./feed";
import { capitalise, isSameDay, toDay } from "./format";
import { MessageView } from "./MessageView";

const typingMs = 6000;
const silenceMs = 12_000;

/** True while the bot has said that it is typing here, until its message comes. */
function useTyping(conversation: string): boolean {
  const [until, setUntil] = useState(0);
  useFeed((event) => {
    if (event.conversation?.split(";")[0] !== conversation) return;
    if (event.type === "typing") setUntil(Date.now() + typingMs);
    if (event.type === "message") setUntil(0);
  });
  useEffect(() => {
    if (!until) return;
    const timer = window.setTimeout(() => setUntil(0), until - Date.now());
    return () => window.clearTimeout(timer);
  }, [until]);
  return until > 0;
}

/** Says that the bot does not answer: when a chat message has stood too long, or could not be delivered. */
function useUndelivered(conversation: string, setSilent: (isSilent: boolean) => void, mustAnswer = false): void {
  const timer = useRef(0);
  const own = useRef("");
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useFeed((event) => {
    if (event.conversation?.split(";")[0] !== conversation) return;
    if (event.type === "undelivered") setSilent(true);
    if (event.type === "sent" && mustAnswer) {
      own.current = event.id ?? "";
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => setSilent(true), silenceMs);
    }
    const isFromBot = event.type === "message" && event.id !== own.current;
    if (isFromBot || event.type === "typing" || event.type === "edited") {
      window.clearTimeout(timer.current);
      setSilent(false);
    }
  });
}

function useMessages(conversation: string) {
  const { persona, feed } = usePane();
  return useLoaded(
    `${persona.key}|${conversation}`,
    async () => {
      const messages = await loadMessages(persona.key, conversation);
      feed.publish({ type: "read", conversation });
      return messages;
    },
    (event) =>
      ["message", "edited", "deleted"].includes(event.type) && event.conversation?.split(";")[0] === conversation,
  );
}

/** A scrolling log that stays at its end unless one has scrolled up to read. */
function Log({ children, count, label }: { children: ReactNode; count: string; label: string }) {
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (isAtEnd.current && log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [count]);
  useEffect(() => {
    if (!content.current) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current && log.current) log.current.scrollTop = log.current.scrollHeight;
    });
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      className="log"
      ref={log}
      role="log"
      aria-live="polite"
      aria-label={label}
      tabIndex={0}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 60;
      }}
    >
      <div className="log-content" ref={content}>{children}</div>
    </div>
  );
}

function Failure({ shown }: { shown: boolean }) {
  return shown ? <p className="card-error log-error" role="alert">{botSilent}</p> : null;
}

const dayBreak = (message: Message, before?: Message) =>
  !before || !isSameDay(message.at, before.at) ? (
    <div className="day-break"><span>{capitalise(toDay(message.at))}</span></div>
  ) : null;

export function Chat({ conversation }: { conversation: Conversation }) {
  const { persona, world } = usePane();
  const { value: messages, failed } = useMessages(conversation.id);
  const [isSilent, setSilent] = useState(false);
  const isTyping = useTyping(conversation.id);
  useUndelivered(conversation.id, setSilent, true);
  return (
    <>
      <header className="view-header">
        <Avatar name={conversation.name} size={32} color="brand" shape="square" aria-hidden />
        <h2>{conversation.name}</h2>
      </header>
      <Log count={`${messages?.length}-${isTyping}`} label={`Meldinger med ${conversation.name}`}>
        {failed && !messages && <p className="card-error">Meldingene kunne ikke hentes.</p>}
        {messages?.length === 0 && (
          <p className="empty">Si hei til {world.bot.name}: skriv «hjelp» for å se hva du kan gjøre.</p>
        )}
        {messages?.map((message, index) => (
          <Fragment key={message.id}>
            {dayBreak(message, messages[index - 1])}
            <MessageView
              message={message}
              conversation={conversation.id}
              isOwn={!message.from.isBot && message.from.name === persona.name}
              onFailure={() => setSilent(true)}
            />
          </Fragment>
        ))}
        {isTyping && <Typing />}
      </Log>
      <Failure shown={isSilent} />
      <Composer key={conversation.id} conversation={conversation.id} label="Skriv en melding" />
    </>
  );
}

function Typing() {
  const { world } = usePane();
  return <div className="typing"><Spinner size="extra-tiny" />{world.bot.name} skriver …</div>;
}

type Thread = { root: Message; replies: Message[] };

function toThreads(messages: Message[]): Thread[] {
  const threads = new Map<string, Thread>();
  for (const message of messages) {
    const rootId = message.rootId ?? message.id;
    if (rootId === message.id) threads.set(rootId, { root: message, replies: threads.get(rootId)?.replies ?? [] });
    else if (threads.has(rootId)) threads.get(rootId)?.replies.push(message);
    else threads.set(rootId, { root: message, replies: [] });
  }
  return [...threads.values()];
}

function ThreadView({ thread, conversation, onFailure }: { thread: Thread; conversation: string; onFailure: () => void }) {
  return (
    <div role="group" className="thread" aria-label={`Tråd fra ${thread.root.from.name}`} data-thread-id={thread.root.id}>
      <MessageView message={thread.root} conversation={conversation} onFailure={onFailure} />
      {thread.replies.length > 0 && (
        <div className="thread-replies">
          {thread.replies.map((message) => (
            <MessageView key={message.id} message={message} conversation={conversation} onFailure={onFailure} />
          ))}
        </div>
      )}
      <Composer conversation={conversation} label="Svar i tråden" rootId={thread.root.id} inChannel compact />
    </div>
  );
}

function Posts({ conversation }: { conversation: Conversation }) {
  const { value: messages, failed } = useMessages(conversation.id);
  const [isSilent, setSilent] = useState(false);
  const isTyping = useTyping(conversation.id);
  useUndelivered(conversation.id, setSilent);
  const threads = useMemo(() => toThreads(messages ?? []), [messages]);
  return (
    <>
      <Log count={`${messages?.length}-${isTyping}`} label={`Innlegg i ${conversation.name}`}>
        {failed && !messages && <p className="card-error">Innleggene kunne ikke hentes.</p>}
        {messages?.length === 0 && <p className="empty">Ingen innlegg ennå.</p>}
        {threads.map((thread, index) => (
          <Fragment key={thread.root.id}>
            {dayBreak(thread.root, threads[index - 1]?.root)}
            <ThreadView thread={thread} conversation={conversation.id} onFailure={() => setSilent(true)} />
          </Fragment>
        ))}
        {isTyping && <Typing />}
      </Log>
      <Failure shown={isSilent} />
      <Composer key={conversation.id} conversation={conversation.id} label="Nytt innlegg" inChannel />
    </>
  );
}

export function Channel({ conversation }: { conversation: Conversation }) {
  const [tab, setTab] = useState("posts");
  return (
    <>
      <header className="view-header">
        <Avatar name={conversation.teamName ?? conversation.name} size={32} color="colorful" shape="square" aria-hidden />
        <h2>{conversation.name}</h2>
        <TabList selectedValue={tab} onTabSelect={(_event, change) => setTab(String(change.value))} size="medium">
          <Tab value="posts">Innlegg</Tab>
          <Tab value="files">Filer</Tab>
        </TabList>
      </header>
      {tab === "posts" ? <Posts conversation={conversation} /> : <FilesBrowser channel={conversation} />}
    </>
  );
}
