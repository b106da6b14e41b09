// What the page expects of an engine. The WebAssembly engine of ../engine and the small one of the
// tests both have this shape.

export type SettingValue = number | string | { points: [number, number][]; ramp: boolean };

/** One thing a policy, a future or a reader sets; a text is an expression of the language. */
export interface Setting {
  target: string;
  value: SettingValue;
}

/** One row of the scenario's drawn samples. */
export interface Sample {
  index: number;
  values: [string, number][];
}

export interface VariableInfo {
  name: string;
  kind: string;
  unit: string;
  documentation: string;
  section: string;
  /** Of a declared range. */
  low?: number;
  high?: number;
}

/** An equation as it stands in the model. */
export interface EquationText {
  variable: string;
  section: string;
  text: string;
  /** "1" or "" where there is none to show. */
  unit: string;
  documentation: string;
}

/** One simulation's results. Without `completed`, the values end where it stopped. */
export interface Outcome {
  completed: boolean;
  message: string;
  times: Float64Array;
  /**
   * A copy of a saved variable. Shapes: (point,) of a scalar, (element, point) of an array; empty for
   * an unknown name.
   */
  values(name: string): Float64Array;
  fingerprint: string;
}

/** A model with its settings in place, ready to run again and again. */
export interface Variant {
  /** Sets a lever that has a number; cheap enough for every frame of a drag. */
  set(name: string, value: number): void;
  /** The inputs of one sample beneath the settings; without one: the defaults. */
  draw(sample?: Sample): void;
  run(): Outcome;
  dispose(): void;
}

export interface Cause {
  name: string;
  /** As the model declares it, or how it acts: inflow, outflow, rule, start, remembered, drawn. */
  kind: string;
  elements: string[];
  unit: string;
  value: number;
  against: number;
  /** In the unit of the explained variable; all causes and the rest add up to the difference. */
  contribution: number;
  series: number[];
  against_series: number[];
  /** Nothing is behind it: a decision, an assumption, a start value. */
  leaf: boolean;
  /** The variable whose memory function passed it on, or "". */
  through: string;
}

/** What moved a variable between two runs, the largest contribution first. */
export interface Explanation {
  variable: string;
  unit: string;
  time: number;
  value: number;
  against: number;
  difference: number;
  causes: Cause[];
  /** What the split leaves. */
  rest: number;
  /** False: of more inputs than can be split exactly, some orders were drawn. */
  exact: boolean;
  /** False: an equation has no value at mixed inputs. */
  possible: boolean;
}

export interface Loop {
  name: string;
  variables: string[];
  /** reinforcing, balancing, changing (it was both), or still. */
  polarity: string;
  /** Loops of one component share the same behaviour. */
  component: number;
  /** With the loop's sign, as a share of all loops of its component, at every time. */
  relative: number[];
  /** Mean size of `relative`. */
  share: number;
}

export interface LoopDominance {
  times: number[];
  /** The largest share first. */
  loops: Loop[];
  complete: boolean;
  /** What a reader must know, or "". */
  note: string;
}

export type DiagramKind = "stock_flow" | "causal_loop";

/** An engine without one of the last three has a page without that section. */
export interface Model {
  variables: VariableInfo[];
  prepare(set: Setting[]): Variant;
  /** An SVG picture of the structure, whole (empty `around`) or around a variable. */
  diagram?(kind: DiagramKind, around: string, depth: number): string;
  /** Why `variable` differs at `time` between settings `a` and settings `b`. */
  why?(a: Setting[], b: Setting[], variable: string, time: number): Explanation;
  loops?(set: Setting[]): LoopDominance;
}

/** The form that a packed model takes under rules and schedules. */
export interface PackedForm {
  rules: Setting[];
  difference: Uint8Array;
}

/** A model as `slackwater page` packed it: the page's engine has no parser. */
export interface PackedModel {
  name: string;
  title: string;
  /** What messages point into. */
  text: string;
  bytes: Uint8Array;
  /** What acts on what, for its diagrams. */
  links: Uint8Array;
  forms: PackedForm[];
}

export interface TimeAxis {
  unit: string;
  start: number;
  stop: number;
  step: number;
  save: number;
  method: string;
  relative_tolerance?: number;
  absolute_tolerance?: number;
}

export interface Engine {
  load(model: PackedModel, time: TimeAxis, seed?: number, indicators?: string[]): Model;
}

/** How the page gets its engine: from the unpacked WebAssembly bytes. */
export interface EngineFactory {
  start(wasm: BufferSource): Promise<Engine>;
}
