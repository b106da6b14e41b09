// The engine in WebAssembly gives the command's bits: every shipped model under every policy and
// future of every shipped scenario file, and every model of tests/models, with the code that the
// host compiled and with the engine's own interpreter.
//   node tests/browser/bits.mjs --command build/check/bin/slackwater --wasm slackwater.wasm
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const { values: given } = parseArgs({
  options: {
    command: { type: "string" },
    wasm: { type: "string" },
    only: { type: "string", default: "" },
  },
});
const scratch = mkdtempSync(join(tmpdir(), "slackwater-bits-"));

/** What the page itself reads and runs scenarios with, from TypeScript. */
async function pageCode() {
  const { build } = await import(
    pathToFileURL(join(root, "web/node_modules/esbuild/lib/main.js")).href
  );
  const outfile = join(scratch, "engine.mjs");
  await build({
    stdin: {
      contents:
        'export * from "./engine/engine.ts"; export { read_payload } from "./payload/payload.ts";',
      resolveDir: join(root, "web/src"),
    },
    bundle: true,
    format: "esm",
    outfile,
  });
  return import(pathToFileURL(outfile).href);
}

function filesBelow(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(root, folder, name))
    .sort();
}

/** A scenario file that does nothing but run a model. */
function scenarioOf(model, number) {
  const path = join(scratch, `model_${number}.yaml`);
  writeFileSync(
    path,
    `scenario: As it is\nmodel: ${relative(scratch, model)}\npolicies: {as_is: {}}\n`,
  );
  return path;
}

/** An adaptive method with one tolerance of its own: it must reach the engine. */
function adaptiveScenario() {
  const path = join(scratch, "adaptive_predator_prey.yaml");
  const model = relative(scratch, join(root, "models/predator_prey.sd"));
  writeFileSync(
    path,
    `scenario: Coarse steps\nmodel: ${model}\nmethod: dopri5\ntime: {relative_tolerance: 1e-3}\n` +
      "policies: {as_is: {}}\n",
  );
  return path;
}

/** What the command writes into a page, or nothing of a scenario that has no curve. */
function textOf(scenario) {
  try {
    return execFileSync(given.command, ["page", scenario, "--json", "--defaults-only"], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    if (String(error.stderr).includes("[E9042]")) return undefined;
    throw error;
  }
}

function settingsOf(payload, policy, future) {
  return [
    ...payload.start,
    ...policy.set,
    ...future.set,
    ...(payload.starts[`${policy.id}/${future.id}`] ?? []),
  ];
}

/** The runs of a payload that have other bits here. */
function differences(engine, payload, compiled) {
  const indicators = payload.indicators.map(({ name }) => name);
  const model = engine.load(payload.model, payload.time, payload.seed, indicators);
  const found = [];
  for (const policy of payload.policies) {
    for (const future of payload.futures) {
      const name = `${policy.id}/${future.id}`;
      const variant = model.prepare(settingsOf(payload, policy, future), undefined, compiled);
      const { fingerprint, message } = variant.run();
      if (fingerprint !== payload.fingerprints[name]) found.push(`${name} ${message}`);
      variant.dispose();
    }
  }
  return found;
}

const { Engine, read_payload } = await pageCode();
const engine = await Engine.start(readFileSync(resolve(given.wasm)));
const scenarios = [
  adaptiveScenario(),
  ...filesBelow("scenarios", ".yaml"),
  ...[...filesBelow("models", ".sd"), ...filesBelow("tests/models", ".sd")].map(scenarioOf),
].filter((path) => path.includes(given.only));
let runs = 0;
let refused = 0;
let failed = 0;
for (const scenario of scenarios) {
  const text = textOf(scenario);
  if (text === undefined) {
    refused += 1;
    continue;
  }
  const payload = read_payload(text);
  for (const compiled of [true, false]) {
    runs += payload.policies.length * payload.futures.length;
    for (const difference of differences(engine, payload, compiled)) {
      failed += 1;
      console.error(`${payload.model.name}: other bits in ${difference} (compiled: ${compiled})`);
    }
  }
}
rmSync(scratch, { recursive: true });
console.log(
  `${runs} runs of ${scenarios.length - refused} files in WebAssembly, ${failed} with other bits ` +
    `than the command's (${refused} files are no page)`,
);
process.exit(failed === 0 && runs > 0 ? 0 : 1);
