// The only script that the page holds as it is: unpacks style and script, and adds them. The page's
// policy names the hash of each.

import { find } from "./page/dom.ts";
import { show_problem } from "./page/problem.ts";
import type { ProgramElement } from "./payload/program_element.ts";
import { unpacked_slot } from "./payload/unpack.ts";

function add(element: HTMLStyleElement | ProgramElement, text: string): void {
  element.textContent = text;
  document.head.append(element);
}

find(document, ".broken").hidden = true;
try {
  const program = new TextDecoder().decode(unpacked_slot("slackwater-program", "program"));
  const [style = "", script = ""] = program.split("\0");
  add(document.createElement("style"), style);
  add(Object.assign(document.createElement("script"), { unpacked_slot }), script);
} catch (problem) {
  show_problem(problem);
}
