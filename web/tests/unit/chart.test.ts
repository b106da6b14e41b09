import assert from "node:assert/strict";
import { test } from "node:test";
import { type Chart, Plot } from "../../src/chart/chart.ts";
import { some_labels, spread_labels } from "../../src/chart/end_labels.ts";
import { kBaselineStyle, line_style, readable_on_white } from "../../src/chart/palette.ts";
import { area_data, path_data, simplified } from "../../src/chart/polyline.ts";
import { range_of, rounded_range, steady_range } from "../../src/chart/range.ts";
import { value_at } from "../../src/chart/series.ts";
import { sheet_svg } from "../../src/chart/sheet.ts";
import { text_width } from "../../src/text/font.ts";

test("labels move as little as possible and never overlap", () => {
  // Two labels of height 10 that want the same place share it: 5 up, 5 down.
  assert.deepEqual(spread_labels([50, 50], [10, 10], 0, 100), [45, 55]);
  assert.deepEqual(spread_labels([20, 80], [10, 10], 0, 100), [20, 80]);
  // At the edge the whole block gives way.
  assert.deepEqual(spread_labels([99, 99, 2], [10, 10, 10], 0, 100), [85, 95, 5]);
});

test("of too many labels the ends and the baseline stay", () => {
  const chosen = some_labels([1, 2, 3, 4, 5, 6, 7, 8], 4, 3);
  assert.deepEqual(chosen, [0, 4, 7]);
});

test("lines keep the points that matter and break at gaps", () => {
  assert.deepEqual(simplified([0, 1, 2, 3], [0, 0, 0, 5], 0, 3), [0, 2, 3]);
  assert.equal(path_data([0, 1, 2, 3], [0, 1, NaN, 3]), "M0 0L1 1M3 3L3 3");
  assert.equal(area_data([0, 10], [1, 1], [5, 5]), "M0 1L10 1L10 5L0 5Z");
});

test("ranges start at zero, have round ends and do not jump", () => {
  assert.deepEqual(rounded_range({ low: 3, high: 27.4 }), { low: 0, high: 30 });
  assert.deepEqual(rounded_range({ low: 5, high: 5 }), { low: 4.5, high: 5.5 });
  assert.deepEqual(range_of([[1, NaN, 3], [Infinity, -2]]), { low: -2, high: 3 });
  const before = { low: 0, high: 40 };
  assert.equal(steady_range(before, { low: 1, high: 25 }), before);
  assert.deepEqual(steady_range(before, { low: 1, high: 9 }), { low: 0, high: 10 });
  assert.deepEqual(steady_range(before, { low: 1, high: 41 }), { low: 0, high: 60 });
});

test("a value between two points lies on the line between them", () => {
  assert.equal(value_at([0, 2, 4], [0, 10, 0], 3), 5);
  assert.equal(value_at([0, 2, 4], [0, 10, 7], 9), 7);
  assert.equal(value_at([0, 2], [NaN, 10], 2), 10);
});

function chart(labels: string[], height = 200): Chart {
  return {
    title: "Lead <time>",
    subtitle: "week",
    times: [0, 52, 104],
    time_unit: "week",
    range: { low: 0, high: 40 },
    lines: labels.map((label, i) => ({
      label,
      y: [10, 20, 30 + 0.01 * i],
      style: i === 0 ? kBaselineStyle : line_style(i - 1),
    })),
    width: 330,
    height,
  };
}

function end_texts(svg: string): { x: number; y: number; size: number; text: string; bold: boolean }[] {
  const ends = svg.slice(svg.indexOf('class="ends"'));
  return [...ends.matchAll(/<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"( font-weight="700")?[^>]*>([^<]*)</g)].map(
    ([, x, y, size, bold, text]) => ({ x: Number(x), y: Number(y), size: Number(size), text: text ?? "", bold: Boolean(bold) }),
  );
}

test("end labels stay inside the picture and apart from each other", () => {
  const names = ["As it is", "Hold 22 % back and protect it", "A plan with a very long name that nobody reads", "Now"];
  for (const height of [120, 200]) {
    const texts = end_texts(new Plot(chart(names, height)).svg());
    assert.ok(texts.length >= 4);
    for (const { x, text, size, bold } of texts) assert.ok(x + text_width(text, size, bold) <= 330, text);
    const rows = texts.map(({ y }) => y).sort((a, b) => a - b);
    rows.slice(1).forEach((y, i) => assert.ok(y - (rows[i] ?? 0) >= 11.9, `rows ${rows}`));
  }
});

test("texts are escaped and all lines are in the words for screen readers", () => {
  const svg = new Plot(chart(["A & B", "Now"])).svg();
  assert.ok(svg.includes("Lead &lt;time&gt;") && !svg.includes("<time>"));
  assert.ok(svg.includes("A &amp; B: from 10 to 30. Now: from 10 to 30.0."));
});

test("colours of text reach the contrast of WCAG AA on white", () => {
  for (let i = 0; i < 6; ++i) {
    const parts = [1, 3, 5].map((at) => parseInt(readable_on_white(line_style(i).color).slice(at, at + 2), 16) / 255);
    const [r = 0, g = 0, b = 0] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    assert.ok(1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) >= 4.5);
  }
});

test("a sheet carries title, legend and charts in one picture", () => {
  const lines = ["As it is", "Now"];
  const svg = sheet_svg({
    title: "Where <it> leads",
    question: "What if?",
    legend: lines.map((text, i) => ({ text, style: line_style(i) })),
    charts: [chart(lines), chart(lines), chart(lines)],
    notes: ["Not a forecast."],
  });
  assert.equal(svg.match(/class="chart"/g)?.length, 3);
  for (const part of ["Where &lt;it&gt; leads", "What if?", "Not a forecast.", "As it is"]) assert.ok(svg.includes(part));
});
