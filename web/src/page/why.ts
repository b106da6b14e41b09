import { kBaselineStyle, line_style } from "../chart/palette.ts";
import { bar, spark } from "../chart/small.ts";
import type { Cause, Explanation } from "../run/contract.ts";
import type { Payload } from "../payload/payload.ts";
import { policy_of } from "../state/scenario.ts";
import { escaped } from "../text/markup.ts";
import { type Look, look_of, number_text, points_text, readable_name, with_unit } from "../text/number_text.ts";
import type { App } from "./app.ts";
import { indicator_title } from "./charts.ts";
import { find, later, on, put } from "./dom.ts";
import { moment, type View } from "./view.ts";

const kMost = 8; // causes before "the rest"
const kMostSame = 3; // steps passed over: each is two runs

const kKinds: Record<string, string> = {
  lever: "set by the policy",
  rule: "a rule of the policy",
  parameter: "an assumption",
  constant: "an assumption",
  start: "where it starts",
  initial: "where it starts",
  remembered: "its past",
  drawn: "by chance",
  inflow: "inflow, in all",
  outflow: "outflow, in all",
};

/** Drills down from an indicator through what moved it, the largest contribution first. */
export class Why {
  private readonly section_: HTMLElement;
  private readonly pick_: HTMLSelectElement;
  private readonly against_: HTMLSelectElement;
  private readonly strip_: HTMLElement;
  private readonly wait_ = later(120, () => this.explain_());
  private view_: View | undefined;
  private explained_ = "";
  private readonly looks_: Looks;

  constructor(
    root: HTMLElement,
    private readonly app_: App,
  ) {
    this.section_ = find(root, ".why");
    this.section_.hidden = app_.session.ask((model) => !model.why);
    const variables = app_.session.ask((model) => model.variables);
    this.looks_ = new Map(variables.map(({ name, unit, low, high }) => [name, look_of(unit, low, high)]));
    this.pick_ = find<HTMLSelectElement>(this.section_, ".pick");
    this.against_ = find<HTMLSelectElement>(this.section_, ".against");
    this.strip_ = find(this.section_, ".strip");
    this.pick_.addEventListener("change", () => app_.change({ why: [this.pick_.value] }));
    this.against_.addEventListener("change", () => app_.change({ against: Number(this.against_.value) }));
    on(this.strip_, "click", "[data-follow]", (button) =>
      app_.change({ why: [...app_.state.why, button.dataset["follow"] ?? ""] }),
    );
    on(this.strip_, "click", "[data-back]", (button) =>
      app_.change({ why: app_.state.why.slice(0, Number(button.dataset["back"]) + 1) }),
    );
  }

  show(view: View): void {
    this.view_ = view;
    const { payload, state } = view;
    const option = (value: string, text: string) => `<option value="${escaped(value)}">${escaped(text)}</option>`;
    put(this.pick_, payload.indicators.map((one) => option(one.name, indicator_title(one))).join(""));
    this.pick_.value = state.why[0] ?? "";
    const baseline = option("-1", policy_of(payload, payload.baseline).title);
    put(this.against_, baseline + state.kept.map((one, i) => option(String(i), one.name)).join(""));
    this.against_.value = String(state.against);
    this.strip_.setAttribute("aria-busy", "true");
    this.wait_.start();
  }

  /** While a lever moves, what is shown belongs to another run. */
  stale(): void {
    this.wait_.stop();
    this.strip_.setAttribute("aria-busy", "true");
  }

  private explain_(): void {
    const view = this.view_;
    if (!view) return;
    const { now, future, why, against, time, kept } = view.state;
    const asked = JSON.stringify([now, future, why, kept[against], time]);
    if (asked !== this.explained_) put(this.strip_, this.strip_html_(view));
    this.explained_ = asked;
    this.strip_.removeAttribute("aria-busy");
  }

  private strip_html_(view: View): string {
    const { payload, state } = view;
    const base = state.kept[state.against] ?? { policy: payload.baseline, changes: {} };
    const [now, against] = [state.now, base].map((one) => this.app_.session.settings(one, state.future));
    if (!now || !against || JSON.stringify(now) === JSON.stringify(against)) {
      return `<p class="soft">Both are the same. Choose a policy or move a lever, and this shows what moved the indicator.</p>`;
    }
    const variable = state.why.at(-1) ?? "";
    try {
      const explain = (name: string) => this.app_.session.ask((model) => model.why?.(now, against, name, state.time));
      const found = explain(variable);
      if (!found) return "";
      let behind = found;
      const same: string[] = [];
      for (let cause = the_same(behind); cause && same.length < kMostSame; cause = the_same(behind)) {
        const next = explain(cause.name);
        if (!next || next.causes.length === 0) break;
        same.push(readable_name(cause.name));
        behind = next;
      }
      const words = same.length > 0 ? `<p class="soft">There it is the same number as ${escaped(same.join(" and "))}, which was moved by:</p>` : "";
      return trail(payload, state.why) + sentence(view, found, this.looks_) + words + causes(behind, view.baseline.times, this.looks_);
    } catch (problem) {
      return `${trail(payload, state.why)}<p class="soft">${escaped((problem as Error).message)}</p>`;
    }
  }
}

