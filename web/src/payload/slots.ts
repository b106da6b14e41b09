// The two places of the page that hold data: the scenario as JSON, and the engine packed.

import { PayloadError } from "./reader.ts";

export function slot_text(id: string): string {
  return document.getElementById(id)?.textContent ?? "";
}

/** The engine's WebAssembly, unpacked from base64 and gzip. */
export async function unpacked_engine(): Promise<ArrayBuffer> {
  if (typeof DecompressionStream === "undefined" || typeof WebAssembly === "undefined") {
    throw new PayloadError(
      "This browser is too old for the page: it needs WebAssembly and DecompressionStream (Chrome 80, Firefox 113, Safari 16.4 or newer).",
    );
  }
  const packed = slot_text("slackwater-engine").trim();
  if (!packed) throw new PayloadError("This page has no engine in it. Make it again with `slackwater page`.");
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    const text = atob(packed);
    bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
  } catch {
    throw new PayloadError("This page's engine is broken: it is not base64. The file may be cut off.");
  }
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await new Response(stream).arrayBuffer();
  } catch {
    throw new PayloadError("This page's engine is broken: it cannot be unpacked. The file may be cut off.");
  }
}
