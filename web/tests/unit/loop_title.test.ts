import assert from "node:assert/strict";
import { test } from "node:test";
import { loop_titles } from "../../src/text/loop_title.ts";

const loop = (name: string) => ({ name, variables: name.split(" > ") });

test("a short loop has all of its name in words", () => {
  assert.deepEqual(loop_titles([loop("error_rate > rework > pressure")]), ["Error rate \u2192 rework \u2192 pressure"]);
  assert.deepEqual(loop_titles([{ name: "", variables: ["debt", "pace"] }]), ["Debt \u2192 pace"]);
});

test("a long loop keeps its beginning and what tells it from others, within 60 characters", () => {
  const long = "undiscovered_rework > known_rework > exhaustion_of_people > quality_of_decisions";
  const titles = loop_titles([loop(`${long} > structural_debt`), loop(`${long} > trust`)]);
  assert.equal(new Set(titles).size, 2);
  for (const title of titles) assert.ok(title.length <= 60 && title.startsWith("Undiscovered rework"), title);
  assert.match(titles[0] ?? "", /structural debt/);
  assert.match(titles[1] ?? "", /trust/);
});

test("equal titles are counted, and the order of others does not matter", () => {
  assert.deepEqual(loop_titles([loop("a > b"), loop("a > b (2)"), loop("c > d")]), ["A \u2192 b", "A \u2192 b (2)", "C \u2192 d"]);
});