type Looks = ReadonlyMap<string, Look>;

// The author's title where there is one.
function title_of(payload: Payload, name: string): string {
  const indicator = payload.indicators.find((one) => one.name === name);
  return indicator ? indicator_title(indicator) : readable_name(name);
}

/** The one cause that is the same number in both runs at this instant: a step that explains nothing. */
function the_same({ causes: [cause, ...others], value, against }: Explanation): Cause | undefined {
  if (!cause || others.length > 0 || cause.leaf || cause.through) return undefined;
  return cause.value === value && cause.against === against ? cause : undefined;
}

function trail(payload: Payload, path: string[]): string {
  if (path.length < 2) return "";
  const parts = path.map((name, i) => {
    const words = escaped(title_of(payload, name));
    if (i === path.length - 1) return `<li aria-current="step">${words}</li>`;
    return `<li><button type="button" data-back="${i}" data-key="back-${i}">${words}</button></li>`;
  });
  return `<ol class="trail">${parts.join("")}</ol>`;
}

function sentence({ payload, state }: View, found: Explanation, looks: Looks): string {
  const look = looks.get(found.variable);
  const against = state.kept[state.against]?.name ?? policy_of(payload, payload.baseline).title;
  const difference = look === "share" ? points_text(found.difference) : with_unit(Math.abs(found.difference), found.unit);
  const words = found.difference === 0 ? "the same as" : `${difference} ${found.difference > 0 ? "higher" : "lower"} than`;
  return (
    `<p><b>${escaped(title_of(payload, found.variable))}</b> is ${escaped(with_unit(found.value, found.unit, look))} at ` +
    `${escaped(moment(payload, number_text(found.time)))}: ${escaped(words)} with \u201c${escaped(against)}\u201d ` +
    `(${number_text(found.against, look)}). ${found.causes.length > 0 ? "Moved by:" : ""}</p>`
  );
}

function causes(found: Explanation, times: Float64Array, looks: Looks): string {
  const look = looks.get(found.variable);
  if (found.causes.length === 0) {
    return `<p class="soft">Nothing stands behind it in the model: it is set directly.</p>`;
  }
  const largest = Math.max(...found.causes.map(({ contribution }) => Math.abs(contribution)), 1e-300);
  const shown = found.causes.slice(0, kMost);
  const hidden = found.causes.slice(kMost);
  const rows = shown.map((cause) => cause_row(cause, found, largest, times, looks));
  const rest = hidden.reduce((sum, { contribution }) => sum + contribution, 0);
  const notes: string[] = [];
  if (hidden.length > 0) notes.push(`${hidden.length} smaller causes together: ${signed(rest, found.unit, look)}.`);
  if (!found.exact) notes.push("Of so many causes some orders were drawn.");
  if (!found.possible) notes.push("An equation has no value when only some of its inputs change.");
  if (Math.abs(found.rest) > 5e-4 * Math.abs(found.difference)) {
    notes.push(`What the split leaves over, because causes act together: ${signed(found.rest, found.unit, look)}.`);
  }
  return (
    `<table class="causes"><thead><tr><th scope="col">Cause</th><th scope="col">Over time</th><th scope="col">Now</th>` +
    `<th scope="col" colspan="2">Its part of the difference</th></tr></thead><tbody>${rows.join("")}</tbody></table>` +
    `<p class="soft">The parts add up to the difference. They say what moved the numbers of this model between these two runs, no more. ${escaped(notes.join(" "))}</p>`
  );
}

function signed(value: number, unit: string, look?: Look): string {
  if (look === "share") return (value > 0 ? "+" : value < 0 ? "\u2212" : "") + points_text(value);
  return (value > 0 ? "+" : "") + with_unit(value, unit);
}

function cause_row(cause: Cause, found: Explanation, largest: number, times: Float64Array, looks: Looks): string {
  const look = looks.get(cause.name);
  const curves = spark(
    times,
    [
      { y: cause.against_series, style: kBaselineStyle },
      { y: cause.series, style: line_style(0) },
    ],
    found.time,
  );
  const name = escaped(readable_name(cause.name));
  const elements = cause.elements.length > 1 ? ` <small>${escaped(cause.elements.map(readable_name).join(", "))}</small>` : "";
  const through = cause.through ? ` <small>through ${escaped(readable_name(cause.through))}</small>` : "";
  const kind = kKinds[cause.kind] ? ` <small>${kKinds[cause.kind]}</small>` : "";
  const follow =
    (cause.leaf
      ? name
      : `<button type="button" data-follow="${escaped(cause.name)}" data-key="follow-${escaped(cause.name)}">${name}</button>`) + elements + kind + through;
  const up = cause.contribution >= 0;
  return (
    `<tr><th scope="row">${follow}</th><td>${curves}</td><td>${escaped(with_unit(cause.value, cause.unit, look))} ` +
    `<small>instead of ${number_text(cause.against, look)}</small></td>` +
    `<td>${bar(cause.contribution / largest, up ? "#0072b2" : "#a13d00")}</td>` +
    `<td>${escaped(signed(cause.contribution, found.unit, looks.get(found.variable)))}</td></tr>`
  );
}
