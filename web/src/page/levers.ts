import { nice_step } from "../chart/ticks.ts";
import type { Setting } from "../run/contract.ts";
import type { Lever, Payload } from "../payload/payload.ts";
import { lever_look, lever_title, lever_value, policy_value, setting_words } from "../state/scenario.ts";
import { escaped } from "../text/markup.ts";
import { plain_text, unit_text } from "../text/number_text.ts";
import type { App } from "./app.ts";
import { find, on } from "./dom.ts";
import type { View } from "./view.ts";

const kNotOurs = "What happens to us, not ours to choose";
const kMoved = "What the policies move";
const kOthers = "Other levers";
const kMostOpen = 12; // levers in sight before sections are closed

interface Control {
  lever: Lever;
  row: HTMLElement;
  slider: HTMLInputElement;
  value: HTMLElement;
  marks: HTMLElement;
  reset: HTMLButtonElement;
}

/** The step of a slider: a round part of its range, one for whole numbers. */
export function lever_step({ low, high, integer }: Pick<Lever, "low" | "high" | "integer">): number {
  return integer ? 1 : nice_step(high - low, 100);
}

/** Where a slider stands, on its steps; near the baseline's mark it takes that value. */
export function snapped(lever: Lever, position: number, base: number | undefined): number {
  const { low, high } = lever;
  if (base !== undefined && Math.abs(position - base) < (high - low) * 0.006) return base;
  const step = lever_step(lever);
  const rounded = Number((low + Math.round((position - low) / step) * step).toPrecision(12));
  return Math.min(high, Math.max(low, rounded));
}

/** Sliders for everything that leaders may set, by the sections of the model. */
export class Levers {
  private readonly controls_: Control[] = [];

  constructor(
    root: HTMLElement,
    private readonly app_: App,
  ) {
    const list = find(root, ".levers");
    list.innerHTML = sections(app_.payload);
    app_.payload.levers.forEach((lever, i) => this.controls_.push(control_of(list, lever, i)));
    on(list, "input", "input[type=range]", (slider) => this.moved_(slider as HTMLInputElement));
    on(list, "change", "input[type=range]", () => app_.settle());
    on(list, "keydown", "input[type=range]", (slider, event) =>
      this.key_(slider as HTMLInputElement, event),
    );
    on(list, "click", ".reset", (button) => this.reset_(Number(button.dataset["lever"])));
    find(root, ".reset-all").addEventListener("click", () => {
      app_.change({ now: { policy: app_.state.now.policy, changes: {} } });
    });
  }

  show({ payload, state }: View): void {
    for (const control of this.controls_) {
      const { lever, slider, row } = control;
      const value = lever_value(payload, state.now, lever);
      const changed = lever.name in state.now.changes;
      const number = typeof value === "number" ? value : lever.value;
      if (Number(slider.value) !== number) slider.value = String(number);
      row.classList.toggle("changed", changed);
      row.classList.toggle("ruled", typeof value !== "number");
      control.reset.disabled = !changed;
      const words = typeof value === "number" ? setting_words(value, lever.unit, "", lever_look(lever)) : "by a rule";
      if (control.value.textContent !== words) control.value.textContent = words;
      slider.setAttribute("aria-valuetext", spoken(payload, lever, value));
      row.style.setProperty("--at", String(part_of(lever, number)));
      this.mark_(payload, state.now.policy, control, value);
    }
    const moved = Object.keys(state.now.changes).length;
    const all = find<HTMLButtonElement>(document, ".reset-all");
    all.disabled = moved === 0;
    all.textContent = moved > 1 ? `Reset all ${moved} levers` : "Reset all levers";
  }

  private mark_(payload: Payload, policy: string, control: Control, value: unknown): void {
    const { lever, row, marks } = control;
    const base = policy_value(payload, payload.baseline, lever);
    const own = policy_value(payload, policy, lever);
    const look = lever_look(lever);
    const words = (one: typeof base) => setting_words(one, "1", payload.time.unit, look);
    const parts = [`${plain_text(lever.low, look)} to ${plain_text(lever.high, look)}`, `baseline ${words(base)}`];
    if (JSON.stringify(own) !== JSON.stringify(base)) parts.push(`policy ${words(own)}`);
    if (typeof value !== "number") parts.push("moving the slider replaces the rule");
    const text = parts.join(" \u00b7 ");
    if (marks.textContent !== text) marks.textContent = text;
    row.classList.toggle("marked", typeof base === "number");
    if (typeof base === "number") row.style.setProperty("--base", String(part_of(lever, base)));
  }

  private moved_(slider: HTMLInputElement): void {
    const lever = this.lever_of_(slider);
    this.set_(lever, snapped(lever, Number(slider.value), this.base_of_(lever)));
  }

