import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const kWeb = process.env["SLACKWATER_WEB"] ?? ".";

interface Build {
  stripped(wasm: Uint8Array): Uint8Array<ArrayBuffer>;
  player(options: { wasm?: Uint8Array; engine: string }): Promise<string>;
}

const build = (await import(pathToFileURL(join(kWeb, "build.mjs")).href)) as Build;
const engine = join(kWeb, "tests/fake/engine.ts");

// A module by hand: a custom section "x" of 2 bytes, an empty type section, a custom one of 200 bytes.
const kHead = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const kTypes = [0x01, 0x01, 0x00];
const kLong = [0x00, 0xc8, 0x01, ...new Array<number>(200).fill(1)];
const kModule = Uint8Array.from([...kHead, 0x00, 0x02, 0x01, 0x78, ...kTypes, ...kLong]);

test("names and debug information of the engine stay behind", () => {
  assert.deepEqual([...build.stripped(kModule)], [...kHead, ...kTypes]);
  assert.ok(WebAssembly.validate(build.stripped(kModule)));
});

test("the player has the engine in its slot, and a policy that allows its script and style only", async () => {
  const html = await build.player({ wasm: kModule, engine });
  const packed = /id="slackwater-engine">([^<]*)</.exec(html)?.[1] ?? "";
  assert.deepEqual([...gunzipSync(Buffer.from(packed, "base64"))], [...kHead, ...kTypes]);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
  const hash = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const script = hash(/<script>([\s\S]*?)<\/script>/.exec(html)?.[1]);
  const style = hash(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1]);
  assert.deepEqual(policy.split("; "), [
    "default-src 'none'",
    `script-src ${script} 'wasm-unsafe-eval'`,
    `style-src ${style}`,
    "worker-src blob:",
    "img-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  assert.ok(!/https?:\/\/(?!www\.w3\.org)/.test(html), "no address of another place");
});
