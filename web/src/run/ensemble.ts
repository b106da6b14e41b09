import type { Sample, Variant } from "./contract.ts";
import type { Better } from "../text/number_text.ts";

/** How the uncertain runs of one indicator lie, at every time by itself. */
export interface Spread {
  low: Float64Array;
  median: Float64Array;
  high: Float64Array;
  /** In how many runs it is better than the baseline in the same sample. */
  better: Uint16Array;
}

export interface Ensemble {
  runs: number;
  failed: number;
  times: Float64Array;
  spreads: Map<string, Spread>;
}

export interface Member {
  completed: boolean;
  times: Float64Array;
  series: Float64Array[];
}

export const kLowPart = 0.05;
export const kHighPart = 0.95;

export function run_member(variant: Variant, sample: Sample, names: string[]): Member {
  variant.draw(sample);
  const { completed, times, values } = variant.run();
  return { completed, times, series: names.map((name) => values(name)) };
}

/** A quantile of sorted numbers, straight between neighbours: that of engine/results. */
export function quantile(sorted: ArrayLike<number>, part: number): number {
  if (sorted.length === 0) return NaN;
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const value = sorted[below] as number;
  const rest = place - below;
  if (rest === 0 || below + 1 === sorted.length) return value;
  return value + rest * ((sorted[below + 1] as number) - value);
}

/** The band of finished members; `base` are the baseline's members of the same samples. */
export function spread_of(members: Member[], base: Member[], at: number, better: Better): Spread {
  const points = Math.max(0, ...members.map((member) => member.series[at]?.length ?? 0));
  const spread: Spread = {
    low: new Float64Array(points),
    median: new Float64Array(points),
    high: new Float64Array(points),
    better: new Uint16Array(points),
  };
  for (let point = 0; point < points; ++point) {
    const numbers: number[] = [];
    members.forEach((member, i) => {
      const value = member.series[at]?.[point];
      if (value === undefined || Number.isNaN(value)) return;
      numbers.push(value);
      const other = base[i]?.series[at]?.[point] ?? NaN;
      const wins = better === "down" ? value < other : value > other;
      if (wins) spread.better[point] = (spread.better[point] ?? 0) + 1;
    });
    const sorted = Float64Array.from(numbers).sort();
    spread.low[point] = quantile(sorted, kLowPart);
    spread.median[point] = quantile(sorted, 0.5);
    spread.high[point] = quantile(sorted, kHighPart);
  }
  return spread;
}
