import { line_style } from "../chart/palette.ts";
import { type Layer, stack_svg } from "../chart/stack.ts";
import type { DiagramKind, EquationText, LoopDominance } from "../run/contract.ts";
import { escaped } from "../text/markup.ts";
import { number_text, readable_name } from "../text/number_text.ts";
import type { App } from "./app.ts";
import { find, put } from "./dom.ts";
import type { View } from "./view.ts";

const kLayers = 6;

/** What the model is made of: its loops over time, its diagram, its equations. Made when opened. */
export class Structure {
  private readonly loops_: HTMLDetailsElement;
  private readonly diagram_: HTMLDetailsElement;
  private readonly equations_: HTMLDetailsElement;
  private view_: View | undefined;

  constructor(
    root: HTMLElement,
    private readonly app_: App,
  ) {
    this.loops_ = find<HTMLDetailsElement>(root, ".loops");
    this.diagram_ = find<HTMLDetailsElement>(root, ".diagram");
    this.equations_ = find<HTMLDetailsElement>(root, ".equations");
    this.loops_.addEventListener("toggle", () => this.show_loops_());
    this.diagram_.addEventListener("toggle", () => this.show_diagram_());
    this.diagram_.addEventListener("change", () => this.show_diagram_());
    this.equations_.addEventListener("toggle", () => this.show_equations_());
    this.equations_.addEventListener("input", () => this.show_equations_());
    const names = app_.session.model.variables.map(({ name }) => name);
    put(find(this.diagram_, "datalist"), names.map((name) => `<option value="${escaped(name)}">`).join(""));
    find<HTMLInputElement>(this.diagram_, "input[list]").value = app_.state.why[0] ?? "";
  }

  show(view: View): void {
    this.view_ = view;
    this.show_loops_();
  }

  private show_loops_(): void {
    if (!this.view_ || !this.loops_.open) return;
    const { now, future } = this.view_.state;
    const box = find(this.loops_, ".content");
    try {
      const found = this.app_.session.model.loops(this.app_.session.settings(now, future));
      put(box, loops_html(found, this.view_.payload.time.unit));
    } catch (problem) {
      put(box, `<p class="soft">${escaped((problem as Error).message)}</p>`);
    }
  }

  private show_diagram_(): void {
    if (!this.diagram_.open) return;
    const value = (selector: string) => find<HTMLInputElement>(this.diagram_, selector).value;
    const box = find(this.diagram_, ".content");
    try {
      const kind = value("select") as DiagramKind;
      const svg = this.app_.session.model.diagram(kind, value("input[list]").trim(), Number(value("input[type=number]")));
      const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
      if (drawn.localName !== "svg") throw new Error("The engine's picture cannot be read.");
      put(box, "");
      box.replaceChildren(document.importNode(drawn, true));
    } catch (problem) {
      put(box, `<p class="soft">${escaped((problem as Error).message)}</p>`);
    }
  }

  private show_equations_(): void {
    if (!this.equations_.open) return;
    const wanted = find<HTMLInputElement>(this.equations_, "input").value.trim().toLowerCase();
    const matches = (one: EquationText) =>
      wanted === "" || `${one.variable} ${readable_name(one.variable)} ${one.text} ${one.documentation}`.toLowerCase().includes(wanted);
    const found = this.app_.session.model.equations.filter(matches);
    let section = "";
    const list = found.map((one) => {
      const head = one.section !== section ? `<h3>${escaped(one.section)}</h3>` : "";
      section = one.section;
      const words = one.documentation ? `<p>${escaped(one.documentation)}</p>` : "";
      return `${head}<div class="equation"><pre>${escaped(one.text)}</pre>${words}</div>`;
    });
    put(find(this.equations_, ".content"), list.join("") || `<p class="soft">No equation has these words.</p>`);
  }
}

function kind_of(polarity: string): "reinforcing" | "balancing" | "mixed" {
  if (/^(r|\+|pos)/i.test(polarity)) return "reinforcing";
  return /^(b|-|neg)/i.test(polarity) ? "balancing" : "mixed";
}

function loops_html(found: LoopDominance, time_unit: string): string {
  if (found.loops.length === 0) return `<p class="soft">This model has no feedback loops.</p>`;
  const weight = (score: number[]) => score.reduce((sum, one) => sum + (Number.isFinite(one) ? Math.abs(one) : 0), 0);
  const ranked = [...found.loops].sort((a, b) => weight(b.score) - weight(a.score));
  const layers: Layer[] = [];
  const items: string[] = [];
  const count = { reinforcing: 0, balancing: 0, mixed: 0 };
  for (const [i, loop] of ranked.slice(0, kLayers).entries()) {
    const kind = kind_of(loop.polarity);
    const label = `${kind === "reinforcing" ? "R" : kind === "balancing" ? "B" : "M"}${++count[kind]}`;
    const { color } = line_style(i);
    layers.push({ label, color, values: loop.score });
    const share = Math.round((100 * weight(loop.score)) / Math.max(1, loop.score.length));
    const path = loop.variables.map(readable_name).join(" \u2192 ");
    items.push(
      `<li><b>${label}</b> ${escaped(loop.name ? readable_name(loop.name) : path)} <small>${kind}, on average ${share}\u00a0% of the activity` +
        `${loop.name && loop.name !== loop.variables.join(" ") ? `<br>${escaped(path)}` : ""}</small></li>`,
    );
  }
  const others = ranked.length - kLayers;
  const words = `Shares of the feedback loops over time. ${items.length} loops: ${ranked
    .slice(0, kLayers)
    .map((loop, i) => `${layers[i]?.label}, at the end ${number_text(100 * (loop.score.at(-1) ?? NaN))} percent`)
    .join("; ")}.`;
  return (
    `<p class="soft">How much of the change each feedback loop makes, at every time: reinforcing loops above the line, balancing ones below. ` +
    `Loops that matter, of what is set now.${found.complete ? "" : " The model has more loops than were searched: the list is not complete."}</p>` +
    `<div class="scroll" tabindex="0" role="group" aria-label="Loops over time">${stack_svg(found.times, time_unit, layers, words)}</div><ul class="loop-list">${items.join("")}</ul>` +
    (others > 0 ? `<p class="soft">${others} weaker loops are not drawn.</p>` : "")
  );
}
