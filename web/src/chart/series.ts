/** The value of a saved series at any time, straight between its points. */
export function value_at(times: ArrayLike<number>, values: ArrayLike<number>, time: number): number {
  const last = Math.min(times.length, values.length) - 1;
  if (last < 0 || time > (times[last] as number)) return last < 0 ? NaN : (values[last] as number);
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= time) low = middle;
    else high = middle;
  }
  const from = times[low] as number;
  const to = times[high] as number;
  const part = to > from ? Math.min(1, Math.max(0, (time - from) / (to - from))) : 0;
  if (part === 0) return values[low] as number;
  if (part === 1) return values[high] as number;
  return (values[low] as number) * (1 - part) + (values[high] as number) * part;
}

/** The last number of a series that may end in gaps. */
export function last_number(values: ArrayLike<number>): number {
  for (let i = values.length - 1; i >= 0; --i) {
    if (Number.isFinite(values[i])) return values[i] as number;
  }
  return NaN;
}
