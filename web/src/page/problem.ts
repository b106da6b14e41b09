import { find } from "./dom.ts";

/** Says instead of the page why it cannot be shown. */
export function show_problem(problem: unknown): void {
  const box = find(document, ".broken");
  box.hidden = false;
  find(box, "p").textContent = problem instanceof Error ? problem.message : String(problem);
  find(document, "main").hidden = true;
  document.documentElement.dataset["ready"] = "broken";
}
