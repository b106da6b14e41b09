import { wrapped, text_width } from "../text/font.ts";
import { escaped } from "../text/markup.ts";
import { type Chart, kFonts, kInk, kSoft, Plot } from "./chart.ts";
import type { LineStyle } from "./palette.ts";

/** A picture to take away: title, legend, charts, and what they are. */
export interface Sheet {
  title: string;
  question: string;
  legend: { text: string; style: LineStyle }[];
  charts: Chart[];
  notes: string[];
}

export const kChartSize: [number, number] = [350, 200];
const kMargin = 24;
const kColumnGap = 26;
const kRowGap = 20;

/** One self-contained SVG. */
export function sheet_svg(sheet: Sheet): string {
  const columns = Math.min(3, Math.max(2, sheet.charts.length));
  const inner = columns * kChartSize[0] + (columns - 1) * kColumnGap;
  const width = inner + 2 * kMargin;
  const parts: string[] = [];
  let y = kMargin;
  const write = (text: string, size: number, color: string, bold: boolean) => {
    for (const row of wrapped(text, inner, size, bold, 3)) {
      y += size * 1.25;
      parts.push(
        `<text x="${kMargin}" y="${y.toFixed(1)}" font-size="${size}" fill="${color}"${bold ? ' font-weight="700"' : ""}>${escaped(row)}</text>`,
      );
    }
  };
  write(sheet.title, 20, kInk, true);
  if (sheet.question) write(sheet.question, 13, kInk, false);
  y += 12;
  y = legend(sheet.legend, parts, y, inner);
  y += 14;
  sheet.charts.forEach((chart, i) => {
    const x = kMargin + (i % columns) * (kChartSize[0] + kColumnGap);
    const top = y + Math.floor(i / columns) * (kChartSize[1] + kRowGap);
    parts.push(new Plot(chart).svg().replace("<svg ", `<svg x="${x}" y="${top.toFixed(1)}" `));
  });
  y += Math.ceil(sheet.charts.length / columns) * (kChartSize[1] + kRowGap);
  for (const note of sheet.notes.filter(Boolean)) write(note, 10.5, kSoft, false);
  const height = Math.ceil(y + kMargin);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `font-family="${kFonts}"><title>${escaped(sheet.title)}</title><rect width="${width}" height="${height}" fill="#fff"/>${parts.join("")}</svg>`
  );
}

function legend(items: Sheet["legend"], parts: string[], top: number, inner: number): number {
  let x = kMargin;
  let y = top + 12;
  for (const { text, style } of items) {
    const width = 36 + text_width(text, 12) + 22;
    if (x > kMargin && x + width > kMargin + inner) {
      x = kMargin;
      y += 18;
    }
    const dash = style.dash ? ` stroke-dasharray="${style.dash}"` : "";
    parts.push(
      `<path d="M${x.toFixed(1)} ${y - 4}h28" stroke="${style.color}" stroke-width="${style.width}"${dash}/>` +
        `<text x="${(x + 36).toFixed(1)}" y="${y}" font-size="12" fill="${kInk}">${escaped(text)}</text>`,
    );
    x += width;
  }
  return y;
}
