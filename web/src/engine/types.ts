export type { Outcome, PackedModel, Sample, VariableInfo } from "../run/contract.ts";

/** A value that follows time: steps or straight lines between (time, value) points. */
export interface Profile {
  points: [number, number][];
  ramp: boolean;
}

/** A number, a rule as text, or a profile for a lever, a parameter, or "start STOCK". */
export interface Setting {
  target: string;
  value: number | string | Profile;
}

export interface Time {
  unit: string;
  start: number;
  stop: number;
  step: number;
  save: number;
  method: string;
  relative_tolerance?: number;
  absolute_tolerance?: number;
}
