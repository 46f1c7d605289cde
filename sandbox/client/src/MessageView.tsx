// One message: who, when, text and card, with the person's own view of the card by Teams' rules.
import { Avatar, Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { ArrowClockwiseRegular, MoreHorizontalRegular } from "@fluentui/react-icons";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Json, type Message, sendMessage } from "./api";
import { type CardHost, CardView } from "./cards/CardView";
import { executeAction, searchChoices } from "./cards/invoke";
import { isDue, keepCard, keepFailure, markAsked, refreshAction, seenCard, stampOf, viewKey } from "./cards/refresh";
import { usePane } from "./feed";
import { toStamp, toTime } from "./format";
import { messageHtml } from "./markdown";
import { useTasks } from "./tasks";

type MessageProps = { message: Message; conversation: string; isOwn?: boolean; onFailure: () => void };

/** The card this person sees, and the function that asks the bot for it again. */
function useOwnView(message: Message, conversation: string, base: Json) {
  const { persona } = usePane();
  const key = viewKey(persona.key, conversation, message.id);
  const stamp = stampOf(message);
  const [, redraw] = useState(0);
  const pending = useRef<Json>(undefined);
  const seen = seenCard(key, stamp);
  const shown = seen ?? (isAsking(key, stamp) ? (pending.current ?? base) : base);
  if (seen) pending.current = seen;
  const keepAnswer = useCallback((card: Json) => {
    keepCard(key, stamp, card);
    redraw((n) => n + 1);
  }, [key, stamp]);
  const refresh = useCallback(async (trigger: "manual" | "automatic") => {
    const action = refreshAction(base);
    if (!action) return;
    asking.set(key, stamp);
    markAsked(key, stamp);
    const answer = await executeAction(
      { persona: persona.key, conversation, messageId: message.id }, { ...action, trigger },
    );
    asking.delete(key);
    if (answer.kind === "card") keepCard(key, stamp, answer.card);
    else keepFailure(key, stamp);
    redraw((n) => n + 1);
  }, [base, conversation, key, message.id, persona.key, stamp]);
  return { key, stamp, shown, keepAnswer, refresh };
}

const asking = new Map<string, string>();
const isAsking = (key: string, stamp: string) => asking.get(key) === stamp;

function CardMessage({ message, conversation, onFailure }: MessageProps) {
  const { persona } = usePane();
  const tasks = useTasks();
  const base = message.card as Json;
  const { key, stamp, shown, keepAnswer, refresh } = useOwnView(message, conversation, base);
  const frame = useRef<HTMLDivElement>(null);
  const place = { persona: persona.key, conversation, messageId: message.id };

  useEffect(() => {
    if (!frame.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      if (isDue(key, stamp, base, persona)) void refresh("automatic");
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [base, key, persona, refresh, stamp]);

  const host: CardHost = {
    execute: async (request) => {
      const answer = await executeAction(place, request);
      if (answer.kind === "card") keepAnswer(answer.card);
      return answer;
    },
    submit: async (data) => {
      const rootId = message.rootId;
      const value = data as { msteams?: { type?: string; value?: string; text?: string } };
      const isBack = value?.msteams?.type === "imBack" || value?.msteams?.type === "messageBack";
      const text = isBack ? (value.msteams?.text ?? value.msteams?.value ?? "") : "";
      try {
        const sent = { persona: persona.key, conversation, rootId, messageId: message.id, text: String(text) };
        await sendMessage({ ...sent, mentionBot: false, value: value?.msteams?.type === "imBack" ? undefined : value });
      } catch {
        onFailure();
      }
    },
    openTask: (data) => tasks.open(place, data),
    search: (dataset, text) => searchChoices(place, dataset, text),
  };
  const isFull = (shown.msteams as { width?: string } | undefined)?.width?.toLowerCase() === "full";
  return (
    <div ref={frame} className="message-card">
      <CardView card={shown} host={host} full={isFull} />
      {refreshAction(base) && (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button className="message-more" size="small" appearance="subtle" icon={<MoreHorizontalRegular />} aria-label="Flere valg" />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem icon={<ArrowClockwiseRegular />} onClick={() => void refresh("manual")}>Oppdater kortet</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
    </div>
  );
}

function MessageBody(props: MessageProps) {
  const { message } = props;
  if (message.deleted) return <p className="message-deleted">Denne meldingen er slettet.</p>;
  return (
    <>
      {message.text && (
        // Safe: messageHtml escapes HTML and cleans what is left.
        <div className="message-text" dangerouslySetInnerHTML={{ __html: messageHtml(message.text, message.textFormat) }} />
      )}
      {message.card && <CardMessage {...props} />}
    </>
  );
}

export function MessageView(props: MessageProps) {
  const { message, isOwn } = props;
  const { name, isBot } = message.from;
  return (
    <article
      className={`message${isOwn ? " is-own" : ""}${message.card ? " has-card" : ""}`}
      data-message-id={message.id}
      aria-label={`Fra ${name} kl. ${toTime(message.at)}`}
    >
      {!isOwn && (
        <Avatar name={name} size={32} color={isBot ? "brand" : "colorful"} shape={isBot ? "square" : "circular"} aria-hidden />
      )}
      <div className="message-main">
        <div className="message-head">
          {!isOwn && <span className="message-name">{name}</span>}
          <time dateTime={message.at}>{toStamp(message.at)}</time>
          {message.editedAt && !message.deleted && <span>Redigert</span>}
          {message.onlyForYou && <span>Bare du kan se denne meldingen</span>}
        </div>
        <div className={message.text || message.deleted ? "message-bubble" : "message-bare"}>
          <MessageBody {...props} />
        </div>
      </div>
    </article>
  );
}
