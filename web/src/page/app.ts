import type { BandNews, Bands } from "../run/bands.ts";
import type { Ensemble } from "../run/ensemble.ts";
import type { Result, Session } from "../run/session.ts";
import type { Payload } from "../payload/payload.ts";
import { address_of, state_of, write_address } from "../state/address.ts";
import { scenario_title } from "../state/scenario.ts";
import { at_step, kMostKept, type Scenario, type State } from "../state/state.ts";
import { About } from "./about.ts";
import { Charts } from "./charts.ts";
import { Choices } from "./choices.ts";
import { find, later } from "./dom.ts";
import { KeptScenarios } from "./kept.ts";
import { Legend } from "./legend.ts";
import { Levers } from "./levers.ts";
import { Note } from "./note.ts";
import { Story } from "./story.ts";
import { Structure } from "./structure.ts";
import { IndicatorTable } from "./table.ts";
import { TakeAway } from "./take_away.ts";
import type { View } from "./view.ts";
import { Why } from "./why.ts";

// A run that fails has no curves, and says why.
function attempted(run: () => Result): Result {
  try {
    return run();
  } catch (problem) {
    const { message } = problem as Error;
    return { completed: false, message, fingerprint: "", times: new Float64Array(), series: new Map() };
  }
}

/** The page: one state, its runs, and the panels that show them. */
export class App {
  state: State;
  private ensemble_: Ensemble | null = null;
  private band_words_ = "";
  private band_of_ = ""; // what the band is asked for: the same is not asked twice
  private bands_: Bands | undefined;
  private frame_ = 0;
  private dragging_ = false;
  private last_: { baseline: Result; kept: Result[]; now: Result } | undefined;
  private readonly panels_: { show(view: View): void }[];
  private readonly charts_: Charts;
  private readonly levers_: Levers;
  private readonly table_: IndicatorTable;
  private readonly why_: Why;
  private readonly ask_bands_ = later(60, () => this.request_bands_());

  constructor(
    private readonly root_: HTMLElement,
    readonly payload: Payload,
    readonly session: Session,
  ) {
    const arrival = state_of(payload, location.hash);
    this.state = arrival.state;
    this.charts_ = new Charts(root_, this);
    this.levers_ = new Levers(root_, this);
    this.table_ = new IndicatorTable(root_);
    this.why_ = new Why(root_, this);
    this.panels_ = [
      new Story(root_, this),
      new Choices(root_, this),
      this.levers_,
      new Note(root_),
      new Legend(root_, this),
      this.charts_,
      this.table_,
      this.why_,
      new KeptScenarios(root_, this),
      new Structure(root_, this),
      new About(root_, payload),
      new TakeAway(root_, this),
    ];
    this.warn_of_(arrival.unknown);
    addEventListener("hashchange", () => this.arrive_());
  }

  /** One more panel, or a host that hears what is chosen. */
  add(panel: { show(view: View): void }): void {
    this.panels_.push(panel);
    this.settle();
  }

  /** Where uncertain runs come from; without it there is no band. */
  use_bands(make: (tell: (news: BandNews) => void) => Bands): void {
    this.bands_ = make((news) => this.hear_(news));
    this.ask_bands_.start();
  }

  /** Takes over a choice, runs what is new and shows it. */
  change(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    this.settle();
  }

  tell(step: number): void {
    this.change(at_step(this.payload, this.state, step));
  }

  /** Moves a lever (null: back to the policy's value): one run per frame, curves only. */
  drag(name: string, value: number | null): void {
    const { [name]: _, ...others } = this.state.now.changes;
    const changes = value === null ? others : { ...others, [name]: value };
    this.state = { ...this.state, now: { ...this.state.now, changes } };
    if (!this.dragging_) this.begin_drag_();
    if (this.frame_ === 0) this.frame_ = requestAnimationFrame(() => this.draw_moved_());
  }

  /** The end of a move: everything is brought in line with the state. */
  settle(): void {
    cancelAnimationFrame(this.frame_);
    this.frame_ = 0;
    this.dragging_ = false;
    const { now, future, band } = this.state;
    const wanted = JSON.stringify([now, future, band]);
    const other = wanted !== this.band_of_;
    if (other) this.drop_band_();
    this.band_of_ = wanted;
    const view = this.fresh_view_();
    if (!view) return;
    for (const panel of this.panels_) panel.show(view);
    this.table_.say(view);
    this.remember_();
    if (other) this.ask_bands_.start();
  }

