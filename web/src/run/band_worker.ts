import type { EngineFactory, Model, PackedModel, Setting, TimeAxis } from "./contract.ts";
import type { Better } from "../text/number_text.ts";
import { type Member, run_member, type Spread, spread_of } from "./ensemble.ts";

/** First message to the worker. */
export interface BandSetup {
  wasm: ArrayBuffer;
  model: PackedModel;
  time: TimeAxis;
  seed: number;
  names: string[];
  better: Better[];
  sample_names: string[];
  rows: number[][];
}

/** Every other message: a newer job replaces an older one; without settings it only stops it. */
export interface BandJob {
  job: number;
  settings?: Setting[];
  base?: Setting[];
}

export type BandAnswer =
  | { job: number; done: number }
  | { job: number; times: Float64Array; failed: number; spreads: Spread[] }
  | { job: number; error: string };

const kSlice = 5; // members between two looks at the messages

class BandWorker {
  private newest_ = -1;
  private readonly base_members_ = new Map<string, Member[]>();

  constructor(
    private readonly model_: Model,
    private readonly setup_: BandSetup,
  ) {}

  async take(message: BandJob): Promise<void> {
    this.newest_ = message.job;
    if (!message.settings || !message.base) return;
    try {
      await this.answer(message.job, message.settings, message.base);
    } catch (problem) {
      say({ job: message.job, error: (problem as Error).message });
    }
  }

  private async answer(job: number, settings: Setting[], base: Setting[]): Promise<void> {
    const key = JSON.stringify(base);
    let against = this.base_members_.get(key);
    if (!against) {
      against = await this.members(job, base);
      if (!against) return;
      this.base_members_.clear();
      this.base_members_.set(key, against);
    }
    const members = key === JSON.stringify(settings) ? against : await this.members(job, settings);
    if (!members) return;
    const whole = members.filter(({ completed }) => completed);
    const others = against.filter((_, i) => members[i]?.completed);
    const spreads = this.setup_.names.map((_, i) => spread_of(whole, others, i, this.setup_.better[i] ?? ""));
    const times = whole[0]?.times ?? new Float64Array();
    say({ job, times, failed: members.length - whole.length, spreads });
  }

  // Nothing when a newer job came in between.
  private async members(job: number, settings: Setting[]): Promise<Member[] | undefined> {
    const { rows, sample_names, names } = this.setup_;
    const variant = this.model_.prepare(settings);
    const members: Member[] = [];
    try {
      for (const [index, row] of rows.entries()) {
        if (index % kSlice === 0) {
          await new Promise((resume) => setTimeout(resume, 0));
          if (this.newest_ !== job) return undefined;
          say({ job, done: index });
        }
        const values = sample_names.map((name, k): [string, number] => [name, row[k] ?? NaN]);
        members.push(run_member(variant, { index, values }, names));
      }
    } finally {
      variant.dispose();
    }
    return members;
  }
}

function say(answer: BandAnswer): void {
  postMessage(answer);
}

/** Serves the page's requests for uncertain runs; called where the script runs in a worker. */
export function serve_bands(factory: EngineFactory): void {
  let ready: Promise<BandWorker> | undefined;
  onmessage = (event: MessageEvent<BandSetup | BandJob>) => {
    const message = event.data;
    if ("wasm" in message) {
      ready = factory
        .start(message.wasm)
        .then((engine) => engine.load(message.model, message.time, message.seed, message.names))
        .then((model) => new BandWorker(model, message));
      ready.catch((problem: Error) => say({ job: -1, error: problem.message }));
      return;
    }
    void ready?.then((worker) => worker.take(message), () => undefined);
  };
}
