import { Plot, type Chart } from "./chart.ts";

/** A chart on the page: drawn once, then only what moved is changed. */
export class LiveChart {
  private plot_: Plot | undefined;
  private drawn_ = "";
  private cursor_drawn_ = "";

  constructor(private readonly holder_: HTMLElement) {}

  draw(chart: Chart): void {
    this.plot_ = new Plot(chart);
    const svg = this.plot_.svg();
    if (svg === this.drawn_) return;
    this.drawn_ = svg;
    this.cursor_drawn_ = "";
    this.holder_.innerHTML = svg;
  }

  /** Gives one line other values within the axes that are there; its band goes. */
  move(line: number, y: ArrayLike<number>): void {
    const plot = this.plot_;
    const moved = plot?.chart.lines[line];
    if (!plot || !moved) return;
    moved.y = y;
    if (moved.band) {
      moved.band = undefined;
      for (const band of this.holder_.querySelectorAll(".band")) band.remove();
    }
    this.drawn_ = "";
    const path = this.holder_.querySelector(`path[data-line="${line}"]`);
    const data = plot.line_path(line);
    if (path && path.getAttribute("d") !== data) path.setAttribute("d", data);
    const ends = this.holder_.querySelector(".ends");
    if (ends) ends.innerHTML = plot.ends();
  }

  cursor(time: number, values: boolean): void {
    const markup = this.plot_?.cursor(time, values) ?? "";
    const group = this.holder_.querySelector(".cursor");
    if (!group || markup === this.cursor_drawn_) return;
    this.cursor_drawn_ = markup;
    group.innerHTML = markup;
  }

  /** The time under a point of the screen. */
  time_at(client_x: number): number {
    const svg = this.holder_.querySelector("svg");
    if (!svg || !this.plot_) return 0;
    const box = svg.getBoundingClientRect();
    return this.plot_.time_at(((client_x - box.left) / box.width) * this.plot_.chart.width);
  }
}
