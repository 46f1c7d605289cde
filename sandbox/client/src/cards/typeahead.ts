// Input.ChoiceSet as Teams draws it: style "filtered" becomes a combobox, with choices from the bot when it has Data.Query.
import { ChoiceSetInput, GlobalRegistry, type SerializationContext, Versions } from "adaptivecards";

type Choice = { title: string; value: string };
export type Search = (dataset: string, text: string) => Promise<Choice[]>;

const searches = new WeakMap<Element, Search>();
const debounceMs = 250;
let count = 0;

/** Comboboxes drawn inside `host` ask through `search`. */
export const setSearch = (host: Element, search: Search): void => void searches.set(host, search);

function findSearch(from: Element): Search | undefined {
  for (let element: Element | null = from; element; element = element.parentElement) {
    const search = searches.get(element);
    if (search) return search;
  }
  return undefined;
}

export class TeamsChoiceSet extends ChoiceSetInput {
  private dataset = "";
  private box: HTMLInputElement | undefined;
  private list: HTMLUListElement | undefined;
  private notice: HTMLElement | undefined;
  private picked: Choice | undefined;
  /** Those taken so far, where several may be. */
  private taken: Choice[] = [];
  private chips: HTMLElement | undefined;
  private shown: Choice[] = [];
  private active = -1;
  private timer = 0;
  private turn = 0;

  protected internalParse(source: Record<string, unknown>, context: SerializationContext): void {
    super.internalParse(source, context);
    const query = source["choices.data"] as { type?: string; dataset?: string } | undefined;
    this.dataset = query?.type === "Data.Query" ? (query.dataset ?? "") : "";
  }

  private get isCombobox(): boolean {
    return this.dataset !== "" || (!this.isMultiSelect && this.style === "filtered");
  }

  protected internalRender(): HTMLElement | undefined {
    if (!this.isCombobox) {
      const element = super.internalRender();
      // The option's text is its name; a second, equal one is read twice by some readers.
      for (const option of element?.querySelectorAll("option") ?? []) option.removeAttribute("aria-label");
      return element;
    }
    const root = document.createElement("div");
    root.className = "combo";
    this.box = this.createBox();
    this.list = document.createElement("ul");
    this.list.id = `combo-list-${++count}`;
    this.list.className = "combo-list";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    this.notice = document.createElement("div");
    this.notice.className = "combo-notice";
    this.notice.setAttribute("role", "status");
    this.box.setAttribute("aria-controls", this.list.id);
    root.append(this.box, this.list, this.notice);
    if (this.isMultiSelect) {
      this.chips = document.createElement("div");
      this.chips.className = "combo-chips";
      root.prepend(this.chips);
      for (const value of (this.defaultValue ?? "").split(",").filter(Boolean)) this.take(this.named(value));
      return root;
    }
    this.pick(this.choicesWithTitles().find((choice) => choice.value === this.defaultValue));
    if (!this.picked && this.defaultValue) this.pick({ title: this.defaultValue, value: this.defaultValue });
    return root;
  }

  private createBox(): HTMLInputElement {
    const box = document.createElement("input");
    box.className = "ac-input ac-textInput";
    box.type = "text";
    box.autocomplete = "off";
    box.placeholder = this.placeholder ?? (this.dataset ? "Skriv for å søke" : "Velg");
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.oninput = () => this.onTyped();
    box.onclick = () => void this.open();
    box.onkeydown = (event) => this.onKey(event);
    box.onblur = () => window.setTimeout(() => this.onLeft(), 150);
    return box;
  }

  private named(value: string): Choice {
    return this.choicesWithTitles().find((choice) => choice.value === value) ?? { title: value, value };
  }

  private take(choice: Choice): void {
    if (!this.taken.some((one) => one.value === choice.value)) this.taken.push(choice);
    if (this.box) this.box.value = "";
    this.drawChips();
  }

  private drawChips(): void {
    this.chips?.replaceChildren(...this.taken.map((choice) => this.createChip(choice)));
  }

  private createChip(choice: Choice): HTMLButtonElement {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "combo-chip";
    chip.textContent = `${choice.title} ×`;
    chip.setAttribute("aria-label", `Fjern ${choice.title}`);
    chip.onclick = () => {
      this.taken = this.taken.filter((one) => one.value !== choice.value);
      this.drawChips();
      this.valueChanged();
      this.box?.focus();
    };
    return chip;
  }

  private choicesWithTitles(): Choice[] {
    return this.choices.map((choice) => ({ title: choice.title ?? choice.value ?? "", value: choice.value ?? "" }));
  }

