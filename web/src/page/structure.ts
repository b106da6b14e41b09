import { line_style } from "../chart/palette.ts";
import { type Layer, stack_svg } from "../chart/stack.ts";
import type { DiagramKind, EquationText, Loop, LoopDominance } from "../run/contract.ts";
import { escaped } from "../text/markup.ts";
import { loop_titles } from "../text/loop_title.ts";
import { readable_name } from "../text/number_text.ts";
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
  private loops_of_ = "";

  constructor(
    root: HTMLElement,
    private readonly app_: App,
  ) {
    this.loops_ = find<HTMLDetailsElement>(root, ".loops");
    this.diagram_ = find<HTMLDetailsElement>(root, ".diagram");
    this.equations_ = find<HTMLDetailsElement>(root, ".equations");
    this.loops_.hidden = app_.session.ask((model) => !model.loops);
    this.diagram_.hidden = app_.session.ask((model) => !model.diagram);
    this.loops_.addEventListener("toggle", () => this.show_loops_());
    this.diagram_.addEventListener("toggle", () => this.show_diagram_());
    this.diagram_.addEventListener("change", () => this.show_diagram_());
    this.equations_.addEventListener("toggle", () => this.show_equations_());
    this.equations_.addEventListener("input", () => this.show_equations_());
    const names = app_.session.ask((model) => model.variables.map(({ name }) => name));
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
    const asked = JSON.stringify([now, future]);
    if (asked === this.loops_of_) return;
    this.loops_of_ = asked;
    const box = find(this.loops_, ".content");
    try {
      const { session } = this.app_;
      const found = session.ask((model) => model.loops?.(session.settings(now, future)));
      if (!found) return;
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
      const around = value("input[list]").trim();
      const depth = Number(value("input[type=number]"));
      const svg = this.app_.session.ask((model) => model.diagram?.(kind, around, depth) ?? "");
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
    const found = this.app_.payload.equations.filter(matches);
    let section = "";
    const list = found.map((one) => {
      const head = one.section !== section ? `<h3>${escaped(one.section)}</h3>` : "";
      section = one.section;
      const words = one.documentation ? `<p>${escaped(one.documentation)}</p>` : "";
      const unit = one.unit && one.unit !== "1" ? ` <span class="soft">${escaped(one.unit)}</span>` : "";
      return `${head}<div class="equation"><pre>${escaped(one.text)}${unit}</pre>${words}</div>`;
    });
    put(find(this.equations_, ".content"), list.join("") || `<p class="soft">No equation has these words.</p>`);
  }
}

const kLetters: Record<string, string> = { reinforcing: "R", balancing: "B" };

function loops_html(found: LoopDominance, time_unit: string): string {
  const first = found.loops[0];
  if (!first) return `<p class="soft">${escaped(found.note || "This model has no feedback loops that move.")}</p>`;
  // Shares of different components are shares of different things: the strongest is drawn.
  const ranked = found.loops.filter(({ component }) => component === first.component);
  const drawn = ranked.slice(0, kLayers);
  const counts: Record<string, number> = {};
  const layers = drawn.map((loop, i): Layer => {
    const letter = kLetters[loop.polarity] ?? "C";
    counts[letter] = (counts[letter] ?? 0) + 1;
    return { label: `${letter}${counts[letter]}`, color: line_style(i).color, values: loop.relative };
  });
  const titles = loop_titles(drawn);
  const items = drawn.map((loop, i) => loop_item(loop, layers[i]?.label ?? "", titles[i] ?? ""));
  const ends = layers.map(({ label, values }) => `${label} ${Math.round(100 * (values.at(-1) ?? NaN))} percent`);
  const words = `Shares of ${drawn.length} feedback loops over time; at the end ${ends.join(", ")}.`;
  const rest: string[] = [];
  if (ranked.length > drawn.length) rest.push(`${ranked.length - drawn.length} weaker loops are not drawn.`);
  const others = found.loops.length - ranked.length;
  if (others > 0) rest.push(`${others} more loops run in parts of the model that these do not touch.`);
  if (!found.complete) rest.push("The model has more loops than were listed: these are the strongest that a search found.");
  if (found.note) rest.push(found.note);
  return (
    `<p class="soft">How much of the change each feedback loop makes, at every time, of what is set now: reinforcing loops above the line, ` +
    `balancing ones below (Loops That Matter).</p><div class="scroll" tabindex="0" role="group" aria-label="Loops over time">` +
    `${stack_svg(found.times, time_unit, layers, words)}</div><ul class="loop-list">${items.join("")}</ul>` +
    (rest.length > 0 ? `<p class="soft">${escaped(rest.join(" "))}</p>` : "")
  );
}

function loop_item({ variables, polarity, share }: Loop, label: string, title: string): string {
  const path = variables.map(readable_name).join(" \u2192 ");
  const whole =
    variables.length > 3
      ? `<details><summary>all ${variables.length} variables</summary><small>${escaped(path)}</small></details>`
      : "";
  return `<li title="${escaped(path)}"><b>${label}</b> ${escaped(title)}${whole} <small>\u00b7 ${escaped(polarity)}, ${Math.round(100 * share)}\u00a0% on average</small></li>`;
}
