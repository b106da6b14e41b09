import { kChartSize, type Sheet, sheet_svg } from "../chart/sheet.ts";
import { rounded_range } from "../chart/range.ts";
import { has_address } from "../state/address.ts";
import { unit_text } from "../text/number_text.ts";
import type { App } from "./app.ts";
import { chart_of, indicator_title, needed_range, shown_indicators } from "./charts.ts";
import { find } from "./dom.ts";
import { band_sentence } from "./legend.ts";
import { kNow, rows_of, series, type View } from "./view.ts";

function sheet_of(view: View): Sheet {
  const { payload, state } = view;
  const future = payload.futures.find(({ id }) => id === state.future);
  return {
    title: payload.title,
    question: payload.question,
    legend: rows_of(view).map(({ label, title, style }, i) => ({
      text: i === 0 ? `${title} (baseline)` : label === kNow ? `${kNow}: ${title}` : title,
      style,
    })),
    charts: shown_indicators(view).map((indicator) =>
      chart_of(view, indicator, rounded_range(needed_range(view, indicator.name)), kChartSize),
    ),
    notes: [
      payload.futures.length > 1 ? `Future: ${future?.title ?? state.future}.` : "",
      view.ensemble ? band_sentence(view) : "",
      `Not a forecast: it follows from the model's assumptions. Slackwater ${payload.version}; fingerprint ${view.now.fingerprint.slice(0, 16)}, baseline ${view.baseline.fingerprint.slice(0, 16)}.`,
    ],
  };
}

/** Everything drawn, as a table: a row per time, a column per indicator and scenario. */
export function csv_of(view: View): string {
  const rows = rows_of(view);
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const head = [view.payload.time.unit || "time"];
  const columns: Float64Array[] = [];
  for (const indicator of view.payload.indicators) {
    const unit = unit_text(indicator.unit);
    for (const { label, result } of rows) {
      head.push(`${indicator_title(indicator)}${unit ? ` [${unit}]` : ""}: ${label}`);
      columns.push(series(result, indicator.name));
    }
  }
  const number = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? "" : String(value);
  const lines = [...view.baseline.times].map((time, i) =>
    [String(time), ...columns.map((values) => number(values[i]))].join(","),
  );
  return [head.map(quoted).join(","), ...lines].join("\r\n") + "\r\n";
}

async function png_of(svg: string): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("The browser made no picture."))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  const url = URL.createObjectURL(blob);
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Link, picture, table and paper. */
export class TakeAway {
  private view_: View | undefined;
  private readonly said_: HTMLElement;

  constructor(root: HTMLElement, app: App) {
    this.said_ = find(root, ".said");
    find(root, '[data-take="link"]').hidden = !has_address();
    const name = app.payload.title.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "").slice(0, 50) || "page";
    const acts: Record<string, (view: View) => unknown> = {
      link: () => this.copy_link(),
      svg: (view) => save(new Blob([sheet_svg(sheet_of(view))], { type: "image/svg+xml" }), `${name}.svg`),
      png: async (view) => save(await png_of(sheet_svg(sheet_of(view))), `${name}.png`),
      csv: (view) => save(new Blob([csv_of(view)], { type: "text/csv" }), `${name}.csv`),
      print: () => window.print(),
    };
    for (const [what, act] of Object.entries(acts)) {
      find(root, `[data-take="${what}"]`).addEventListener("click", () => {
        if (!this.view_) return;
        Promise.resolve(act(this.view_)).catch((problem: Error) => this.say_(problem.message));
      });
    }
  }

  show(view: View): void {
    this.view_ = view;
  }

  private async copy_link(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      this.say_("Link copied.");
    } catch {
      this.say_("The browser does not let the page copy. The address bar has the link.");
    }
  }

  private say_(words: string): void {
    this.said_.textContent = words;
    setTimeout(() => (this.said_.textContent = ""), 5000);
  }
}
