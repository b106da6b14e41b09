import { differences } from "../state/scenario.ts";
import { kMostKept, type Kept } from "../state/state.ts";
import { escaped } from "../text/markup.ts";
import { swatch } from "../chart/small.ts";
import { line_style } from "../chart/palette.ts";
import type { App } from "./app.ts";
import { find, on, put } from "./dom.ts";
import type { View } from "./view.ts";

/** Scenarios that the reader named, each with words of their own. */
export class KeptScenarios {
  private readonly form_: HTMLFormElement;
  private readonly name_: HTMLInputElement;
  private readonly list_: HTMLElement;

  constructor(root: HTMLElement, app: App) {
    this.form_ = find<HTMLFormElement>(root, "form.keep");
    this.name_ = find<HTMLInputElement>(root, "form.keep input");
    this.list_ = find(root, ".kept");
    this.form_.addEventListener("submit", (event) => {
      event.preventDefault();
      app.keep(this.name_.value);
      this.name_.value = "";
    });
    on(this.list_, "change", "input", (input) =>
      app.describe(Number(input.dataset["kept"]), (input as HTMLInputElement).value),
    );
    on(this.list_, "click", ".load", (button) => app.load(Number(button.dataset["kept"])));
    on(this.list_, "click", ".drop", (button) => app.drop(Number(button.dataset["kept"])));
  }

  show(view: View): void {
    const { kept } = view.state;
    const full = kept.length >= kMostKept;
    find<HTMLButtonElement>(this.form_, "button").disabled = full;
    this.name_.disabled = full;
    this.name_.placeholder = full ? `${kMostKept} are kept: drop one first` : "Name this scenario";
    put(this.list_, kept.map((one, i) => row(view, one, i)).join(""));
    this.list_.hidden = kept.length === 0;
  }
}

function row(view: View, one: Kept, i: number): string {
  const list = differences(view.payload, one);
  const words = list.slice(0, 5).map(({ title, value }) => `${title} ${value}`);
  const rest = list.length > 5 ? ` and ${list.length - 5} more` : "";
  return (
    `<li>${swatch(line_style(i + 1))}<b>${escaped(one.name)}</b><small>${escaped(words.join(" \u00b7 ") + rest || "as the baseline")}</small>` +
    `<input type="text" maxlength="200" data-kept="${i}" data-key="note-${i}" value="${escaped(one.note)}" placeholder="What did you find?" aria-label="Note on ${escaped(one.name)}">` +
    `<button type="button" class="load" data-kept="${i}" data-key="load-${i}" aria-label="Set again: ${escaped(one.name)}">Set again</button>` +
    `<button type="button" class="drop" data-kept="${i}" data-key="drop-${i}" aria-label="Drop ${escaped(one.name)}">\u00d7</button></li>`
  );
}
