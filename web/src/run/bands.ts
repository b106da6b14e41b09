import type { Setting } from "./contract.ts";
import type { Payload } from "../payload/payload.ts";
import type { BandAnswer, BandJob, BandSetup } from "./band_worker.ts";
import type { Ensemble } from "./ensemble.ts";

/** What the page says about its uncertain runs. */
export type BandNews =
  | { kind: "progress"; done: number }
  | { kind: "ready"; ensemble: Ensemble }
  | { kind: "failed"; message: string };

/**
 * Uncertain runs in a worker beside the page. Only the answer to the newest request is heard, and
 * none at all after `stop`: a late answer must not redraw what a reader is dragging.
 */
export class Bands {
  private readonly worker_: Worker;
  private job_ = 0;

  constructor(
    script: string,
    wasm: ArrayBuffer,
    private readonly payload_: Payload,
    private readonly tell_: (news: BandNews) => void,
  ) {
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.worker_ = new Worker(url);
    this.worker_.onmessage = (event: MessageEvent<BandAnswer>) => this.hear_(event.data);
    this.worker_.onerror = (event) => tell_({ kind: "failed", message: event.message });
    const setup: BandSetup = {
      wasm,
      model: payload_.model,
      time: payload_.time,
      seed: payload_.seed,
      names: payload_.indicators.map(({ name }) => name),
      better: payload_.indicators.map(({ better }) => better),
      sample_names: payload_.samples?.names ?? [],
      rows: payload_.samples?.rows ?? [],
    };
    this.worker_.postMessage(setup);
  }

  request(settings: Setting[], base: Setting[]): void {
    const message: BandJob = { job: ++this.job_, settings, base };
    this.worker_.postMessage(message);
  }

  /** Forgets what was asked for. */
  stop(): void {
    const message: BandJob = { job: ++this.job_ };
    this.worker_.postMessage(message);
  }

  private hear_(answer: BandAnswer): void {
    if (answer.job !== this.job_ && answer.job !== -1) return;
    if ("error" in answer) this.tell_({ kind: "failed", message: answer.error });
    else if ("done" in answer) this.tell_({ kind: "progress", done: answer.done });
    else this.tell_({ kind: "ready", ensemble: this.ensemble_(answer) });
  }

  private ensemble_(answer: Extract<BandAnswer, { times: Float64Array }>): Ensemble {
    const { indicators, samples } = this.payload_;
    const spreads = new Map(
      indicators.flatMap(({ name }, i) => {
        const spread = answer.spreads[i];
        return spread ? [[name, spread] as const] : [];
      }),
    );
    const runs = (samples?.rows.length ?? 0) - answer.failed;
    return { runs, failed: answer.failed, times: answer.times, spreads };
  }
}
