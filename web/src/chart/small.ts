// Small drawings within text and tables.

import type { LineStyle } from "./palette.ts";
import { path_data } from "./polyline.ts";
import { range_of } from "./range.ts";

/** A piece of line as it is drawn in the charts. */
export function swatch(style: LineStyle): string {
  const dash = style.dash ? ` stroke-dasharray="${style.dash}"` : "";
  return (
    `<svg class="swatch" viewBox="0 0 28 8" width="28" height="8" aria-hidden="true">` +
    `<path d="M1 4H27" stroke="${style.color}" stroke-width="${style.width}"${dash}/></svg>`
  );
}

export interface SparkLine {
  y: ArrayLike<number>;
  style: LineStyle;
}

/** Two or more curves without axes. */
export function spark(times: ArrayLike<number>, lines: SparkLine[], mark: number): string {
  const [width, height] = [108, 30];
  const { low, high } = range_of(lines.map(({ y }) => y));
  const t0 = times[0] ?? 0;
  const t1 = times[times.length - 1] ?? 1;
  const px = (time: number) => 1 + ((time - t0) / (t1 - t0 || 1)) * (width - 2);
  const py = (value: number) => height - 2 - ((value - low) / (high - low || 1)) * (height - 4);
  const x = Float64Array.from(times, px);
  const paths = lines.map(({ y, style }) => {
    const dash = style.dash ? ` stroke-dasharray="${style.dash}"` : "";
    const data = path_data(x, Float64Array.from(y, py));
    return `<path d="${data}" fill="none" stroke="${style.color}" stroke-width="1.6"${dash}/>`;
  });
  const at = px(mark).toFixed(1);
  return (
    `<svg class="spark" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `aria-hidden="true"><path d="M${at} 0V${height}" stroke="#9aa5b1" stroke-dasharray="1.5 2.5"/>` +
    `${paths.join("")}</svg>`
  );
}

/** A bar from the middle: to the right for what adds, to the left for what takes away. */
export function bar(share: number, color: string): string {
  const [width, height] = [90, 10];
  const length = Math.min(1, Math.abs(share)) * (width / 2 - 1);
  const x = share < 0 ? width / 2 - length : width / 2;
  return (
    `<svg class="bar" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `aria-hidden="true"><rect x="${x.toFixed(1)}" y="1" width="${length.toFixed(1)}" height="8" ` +
    `fill="${color}"/><path d="M${width / 2} 0V${height}" stroke="#52606d"/></svg>`
  );
}
