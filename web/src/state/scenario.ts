// What a scenario sets, in numbers for the engine and in words for people.

import type { Setting, SettingValue } from "../run/contract.ts";
import type { Lever, Payload, Policy } from "../payload/payload.ts";
import { type Look, look_of, plain_text, readable_name, unit_text } from "../text/number_text.ts";
import type { Scenario } from "./state.ts";

export function policy_of(payload: Payload, id: string): Policy {
  return payload.policies.find((policy) => policy.id === id) ?? payload.policies[0]!;
}

/** Everything set for one run. A later setting of the same target takes the place of an earlier. */
export function settings_of(payload: Payload, scenario: Scenario, future: string): Setting[] {
  const chosen = payload.futures.find(({ id }) => id === future);
  const changes = Object.entries(scenario.changes).map(([target, value]) => ({ target, value }));
  const all = [
    ...payload.start,
    ...(payload.starts[`${scenario.policy}/${future}`] ?? []),
    ...policy_of(payload, scenario.policy).set,
    ...(chosen?.set ?? []),
    ...changes,
  ];
  const last = new Map(all.map((setting, i) => [setting.target, i]));
  return all.filter((setting, i) => last.get(setting.target) === i);
}

/** What a policy does with a lever: its own setting or the model's value. */
export function policy_value(payload: Payload, policy: string, lever: Lever): SettingValue {
  const { set } = policy_of(payload, policy);
  const whole = lever.name.replace(/\[.*\]$/, "");
  const own = set.findLast(({ target }) => target === lever.name || target === whole);
  return own ? own.value : lever.value;
}

/** The setting of a lever in a scenario. */
export function lever_value(payload: Payload, scenario: Scenario, lever: Lever): SettingValue {
  return scenario.changes[lever.name] ?? policy_value(payload, scenario.policy, lever);
}

/** A setting in words: a number with its unit, a schedule, or a rule. */
export function setting_words(value: SettingValue, unit: string, time_unit: string, look: Look = "number"): string {
  if (typeof value === "number") return [plain_text(value, look), unit_text(unit)].filter(Boolean).join("\u00a0");
  if (typeof value === "string") return value;
  const steps = value.points.map(
    ([time, one], i) =>
      `${plain_text(one, look)}${i === 0 && value.points.length > 1 ? "" : ` from ${time_unit} ${plain_text(time)}`}`,
  );
  return steps.join(value.ramp ? ", on a straight line to " : ", then ");
}

export function lever_title(lever: { name: string; title: string }): string {
  // A made title still has the brackets of an element.
  return lever.title && !lever.title.includes("[") ? lever.title : readable_name(lever.name);
}

export function lever_look({ unit, low, high }: Lever): Look {
  return look_of(unit, low, high);
}

function same(a: SettingValue, b: SettingValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export interface Difference {
  title: string;
  value: string;
  baseline: string;
}

/** Everything that a scenario sets otherwise than the baseline, levers first. */
export function differences(payload: Payload, scenario: Scenario): Difference[] {
  const unit = payload.time.unit;
  const base: Scenario = { policy: payload.baseline, changes: {} };
  const result: Difference[] = [];
  const covered = new Set<string>();
  for (const lever of payload.levers) {
    covered.add(lever.name).add(lever.name.replace(/\[.*\]$/, ""));
    const [value, before] = [scenario, base].map((one) => lever_value(payload, one, lever));
    if (value === undefined || before === undefined || same(value, before)) continue;
    result.push({
      title: lever_title(lever),
      value: setting_words(value, lever.unit, unit, lever_look(lever)),
      baseline: setting_words(before, lever.unit, unit, lever_look(lever)),
    });
  }
  const own = (id: string) => policy_of(payload, id).set.filter(({ target }) => !covered.has(target));
  const others = new Set([...own(scenario.policy), ...own(payload.baseline)].map(({ target }) => target));
  for (const target of others) {
    const [value, before] = [scenario.policy, payload.baseline].map(
      (id) => own(id).findLast((setting) => setting.target === target)?.value,
    );
    if (value !== undefined && before !== undefined && same(value, before)) continue;
    const words = (one?: SettingValue) => (one === undefined ? "as in the model" : setting_words(one, "1", unit));
    result.push({ title: readable_name(target), value: words(value), baseline: words(before) });
  }
  return result;
}

/** What a scenario is called where the reader gave it no name. */
export function scenario_title(payload: Payload, scenario: Scenario): string {
  const { title } = policy_of(payload, scenario.policy);
  const count = Object.keys(scenario.changes).length;
  if (count === 0) return title;
  return `${title}, ${count === 1 ? "one lever" : `${count} levers`} moved`;
}
