import assert from "node:assert/strict";
import { test } from "node:test";
import { read_payload } from "../../src/payload/payload.ts";
import { address_of, state_of } from "../../src/state/address.ts";
import { differences, settings_of, setting_words } from "../../src/state/scenario.ts";
import { at_step, initial_state, type State } from "../../src/state/state.ts";
import { snapped } from "../../src/page/levers.ts";
import { quantile, spread_of } from "../../src/run/ensemble.ts";
import { plain_text, readable_name } from "../../src/text/number_text.ts";
import { kPayload } from "../fake/payload.ts";

const payload = read_payload(JSON.stringify(kPayload));

test("everything chosen survives the way through the address", () => {
  const state: State = {
    now: { policy: "more", changes: { harvest: 0.035, growth: 0.1 } },
    future: "dry",
    kept: [
      { name: "Mine: 50 % ~ ; & #é", policy: "rule", changes: { harvest: 0.04 }, note: "better; but ~ late" },
      { name: "Other", policy: "as_is", changes: {}, note: "" },
    ],
    time: 78,
    step: 1,
    all_indicators: true,
    band: false,
    why: ["catch", "population"],
    against: 1,
  };
  const arrival = state_of(payload, "#" + address_of(payload, state));
  assert.deepEqual(arrival, { state, unknown: [] });
});

test("an empty address is the start, with the first step of the story", () => {
  const { state } = state_of(payload, "");
  assert.deepEqual(state, initial_state(payload));
  assert.equal(state.step, 0);
});

test("what a page does not have is left out and named", () => {
  const { state, unknown } = state_of(payload, "#policy=gone&future=lost&set=harvest:9;nets:3&time=1e9&step=77&against=4");
  assert.deepEqual(unknown, ["future lost", "policy gone", "lever nets"]);
  assert.equal(state.now.policy, "as_is");
  assert.equal(state.now.changes["harvest"], 0.1); // the end of its range
  assert.equal(state.time, 156);
  assert.equal(state.step, 0);
  assert.equal(state.against, -1);
});

test("later settings take the place of earlier ones: policy, future, reader", () => {
  const settings = settings_of(payload, { policy: "more", changes: { harvest: 0.01 } }, "dry");
  assert.deepEqual(settings, [
    { target: "drought", value: 0.3 },
    { target: "harvest", value: 0.01 },
  ]);
  const starts = { "more/dry": [{ target: "start population", value: 150 }] };
  const own = settings_of({ ...payload, starts }, { policy: "more", changes: {} }, "dry");
  assert.deepEqual(own[0], { target: "start population", value: 150 });
});

test("differences name every setting with both values", () => {
  assert.deepEqual(differences(payload, { policy: "as_is", changes: {} }), []);
  assert.deepEqual(differences(payload, { policy: "pause", changes: { growth: 0.1 } }), [
    { title: "Harvest", value: "0, then 0.02 from week 52", baseline: "0.02\u00a01/week" },
    { title: "Growth rate", value: "0.1\u00a01/week", baseline: "0.08\u00a01/week" },
  ]);
  assert.equal(setting_words("0.03 * 1", "1/week", "week"), "0.03 * 1");
});

test("a step of the story sets policy and future and undoes what was moved", () => {
  const moved = { ...initial_state(payload), now: { policy: "pause", changes: { growth: 0.1 } }, future: "dry" };
  const told = at_step(payload, moved, 1);
  assert.deepEqual([told.now, told.future, told.why], [{ policy: "more", changes: {} }, "calm", ["catch"]]);
  assert.deepEqual(at_step(payload, moved, -1).now, moved.now);
});

test("a slider keeps to round steps and takes the baseline when near it", () => {
  const lever = payload.levers[0]!; // 0 to 0.1: steps of 0.001
  assert.equal(snapped(lever, 0.03141, undefined), 0.031);
  assert.equal(snapped(lever, 0.0207, 0.0203), 0.0203);
  assert.equal(snapped({ ...lever, low: 1, high: 9, integer: true }, 4.4, undefined), 4);
});

test("numbers and names as people write them", () => {
  assert.deepEqual([0.06, 0.82, 100, 1.5, 1000, 0.001].map((value) => plain_text(value)), ["0.06", "0.82", "100", "1.5", "1,000", "0.001"]);
  assert.equal(readable_name("severity[cross_team]"), "Severity (cross team)");
});

test("quantiles lie between order statistics", () => {
  // Hyndman and Fan (1996), type 7, on 1..5: h = 4 p.
  assert.deepEqual([0, 0.05, 0.5, 0.9, 1].map((p) => quantile([1, 2, 3, 4, 5], p)), [1, 1.2, 3, 4.6, 5]);
});

test("the band counts runs that are better than the baseline in the same sample", () => {
  const member = (...values: number[]) => ({ completed: true, times: new Float64Array([0]), series: [new Float64Array(values)] });
  const now = [member(3), member(5), member(1)];
  const base = [member(2), member(6), member(1)];
  const up = spread_of(now, base, 0, "up");
  assert.deepEqual([...up.median, ...up.better], [3, 1]);
  assert.deepEqual([...spread_of(now, base, 0, "down").better], [1]);
});

test("a broken payload is said with its place", () => {
  const broken = (changes: object, words: RegExp) =>
    assert.throws(() => read_payload(JSON.stringify({ ...kPayload, ...changes })), words);
  broken({ format: 1 }, /has format 1; the page reads format 2/);
  broken({ model: { ...kPayload.model, bytes: "*" } }, /model\.bytes is not base64/);
  broken({ title: undefined }, /title is missing/);
  broken({ levers: [{ ...kPayload.levers[0], low: "0" }] }, /levers\[0\]\.low is not a number/);
  broken({ levers: [{ ...kPayload.levers[0], low: 1, high: 1 }] }, /levers\[0\] has a range/);
  broken({ indicators: [{ name: "x", better: "more" }] }, /indicators\[0\]\.better is neither/);
  broken({ baseline: "gone" }, /baseline "gone" is none of the policies/);
  broken({ samples: { names: ["a", "b"], rows: 1, values: "AAAAAAAA8D8=" } }, /samples\.values has 8 bytes for 1 rows of 2 numbers/);
  broken({ samples: { names: ["a", "b"], rows: 2.5, values: "" } }, /samples\.rows is no number of rows/);
  broken({ samples: { names: [], rows: 1e10, values: "" } }, /samples\.rows is no number of rows/);
  broken({ story: [{ title: "x", policy: "gone" }] }, /story\[0\] names a policy/);
  assert.throws(() => read_payload("{"), /it is not JSON/);
});
