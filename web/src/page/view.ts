import type { Payload } from "../payload/payload.ts";
import { kBaselineStyle, line_style, type LineStyle } from "../chart/palette.ts";
import type { Ensemble } from "../run/ensemble.ts";
import type { Result } from "../run/session.ts";
import { policy_of, scenario_title } from "../state/scenario.ts";
import type { State } from "../state/state.ts";

/** What every panel shows: the state with its finished runs. */
export interface View {
  payload: Payload;
  state: State;
  baseline: Result;
  kept: Result[];
  now: Result;
  ensemble: Ensemble | null;
  /** Words about uncertain runs that are on their way or failed. */
  band_words: string;
}

/** One scenario as drawn and listed: the baseline first, what is kept, then what is set now. */
export interface Row {
  label: string;
  title: string;
  style: LineStyle;
  result: Result;
  kept: number;
}

export const kNow = "Now";

/** The curves in drawing order: nothing may hide behind the ghost, and now lies on top. */
export function rows_of({ payload, state, baseline, kept, now }: View): Row[] {
  const title = policy_of(payload, payload.baseline).title;
  return [
    { label: title, title, style: kBaselineStyle, result: baseline, kept: -1 },
    ...state.kept.map((one, i) => ({
      label: one.name,
      title: one.name,
      style: line_style(i + 1),
      result: kept[i] ?? baseline,
      kept: i,
    })),
    { label: kNow, title: scenario_title(payload, state.now), style: line_style(0), result: now, kept: -1 },
  ];
}

export function series(result: Result, name: string): Float64Array {
  return result.series.get(name) ?? new Float64Array();
}

/** "week 104", "year 2.5". */
export function moment(payload: Payload, text: string): string {
  return `${payload.time.unit || "time"} ${text}`;
}