  // Steps by keyboard are round and the same in every browser.
  private key_(slider: HTMLInputElement, event: KeyboardEvent): void {
    const lever = this.lever_of_(slider);
    const step = lever_step(lever);
    const large = Math.max(step, nice_step(lever.high - lever.low, 20));
    const by: Record<string, number> = {
      ArrowRight: step,
      ArrowUp: step,
      ArrowLeft: -step,
      ArrowDown: -step,
      PageUp: large,
      PageDown: -large,
      Home: -Infinity,
      End: Infinity,
    };
    const change = by[event.key];
    if (change === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const value = lever_value(this.app_.payload, this.app_.state.now, lever);
    const from = typeof value === "number" ? value : lever.value;
    const wanted = Math.min(lever.high, Math.max(lever.low, from + change));
    this.set_(lever, Number(wanted.toPrecision(12)));
    this.app_.settle();
  }

  private set_(lever: Lever, value: number): void {
    this.app_.drag(lever.name, value === policy_value(this.app_.payload, this.app_.state.now.policy, lever) ? null : value);
  }

  private reset_(position: number): void {
    const lever = this.controls_[position]?.lever;
    if (!lever) return;
    this.app_.drag(lever.name, null);
    this.app_.settle();
    this.controls_[position]?.slider.focus({ preventScroll: true });
  }

  private lever_of_(slider: HTMLInputElement): Lever {
    return this.controls_[Number(slider.dataset["lever"])]!.lever;
  }

  private base_of_(lever: Lever): number | undefined {
    const base = policy_value(this.app_.payload, this.app_.payload.baseline, lever);
    return typeof base === "number" ? base : undefined;
  }
}

function part_of({ low, high }: Lever, value: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

function spoken(payload: Payload, lever: Lever, value: ReturnType<typeof lever_value>): string {
  const base = policy_value(payload, payload.baseline, lever);
  const words = (one: typeof base) => setting_words(one, lever.unit, payload.time.unit, lever_look(lever));
  return `${words(value)}, baseline ${words(base)}`;
}

function sections(payload: Payload): string {
  const by_section = new Map<string, string[]>();
  const moved_by = (sets: { set: Setting[] }[]) =>
    new Set(sets.flatMap(({ set }) => set.map(({ target }) => target.replace(/\[.*\]$/, ""))));
  const few = payload.levers.length <= kMostOpen;
  const [policies, futures] = [moved_by(payload.policies), moved_by(payload.futures)];
  payload.levers.forEach((lever, i) => {
    const whole = lever.name.replace(/\[.*\]$/, "");
    const ours = policies.has(whole) || !futures.has(whole);
    const section = !ours ? kNotOurs : few ? lever.section || "Levers" : policies.has(whole) ? kMoved : kOthers;
    const rows = by_section.get(section) ?? [];
    by_section.set(section, rows);
    rows.push(row_of(lever, i));
  });
  // What the policies move comes first, what only futures move last.
  const order = [kMoved, "", kOthers, kNotOurs];
  const place = (title: string) => order.indexOf(order.includes(title) ? title : "");
  const groups = [...by_section].sort(([a], [b]) => place(a) - place(b));
  if (groups.length === 1) return groups[0]?.[1].join("") ?? "";
  return groups
    .map(([title, rows], i) => {
      const open = title !== kNotOurs && (few || i === 0) ? " open" : "";
      return `<details${open}><summary>${escaped(title)} <small>${rows.length}</small></summary>${rows.join("")}</details>`;
    })
    .join("");
}

function row_of(lever: Lever, i: number): string {
  const title = escaped(lever_title(lever));
  const unit = unit_text(lever.unit);
  const help = lever.documentation
    ? `<details class="what"><summary aria-label="What is ${title}?">?</summary><p>${escaped(lever.documentation)}</p></details>`
    : "";
  return (
    `<div class="lever" data-name="${escaped(lever.name)}"><div class="head"><label for="lever-${i}">${title}` +
    `${unit ? ` <small>${escaped(unit)}</small>` : ""}</label>${help}<output for="lever-${i}"></output>` +
    `<button type="button" class="reset" data-lever="${i}" aria-label="Reset ${title}" title="Back to the policy's value">\u21ba</button></div>` +
    `<div class="track"><span class="base" aria-hidden="true"></span><input type="range" id="lever-${i}" data-lever="${i}" ` +
    `min="${lever.low}" max="${lever.high}" step="any" aria-describedby="marks-${i}"></div><div class="marks" id="marks-${i}"></div></div>`
  );
}

function control_of(list: HTMLElement, lever: Lever, i: number): Control {
  const slider = find<HTMLInputElement>(list, `#lever-${i}`);
  const row = slider.closest<HTMLElement>(".lever")!;
  return {
    lever,
    row,
    slider,
    value: find(row, "output"),
    marks: find(row, ".marks"),
    reset: find<HTMLButtonElement>(row, ".reset"),
  };
}
