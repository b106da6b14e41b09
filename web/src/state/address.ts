// The state as the part of the address after "#", short and readable, and back.

import type { Payload } from "../payload/payload.ts";
import { initial_state, kMostKept, type Kept, type Scenario, type State } from "./state.ts";

// Inside names and notes, the characters that separate parts.
function packed(text: string): string {
  return text.replace(/[%~;:]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}

function unpacked(text: string): string {
  return text.replace(/%(25|7E|3B|3A)/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

function changes_text(changes: Record<string, number>): string {
  return Object.entries(changes)
    .map(([name, value]) => `${packed(name)}:${value}`)
    .join(";");
}

/** `state` as text; what is as the page starts is left out. */
export function address_of(payload: Payload, state: State): string {
  const start = initial_state(payload);
  const parts = new URLSearchParams();
  if (state.step !== start.step) parts.set("step", String(state.step));
  parts.set("policy", state.now.policy);
  parts.set("future", state.future);
  const changes = changes_text(state.now.changes);
  if (changes) parts.set("set", changes);
  for (const { name, policy, changes: kept, note } of state.kept) {
    parts.append("keep", [packed(name), packed(policy), changes_text(kept), packed(note)].join("~"));
  }
  if (state.time !== start.time) parts.set("time", String(state.time));
  if (state.all_indicators) parts.set("all", "1");
  if (state.band !== start.band) parts.set("band", state.band ? "1" : "0");
  if (state.why.join("~") !== start.why.join("~")) parts.set("why", state.why.map(packed).join("~"));
  if (state.against >= 0) parts.set("against", String(state.against));
  return parts.toString();
}

export interface Arrival {
  state: State;
  /** What the address asked for and this page does not have. */
  unknown: string[];
}

/** The state that an address asks for; what this page does not have is left out and said. */
export function state_of(payload: Payload, address: string): Arrival {
  const parts = new URLSearchParams(address.replace(/^#/, ""));
  const state = initial_state(payload);
  const unknown: string[] = [];
  if ([...parts].length === 0) return { state, unknown };
  const policies = new Set(payload.policies.map(({ id }) => id));

  const step = number_of(parts.get("step"));
  if (step !== null && step < payload.story.length) state.step = Math.max(-1, Math.floor(step));
  const future = parts.get("future");
  if (future !== null) {
    if (payload.futures.some(({ id }) => id === future)) state.future = future;
    else unknown.push(`future ${future}`);
  }
  const read = (policy: string | null, changes: string): Scenario => {
    if (policy !== null && !policies.has(policy)) unknown.push(`policy ${policy}`);
    const known = policy !== null && policies.has(policy) ? policy : state.now.policy;
    return { policy: known, changes: changes_of(payload, changes, unknown) };
  };
  state.now = read(parts.get("policy"), parts.get("set") ?? "");
  state.kept = parts
    .getAll("keep")
    .slice(0, kMostKept)
    .map((text): Kept => {
      const [name = "", policy = "", changes = "", note = ""] = text.split("~");
      return { ...read(unpacked(policy), changes), name: unpacked(name), note: unpacked(note) };
    });
  const time = number_of(parts.get("time"));
  if (time !== null) state.time = Math.min(payload.time.stop, Math.max(payload.time.start, time));
  state.all_indicators = parts.get("all") === "1";
  if (parts.has("band")) state.band = parts.get("band") === "1" && payload.samples !== null;
  const why = (parts.get("why") ?? "").split("~").map(unpacked);
  if (payload.indicators.some(({ name }) => name === why[0])) state.why = why;
  const against = number_of(parts.get("against"));
  if (against !== null && against >= 0 && against < state.kept.length) state.against = against;
  return { state, unknown: [...new Set(unknown)] };
}

function number_of(text: string | null): number | null {
  const value = text === null || text === "" ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

function changes_of(payload: Payload, text: string, unknown: string[]): Record<string, number> {
  const changes: Record<string, number> = {};
  for (const part of text.split(";").filter(Boolean)) {
    const [name = "", number = ""] = part.split(":");
    const lever = payload.levers.find((one) => one.name === unpacked(name));
    const value = number_of(number);
    if (!lever || value === null) unknown.push(`lever ${unpacked(name)}`);
    else changes[lever.name] = Math.min(lever.high, Math.max(lever.low, value));
  }
  return changes;
}

/** False inside `srcdoc`, whose address nobody sees, and whose history is that of the page around it. */
export function has_address(): boolean {
  return location.protocol !== "about:";
}

/** Shows the state in the address bar, where there is one. */
export function write_address(text: string): void {
  if (!has_address()) return;
  try {
    history.replaceState(null, "", "#" + text);
  } catch {
    // Some browsers limit how often; the next change comes through.
  }
}
