// Path data of curves. Points are two arrays of pixels, x and y; a y that is no number breaks the
// line.

const kTolerance = 0.12; // pixels: below what a printer shows

type Numbers = ArrayLike<number>;

function distance_to_segment(x: Numbers, y: Numbers, i: number, a: number, b: number): number {
  const ax = x[a] as number;
  const ay = y[a] as number;
  const dx = (x[b] as number) - ax;
  const dy = (y[b] as number) - ay;
  const px = (x[i] as number) - ax;
  const py = (y[i] as number) - ay;
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
  return Math.hypot(px - part * dx, py - part * dy);
}

/**
 * The positions within [first, last] that matter: without those within `tolerance` of the line
 * through the others. Source: Douglas and Peucker (1973).
 */
export function simplified(
  x: Numbers,
  y: Numbers,
  first: number,
  last: number,
  tolerance = kTolerance,
): number[] {
  const kept = new Uint8Array(last - first + 1);
  kept[0] = kept[last - first] = 1;
  const open: [number, number][] = [[first, last]];
  for (let piece = open.pop(); piece; piece = open.pop()) {
    const [a, b] = piece;
    let furthest = tolerance;
    let at = -1;
    for (let i = a + 1; i < b; ++i) {
      const distance = distance_to_segment(x, y, i, a, b);
      if (distance > furthest) {
        furthest = distance;
        at = i;
      }
    }
    if (at < 0) continue;
    kept[at - first] = 1;
    open.push([a, at], [at, b]);
  }
  const result: number[] = [];
  for (let i = first; i <= last; ++i) if (kept[i - first]) result.push(i);
  return result;
}

// Tenths of a pixel; adding zero turns -0 into 0.
function tenths(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}

function piece(x: Numbers, y: Numbers, first: number, last: number): string {
  const kept = simplified(x, y, first, last);
  // A single point has no length; a round cap makes it visible.
  if (first === last) kept.push(first);
  return kept
    .map((i, k) => `${k === 0 ? "M" : "L"}${tenths(x[i] as number)} ${tenths(y[i] as number)}`)
    .join("");
}

/** SVG path data of one line. */
export function path_data(x: Numbers, y: Numbers): string {
  let path = "";
  let start = -1;
  const count = Math.min(x.length, y.length);
  for (let i = 0; i <= count; ++i) {
    const drawable = i < count && Number.isFinite(y[i]);
    if (drawable && start < 0) start = i;
    if (!drawable && start >= 0) {
      path += piece(x, y, start, i - 1);
      start = -1;
    }
  }
  return path;
}

/** SVG path data of the closed area between two lines that share their x. */
export function area_data(x: Numbers, upper: Numbers, lower: Numbers): string {
  const there: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < x.length; ++i) {
    if (!Number.isFinite(upper[i]) || !Number.isFinite(lower[i])) continue;
    there[0].push(x[i] as number);
    there[1].push(upper[i] as number);
    there[2].push(lower[i] as number);
  }
  const [xs, high, low] = there;
  if (xs.length === 0) return "";
  const point = (ys: number[]) => (i: number) => `L${tenths(xs[i] ?? 0)} ${tenths(ys[i] ?? 0)}`;
  const up = simplified(xs, high, 0, xs.length - 1).map(point(high)).join("");
  const down = simplified(xs, low, 0, xs.length - 1).reverse().map(point(low)).join("");
  return "M" + up.slice(1) + down + "Z";
}