  private onTyped(): void {
    this.picked = undefined;
    this.valueChanged();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.open(), debounceMs);
  }

  private async open(): Promise<void> {
    const mine = ++this.turn;
    const text = this.picked ? "" : (this.box?.value.trim() ?? "");
    const fixed = this.choicesWithTitles().filter((choice) => choice.title.toLowerCase().includes(text.toLowerCase()));
    let found: Choice[] = [];
    if (this.dataset && this.box) {
      this.say("Søker …");
      try {
        found = (await findSearch(this.box)?.(this.dataset, text)) ?? [];
      } catch {
        if (mine === this.turn) this.show(fixed, "Søket svarte ikke. Prøv igjen.");
        return;
      }
    }
    if (mine !== this.turn) return;
    const known = new Set(fixed.map((choice) => choice.value));
    const all = [...fixed, ...found.filter((choice) => !known.has(choice.value))].slice(0, 15);
    this.show(all, all.length ? "" : "Ingen treff.");
  }

  private say(text: string): void {
    if (this.notice) this.notice.textContent = text;
  }

  private show(choices: Choice[], notice: string): void {
    this.say(notice);
    if (!this.list || !this.box || document.activeElement !== this.box) return;
    this.shown = choices;
    this.active = -1;
    this.list.replaceChildren(...choices.map((choice, index) => this.createOption(choice, index)));
    this.list.hidden = choices.length === 0;
    this.box.setAttribute("aria-expanded", String(choices.length > 0));
    this.box.removeAttribute("aria-activedescendant");
  }

  private createOption(choice: Choice, index: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.list?.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = choice.title;
    option.onmousedown = (event) => event.preventDefault();
    option.onclick = () => this.choose(choice);
    return option;
  }

  private choose(choice: Choice): void {
    if (this.isMultiSelect) this.take(choice);
    else this.pick(choice);
    this.close();
    this.valueChanged();
  }

  private pick(choice: Choice | undefined): void {
    this.picked = choice;
    if (choice && this.box) this.box.value = choice.title;
  }

  private close(): void {
    this.turn++;
    window.clearTimeout(this.timer);
    if (this.list) this.list.hidden = true;
    this.box?.setAttribute("aria-expanded", "false");
    this.box?.removeAttribute("aria-activedescendant");
    this.say("");
  }

  private onLeft(): void {
    if (document.activeElement === this.box) return;
    const text = this.box?.value.trim().toLowerCase() ?? "";
    if (!this.picked && text) {
      const same = [...this.shown, ...this.choicesWithTitles()].find((choice) => choice.title.toLowerCase() === text);
      if (same && this.isMultiSelect) this.take(same);
      else if (same) this.pick(same);
    }
    this.close();
  }

  private onKey(event: KeyboardEvent): void {
    const isOpen = this.list !== undefined && !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
      else void this.open();
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      if (this.active >= 0) this.choose(this.shown[this.active]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }

  private move(step: number): void {
    const options = [...(this.list?.children ?? [])];
    if (!options.length) return;
    options[this.active]?.setAttribute("aria-selected", "false");
    this.active = (this.active + step + options.length) % options.length;
    const option = options[this.active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.box?.setAttribute("aria-activedescendant", option.id);
  }

  /** The label names the box itself, not the frame around it. */
  protected updateInputControlAriaLabelledBy(): void {
    super.updateInputControlAriaLabelledBy();
    if (!this.box) return;
    this.renderedInputControlElement?.removeAttribute("aria-labelledby");
    const ids = this.getAllLabelIds().join(" ");
    if (ids) this.box.setAttribute("aria-labelledby", ids);
    else this.box.removeAttribute("aria-labelledby");
  }

  isSet(): boolean {
    return Boolean(this.value);
  }

  isValid(): boolean {
    if (!this.isCombobox) return super.isValid();
    return (!this.isMultiSelect && this.picked !== undefined) || !this.box?.value.trim();
  }

  protected getDefaultValidationErrorMessage(): string {
    return "Velg fra listen.";
  }

  get value(): string | undefined {
    if (this.isCombobox && this.isMultiSelect) return this.taken.map((choice) => choice.value).join(",");
    if (this.isCombobox) return this.picked?.value;
    return super.value;
  }

  focus(): void {
    if (this.box) this.box.focus();
    else super.focus();
  }
}

export function registerTypeahead(): void {
  GlobalRegistry.defaultElements.register("Input.ChoiceSet", TeamsChoiceSet, Versions.v1_0);
}
