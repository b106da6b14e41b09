import type { Chart, ChartLine } from "../chart/chart.ts";
import { LiveChart } from "../chart/live_chart.ts";
import { range_of, steady_range, type Range } from "../chart/range.ts";
import type { Indicator } from "../payload/payload.ts";
import { escaped } from "../text/markup.ts";
import { number_text, readable_name, unit_text } from "../text/number_text.ts";
import type { App } from "./app.ts";
import { find, on } from "./dom.ts";
import { moment, rows_of, series, type View } from "./view.ts";

const kFirst = 6; // charts before "show all"

export function indicator_title(indicator: Indicator): string {
  return indicator.title || readable_name(indicator.name);
}

export function indicator_subtitle({ unit, better, look }: Indicator): string {
  const parts = [look === "share" ? "share" : unit_text(unit) || "no unit"];
  if (better) parts.push(`${better === "up" ? "more" : "less"} is better`);
  return parts.join(" \u00b7 ");
}

/** The indicators that are drawn: those that the story step names are always among them. */
export function shown_indicators({ payload, state }: View): Indicator[] {
  if (state.all_indicators) return payload.indicators;
  const named = payload.story[state.step]?.indicators ?? [];
  return payload.indicators.filter(({ name }, i) => i < kFirst || named.includes(name));
}

/** What a chart shows, drawn alike on the page, in exports and on paper. */
export function chart_of(view: View, indicator: Indicator, range: Range, size: [number, number]): Chart {
  return {
    title: indicator_title(indicator),
    subtitle: indicator_subtitle(indicator),
    times: view.baseline.times,
    time_unit: view.payload.time.unit,
    range,
    look: indicator.look,
    lines: lines_of(view, indicator.name),
    width: size[0],
    height: size[1],
  };
}

function lines_of(view: View, name: string): ChartLine[] {
  const rows = rows_of(view);
  return rows.map(({ label, style, result }, i) => ({
    label,
    style,
    y: series(result, name),
    band: i === rows.length - 1 ? view.ensemble?.spreads.get(name) : undefined,
  }));
}

export function needed_range(view: View, name: string): Range {
  const values = lines_of(view, name).flatMap(({ y, band }) => (band ? [y, band.low, band.high] : [y]));
  return range_of(values);
}

/** Small multiples of the indicators; the same instant is marked in all of them. */
export class Charts {
  private readonly grid_: HTMLElement;
  private readonly readout_: HTMLElement;
  private readonly time_: HTMLInputElement;
  private readonly more_: HTMLButtonElement;
  private readonly live_ = new Map<string, LiveChart>();
  private readonly ranges_ = new Map<string, Range>();
  private view_: View | undefined;
  private width_ = 0;
  private step_ = -1;
  private hover_: number | null = null;

  constructor(
    root: HTMLElement,
    private readonly app_: App,
  ) {
    this.grid_ = find(root, ".charts");
    this.readout_ = find(root, ".readout");
    this.time_ = find<HTMLInputElement>(root, ".time input");
    this.more_ = find<HTMLButtonElement>(root, ".more");
    this.grid_.classList.toggle("mute", app_.session.ask((model) => !model.why));
    this.more_.addEventListener("click", () => app_.change({ all_indicators: !app_.state.all_indicators }));
    this.hear_time_();
    this.hear_pointer_();
    new ResizeObserver(() => this.resized_()).observe(this.grid_);
  }

  show(view: View): void {
    this.view_ = view;
    const indicators = shown_indicators(view);
    this.place_(indicators);
    const size = this.size_();
    const named = view.payload.story[view.state.step]?.indicators ?? [];
    // A phone shows the step's charts first.
    if (this.step_ !== view.state.step) this.grid_.scrollLeft = 0;
    this.step_ = view.state.step;
    for (const indicator of indicators) {
      const { name } = indicator;
      const range = steady_range(this.ranges_.get(name), needed_range(view, name));
      this.ranges_.set(name, range);
      this.live_.get(name)?.draw(chart_of(view, indicator, range, size));
      this.figure_(name)?.classList.toggle("named", named.includes(name));
    }
    this.more_.hidden = view.payload.indicators.length <= kFirst;
    this.more_.textContent = view.state.all_indicators
      ? "Show the first six"
      : `Show all ${view.payload.indicators.length} indicators`;
    this.mark();
  }

