import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { unpack_lzma } from "../../src/payload/lzma.ts";
import { unpacked } from "../../src/payload/unpack.ts";

const kWeb = process.env["SLACKWATER_WEB"] ?? ".";
const { packed } = (await import(pathToFileURL(join(kWeb, "pack.mjs")).href)) as {
  packed(bytes: Uint8Array): string;
};

/** Numbers below `most` that look like chance: the constants are those of Numerical Recipes. */
function chance(): (most: number) => number {
  let state = 1;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

/** Copies from near and far, short and long, among bytes that repeat nothing. */
function varied(size: number): Uint8Array {
  const next = chance();
  const bytes: number[] = [];
  while (bytes.length < size) {
    const from = bytes.length - 1 - next(bytes.length);
    if (next(3) === 0 || bytes.length === 0) bytes.push(next(256));
    else for (let i = next(400); i >= 0; i--) bytes.push(bytes[from + i] ?? next(256));
  }
  return Uint8Array.from(bytes.slice(0, size));
}

const kInputs: Record<string, Uint8Array> = {
  nothing: new Uint8Array(0),
  "one byte": Uint8Array.of(7),
  "one byte many times": new Uint8Array(70_000).fill(65),
  "every byte": Uint8Array.from({ length: 256 }, (_, i) => i),
  "all kinds of copies": varied(300_000),
  "a text": new TextEncoder().encode("slack is not waste; ".repeat(40) + "and waste is not slack"),
};

for (const [name, bytes] of Object.entries(kInputs)) {
  test(`what is packed is unpacked: ${name}`, () => {
    assert.deepEqual(unpacked(packed(bytes), "engine"), new Uint8Array(bytes));
  });
}

// xz is the independent writer; each setting uses other contexts.
for (const setting of ["lc=3,lp=0,pb=2", "lc=0,lp=2,pb=2", "lc=4,lp=0,pb=0", "lc=0,lp=4,pb=4", "lc=1,lp=3,pb=1"]) {
  test(`xz's file with ${setting} is unpacked`, () => {
    for (const bytes of Object.values(kInputs)) {
      const xz = spawnSync("xz", ["--format=lzma", `--lzma1=${setting}`, "-c"], { input: bytes });
      assert.equal(xz.status, 0, String(xz.stderr));
      assert.deepEqual(unpack_lzma(xz.stdout, bytes.length), new Uint8Array(bytes));
    }
  });
}

test("a text needs no escape in HTML or in an attribute", () => {
  const text = packed(varied(100_000));
  assert.match(text, /^[!-~]+$/);
  assert.doesNotMatch(text, /["&<]/);
  assert.equal(new Set(text).size, 91);
});

test("a text that is cut off or changed is refused in words", () => {
  const text = packed(varied(5_000));
  const change = (at: number, sign: string) => text.slice(0, at) + sign + text.slice(at + 1);
  const broken = [
    ...[1, 7, 12, 100, text.length >> 1, text.length - 40].map((size) => text.slice(0, size)),
    ...[0, 4, 8, 36, text.length >> 1].map((at) => change(at, text[at] === "!" ? "#" : "!")),
    change(100, "&"),
    change(100, "\u2603"),
    "~".repeat(200),
    "!".repeat(200),
  ];
  for (const bad of broken) {
    assert.throws(() => unpacked(bad, "engine"), /This page's engine is broken.*cut off or changed/);
  }
});
