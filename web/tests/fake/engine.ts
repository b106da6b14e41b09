// A small engine for tests of the page: logistic growth with a harvest, solved in closed form where
// nothing is harvested and by small Euler steps otherwise. It has the shape of the real one.

import type {
  DiagramKind,
  Explanation,
  LoopDominance,
  PackedModel,
  Outcome,
  Sample,
  Setting,
  TimeAxis,
  VariableInfo,
} from "../../src/run/contract.ts";

export class EngineError extends Error {}

const kDefaults: Record<string, number> = { growth: 0.08, capacity: 1000, harvest: 0.02, drought: 0, loss: 0 };

export class Engine {
  static async start(_wasm: BufferSource): Promise<Engine> {
    return new Engine();
  }

  load(model: PackedModel, time: TimeAxis): Model {
    if (model.text.includes("BROKEN")) throw new EngineError("model.sd:1:1: there is no such word [E001]");
    return new Model(model.text, time);
  }
}

export class Model {
  variables: VariableInfo[] = ["population", "catch", "scarcity", "growth", "harvest"].map((name) => ({
    name,
    kind: "aux",
    unit: "1",
    documentation: "",
    section: "Fish",
  }));
  constructor(
    private readonly text_: string,
    private readonly time_: TimeAxis,
  ) {
    // A model with the word BARE has an engine that neither explains nor draws.
    if (text_.includes("BARE")) Object.assign(this, { why: undefined, loops: undefined, diagram: undefined });
  }

  private dead_ = false;

  /** A model with the word TRAPS ends its instance where growth is largest, as a trap does. */
  trap_at(growth: number): void {
    this.dead_ ||= this.text_.includes("TRAPS") && growth >= 0.2;
    if (this.dead_) throw new EngineError("the engine stopped: out of bounds");
  }

  prepare(set: Setting[]): Variant {
    if (this.dead_) throw new EngineError("this instance is unusable");
    return new Variant(this, values_of(set), this.time_, this.text_.includes("STOPS"));
  }

  diagram(kind: DiagramKind, around: string, depth: number): string {
    const words = `${kind} ${around || "all"} ${depth}`;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40" width="200" height="40"><text x="4" y="24">${words}</text></svg>`;
  }

  // The exact split of catch = harvest * population: each factor's change at the other's mean.
  why(a: Setting[], b: Setting[], variable: string, time: number): Explanation {
    const [one, other] = [a, b].map((set) => this.prepare(set));
    const [run, base] = [one!.run(), other!.run()];
    const at = Math.round((time - this.time_.start) / this.time_.save);
    const value = (outcome: Outcome, name: string) => outcome.values(name)[at] ?? NaN;
    const [now, was] = [value(run, variable), value(base, variable)];
    const [h1, h0] = [one!.values["harvest"] ?? 0, other!.values["harvest"] ?? 0];
    const [p1, p0] = [value(run, "population"), value(base, "population")];
    const cause = (name: string, value: number, against: number, contribution: number) => ({
      name,
      kind: name === "harvest" ? "lever" : "stock",
      leaf: name === "harvest",
      through: "",
      elements: [],
      unit: name === "population" ? "fish" : "1/week",
      value,
      against,
      contribution,
      series: name === "population" ? [...run.values(name)] : [...run.times].map(() => value),
      against_series: name === "population" ? [...base.values(name)] : [...base.times].map(() => against),
    });
    const causes =
      variable === "catch"
        ? [
            cause("population", p1, p0, (p1 - p0) * (h1 + h0) * 0.5),
            cause("harvest", h1, h0, (h1 - h0) * (p1 + p0) * 0.5),
          ]
        : [cause("harvest", h1, h0, now - was)];
    return { variable, unit: "fish", time, value: now, against: was, difference: now - was, causes, rest: 0, exact: true, possible: true };
  }

  loops(set: Setting[]): LoopDominance {
    const outcome = this.prepare(set).run();
    const share = [...outcome.values("population")].map((fish) => Math.min(1, fish / 1000));
    return {
      times: [...outcome.times],
      complete: true,
      note: "",
      loops: [
        { name: "births", variables: ["population", "births"], polarity: "reinforcing", component: 0, relative: share.map((s) => 1 - s), share: 0.4 },
        { name: "crowding", variables: ["population", "crowding"], polarity: "balancing", component: 0, relative: share.map((s) => -s), share: 0.6 },
      ],
    };
  }
}

function values_of(set: Setting[]): Record<string, number> {
  const values = { ...kDefaults };
  for (const { target, value } of set) {
    if (typeof value === "number") values[target] = value;
    else if (typeof value === "string") values[target] = Number(value.split("*")[0]);
    else values[target] = value.points[0]?.[1] ?? 0;
  }
  return values;
}

export class Variant {
  private sample_: Record<string, number> = {};

  constructor(
    private readonly model_: Model,
    readonly values: Record<string, number>,
    private readonly time_: TimeAxis,
    private readonly stops_: boolean,
  ) {}

  set(name: string, value: number): void {
    if (!(name in kDefaults)) throw new EngineError(`there is no lever ${name}`);
    this.values[name] = value;
  }

  draw(sample?: Sample): void {
    this.sample_ = Object.fromEntries(sample?.values ?? []);
  }

  run(): Outcome {
    this.model_.trap_at(this.values["growth"] ?? 0);
    const { start, stop, save } = this.time_;
    const points = this.stops_ ? 20 : Math.round((stop - start) / save) + 1;
    const times = Float64Array.from({ length: points }, (_, i) => start + i * save);
    const { growth = 0, capacity = 1, harvest = 0, drought = 0, loss = 0 } = { ...this.values, ...this.sample_ };
    const population = new Float64Array(points);
    let fish = 200;
    for (let i = 0; i < points; ++i) {
      population[i] = fish;
      for (let k = 0; k < 8; ++k) {
        const room = capacity * (1 - drought);
        fish += (save / 8) * fish * (growth * (1 - fish / room) - harvest - loss);
      }
    }
    const all: Record<string, Float64Array> = {
      population,
      catch: population.map((one) => one * harvest),
      scarcity: population.map((one) => 1 - one / capacity),
    };
    const print = population.reduce((sum, one) => (sum * 31 + Math.round(one * 1e6)) % 0xffffffff, 7);
    return {
      completed: !this.stops_,
      message: this.stops_ ? "week 20: division by zero" : "",
      times,
      values: (name) => all[name] ?? new Float64Array(),
      fingerprint: print.toString(16).padStart(8, "0"),
    };
  }

  dispose(): void {}
}
