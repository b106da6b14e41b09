// Makes the player: one HTML file with engine, script and style packed inside, and with a policy that
// allows nothing else. node build.mjs [--wasm FILE] [--out FILE] [--engine FILE]
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, transform } from "esbuild";
import { packed } from "./pack.mjs";
import { split } from "./wasm_streams.mjs";

const here = dirname(fileURLToPath(import.meta.url));

function hash(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

// Literal replacement: the code may contain what `replace` would read as a pattern.
function fill(page, place, content) {
  const parts = page.split(place);
  if (parts.length !== 2) throw new Error(`player.html has ${parts.length - 1} places ${place}`);
  return parts.join(content);
}

function fill_slot(page, id, text) {
  const slot = `<script type="text/plain" id="${id}">`;
  return fill(page, slot, slot + text);
}

async function script_of(entry, engine) {
  const result = await build({
    entryPoints: [resolve(here, "src", entry)],
    alias: { engine },
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["es2022"],
    mangleProps: /[a-z]_$/, // private members, which nothing outside may name
    charset: "utf8",
    legalComments: "none",
  });
  const text = result.outputFiles[0].text.trim();
  if (/<\/script|<!--/i.test(text)) throw new Error("the script would end its own element");
  return text;
}

async function style_of(file) {
  const css = readFileSync(resolve(here, "src", file), "utf8");
  return (await transform(css, { loader: "css", minify: true })).code.trim();
}

// The size of a section is an unsigned LEB128 number.
function section_end(bytes, at) {
  let size = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    size += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return at + size;
  }
}

/** WebAssembly without its custom sections: names and debug information, which no page needs. */
export function stripped(wasm) {
  const kept = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const end = section_end(wasm, at + 1);
    if (wasm[at] !== 0) kept.push(wasm.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

/** The player's HTML; `wasm` are the bytes of the engine, or nothing for an empty slot. */
export async function player({ wasm, engine = resolve(here, "src/engine/engine.ts") } = {}) {
  const [loader, script, style, unstarted] = await Promise.all([
    script_of("loader.ts", engine),
    script_of("main.ts", engine),
    style_of("style.css"),
    style_of("unstarted.css"),
  ]);
  const policy = [
    "default-src 'none'",
    `script-src ${hash(loader)} ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${hash(unstarted)} ${hash(style)}`,
    "worker-src blob:",
    "img-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  let page = readFileSync(resolve(here, "src/player.html"), "utf8");
  page = fill(page, "@policy@", policy);
  page = fill(page, "@unstarted@", unstarted);
  page = fill(page, "@loader@", loader);
  page = fill_slot(page, "slackwater-program", packed(Buffer.from(`${style}\0${script}`)));
  if (!wasm) return page;
  const engine_bytes = stripped(wasm);
  return fill_slot(page, "slackwater-engine", packed(engine_bytes, split(engine_bytes)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      wasm: { type: "string" },
      engine: { type: "string" },
      out: { type: "string", default: resolve(here, "build/player.html") },
    },
  });
  const page = await player({
    wasm: values.wasm && readFileSync(values.wasm),
    engine: values.engine && resolve(values.engine),
  });
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, page);
  console.log(`${values.out}: ${page.length} bytes`);
}
