import { shortened, text_width, wrapped } from "../text/font.ts";
import { escaped } from "../text/markup.ts";
import { type Look, number_text } from "../text/number_text.ts";
import { some_labels, spread_labels } from "./end_labels.ts";
import { readable_on_white, type LineStyle } from "./palette.ts";
import { area_data, path_data } from "./polyline.ts";
import { kTicks, type Range } from "./range.ts";
import { last_number, value_at } from "./series.ts";
import { nice_ticks, tick_digits, tick_text, time_ticks } from "./ticks.ts";

/** One curve of a chart, with the band and the median of its uncertain runs where there are any. */
export interface ChartLine {
  label: string;
  y: ArrayLike<number>;
  style: LineStyle;
  band?: { low: ArrayLike<number>; median: ArrayLike<number>; high: ArrayLike<number> } | undefined;
}

/** What to draw; texts are plain and are escaped when drawn. */
export interface Chart {
  title: string;
  subtitle: string;
  times: ArrayLike<number>;
  time_unit: string;
  range: Range;
  look?: Look | undefined;
  lines: ChartLine[];
  width: number;
  height: number;
}

export const kFonts =
  "Helvetica Neue,Helvetica,Arial,Liberation Sans,DejaVu Sans,sans-serif";
export const kInk = "#1f2933";
export const kSoft = "#52606d";
const kGrid = "#e4e7eb";
export const kAxis = "#9aa5b1";
const kTitleSize = 12.5;
const kTextSize = 10;
const kLabelSize = 10;
const kLineHeight = 12;
const kHead = 38;
const kLabelTop = 27;
const kFoot = 18;
const kGap = 7; // between the end of the lines and their labels
const kLargestLabelPart = 0.34; // of the width

interface EndLabel {
  line: number;
  name: string[];
  value: string;
  height: number;
}

/**
 * A chart laid out: axes with round ticks, curves, bands, and end labels that never overlap. The
 * same pieces make a whole SVG for the page, an export and paper, and the few parts that change
 * while a lever is dragged.
 */
export class Plot {
  readonly left: number;
  readonly right: number;
  readonly top = kHead;
  readonly bottom: number;
  private readonly x_: Float64Array;
  private readonly t0_: number;
  private readonly t1_: number;
  private readonly y_ticks_: number[];
  private readonly y_digits_: number;
  private readonly label_width_: number;

  constructor(readonly chart: Chart) {
    const { times, range, width, height } = chart;
    this.t0_ = times[0] ?? 0;
    this.t1_ = Math.max(times[times.length - 1] ?? 1, this.t0_ + 1e-12);
    this.y_ticks_ = nice_ticks(range.low, range.high, kTicks);
    this.y_digits_ = tick_digits(this.y_ticks_);
    const texts = this.y_ticks_.map((tick) => text_width(tick_text(tick, this.y_digits_, chart.look), kTextSize));
    this.left = Math.max(...texts, text_width(chart.time_unit, kTextSize)) + 9;
    this.bottom = height - kFoot;
    this.label_width_ = this.widest_label_();
    this.right = width - (this.label_width_ > 0 ? this.label_width_ + kGap + 2 : 10);
    this.x_ = Float64Array.from(times, (time) => this.px(time));
  }

  px(time: number): number {
    return this.left + ((time - this.t0_) / (this.t1_ - this.t0_)) * (this.right - this.left);
  }

  py(value: number): number {
    const { low, high } = this.chart.range;
    return this.bottom - ((value - low) / (high - low)) * (this.bottom - this.top);
  }

  /** The time under a horizontal position, in the pixels of the drawing. */
  time_at(x: number): number {
    const part = (x - this.left) / (this.right - this.left);
    return this.t0_ + Math.min(1, Math.max(0, part)) * (this.t1_ - this.t0_);
  }