  /** Moves the curve of what is set now; axes and everything else stay. */
  move(view: View): void {
    this.view_ = view;
    const last = rows_of(view).length - 1;
    for (const { name } of shown_indicators(view)) {
      this.live_.get(name)?.move(last, series(view.now, name));
    }
    this.mark();
  }

  private place_(indicators: Indicator[]): void {
    const names = indicators.map(({ name }) => name);
    if (names.join("\n") === [...this.live_.keys()].join("\n")) return;
    this.live_.clear();
    this.grid_.innerHTML = indicators.map(figure_html).join("");
    for (const name of names) {
      const holder = this.figure_(name)?.querySelector<HTMLElement>(".holder");
      if (holder) this.live_.set(name, new LiveChart(holder));
    }
  }

  private figure_(name: string): HTMLElement | null {
    return this.grid_.querySelector<HTMLElement>(`figure[data-name="${CSS.escape(name)}"]`);
  }

  private size_(): [number, number] {
    const first = this.grid_.querySelector<HTMLElement>("figure");
    this.width_ = Math.round(Math.min(560, Math.max(240, first?.clientWidth || 330)));
    return [this.width_, this.width_ > 430 ? 230 : 200];
  }

  private resized_(): void {
    const first = this.grid_.querySelector<HTMLElement>("figure");
    const width = Math.round(Math.min(560, Math.max(240, first?.clientWidth || 330)));
    if (this.view_ && first && first.clientWidth > 0 && Math.abs(width - this.width_) > 1) this.show(this.view_);
  }

  private hear_time_(): void {
    const { start, stop, save } = this.app_.payload.time;
    Object.assign(this.time_, { min: String(start), max: String(stop), step: String(save > 0 ? save : "any") });
    this.time_.addEventListener("input", () => this.app_.mark_time(Number(this.time_.value)));
  }

  private hear_pointer_(): void {
    const time = (event: MouseEvent) => {
      const figure = (event.target as Element).closest<HTMLElement>("figure");
      const live = this.live_.get(figure?.dataset["name"] ?? "");
      return live && (event.target as Element).closest(".holder") ? live.time_at(event.clientX) : null;
    };
    this.grid_.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      this.hover_ = time(event);
      this.mark();
    });
    this.grid_.addEventListener("pointerleave", () => {
      this.hover_ = null;
      this.mark();
    });
    this.grid_.addEventListener("click", (event) => {
      const at = time(event);
      if (at !== null) this.app_.mark_time(this.on_grid_(at));
    });
    on(this.grid_, "click", ".ask", (button) => {
      this.app_.change({ why: [button.dataset["name"] ?? ""] });
      document.querySelector(".why")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    });
  }

  private on_grid_(time: number): number {
    const { start, stop, save } = this.app_.payload.time;
    if (!(save > 0)) return time;
    return Math.min(stop, start + Math.round((time - start) / save) * save);
  }

  /** Marks the instant that is asked for, in all charts. */
  mark(): void {
    const { state, payload } = this.app_;
    const time = this.hover_ ?? state.time;
    for (const live of this.live_.values()) live.cursor(time, this.hover_ !== null);
    const words = `Values at ${moment(payload, number_text(this.on_grid_(time)))}`;
    if (this.readout_.textContent !== words) this.readout_.textContent = words;
    if (Number(this.time_.value) !== state.time) this.time_.value = String(state.time);
    this.time_.setAttribute("aria-valuetext", moment(payload, number_text(state.time)));
  }
}

function figure_html(indicator: Indicator): string {
  const title = escaped(indicator_title(indicator));
  const name = escaped(indicator.name);
  return (
    `<figure data-name="${name}"><div class="holder"></div>` +
    `<button type="button" class="ask" data-name="${name}" aria-label="Why is ${title} as it is?">why?</button></figure>`
  );
}
