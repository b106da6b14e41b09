interface Block {
  first: number;
  count: number;
  height: number;
  top_sum: number; // sum over its labels of the top that each would give the block
}

function top_of(block: Block, low: number, high: number): number {
  return Math.max(low, Math.min(block.top_sum / block.count, high - block.height));
}

/**
 * Centres for labels that want to stand at `wanted`, moved as little as possible so that none
 * overlaps and all stay within [low, high]; labels that touch move as one.
 */
export function spread_labels(
  wanted: number[],
  heights: number[],
  low: number,
  high: number,
): number[] {
  const height = (i: number) => heights[i] ?? 0;
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const blocks: Block[] = [];
  order.forEach((i, k) => {
    blocks.push({ first: k, count: 1, height: height(i), top_sum: (wanted[i] ?? 0) - height(i) / 2 });
    for (;;) {
      const last = blocks.at(-1);
      const before = blocks.at(-2);
      if (!last || !before) break;
      if (top_of(before, low, high) + before.height <= top_of(last, low, high)) break;
      before.top_sum += last.top_sum - last.count * before.height;
      before.count += last.count;
      before.height += last.height;
      blocks.pop();
    }
  });
  const centres = new Array<number>(wanted.length).fill(0);
  for (const block of blocks) {
    let top = top_of(block, low, high);
    for (const i of order.slice(block.first, block.first + block.count)) {
      centres[i] = top + height(i) / 2;
      top += height(i);
    }
  }
  return centres;
}

/**
 * Which of `last.length` labels to draw when only `most` fit: the highest, the lowest and some
 * evenly between by rank; the baseline's takes the place of its nearest.
 */
export function some_labels(last: number[], ghost: number, most: number): number[] {
  const order = last.map((_, i) => i).sort((a, b) => (last[a] ?? 0) - (last[b] ?? 0));
  if (order.length <= most) return order;
  const ranks: number[] = [];
  for (let k = 0; k < most; ++k) {
    ranks.push(most > 1 ? Math.floor((k * (order.length - 1)) / (most - 1)) : 0);
  }
  const rank = order.indexOf(ghost);
  if (rank >= 0 && !ranks.includes(rank)) {
    const inner = most > 2 ? ranks.slice(1, -1) : ranks;
    const nearest = inner.reduce((a, b) => (Math.abs(b - rank) < Math.abs(a - rank) ? b : a));
    ranks[ranks.indexOf(nearest)] = rank;
  }
  return ranks.map((r) => order[r] ?? 0);
}
