// Draws one Adaptive Card and hands its actions over; the answer to an Action.Execute is shown under the card as Teams does.
import {
  type Action, ActivityRequestError, ActivityRequestTrigger, type ActivityResponse, AdaptiveApplet, ChannelAdapter,
  ErrorResponse, type ExecuteAction, type IActivityRequest, type OpenUrlAction, type SubmitAction, SuccessResponse,
} from "adaptivecards";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Json, wentWrong } from "../api";
import { hostConfig } from "./hostConfig";
import { prepareCards } from "./setup";
import { type Search, setSearch } from "./typeahead";

export type Answer = { kind: "card"; card: Json } | { kind: "message"; text: string } | { kind: "error"; text: string };
export type ExecuteRequest = { id?: string; verb: string; data: unknown; trigger: "manual" | "automatic" };
export type CardHost = {
  execute: (request: ExecuteRequest) => Promise<Answer>;
  submit: (data: unknown) => void | Promise<void>;
  openTask: (data: Json) => void;
  search: Search;
};

function isTask(data: unknown): data is Json {
  return (data as { msteams?: { type?: string } } | undefined)?.msteams?.type === "task/fetch";
}

class HostAdapter extends ChannelAdapter {
  constructor(private readonly host: () => CardHost) {
    super();
  }

  async sendRequestAsync(request: IActivityRequest): Promise<ActivityResponse> {
    const action = request.action as ExecuteAction;
    const answer = await this.host().execute({
      id: action.id,
      verb: action.verb,
      data: action.data ?? {},
      trigger: request.trigger === ActivityRequestTrigger.Automatic ? "automatic" : "manual",
    });
    if (answer.kind === "error") return new ErrorResponse(request, new ActivityRequestError("", answer.text));
    return new SuccessResponse(request, JSON.stringify(answer.kind === "card" ? answer.card : answer.text));
  }
}

function createApplet(host: () => CardHost, say: (answer: Answer | null) => void, busy: (on: boolean) => void) {
  prepareCards();
  const applet = new AdaptiveApplet();
  applet.hostConfig = hostConfig;
  applet.channelAdapter = new HostAdapter(host);
  applet.onPrepareActivityRequest = (_applet, _request, action) => {
    if (isTask((action as ExecuteAction).data)) return false;
    say(null);
    busy(true);
    return true;
  };
  applet.onCreateProgressOverlay = () => undefined;
  applet.onRemoveProgressOverlay = () => busy(false);
  applet.onActivityRequestSucceeded = (_applet, _response, content) => {
    if (typeof content === "string") say({ kind: "message", text: content });
  };
  applet.onActivityRequestFailed = (_applet, response) => {
    say({ kind: "error", text: response.error.message || wentWrong });
    return -1;
  };
  applet.onAction = (_applet, action) => runAction(action, host(), say);
  return applet;
}

function runAction(action: Action, host: CardHost, say: (answer: Answer | null) => void): void {
  const type = action.getJsonTypeName();
  if (type === "Action.OpenUrl") {
    const url = (action as OpenUrlAction).url ?? "";
    if (/^(https?:|mailto:|\/)/i.test(url)) window.open(url, "_blank", "noopener");
    return;
  }
  if (type !== "Action.Submit" && type !== "Action.Execute") return;
  const data = (action as SubmitAction).data ?? {};
  if (isTask(data)) host.openTask(data);
  else if (type === "Action.Submit") {
    say(null);
    void host.submit(data);
  }
}

type CardViewProps = { card: Json; host: CardHost; full?: boolean; autoFocus?: boolean };

export function CardView({ card, host, full, autoFocus }: CardViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(host);
  latest.current = host;
  const applet = useRef<AdaptiveApplet>(undefined);
  const [answer, say] = useState<Answer | null>(null);
  const [isBusy, setBusy] = useState(false);
  const json = JSON.stringify(card);

  useLayoutEffect(() => {
    const made = createApplet(() => latest.current, say, setBusy);
    applet.current = made;
    setSearch(made.renderedElement, (dataset, text) => latest.current.search(dataset, text));
    place.current?.replaceChildren(made.renderedElement);
  }, []);

  useLayoutEffect(() => {
    const hadFocus = place.current?.contains(document.activeElement) ?? false;
    applet.current?.setCard(JSON.parse(json));
    if (hadFocus && !place.current?.contains(document.activeElement)) place.current?.focus();
  }, [json]);

  useEffect(() => {
    if (autoFocus) place.current?.querySelector<HTMLElement>("input, textarea, select, button")?.focus();
  }, [autoFocus]);

  useEffect(() => {
    if (answer) place.current?.parentElement?.lastElementChild?.scrollIntoView({ block: "nearest" });
  }, [answer]);

  useEffect(() => {
    place.current?.toggleAttribute("inert", isBusy);
  }, [isBusy]);

  return (
    <div className={`card-frame${full ? " is-full" : ""}`} data-testid="card" aria-busy={isBusy}>
      <div className="card" ref={place} tabIndex={-1} />
      {isBusy && <div className="card-progress" role="progressbar" aria-label="Sender" />}
      {answer?.kind === "message" && answer.text && <p className="card-toast" role="status">{answer.text}</p>}
      {answer?.kind === "error" && <p className="card-error" role="alert">{answer.text}</p>}
    </div>
  );
}
