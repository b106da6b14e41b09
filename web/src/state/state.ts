import type { Payload } from "../payload/payload.ts";

/** A policy with the levers that the reader moved. */
export interface Scenario {
  policy: string;
  changes: Record<string, number>;
}

/** A scenario the reader kept, with a name and words of their own. */
export interface Kept extends Scenario {
  name: string;
  note: string;
}

/** Everything the reader can choose; the address of the page carries it. */
export interface State {
  now: Scenario;
  future: string;
  kept: Kept[];
  /** The instant of the table and of "why". */
  time: number;
  /** Position in the story, -1 without one. */
  step: number;
  all_indicators: boolean;
  band: boolean;
  /** The indicator in question and the causes followed from it. */
  why: string[];
  /** What the page is compared with in "why": -1 the baseline, else the position in `kept`. */
  against: number;
}

export const kMostKept = 4;

export function initial_state(payload: Payload): State {
  const step = payload.story[0];
  return {
    now: { policy: step?.policy || payload.baseline, changes: {} },
    future: step?.future || (payload.futures[0]?.id ?? ""),
    kept: [],
    time: payload.time.stop,
    step: step ? 0 : -1,
    all_indicators: false,
    band: payload.samples !== null,
    why: [payload.indicators[0]?.name ?? ""],
    against: -1,
  };
}

/** The state at a step of the story. */
export function at_step(payload: Payload, state: State, step: number): State {
  const told = payload.story[step];
  if (!told) return { ...state, step: -1 };
  return {
    ...state,
    step,
    now: { policy: told.policy || state.now.policy, changes: {} },
    future: told.future || state.future,
    why: told.indicators[0] ? [told.indicators[0]] : state.why,
  };
}
