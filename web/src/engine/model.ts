import { compileSections } from "./compiled_code.ts";
import type { Memory } from "./memory.ts";
import type { Explanation, LoopDominance } from "../run/contract.ts";
import type {
  Outcome,
  PackedModel,
  Sample,
  Setting,
  Time,
  VariableInfo,
} from "./types.ts";

interface Description {
  variables: VariableInfo[];
}

/** A loaded model: what it is made of, and runs of it. */
export class Model {
  readonly variables: VariableInfo[];
  readonly #memory: Memory;
  readonly #time: Time;
  readonly #seed: number;
  readonly #indicators: string[];

  constructor(memory: Memory, source: PackedModel, time: Time, seed: number, indicators: string[]) {
    this.#memory = memory;
    this.#time = time;
    this.#seed = seed;
    this.#indicators = indicators;
    const { exports } = memory;
    for (const form of source.forms) {
      exports.begin_settings();
      for (const rule of form.rules) this.#set(rule);
      memory.withTexts([form.difference], (data, size) => exports.add_form(data!, size!));
    }
    memory.withTexts([source.links], (data, size) => exports.add_links(data!, size!));
    memory.checked(
      memory.withTexts([source.name, source.text, source.bytes], (name, nameSize, text, size, data, bytes) =>
        exports.load(name!, nameSize!, text!, size!, data!, bytes!),
      ),
    );
    memory.checked(exports.describe_model());
    const description = JSON.parse(memory.answer()) as Description;
    this.variables = description.variables;
  }

  /**
   * Compiles a policy under a future, later settings winning. Throws EngineError. Without
   * `compiled` the engine interprets its program: the same bits, several times as slow.
   */
  prepare(set: Setting[], sample?: Sample, compiled = true): Variant {
    const { exports } = this.#memory;
    this.#settings(set);
    const number = this.#memory.checked(this.#memory.trapped(() => exports.prepare()));
    if (compiled) compileSections(this.#memory, number);
    const variant = new Variant(this.#memory, number, this.#indicators);
    if (sample) variant.draw(sample);
    return variant;
  }

  /** Why `variable` differs at `time` between settings `a` and settings `b`. Throws EngineError. */
  why(a: Setting[], b: Setting[], variable: string, time: number): Explanation {
    const { exports } = this.#memory;
    this.#settings(a);
    this.#memory.checked(exports.keep_first());
    this.#settings(b);
    const explained = this.#memory.withTexts([variable], (name, size) =>
      exports.explain(name!, size!, time),
    );
    this.#memory.checked(explained);
    return JSON.parse(this.#memory.answer()) as Explanation;
  }

  /** Which feedback loops dominate when, under these settings. Throws EngineError. */
  loops(set: Setting[]): LoopDominance {
    this.#settings(set);
    this.#memory.checked(this.#memory.trapped(() => this.#memory.exports.loops()));
    return JSON.parse(this.#memory.answer()) as LoopDominance;
  }

  #settings(set: Setting[]): void {
    const { exports } = this.#memory;
    exports.begin_settings();
    exports.set_time(this.#time.start, this.#time.stop, this.#time.step, this.#time.save);
    this.#memory.withTexts([this.#time.method], (name, size) => exports.set_method(name!, size!));
    exports.set_tolerances(this.#time.relative_tolerance ?? 0, this.#time.absolute_tolerance ?? 0);
    exports.set_seed(BigInt(this.#seed), 0n);
    for (const name of this.#indicators) {
      this.#memory.withTexts([name], (place, size) => exports.save_series(place!, size!));
    }
    for (const setting of set) this.#set(setting);
  }

  /** An SVG picture of the structure, whole (empty `around`) or around a variable. Throws EngineError. */
  diagram(kind: "stock_flow" | "causal_loop", around: string, depth: number): string {
    const drawn = this.#memory.withTexts([around], (name, size) =>
      this.#memory.exports.diagram(kind === "stock_flow" ? 0 : 1, name!, size!, depth),
    );
    this.#memory.checked(drawn);
    return this.#memory.answer();
  }

  #set({ target, value }: Setting): void {
    const { exports } = this.#memory;
    const start = "start ";
    if (typeof value === "number" && target.startsWith(start)) {
      this.#memory.withTexts([target.slice(start.length)], (name, size) =>
        exports.set_start(name!, size!, value),
      );
    } else if (typeof value === "number") {
      this.#memory.withTexts([target], (name, size) => exports.set_number(name!, size!, value));
    } else if (typeof value === "string") {
      this.#memory.withTexts([target, value], (name, size, rule, ruleSize) =>
        exports.set_rule(name!, size!, rule!, ruleSize!),
      );
    } else {
      this.#memory.withNumbers(value.points.flat(), (points) =>
        this.#memory.withTexts([target], (name, size) =>
          exports.set_profile(name!, size!, points, value.points.length, value.ramp ? 1 : 0),
        ),
      );
    }
  }
}

/** A policy under a future, compiled once: moved and run again and again. */
export class Variant {
  readonly #memory: Memory;
  readonly #number: number;
  readonly #indicators: string[];
  #kept = new Map<string, { place: number; elements: number }>();

  constructor(memory: Memory, number: number, indicators: string[]) {
    this.#memory = memory;
    this.#number = number;
    this.#indicators = indicators;
  }

  /** Moves a lever or parameter, in its unit. Throws EngineError outside what it may be. */
  set(name: string, value: number): void {
    const moved = this.#memory.withTexts([name], (place, size) =>
      this.#memory.exports.move(this.#number, place!, size!, value),
    );
    this.#memory.checked(moved);
  }

  /** The inputs of one sample beneath the settings; without one: the defaults. */
  draw(sample?: Sample): void {
    const { exports } = this.#memory;
    for (const [name, value] of sample?.values ?? []) {
      this.#memory.withTexts([name], (place, size) =>
        exports.add_input(this.#number, place!, size!, value),
      );
    }
    this.#memory.checked(exports.draw_inputs(this.#number, BigInt(sample?.index ?? 0)));
  }

  run(): Outcome {
    const { exports } = this.#memory;
    const number = this.#number;
    const ended = this.#memory.checked(this.#memory.trapped(() => exports.run(number)));
    const message = ended === 1 ? "" : this.#memory.answer();
    if (this.#kept.size === 0) this.#readNames();
    const points = exports.points(number);
    const all = new Map<string, Float64Array>();
    const values = (name: string): Float64Array => all.get(name) ?? new Float64Array();
    for (const name of this.#kept.keys()) {
      const kept = this.#kept.get(name);
      if (kept === undefined) continue;
      all.set(name, this.#memory.numbers(exports.series(number, kept.place), kept.elements * points));
    }
    this.#memory.withTexts([this.#indicators.join(" ")], (names, size) =>
      exports.fingerprint(number, names!, size!),
    );
    return {
      completed: ended === 1,
      message,
      times: this.#memory.numbers(exports.times(number), points),
      values,
      fingerprint: this.#memory.answer(),
    };
  }

  dispose(): void {
    this.#memory.exports.dispose(this.#number);
  }

  #readNames(): void {
    this.#memory.checked(this.#memory.exports.describe_run(this.#number));
    const names = JSON.parse(this.#memory.answer()) as [string, number][];
    names.forEach(([name, elements], place) => this.#kept.set(name, { place, elements }));
  }
}