  svg(): string {
    const { width, height } = this.chart;
    return (
      `<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
      `width="${width}" height="${height}" role="img" aria-label="${escaped(this.description())}" ` +
      `font-family="${kFonts}">${this.frame_()}${this.clip_(this.bands_() + this.curves_())}` +
      `<g class="ends">${this.ends()}</g><g class="cursor"></g></svg>`
    );
  }

  /** All that is drawn, in words. */
  description(): string {
    const { title, subtitle, lines, look } = this.chart;
    const text = lines.map(({ label, y }) => {
      const from = number_text(y[0] ?? NaN, look);
      return ` ${label}: from ${from} to ${number_text(last_number(y), look)}.`;
    });
    return `${title}, ${subtitle}.${text.join("")}`;
  }

  line_path(line: number): string {
    return path_data(this.x_, this.pixels_(this.chart.lines[line]?.y ?? []));
  }

  /** The labels at the line ends with what they say now. */
  ends(): string {
    const labels = this.end_labels_();
    const wanted = labels.map(({ line }) => {
      const y = this.py(last_number(this.chart.lines[line]?.y ?? []));
      return Math.min(this.bottom + 8, Math.max(this.top - 8, y));
    });
    const heights = labels.map(({ height }) => height);
    const centres = spread_labels(wanted, heights, kLabelTop, this.bottom + 5);
    return labels
      .map((label, i) => this.end_label_(label, wanted[i] ?? 0, centres[i] ?? 0))
      .join("");
  }

  /** The same instant in every chart: a line, a dot on each curve and, if asked for, its value. */
  cursor(time: number, values: boolean): string {
    const x = this.px(time);
    const ys = this.chart.lines.map(({ y }) => value_at(this.chart.times, y, time));
    const drawn = ys.map((y, i) => [y, i] as const).filter(([y]) => Number.isFinite(y));
    const inside = drawn.filter(([y]) => this.py(y) >= this.top - 1 && this.py(y) <= this.bottom + 1);
    const dots = inside.map(([y, i]) => {
      const { color } = this.chart.lines[i]!.style;
      return (
        `<circle cx="${x.toFixed(1)}" cy="${this.py(y).toFixed(1)}" r="3" fill="${color}" ` +
        `stroke="#fff" stroke-width="1"/>`
      );
    });
    const line =
      `<path d="M${x.toFixed(1)} ${this.top - 4}V${this.bottom}" stroke="${kSoft}" ` +
      `stroke-width="1"${values ? "" : ' stroke-dasharray="1.5 2.5"'}/>`;
    return line + dots.join("") + (values ? this.cursor_values_(x, drawn) : "");
  }

  private cursor_values_(x: number, drawn: (readonly [number, number])[]): string {
    const wanted = drawn.map(([y]) => Math.min(this.bottom, Math.max(this.top, this.py(y))));
    const centres = spread_labels(wanted, wanted.map(() => kLineHeight), this.top - 8, this.bottom + 4);
    const widest = Math.max(0, ...drawn.map(([y]) => text_width(number_text(y, this.chart.look), kLabelSize, true)));
    const before = x + 8 + widest > this.right;
    return drawn
      .map(([y, i], k) => {
        const color = readable_on_white(this.chart.lines[i]!.style.color);
        return (
          `<text x="${(x + (before ? -7 : 7)).toFixed(1)}" y="${((centres[k] ?? 0) + 3.5).toFixed(1)}" ` +
          `font-size="${kLabelSize}" font-weight="700" fill="${color}" stroke="#fff" ` +
          `stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"` +
          `${before ? ' text-anchor="end"' : ""}>${number_text(y, this.chart.look)}</text>`
        );
      })
      .join("");
  }

  private most_label_(): number {
    return this.chart.width * kLargestLabelPart;
  }

  private end_labels_(): EndLabel[] {
    const { lines } = this.chart;
    const last = lines.map(({ y }) => last_number(y));
    const there = last.map((_, i) => i).filter((i) => Number.isFinite(last[i]));
    const room = this.bottom + 5 - kLabelTop;
    const ghost = there.findIndex((i) => lines[i]?.style.ghost);
    const most = Math.max(1, Math.floor(room / kLineHeight));
    const chosen = some_labels(there.map((i) => last[i] ?? 0), ghost, most).map((k) => there[k] ?? 0);
    const width = this.most_label_();
    const made = (rows: number) =>
      chosen.map((line) => {
        const value = number_text(last[line] ?? NaN, this.chart.look);
        const name = lines[line]?.label ?? "";
        if (rows > 0) return label_of(line, wrapped(name, width, kLabelSize, true, rows), value);
        const left = width - text_width(value + " ", kLabelSize, true);
        return label_of(line, [], `${value}\u00a0${shortened(name, left, kLabelSize)}`);
      });
    // Name above value where there is room for it; else on one line.
    for (const rows of [2, 1]) {
      const labels = made(rows);
      if (labels.reduce((sum, { height }) => sum + height, 0) <= room) return labels;
    }
    return made(0);
  }

  private widest_label_(): number {
    let widest = 0;
    for (const { name, value } of this.end_labels_()) {
      for (const text of [...name, value]) {
        widest = Math.max(widest, text_width(text, kLabelSize, true));
      }
    }
    // Values change while a lever is dragged; the axis must not.
    return widest > 0 ? Math.max(widest, text_width("88,888", kLabelSize)) : 0;
  }

  private end_label_(label: EndLabel, line_end: number, centre: number): string {
    const line = this.chart.lines[label.line];
    const color = readable_on_white(line?.style.color ?? kInk);
    const x = (this.right + kGap).toFixed(1);
    const count = Math.min(line?.y.length ?? 0, this.x_.length);
    const from = count > 0 ? (this.x_[count - 1] ?? this.right) : this.right;
    let y = centre - label.height / 2 + kLineHeight - 2.8;
    const row = (text: string, bold: boolean) => {
      const at = y.toFixed(1);
      y += kLineHeight;
      const weight = bold ? ' font-weight="700"' : "";
      return `<text x="${x}" y="${at}" font-size="${kLabelSize}"${weight} fill="${color}">${escaped(text)}</text>`;
    };
    return (
      `<path d="M${(from + 1).toFixed(1)} ${line_end.toFixed(1)}L${(this.right + kGap - 2).toFixed(1)} ` +
      `${centre.toFixed(1)}" stroke="${color}" stroke-width="0.8" stroke-opacity="0.7"/>` +
      label.name.map((part) => row(part, true)).join("") +
      row(label.value, false)
    );
  }

  private pixels_(values: ArrayLike<number>): Float64Array {
    const { low, high } = this.chart.range;
    const span = high - low;
    // Far outside, coordinates would lose their meaning; just outside is enough to leave the frame.
    return Float64Array.from({ length: Math.min(values.length, this.x_.length) }, (_, i) =>
      this.py(Math.min(high + span, Math.max(low - span, values[i] as number))),
    );
  }

  // A nested SVG cuts what leaves the frame, with room for half a line's width.
  private clip_(content: string): string {
    const [x, y] = [this.left - 2, this.top - 3];
    const [width, height] = [this.right - this.left + 4, this.bottom - this.top + 6];
    const box = [x, y, width, height].map((v) => v.toFixed(1));
    return (
      `<svg x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" ` +
      `viewBox="${box.join(" ")}">${content}</svg>`
    );
  }

  private bands_(): string {
    return this.chart.lines
      .map(({ band, style }) => {
        if (!band) return "";
        const area = area_data(this.x_, this.pixels_(band.high), this.pixels_(band.low));
        const median = path_data(this.x_, this.pixels_(band.median));
        return (
          `<path class="band" d="${area}" fill="${style.color}" fill-opacity="0.15"/>` +
          `<path class="band" d="${median}" fill="none" stroke="${style.color}" ` +
          `stroke-width="1.3" stroke-dasharray="1 3" stroke-linecap="round"/>`
        );
      })
      .join("");
  }

  private curves_(): string {
    return this.chart.lines
      .map(({ style }, i) => {
        const dash = style.dash ? ` stroke-dasharray="${style.dash}"` : "";
        return (
          `<path class="line" data-line="${i}" d="${this.line_path(i)}" fill="none" ` +
          `stroke="${style.color}" stroke-width="${style.width}" stroke-linejoin="round"${dash}/>`
        );
      })
      .join("");
  }

  private frame_(): string {
    const { title, subtitle, width } = this.chart;
    const text = (x: number, y: number, content: string, more = "") =>
      `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${kTextSize}" fill="${kSoft}"${more}>${escaped(content)}</text>`;
    const head =
      `<text x="0" y="12" font-size="${kTitleSize}" font-weight="700" fill="${kInk}">` +
      `${escaped(shortened(title, width - 44, kTitleSize, true))}</text>` +
      text(0, 25, shortened(subtitle, width - 4, kTextSize));
    return head + this.y_axis_(text) + this.x_axis_(text);
  }

  private y_axis_(text: (x: number, y: number, content: string, more?: string) => string): string {
    return this.y_ticks_
      .map((tick) => {
        const y = this.py(tick);
        const color = tick === 0 ? kAxis : kGrid;
        return (
          `<path d="M${this.left.toFixed(1)} ${y.toFixed(1)}H${this.right.toFixed(1)}" stroke="${color}"/>` +
          text(this.left - 6, y + 3.4, tick_text(tick, this.y_digits_, this.chart.look), ' text-anchor="end"')
        );
      })
      .join("");
  }

  private x_axis_(text: (x: number, y: number, content: string, more?: string) => string): string {
    const { time_unit } = this.chart;
    const room = Math.min(6, Math.max(2, Math.floor((this.right - this.left) / 38)));
    const ticks = time_ticks(this.t0_, this.t1_, room, time_unit);
    const digits = tick_digits(ticks);
    const axis = `<path d="M${this.left.toFixed(1)} ${this.bottom}H${this.right.toFixed(1)}" stroke="${kAxis}"/>`;
    const marks = ticks.map((tick) => {
      const x = this.px(tick);
      return (
        `<path d="M${x.toFixed(1)} ${this.bottom}v3.5" stroke="${kAxis}"/>` +
        text(x, this.bottom + 14, tick_text(tick, digits), ' text-anchor="middle"')
      );
    });
    return axis + marks.join("") + text(this.left - 6, this.bottom + 14, time_unit, ' text-anchor="end"');
  }
}

function label_of(line: number, name: string[], value: string): EndLabel {
  return { line, name, value, height: (name.length + 1) * kLineHeight };
}
