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
}

/** An equation as it stands in the model. */
export interface EquationText {
  variable: string;
  section: string;
  text: string;
  documentation: string;
}

/** One simulation's results. Without `completed`, the values end where it stopped. */
export interface Outcome {
  completed: boolean;
  message: string;
  times: Float64Array;
  /** A copy of a saved variable or element, one number per time. */
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
  elements: string[];
  unit: string;
  value: number;
  against: number;
  /** In the unit of the explained variable; all causes and the rest add up to the difference. */
  contribution: number;
  series: number[];
  against_series: number[];
  is_lever?: boolean;
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
  rest: number;
}

export interface Loop {
  name: string;
  variables: string[];
  polarity: string;
  /** Relative loop score at every time: positive reinforcing, negative balancing. */
  score: number[];
}

export interface LoopDominance {
  times: number[];
  loops: Loop[];
  complete: boolean;
}

export type DiagramKind = "stock_flow" | "causal_loop";

export interface Model {
  variables: VariableInfo[];
  equations: EquationText[];
  prepare(set: Setting[]): Variant;
  /** An SVG picture of the structure, whole (empty `around`) or around a variable. */
  diagram(kind: DiagramKind, around: string, depth: number): string;
  /** Why `variable` differs at `time` between settings `a` and settings `b`. */
  why(a: Setting[], b: Setting[], variable: string, time: number): Explanation;
  loops(set: Setting[]): LoopDominance;
}

export interface ModelText {
  name: string;
  text: string;
  files: Record<string, string>;
  title: string;
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
  load(model: ModelText, time: TimeAxis, seed?: number, indicators?: string[]): Model;
}

/** How the page gets its engine: from the unpacked WebAssembly bytes. */
export interface EngineFactory {
  start(wasm: BufferSource): Promise<Engine>;
}
