// Bundles the TypeScript tests and runs them with node: node tests/run.mjs unit|browser [FILE...]
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const [kind = "unit", ...wanted] = process.argv.slice(2);
const folder = join(web, "tests", kind);
const out = join(web, "build", `tests_${kind}`);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const files = readdirSync(folder).filter(
  (name) => name.endsWith(".test.ts") && (wanted.length === 0 || wanted.some((part) => name.includes(part))),
);
await build({
  entryPoints: files.map((name) => join(folder, name)),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "error",
});
const tests = files.map((name) => resolve(out, name.replace(/\.ts$/, ".mjs")));
const run = spawnSync(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=tap", ...tests], {
  stdio: "inherit",
  cwd: web,
  env: { ...process.env, SLACKWATER_WEB: web },
});
process.exit(run.status ?? 1);
