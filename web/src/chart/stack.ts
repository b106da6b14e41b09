import { escaped } from "../text/markup.ts";
import { kAxis, kFonts, kInk, kSoft } from "./chart.ts";
import { area_data } from "./polyline.ts";
import { tick_text, tick_digits, time_ticks } from "./ticks.ts";

/** One layer of a stack; positive values pile up above zero, negative ones below it. */
export interface Layer {
  label: string;
  color: string;
  values: number[];
}

const kWidth = 640;
const kHeight = 230;
const kLeft = 78;
const kRight = 622;
const kTop = 10;
const kBottom = 206;

/** Shares of a whole over time, each with its label inside where it is thickest. */
export function stack_svg(times: number[], time_unit: string, layers: Layer[], words: string): string {
  const t0 = times[0] ?? 0;
  const t1 = times[times.length - 1] ?? 1;
  const px = (time: number) => kLeft + ((time - t0) / (t1 - t0 || 1)) * (kRight - kLeft);
  const py = (share: number) => (kTop + kBottom) / 2 - (share * (kBottom - kTop)) / 2;
  const x = times.map(px);
  const up = times.map(() => 0);
  const down = times.map(() => 0);
  const areas: string[] = [];
  const names: string[] = [];
  for (const { label, color, values } of layers) {
    const inner: number[] = [];
    const outer: number[] = [];
    let widest = 0;
    let at = 0;
    times.forEach((_, i) => {
      const value = Number.isFinite(values[i]) ? (values[i] as number) : 0;
      const pile = value < 0 ? down : up;
      const from = pile[i] ?? 0;
      pile[i] = from + value;
      inner.push(py(from));
      outer.push(py(from + value));
      const thick = Math.abs(py(from + value) - py(from));
      const room = (x[i] ?? 0) > kLeft + 14 && (x[i] ?? 0) < kRight - 14;
      if (room && thick > widest) [widest, at] = [thick, i];
    });
    areas.push(
      `<path d="${area_data(x, outer, inner)}" fill="${color}" stroke="#fff" stroke-width="1"/>`,
    );
    if (widest > 13) {
      const y = ((inner[at] ?? 0) + (outer[at] ?? 0)) / 2 + 4;
      names.push(
        `<text x="${(x[at] ?? 0).toFixed(1)}" y="${y.toFixed(1)}" font-size="11" font-weight="700" ` +
          `text-anchor="middle" fill="${kInk}" stroke="#fff" stroke-width="3" paint-order="stroke">${escaped(label)}</text>`,
      );
    }
  }
  const text = (at: number, y: number, content: string, anchor: string) =>
    `<text x="${at.toFixed(1)}" y="${y.toFixed(1)}" font-size="10" fill="${kSoft}" text-anchor="${anchor}">${escaped(content)}</text>`;
  const ticks = time_ticks(t0, t1, 8, time_unit);
  const axis = ticks
    .map((tick) => text(px(tick), kBottom + 14, tick_text(tick, tick_digits(ticks)), "middle"))
    .join("");
  return (
    `<svg class="stack" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${kWidth} ${kHeight}" ` +
    `width="${kWidth}" height="${kHeight}" role="img" aria-label="${escaped(words)}" font-family="${kFonts}">` +
    `${areas.join("")}<path d="M${kLeft} ${py(0)}H${kRight}" stroke="${kInk}"/>` +
    `<path d="M${kLeft} ${kBottom}H${kRight}" stroke="${kAxis}"/>` +
    text(kLeft - 6, py(0.5), "reinforcing", "end") +
    text(kLeft - 6, py(0.5) + 12, "drives change", "end") +
    text(kLeft - 6, py(-0.5), "balancing", "end") +
    text(kLeft - 6, py(-0.5) + 12, "resists it", "end") +
    `${axis}${text(kLeft - 6, kBottom + 14, time_unit, "end")}${names.join("")}</svg>`
  );
}
