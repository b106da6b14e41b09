import { readable_name } from "./number_text.ts";

const kMost = 60; // characters of a title that a leader still reads

/**
 * Titles of loops, from names like "backlog > haste > fatigue": as many of their variables as 60
 * characters hold, the first one always, then those that the other loops have least often. Equal
 * titles are counted.
 */
export function loop_titles(loops: { name: string; variables: string[] }[]): string[] {
  const steps = loops.map(({ name, variables }) => steps_of(name, variables));
  const often = new Map<string, number>();
  for (const list of steps) for (const one of new Set(list)) often.set(one, (often.get(one) ?? 0) + 1);
  const seen = new Map<string, number>();
  return steps.map((list) => {
    const title = shortened(list, often);
    const count = (seen.get(title) ?? 0) + 1;
    seen.set(title, count);
    return count > 1 ? `${title} (${count})` : title;
  });
}

// A name that was given is one step.
function steps_of(name: string, variables: string[]): string[] {
  const parts = name === "" ? variables : name.replace(/ \(\d+\)$/, "").split(" > ");
  return parts.map((part, i) => (i === 0 ? readable_name(part) : readable_name(part).replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase())));
}

// Left-out steps are an ellipsis in their place.
function title_of(list: string[], kept: Set<number>): string {
  const parts: string[] = [];
  list.forEach((step, i) => {
    if (kept.has(i)) parts.push(step);
    else if (parts.at(-1) !== "\u2026") parts.push("\u2026");
  });
  return parts.join(" \u2192 ");
}

function shortened(list: string[], often: Map<string, number>): string {
  const order = list.map((_, i) => i).slice(1);
  order.sort((a, b) => (often.get(list[a] ?? "") ?? 0) - (often.get(list[b] ?? "") ?? 0) || a - b);
  const kept = new Set([0]);
  for (const i of order) {
    const more = new Set([...kept, i]);
    if (title_of(list, more).length <= kMost) kept.add(i);
  }
  const all = title_of(list, new Set(list.keys()));
  return all.length <= kMost ? all : title_of(list, kept);
}