  mark_time(time: number): void {
    this.state = { ...this.state, time };
    const view = this.view_();
    if (!view) return;
    this.charts_.mark();
    this.table_.show(view);
    this.why_.show(view);
    this.remember_();
  }

  keep(name: string): void {
    const { now, kept } = this.state;
    if (kept.length >= kMostKept) return;
    const taken = new Set(kept.map((one) => one.name));
    const wanted = name.trim() || scenario_title(this.payload, now);
    let unique = wanted;
    for (let i = 2; taken.has(unique); ++i) unique = `${wanted} ${i}`;
    this.change({ kept: [...kept, { ...now, name: unique, note: "" }] });
  }

  drop(position: number): void {
    const kept = this.state.kept.filter((_, i) => i !== position);
    const { against } = this.state;
    this.change({ kept, against: against === position ? -1 : against > position ? against - 1 : against });
  }

  load(position: number): void {
    const one = this.state.kept[position];
    if (one) this.change({ now: { policy: one.policy, changes: { ...one.changes } } });
  }

  describe(position: number, note: string): void {
    const kept = this.state.kept.map((one, i) => (i === position ? { ...one, note } : one));
    this.state = { ...this.state, kept };
    this.remember_();
  }

  private begin_drag_(): void {
    this.dragging_ = true;
    this.drop_band_();
    this.why_.stale();
  }

  private drop_band_(): void {
    this.ask_bands_.stop();
    this.bands_?.stop();
    this.ensemble_ = null;
    this.band_of_ = "";
    this.band_words_ = this.state.band ? "Uncertain runs are being computed\u2026" : "";
  }

  private draw_moved_(): void {
    this.frame_ = 0;
    if (!this.last_) return;
    const { now, future } = this.state;
    this.last_ = { ...this.last_, now: attempted(() => this.session.drag(now, future)) };
    this.warn_of_runs_();
    const view = this.view_();
    if (!view) return;
    this.levers_.show(view);
    this.charts_.move(view);
    this.table_.move(view);
  }

  private fresh_view_(): View | undefined {
    const { state, session } = this;
    const run = (one: Scenario) => attempted(() => session.run(one, state.future));
    this.last_ = {
      baseline: run({ policy: this.payload.baseline, changes: {} }),
      kept: state.kept.map(run),
      now: run(state.now),
    };
    this.warn_of_runs_();
    return this.view_();
  }

  private view_(): View | undefined {
    if (!this.last_) return undefined;
    const { payload, state, ensemble_: ensemble, band_words_: band_words } = this;
    return { payload, state, ...this.last_, ensemble, band_words };
  }

  private warn_of_runs_(): void {
    const failed = [this.last_?.now, this.last_?.baseline].find((one) => one && !one.completed);
    if (!failed) return this.warn_("");
    const ran = failed.times.length > 0;
    this.warn_(`${ran ? "The run stopped early" : "The engine cannot run this"}: ${failed.message}`);
  }

  private request_bands_(): void {
    const { state, payload, session } = this;
    if (!state.band || !this.bands_ || this.dragging_) return;
    const base = session.settings({ policy: payload.baseline, changes: {} }, state.future);
    this.bands_.request(session.settings(state.now, state.future), base);
  }

  private hear_(news: BandNews): void {
    if (this.dragging_ || !this.state.band) return;
    const runs = this.payload.samples?.rows.length ?? 0;
    if (news.kind === "progress") this.band_words_ = `Uncertain runs: ${news.done} of ${runs}\u2026`;
    if (news.kind === "failed") this.band_words_ = `The uncertain runs failed: ${news.message}`;
    if (news.kind === "ready") this.ensemble_ = news.ensemble;
    const view = this.view_();
    if (!view) return;
    for (const panel of this.panels_) {
      const concerned = news.kind === "ready" ? panel !== this.why_ : panel instanceof Legend;
      if (concerned) panel.show(view);
    }
  }

  private arrive_(): void {
    const arrival = state_of(this.payload, location.hash);
    this.state = arrival.state;
    this.settle();
    this.warn_of_(arrival.unknown);
  }

  private remember_(): void {
    write_address(address_of(this.payload, this.state));
  }

  private warn_of_(unknown: string[]): void {
    if (unknown.length > 0) {
      this.notice_(`The link asks for what this page does not have: ${unknown.join(", ")}. Everything else is as it asks.`);
    }
  }

  private warn_(words: string): void {
    const box = find(this.root_, ".warning");
    if (box.textContent !== words) box.textContent = words;
    box.hidden = words === "";
  }

  private notice_(words: string): void {
    const box = find(this.root_, ".notice");
    box.textContent = words;
    box.hidden = false;
  }
}
