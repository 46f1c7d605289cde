// One-time set-up of the card library: Teams' rules instead of its own, texts in Norwegian, safe Markdown.
import { AdaptiveCard, GlobalRegistry, GlobalSettings, RefreshMode, Strings, Table, Versions } from "adaptivecards";
import { cardMarkdown } from "../markdown";
import { registerTypeahead } from "./typeahead";

let isReady = false;

export function prepareCards(): void {
  if (isReady) return;
  isReady = true;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = cardMarkdown(text);
    result.didProcess = true;
  };
  GlobalSettings.setTabIndexAtCardRoot = false;
  GlobalSettings.applets.logEnabled = false;
  GlobalSettings.applets.maximumRetryAttempts = 0;
  GlobalSettings.applets.refresh.mode = RefreshMode.Disabled;
  GlobalSettings.applets.refresh.allowManualRefreshesAfterAutomaticRefreshes = false;
  Strings.defaults.overflowButtonText = () => "…";
  Strings.defaults.overflowButtonTooltip = () => "Flere handlinger";
  Strings.defaults.inlineActionTitle = () => "Handling";
  // The bundler drops the library's own registration of tables.
  GlobalRegistry.defaultElements.register("Table", Table, Versions.v1_5);
  registerTypeahead();
}
