import type { unpacked_slot } from "./unpack.ts";

/**
 * The script element of the program, which brings along the loader's decoder: the page holds it once,
 * and it has been compiled by the time the engine comes. An element's property, unlike a global name,
 * is the program's own.
 */
export interface ProgramElement extends HTMLScriptElement {
  unpacked_slot: typeof unpacked_slot;
}
