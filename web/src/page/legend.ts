import { swatch } from "../chart/small.ts";
import { kHighPart, kLowPart } from "../run/ensemble.ts";
import { escaped } from "../text/markup.ts";
import type { App } from "./app.ts";
import { find, on, put } from "./dom.ts";
import { rows_of, type View } from "./view.ts";

/** What the band is, in words that anybody may quote. */
export function band_sentence(view: View): string {
  const { ensemble, payload } = view;
  if (!ensemble) return view.band_words;
  const middle = Math.round((kHighPart - kLowPart) * 100);
  const design = payload.samples?.design ? ` (${payload.samples.design})` : "";
  const failed = ensemble.failed > 0 ? ` ${ensemble.failed} more runs did not finish.` : "";
  return (
    `Shaded: the middle ${middle} % of ${ensemble.runs} runs of what is set now, in which the uncertain inputs vary ` +
    `as the scenario says${design}, at every time by itself. Dotted: their median. The line itself: every input at its default.${failed}`
  );
}

/** Which line is which, and what the shading means. */
export class Legend {
  private readonly list_: HTMLElement;
  private readonly words_: HTMLElement;
  private readonly band_: HTMLInputElement;

  constructor(root: HTMLElement, app: App) {
    this.list_ = find(root, ".legend");
    this.words_ = find(root, ".band-words");
    this.band_ = find<HTMLInputElement>(root, ".band-switch input");
    this.band_.addEventListener("change", () => app.change({ band: this.band_.checked }));
    on(this.list_, "click", ".drop", (button) => app.drop(Number(button.dataset["kept"])));
    find(root, ".band-switch").hidden = app.payload.samples === null;
  }

  show(view: View): void {
    const rows = rows_of(view);
    put(this.list_, rows.map((row, i) => item(row, i === 0, i === rows.length - 1)).join(""));
    this.band_.checked = view.state.band;
    this.words_.hidden = !view.state.band;
    put(this.words_, escaped(band_sentence(view)));
  }
}

function item(row: ReturnType<typeof rows_of>[number], first: boolean, last: boolean): string {
  const drop =
    row.kept >= 0
      ? ` <button type="button" class="drop" data-kept="${row.kept}" aria-label="Drop ${escaped(row.title)}">\u00d7</button>`
      : "";
  const text = first
    ? `<b>${escaped(row.title)}</b> <small>baseline</small>`
    : last
      ? `<b>Now:</b> ${escaped(row.title)}`
      : `<b>${escaped(row.title)}</b>`;
  return `<li>${swatch(row.style)} ${text}${drop}</li>`;
}
