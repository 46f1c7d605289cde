// The box one writes in: Enter sends, Shift+Enter breaks the line, "@" offers the bot and the people.
import { Avatar, Button } from "@fluentui/react-components";
import { SendRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { botSilent, sendMessage, ServerError, wentWrong } from "./api";
import { usePane } from "./feed";

type ComposerProps = { conversation: string; label: string; rootId?: string; inChannel?: boolean; compact?: boolean };

function useMentions(text: string, caret: number) {
  const { world, persona } = usePane();
  const typed = /(?:^|\s)@([\p{L}\p{N} ]{0,24})$/u.exec(text.slice(0, caret))?.[1];
  if (typed === undefined) return { names: [] as string[], typed: "" };
  const people = world.personas.filter((person) => person.key !== persona.key).map((person) => person.name);
  const fits = (name: string) => name.toLowerCase().startsWith(typed.toLowerCase()) && name !== typed;
  return { names: [world.bot.name, ...people].filter(fits).slice(0, 6), typed };
}

function useSending({ conversation, rootId, inChannel }: ComposerProps) {
  const { world, persona, feed } = usePane();
  const [failure, setFailure] = useState("");
  const [isSending, setSending] = useState(false);
  const mention = new RegExp(`@${world.bot.name}`, "giu");
  const send = async (text: string): Promise<boolean> => {
    setSending(true);
    setFailure("");
    try {
      const mentionBot = Boolean(inChannel) && mention.test(text);
      const marked = mentionBot ? text.replace(mention, `<at>${world.bot.name}</at>`) : text;
      const sent = await sendMessage({ persona: persona.key, conversation, rootId: rootId ?? null, text: marked, mentionBot });
      feed.publish({ type: "sent", conversation, id: sent.id });
      feed.publish({ type: "message", conversation, id: sent.id });
      return true;
    } catch (error) {
      setFailure(error instanceof ServerError && error.status < 500 ? wentWrong : botSilent);
      return false;
    } finally {
      setSending(false);
    }
  };
  return { send, failure, isSending };
}

type MentionListProps = { ids: string; names: string[]; active: number; onPick: (name: string) => void };

function MentionList({ ids, names, active, onPick }: MentionListProps) {
  const { world } = usePane();
  return (
    <ul className="mention-list" role="listbox" id={`${ids}-list`} aria-label="Nevn noen">
      {names.map((name, index) => (
        <li
          key={name}
          id={`${ids}-${index}`}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(name)}
        >
          <Avatar name={name} size={24} color={name === world.bot.name ? "brand" : "colorful"} aria-hidden />
          {name}
        </li>
      ))}
    </ul>
  );
}

export function Composer(props: ComposerProps) {
  const { label, inChannel, compact } = props;
  const { world } = usePane();
  const [text, setText] = useState("");
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [isHidden, setHidden] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const ids = useId();
  const { send, failure, isSending } = useSending(props);
  const { names, typed } = useMentions(text, caret);
  const options = isHidden ? [] : names;
  const isDeaf = inChannel && text.trim() !== "" && !text.toLowerCase().includes(`@${world.bot.name.toLowerCase()}`);

  const pick = (name: string) => {
    const start = caret - typed.length;
    const next = `${text.slice(0, start)}${name} ${text.slice(caret)}`;
    const end = start + name.length + 1;
    setText(next);
    setCaret(end);
    window.requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(end, end);
    });
  };
  const submit = async () => {
    const trimmed = text.trim();
    if (!trimmed || isSending) return;
    if (await send(trimmed)) setText("");
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (options.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      setActive((active + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
    } else if (options.length && event.key === "Escape") {
      event.preventDefault();
      setHidden(true);
    } else if (options.length && typed !== "" && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      pick(options[active] ?? options[0]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  };
  return (
    <form
      className={`composer${compact ? " is-compact" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {options.length > 0 && (
        <MentionList ids={ids} names={options} active={active} onPick={pick} />
      )}
      <div className="composer-box">
        <textarea
          ref={box}
          rows={1}
          value={text}
          aria-label={label}
          placeholder={label}
          aria-describedby={isDeaf ? `${ids}-hint` : undefined}
          aria-controls={options.length ? `${ids}-list` : undefined}
          aria-activedescendant={options.length ? `${ids}-${active}` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setCaret(event.target.selectionStart);
            setActive(0);
            setHidden(false);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <Button type="submit" appearance="transparent" icon={<SendRegular />} aria-label="Send" disabled={!text.trim() || isSending} />
      </div>
      {isDeaf && (
        <p className="composer-hint" id={`${ids}-hint`}>
          Boten hører bare innlegg der den er nevnt. Skriv @{world.bot.name}.
        </p>
      )}
      {failure && <p className="card-error" role="alert">{failure}</p>}
    </form>
  );
}
