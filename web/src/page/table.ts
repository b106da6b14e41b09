import { value_at } from "../chart/series.ts";
import { swatch } from "../chart/small.ts";
import type { Indicator } from "../payload/payload.ts";
import { escaped } from "../text/markup.ts";
import { change_text, number_text, unit_text } from "../text/number_text.ts";
import { indicator_title } from "./charts.ts";
import { find, put } from "./dom.ts";
import { moment, type Row, rows_of, series, type View } from "./view.ts";

/** All indicators at the marked instant: better or worse in words and arrows. */
export class IndicatorTable {
  private readonly title_: HTMLElement;
  private readonly table_: HTMLElement;
  private readonly summary_: HTMLElement;

  constructor(root: HTMLElement) {
    this.title_ = find(root, ".indicators h2");
    this.table_ = find(root, ".indicators table");
    this.summary_ = find(root, ".summary");
  }

  show(view: View): void {
    const rows = columns_of(view);
    const when = moment(view.payload, number_text(view.state.time));
    put(this.title_, `At ${escaped(when)}, against \u201c${escaped(rows[0]?.label ?? "")}\u201d`);
    const head = rows.map(({ label, style }) => `<th scope="col">${swatch(style)}${escaped(label)}</th>`);
    const runs = view.ensemble ? `<th scope="col">Now better in</th>` : "";
    const body = view.payload.indicators.map((indicator) => this.row_(view, rows, indicator));
    put(
      this.table_,
      `<thead><tr><th scope="col">Indicator</th>${head.join("")}${runs}</tr></thead><tbody>${body.join("")}</tbody>`,
    );
  }

  /** Only what is set now has moved: its cells, and nothing around them. */
  move(view: View): void {
    const ends = columns_of(view).slice(0, 2);
    const cells = this.table_.querySelectorAll("td.now");
    view.payload.indicators.forEach((indicator, i) => {
      const [base = NaN, value = NaN] = ends.map((row) => (row ? value_of(view, row, indicator) : NaN));
      const cell = cells[i];
      if (cell) put(cell, cell_html(value, base, indicator));
    });
    for (const cell of this.table_.querySelectorAll("td.runs")) cell.textContent = "\u2026";
  }

  /** Says what came out, for those who listen. */
  say(view: View): void {
    put(this.summary_, escaped(summary_of(view)));
  }

  private row_(view: View, rows: Row[], indicator: Indicator): string {
    const values = rows.map((row) => value_of(view, row, indicator));
    const base = values[0] ?? NaN;
    const cells = values.map((value, i) => {
      if (i === 0) return `<td><b>${number_text(value, indicator.look)}</b></td>`;
      const now = i === 1 ? ' class="now"' : "";
      return `<td${now}>${cell_html(value, base, indicator)}</td>`;
    });
    const unit = unit_text(indicator.unit);
    return (
      `<tr><th scope="row"${indicator.documentation ? ` title="${escaped(indicator.documentation)}"` : ""}>${escaped(indicator_title(indicator))}${unit ? ` <small>${escaped(unit)}</small>` : ""}</th>` +
      `${cells.join("")}${this.runs_(view, indicator)}</tr>`
    );
  }

  private runs_({ ensemble, state }: View, { name, better }: Indicator): string {
    if (!ensemble) return "";
    const count = ensemble.spreads.get(name)?.better;
    if (!count || !better) return "<td>\u2013</td>";
    const at = nearest(ensemble.times, state.time);
    return `<td class="runs">${count[at] ?? 0} of ${ensemble.runs} runs</td>`;
  }
}

// What is set now stands beside the baseline, where a phone shows it without scrolling.
function columns_of(view: View): Row[] {
  const rows = rows_of(view);
  return [...rows.slice(0, 1), ...rows.slice(-1), ...rows.slice(1, -1)];
}

function value_of(view: View, { result }: Row, indicator: Indicator): number {
  return value_at(result.times, series(result, indicator.name), view.state.time);
}

function cell_html(value: number, base: number, { better, look }: Indicator): string {
  const change = change_text(value, base, better, look);
  const words = change.direction === "same" ? "the\u00a0same" : `${change.text} ${change.word}`;
  return `<b>${number_text(value, look)}</b> <span class="${change.direction}">${change.arrow}\u00a0${words}</span>`;
}

function nearest(times: Float64Array, time: number): number {
  let best = 0;
  times.forEach((one, i) => {
    if (Math.abs(one - time) < Math.abs((times[best] ?? 0) - time)) best = i;
  });
  return best;
}

/** One sentence on what the change does. */
export function summary_of(view: View): string {
  const rows = rows_of(view);
  const now = rows.at(-1);
  const better: string[] = [];
  const worse: string[] = [];
  for (const indicator of view.payload.indicators) {
    const [value, base] = [view.now, view.baseline].map((result) =>
      value_at(result.times, series(result, indicator.name), view.state.time),
    );
    const change = change_text(value ?? NaN, base ?? NaN, indicator.better, indicator.look);
    const words = `${indicator_title(indicator)} ${change.text}`;
    if (change.direction === "better") better.push(words);
    if (change.direction === "worse") worse.push(words);
  }
  const when = moment(view.payload, number_text(view.state.time));
  const against = rows[0]?.label ?? "";
  if (better.length + worse.length === 0) return `${now?.title}: at ${when} nothing differs from ${against}.`;
  const part = (word: string, list: string[]) => (list.length > 0 ? `${word}: ${list.join("; ")}. ` : "");
  return `${now?.title}, at ${when} against ${against}. ${part("Better", better)}${part("Worse", worse)}`.trim();
}
