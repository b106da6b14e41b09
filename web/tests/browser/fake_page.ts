import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { kPayload } from "../fake/payload.ts";
import { kWeb } from "./browser.ts";

let made: Promise<string> | undefined;

// With the fake engine inside; its wasm slot only has to unpack.
function fake_player(): Promise<string> {
  made ??= import(pathToFileURL(join(kWeb, "build.mjs")).href).then(({ player }) =>
    player({ wasm: Buffer.from("\0asm\x01\0\0\0", "latin1"), engine: join(kWeb, "tests/fake/engine.ts") }),
  );
  return made;
}

/** The player with a payload in its slot, as `slackwater page` fills it; without one, the slot is empty. */
export async function page_with(payload: string): Promise<string> {
  const slot = '<script type="text/plain" id="slackwater-payload">';
  const { packed } = await import(pathToFileURL(join(kWeb, "pack.mjs")).href);
  return (await fake_player()).split(slot).join(slot + (payload && packed(Buffer.from(payload))));
}

export function fake_page(changes: Partial<Record<keyof typeof kPayload, unknown>> = {}): () => Promise<string> {
  return () => page_with(JSON.stringify({ ...kPayload, ...changes }));
}
