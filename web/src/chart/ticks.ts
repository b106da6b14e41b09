import { fixed, type Look, number_text } from "../text/number_text.ts";

function multiples(low: number, high: number, step: number): number[] {
  const ticks: number[] = [];
  // The small part keeps an end that rounding moved out of the range.
  const slack = step * 1e-9;
  for (let n = Math.ceil((low - slack) / step); n * step <= high + slack; ++n) {
    ticks.push(n === 0 ? 0 : n * step);
  }
  return ticks;
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that makes at most `count` steps of `span`. */
export function nice_step(span: number, count: number): number {
  const rough = span / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  for (const factor of [1, 2, 2.5, 5, 10]) {
    if (factor * power >= rough * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

/** Round positions within [low, high], about `count` of them. */
export function nice_ticks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  return multiples(low, high, nice_step(high - low, count));
}

const kCalendars: Record<string, number[]> = {
  week: [1, 2, 4, 13, 26, 52, 104],
  month: [1, 2, 3, 6, 12, 24, 60],
  day: [1, 7, 14, 28, 91, 182, 364],
  hour: [1, 2, 4, 6, 12, 24, 168],
};

/** The same for time: steps that divide a year of weeks or months, or a day of hours. */
export function time_ticks(low: number, high: number, count: number, unit: string): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(count, 1);
  const steps = kCalendars[unit] ?? [];
  const step = steps.find((candidate) => candidate >= rough);
  if (step !== undefined && rough >= (steps[0] ?? 0)) return multiples(low, high, step);
  return nice_ticks(low, high, count);
}

/** As many decimals as the step needs, the same for all ticks. */
export function tick_digits(ticks: number[]): number {
  const [first, second] = ticks;
  if (first === undefined || second === undefined) return 2;
  for (let digits = 0; digits < 9; ++digits) {
    const scaled = (second - first) * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return digits;
  }
  return 9;
}

export function tick_text(value: number, digits: number, look: Look = "number"): string {
  if (look === "share") return tick_text(100 * value, Math.max(0, digits - 2)) + "\u00a0%";
  const size = Math.abs(value);
  if (size >= 1e7 || digits > 6 || (size >= 1000 && digits === 0)) return number_text(value);
  return (value < 0 ? "\u2212" : "") + fixed(size, digits);
}
