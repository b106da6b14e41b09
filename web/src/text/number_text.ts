// Numbers and changes as people read them: the words of engine/report's number_text.cpp. Both are
// held to the same table, tests/cases/*.tsv.

const kMinus = "\u2212";
const kNothing = "\u2013";

/** printf's "%.{digits}f" of a value from 0 up: an exact half goes to the even neighbour. */
export function fixed(value: number, digits: number): string {
  // A decimal half is exact in binary only as an odd multiple of 2^-(digits + 1).
  const halves = value * 2 ** (digits + 1);
  if (halves < 2 ** 52 && halves % 2 === 1) {
    const scale = 10 ** digits;
    const below = Math.floor(value * scale);
    return ((below + (below % 2)) / scale).toFixed(digits);
  }
  return value.toFixed(digits);
}

function exponential(value: number): string {
  let text = value.toExponential(2);
  const exponent = Math.floor(Math.log10(value));
  const unit = 10 ** (exponent - 2);
  const last = Math.floor(value / unit);
  if (value >= 1e9 && value < 2 ** 53 && value % unit === unit / 2 && last % 2 === 0) {
    text = (last * unit).toExponential(2);
  }
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

function magnitude_text(value: number): string {
  if (value >= 1e9 || value < 1e-4) return exponential(value);
  if (value >= 999.5) return grouped(fixed(value, 0));
  if (value === Math.floor(value)) return fixed(value, 0);
  const digits_before = Math.floor(Math.log10(value)) + 1;
  let text = fixed(value, 3 - digits_before);
  // 9.996 rounds to 10.00: one digit more than asked for.
  const rounded = 10 ** digits_before;
  if (value < rounded && Number(text) >= rounded) text = fixed(value, Math.max(0, 2 - digits_before));
  return text;
}

/** How a number is read: as it is, or as a share of a whole, in percent. */
export type Look = "number" | "share";

/** The one rule: a share is dimensionless and has a declared range within 0 .. 1. */
export function look_of(unit: string, low?: number, high?: number): Look {
  const within = low !== undefined && high !== undefined && low >= 0 && high <= 1 && low < high;
  return unit === "1" && within ? "share" : "number";
}

// "0.780" as "0.78"; whole numbers and powers of ten stay.
function without_zeros(text: string): string {
  return /^[^e]*\.[^e]*$/.test(text) ? text.replace(/\.?0+$/, "") : text;
}

/** Three significant digits; a real minus sign; a dash for what is no number; a share in percent. */
export function number_text(value: number, look: Look = "number"): string {
  if (look === "share" && Number.isFinite(value)) return without_zeros(number_text(100 * value)) + "\u00a0%";
  if (Number.isNaN(value)) return kNothing;
  if (value === 0) return "0";
  const sign = value < 0 ? kMinus : "";
  if (!Number.isFinite(value)) return sign + "\u221e";
  return sign + magnitude_text(Math.abs(value));
}

/** The size of the difference of two shares, in percentage points. */
export function points_text(difference: number): string {
  const points = Math.abs(100 * difference);
  if (points < 1e-3) return number_text(points) + "\u00a0pp";
  // Below one point two digits: 0.35 pp.
  const digits = points < 0.9995 ? 1 - Math.floor(Math.log10(points)) : 1;
  return without_zeros(fixed(points, digits)) + "\u00a0pp";
}

export type Better = "up" | "down" | "";
export type Direction = "same" | "better" | "worse" | "higher" | "lower" | "unknown";

export interface Change {
  direction: Direction;
  text: string;
  word: string;
  arrow: string;
}

function merit(higher: boolean, better: Better): Direction {
  if (better === "") return higher ? "higher" : "lower";
  return higher === (better === "up") ? "better" : "worse";
}

function times_text(ratio: number): string {
  return "\u00d7" + fixed(ratio, ratio < 9.95 ? 1 : 0);
}

/** How a value differs from the baseline, compared as both are shown. */
export function change_text(value: number, baseline: number, better: Better, look: Look = "number"): Change {
  if (!Number.isFinite(value) || !Number.isFinite(baseline)) {
    return { direction: "unknown", text: kNothing, word: "", arrow: "" };
  }
  const same: Change = { direction: "same", text: "the same", word: "the same", arrow: "=" };
  if (number_text(value, look) === number_text(baseline, look)) return same;
  const higher = value > baseline;
  const direction = merit(higher, better);
  const arrow = higher ? "\u25b2" : "\u25bc";
  const sign = higher ? "+" : kMinus;
  const changed = (text: string): Change => ({ direction, text, word: direction, arrow });

  if (look === "share") return changed(sign + points_text(value - baseline));

  // A share of a negative number, or of one on the other side of zero, reads as its opposite.
  const ratio = value / baseline;
  if (baseline <= 0 || !(ratio > 0) || ratio >= 9999.5) {
    return changed(sign + number_text(Math.abs(value - baseline)));
  }
  if (ratio >= 4) return changed(times_text(ratio));
  const percent = Math.round(Math.abs(ratio - 1) * 100);
  if (percent === 0) return same;
  // What is left of it is little, but not nothing.
  if (percent === 100 && !higher) return changed(sign + "99.9\u00a0%");
  return changed(`${sign}${percent}\u00a0%`);
}

/** A name of the model as people read it: `lead_time` is "Lead time". */
export function readable_name(name: string): string {
  const text = name
    .replace(/\[[*, ]*\]$/, "")
    .replace(/\[(.*)\]$/, (_, inside: string) => ` (${inside.split(/,\s*/).map((one) => (one === "*" ? "all" : one)).join(", ")})`)
    .replace(/_/g, " ");
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** A unit as shown: nothing for a pure number. */
export function unit_text(unit: string): string {
  return unit === "1" || unit === "dimensionless" ? "" : unit.replace(/_/g, " ");
}

/** A number that somebody set: as short as it is. */
export function plain_text(value: number, look: Look = "number"): string {
  return without_zeros(number_text(value, look));
}

/** A number with its unit, kept on one line. */
export function with_unit(value: number, unit: string, look: Look = "number"): string {
  const shown = unit_text(unit);
  return number_text(value, look) + (shown ? "\u00a0" + shown : "");
}
