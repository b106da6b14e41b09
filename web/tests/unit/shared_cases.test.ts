import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { kBaselineStyle, line_style } from "../../src/chart/palette.ts";
import { time_ticks } from "../../src/chart/ticks.ts";
import { type Better, change_text, look_of, number_text, readable_name } from "../../src/text/number_text.ts";

// The same tables hold the briefing's C++ to the same words; tests/cases/README.md has their source.
function table(name: string): string[][] {
  const path = join(process.env["SLACKWATER_WEB"] ?? ".", "tests/cases", name);
  const rows = readFileSync(path, "utf8").trimEnd().split("\n").slice(1);
  assert.ok(rows.length >= 8, name);
  return rows.map((row) => row.split("\t"));
}

function number(text = ""): number {
  return Number(text.replace("inf", "Infinity"));
}

test("numbers as the briefing writes them", () => {
  for (const [value, text] of table("numbers.tsv")) assert.equal(number_text(number(value)), text, value);
});

test("changes as the briefing writes them", () => {
  for (const [value, baseline, better, text, word = "", arrow = ""] of table("changes.tsv")) {
    const change = change_text(number(value), number(baseline), (better === "-" ? "" : better) as Better);
    assert.deepEqual([change.text, change.word, change.arrow], [text, word, arrow], `${value} ${baseline}`);
  }
});

test("shares as the briefing writes them", () => {
  for (const [value, text] of table("shares.tsv")) assert.equal(number_text(number(value), "share"), text, value);
  for (const [value, baseline, better, text, word = "", arrow = ""] of table("share_changes.tsv")) {
    const change = change_text(number(value), number(baseline), (better === "-" ? "" : better) as Better, "share");
    assert.deepEqual([change.text, change.word, change.arrow], [text, word, arrow], `${value} ${baseline}`);
  }
});

test("names as the briefing writes them", () => {
  for (const [name = "", text] of table("names.tsv")) assert.equal(readable_name(name), text);
});

test("which numbers are shares", () => {
  const end = (text = "-") => (text === "-" ? undefined : Number(text));
  for (const [unit = "", low, high, look] of table("looks.tsv")) {
    assert.equal(look_of(unit, end(low), end(high)), look, `${unit} ${low} ${high}`);
  }
});

test("ticks as the briefing draws them", () => {
  for (const [low, high, count, unit = "", wanted = ""] of table("ticks.tsv")) {
    const ticks = time_ticks(number(low), number(high), number(count), unit);
    const expected = wanted.split(" ").map(Number);
    assert.equal(ticks.length, expected.length, `${low} to ${high}`);
    ticks.forEach((tick, i) => assert.ok(Math.abs(tick - (expected[i] ?? NaN)) < 1e-12, `${tick}`));
  }
});

test("colours and dashes as in the briefing", () => {
  for (const [position, color, dash, width] of table("palette.tsv")) {
    const ghost = position === "baseline";
    const style = ghost ? kBaselineStyle : line_style(number(position));
    assert.deepEqual(style, { color, dash: dash === "-" ? "" : dash, width: number(width), ghost });
  }
});
