import { nice_ticks } from "./ticks.ts";

export interface Range {
  low: number;
  high: number;
}

export const kTicks = 4;
const kLargest = 1e300; // beyond it the range itself would overflow

/** The lowest and highest of all numbers that can be drawn. */
export function range_of(all: ArrayLike<number>[]): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const values of all) {
    for (let i = 0; i < values.length; ++i) {
      const value = values[i] as number;
      if (!(Math.abs(value) <= kLargest)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

function with_height(range: Range): Range {
  if (range.high > range.low) return range;
  const room = range.low === 0 ? 1 : 0.1 * Math.abs(range.low);
  const low = range.low > 0 && range.low <= room ? 0 : range.low - (range.low === 0 ? 0 : room);
  return { low, high: range.high + room };
}

/** From zero, unless that would press all lines together at the top; with round ends. */
export function rounded_range(range: Range): Range {
  const kNarrow = 0.35;
  let { low, high } = range;
  if (low > 0 && low < kNarrow * high) low = 0;
  if (high < 0 && high > kNarrow * low) high = 0;
  ({ low, high } = with_height({ low, high }));
  // The wider range may ask for a wider step; both ends must be ticks of the last one.
  let step = 0;
  for (let tries = 0; tries < 4; ++tries) {
    const [first, second] = nice_ticks(low, high, kTicks);
    const next = first !== undefined && second !== undefined ? second - first : high - low;
    if (next === step) break;
    step = next;
    low = Math.floor(low / step + 1e-9) * step;
    high = Math.ceil(high / step - 1e-9) * step;
  }
  return { low, high };
}

/**
 * The axis after a change: the one that is there as long as everything fits in it and fills at
 * least half of it, so that axes seldom move.
 */
export function steady_range(before: Range | undefined, needed: Range): Range {
  const wanted = rounded_range(needed);
  if (!before) return wanted;
  const fits = needed.low >= before.low && needed.high <= before.high;
  const filled = (wanted.high - wanted.low) / (before.high - before.low);
  return fits && filled > 0.5 ? before : wanted;
}
