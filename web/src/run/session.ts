import type { Model, Outcome, Setting, Variant } from "./contract.ts";
import type { Payload } from "../payload/payload.ts";
import { policy_value, settings_of } from "../state/scenario.ts";
import type { Scenario } from "../state/state.ts";

/** One run's indicators, copied out of the engine. */
export interface Result {
  completed: boolean;
  message: string;
  fingerprint: string;
  times: Float64Array;
  series: Map<string, Float64Array>;
}

function result_of(outcome: Outcome, names: string[]): Result {
  const { completed, message, times, fingerprint } = outcome;
  const series = new Map(names.map((name) => [name, outcome.values(name)]));
  return { completed, message, times, fingerprint, series };
}

const kMostFinished = 60;

/** Runs scenarios of one payload. Finished runs are kept, and so is the one being dragged. */
export class Session {
  private readonly names_: string[];
  private readonly finished_ = new Map<string, Result>();
  private live_: { key: string; variant: Variant; values: Map<string, number> } | undefined;

  private model_: Model | undefined;

  constructor(
    private readonly load_: () => Model,
    private readonly payload_: Payload,
  ) {
    this.names_ = payload_.indicators.map(({ name }) => name);
  }

  /**
   * Asks the model for something. After an error its instance is dropped, for a trap leaves it
   * unusable, and the next question gets a fresh one.
   */
  ask<T>(question: (model: Model) => T): T {
    try {
      this.model_ ??= this.load_();
      return question(this.model_);
    } catch (problem) {
      this.model_ = undefined;
      this.live_ = undefined;
      throw problem;
    }
  }

  settings(scenario: Scenario, future: string): Setting[] {
    return settings_of(this.payload_, scenario, future);
  }

  /** The run of a scenario as it stands. */
  run(scenario: Scenario, future: string): Result {
    const settings = this.settings(scenario, future);
    const key = JSON.stringify(settings);
    const known = this.finished_.get(key);
    if (known) return known;
    const result = this.ask((model) => {
      const variant = model.prepare(settings);
      const outcome = result_of(variant.run(), this.names_);
      variant.dispose();
      return outcome;
    });
    if (this.finished_.size > kMostFinished) this.finished_.clear();
    this.finished_.set(key, result);
    return result;
  }

  /** The run of a scenario whose levers move: prepared once, then only numbers are set. */
  drag(scenario: Scenario, future: string): Result {
    return this.ask((model) => {
      const live = this.variant_of_(model, scenario, future);
      for (const [name, value] of this.numbers_of_(scenario)) {
        if (live.values.get(name) === value) continue;
        live.variant.set(name, value);
        live.values.set(name, value);
      }
      return result_of(live.variant.run(), this.names_);
    });
  }

  private variant_of_(model: Model, scenario: Scenario, future: string) {
    // A lever that a rule or a schedule moves is replaced when the variant is prepared.
    const replaced = this.payload_.levers
      .filter((lever) => typeof policy_value(this.payload_, scenario.policy, lever) !== "number")
      .map(({ name }) => name)
      .filter((name) => name in scenario.changes);
    const key = JSON.stringify([scenario.policy, future, replaced]);
    if (this.live_?.key === key) return this.live_;
    this.live_?.variant.dispose();
    this.live_ = undefined;
    const variant = model.prepare(this.settings(scenario, future));
    this.live_ = { key, variant, values: new Map(this.numbers_of_(scenario)) };
    return this.live_;
  }

  private numbers_of_(scenario: Scenario): [string, number][] {
    const numbers: [string, number][] = [];
    for (const lever of this.payload_.levers) {
      const changed = scenario.changes[lever.name];
      const value = changed ?? policy_value(this.payload_, scenario.policy, lever);
      const moved = changed !== undefined || this.live_?.values.has(lever.name);
      if (typeof value === "number" && moved) numbers.push([lever.name, value]);
    }
    return numbers;
  }
}
