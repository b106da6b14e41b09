import { Engine } from "engine";
import { App } from "./page/app.ts";
import { find } from "./page/dom.ts";
import { host, host_panel } from "./page/host.ts";
import { show_problem } from "./page/problem.ts";
import { read_payload } from "./payload/payload.ts";
import type { ProgramElement } from "./payload/program_element.ts";
import { PayloadError } from "./payload/reader.ts";
import { joined } from "./payload/wasm_streams.ts";
import { serve_bands } from "./run/band_worker.ts";
import { Bands } from "./run/bands.ts";
import type { EngineFactory } from "./run/contract.ts";
import { Session } from "./run/session.ts";

// The same script runs as the page and, from a Blob URL, as its worker.
const factory: EngineFactory = Engine;

async function open_page({ unpacked_slot, text: script }: ProgramElement): Promise<void> {
  const root = find(document, "main");
  const hosted = host(); // who speaks as soon as the frame is loaded
  const payload = read_payload(new TextDecoder().decode(unpacked_slot("slackwater-payload", "scenario")));
  document.title = payload.title;
  find(document, "h1").textContent = payload.title;
  find(document, ".question").textContent = payload.question;
  find(document, ".lead").textContent = payload.note;
  if (typeof WebAssembly === "undefined") {
    throw new PayloadError(
      "This browser is too old for the page: it needs WebAssembly (Chrome 91, Firefox 89, Safari 16.4 or newer).",
    );
  }
  const wasm = unpacked_slot("slackwater-engine", "engine", joined).buffer;
  const engine = await factory.start(wasm);
  const names = payload.indicators.map(({ name }) => name);
  const load = () => engine.load(payload.model, payload.time, payload.seed, names);
  const session = new Session(load, payload);
  session.ask((model) => model); // what is wrong with the model is said instead of a page
  root.hidden = false;
  const app = new App(root, payload, session);
  app.settle();
  void hosted.then((heard) => app.add(host_panel(app, ...heard)));
  document.documentElement.dataset["ready"] = "yes";
  if (payload.samples) app.use_bands((tell) => new Bands(script, wasm, payload, tell));
}

if (typeof document === "undefined") {
  serve_bands(factory);
} else {
  open_page(document.currentScript as ProgramElement).catch(show_problem);
}
