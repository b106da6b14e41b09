import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { unpacked } from "../../src/payload/unpack.ts";
import { joined } from "../../src/payload/wasm_streams.ts";

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

test("the player has engine, script and style packed, and a policy that allows these and no others", async () => {
  const html = await build.player({ wasm: kModule, engine });
  const slot = (id: string) => new RegExp(`id="${id}">([^<]*)<`).exec(html)?.[1] ?? "";
  assert.deepEqual([...unpacked(slot("slackwater-engine"), "engine", joined)], [...kHead, ...kTypes]);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
  const hash = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const loader = hash(/<script>([\s\S]*?)<\/script>/.exec(html)?.[1]);
  const unstarted = hash(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1]);
  const [style, script] = new TextDecoder().decode(unpacked(slot("slackwater-program"), "program")).split("\0");
  assert.deepEqual(policy.split("; "), [
    "default-src 'none'",
    `script-src ${loader} ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${unstarted} ${hash(style)}`,
    "worker-src blob:",
    "img-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  assert.ok(!/https?:\/\/(?!www\.w3\.org)/.test(html + script + style), "no address of another place");
});
