import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { unpacked } from "../../src/payload/unpack.ts";
import {
  kBranchTable,
  kFixed,
  kHeadSize,
  kLocals as kLocalRanks,
  kOpcodes,
  kOperands,
  kPrefixed,
  kStreams,
  kTypes,
  kWidths,
} from "../../src/payload/wasm_shape.ts";
import { joined } from "../../src/payload/wasm_streams.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const kWeb = process.env["SLACKWATER_WEB"] ?? ".";
const kEngine = process.env["SLACKWATER_WASM"] ?? join(kWeb, "../build/wasm/bindings/wasm/slackwater.wasm");
const of_web = (file: string) => import(pathToFileURL(join(kWeb, file)).href);
const { split } = (await of_web("wasm_streams.mjs")) as { split(wasm: Uint8Array): Bytes };
const { packed } = (await of_web("pack.mjs")) as { packed(bytes: Uint8Array, form?: Uint8Array): string };
const { stripped } = (await of_web("build.mjs")) as { stripped(wasm: Uint8Array): Bytes };

function number(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)];
}

/** A number with a byte more than it needs, as linkers write what they fill in later. */
function padded(value: number): number[] {
  const bytes = number(value);
  return [...bytes.slice(0, -1), bytes.at(-1)! | 128, 0];
}

const section = (id: number, ...content: number[]) => [id, ...number(content.length), ...content];

/** A module that has one of everything an instruction can name; each body is that of a function () -> (). */
function module_of(bodies: number[][], size = number): Bytes {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, 1, 0x60, 0, 0),
    ...section(3, ...number(bodies.length), ...bodies.map(() => 0)),
    ...section(4, 1, 0x70, 0, 1), // table
    ...section(5, 1, 0, 1), // memory
    ...section(6, 1, 0x7f, 1, 0x41, 0, 0x0b), // global
    ...section(9, 1, 1, 0, 1, 0), // elements
    ...section(12, 1), // count of data
    ...section(10, ...number(bodies.length), ...bodies.flatMap((body) => [...size(body.length), ...body])),
    ...section(11, 1, 1, 2, 7, 7), // data
  ]);
}

const kUnreachable = 0x00; // behind it every instruction finds what it takes
const kEnd = 0x0b;
// 200 i32 and one v128.
const kLocals = [2, 0xc8, 0x01, 0x7f, 1, 0x7b];
const body_of = (...code: number[][]) => [
  ...kLocals,
  ...code.flatMap((instruction) => [kUnreachable, ...instruction]),
  kUnreachable,
  kEnd,
];

const kInstructions: Record<string, number[][]> = {
  "blocks of all kinds": [[0x02, 0x40, 0x03, 0x40, kEnd, kEnd], [0x04, 0x40, 0x05, kEnd], [0x02, ...padded(0), kEnd]],
  "br and br_if": [[0x0d, 0], [0x0c, ...padded(0)]],
  br_table: [[0x02, 0x40, kUnreachable, 0x0e, ...padded(3), 0, 1, ...padded(0), 1, kEnd]],
  calls: [[0x10, 0], [0x10, ...padded(0)], [0x11, 0, 0], [0x11, ...padded(0), ...padded(0)]],
  "select with types": [[0x1c, 1, 0x7f]],
  locals: [[0x20, 3, 0x21, 3], [0x22, 4, 0x20, 3, 0x20, 4, 0x20, 127, 0x20, 0, 0x22, 127]],
  "locals beyond one byte and padded ones": [[0x20, ...number(199), 0x20, ...padded(5), 0x21, 5, 0x20, ...number(128)]],
  globals: [[0x23, 0], [0x24, ...padded(0)]],
  tables: [[0x25, 0], [0x26, 0]],
  "loads and stores": [[0x28, 2, 0], [0x29, 3, ...number(70_000)], [0x36, ...padded(0), ...padded(8)], [0x3e, 0, 1]],
  memory: [[0x3f, 0], [0x40, 0]],
  "i32.const": [[0x41, 0x7f, 0x41, 0x80, 0x80, 0x04, 0x41, 0xff, 0xff, 0xff, 0xff, 0x07, 0x41, 0x80, 0]],
  "i64.const": [[0x42, 0x7e, 0x42, ...Array<number>(9).fill(0x80), 0x7f]],
  "f32 and f64.const": [[0x43, 0, 0, 0xc0, 0x7f, 0x44, 0x0b, 0x0b, 0xfc, 0xfd, 0, 0xd7, 0xf0, 0x3f]],
  references: [[0xd0, 0x70, 0xd1], [0xd2, 0]],
  "saturating truncation": [[0xfc, 0], [0xfc, ...padded(7)]],
  "memory and data": [[0xfc, 8, 0, 0], [0xfc, 9, 0], [0xfc, 10, 0, 0], [0xfc, 11, 0]],
  "table and elements": [[0xfc, 12, 0, 0], [0xfc, 13, 0], [0xfc, 14, 0, 0], [0xfc, 15, 0], [0xfc, 16, 0], [0xfc, 17, 0]],
  "v128.const and shuffle": [[0xfd, 12, ...Array(16).keys()], [0xfd, 13, ...Array(16).keys()]],
  "v128 in memory": [[0xfd, 0, 4, 8], [0xfd, 11, 0, ...padded(9)], [0xfd, 92, 2, 0], [0xfd, 84, 0, 3, 15], [0xfd, 91, 3, 0, 1]],
  "lanes and v128 arithmetic": [[0xfd, 21, 15], [0xfd, 34, 1], [0xfd, ...number(174)], [0xfd, 14]],
};

for (const [name, code] of Object.entries(kInstructions)) {
  test(`taken apart and put together: ${name}`, () => {
    const wasm = module_of([body_of(...code)]);
    assert.ok(WebAssembly.validate(wasm), "the test's own module is WebAssembly");
    assert.deepEqual(joined(split(wasm)), wasm);
  });
}

const kAll = module_of([
  ...Object.values(kInstructions).map((code) => body_of(...code)),
  body_of(...Object.values(kInstructions).flat()),
  [0, kEnd],
]);
assert.ok(WebAssembly.validate(kAll));

test("many bodies, with sizes as short as can be and padded", () => {
  for (const size of [number, padded]) {
    const wasm = module_of([body_of([0x20, 1]), [0, kEnd], body_of(...Object.values(kInstructions).flat())], size);
    assert.ok(WebAssembly.validate(wasm));
    assert.deepEqual(joined(split(wasm)), wasm);
  }
});

test("modules with no code or no body", () => {
  for (const wasm of [module_of([]), kAll.slice(0, 8), kAll.slice(0, 14)]) {
    assert.deepEqual(joined(split(wasm)), wasm);
  }
});

// The independent judge of the table is the WebAssembly of Node: with operands of another size it would
// find other instructions and refuse most of these modules.
test("what the table says follows an instruction is what does", () => {
  const kBlocks = [0x02, 0x03, 0x04, 0x05, kEnd];
  const unknown: string[] = [];
  kOperands.forEach((operands, code) => {
    if (!operands || kBlocks.includes(code) || operands[0] === kPrefixed) return;
    const opcode = code < 256 ? [code] : [(code >> 8) + 0xfb, ...number(code & 255)];
    const bytes = operands.flatMap((kind) => {
      if (kind === kBranchTable) return [0, 0];
      if (kind === kTypes) return [1, 0x7f];
      if (code === 0xd0) return [0x70];
      return Array<number>(kind < kFixed ? 1 : kWidths[kind - kFixed]!).fill(0);
    });
    const wasm = module_of([body_of([...opcode, ...bytes])]);
    assert.deepEqual(joined(split(wasm)), wasm);
    if (!WebAssembly.validate(wasm)) unknown.push(code.toString(16));
  });
  // Numbers that WebAssembly 2.0 has not given to any instruction of vectors.
  assert.deepEqual(unknown, "29a 2a2 2a5 2a6 2af 2b0 2b2 2b3 2b4 2bb 2c2 2c5 2c6 2cf 2d0 2d2 2d3 2d4 2e2 2ee".split(" "));
});

test("an unknown opcode is said with its number and its place", () => {
  const at = (...code: number[]) => module_of([body_of(code)]);
  const place = Buffer.from(at(0x01)).indexOf(Buffer.from([...kLocals, kUnreachable, 0x01])) + kLocals.length + 1;
  const refused = (code: number[], words: string) => assert.throws(() => split(at(...code)), new RegExp(words));
  refused([0x12, 0], `byte ${place} of the module: the opcode 0x12 is not in`);
  refused([0xd7], `byte ${place} of the module: the opcode 0xd7 is not in`);
  refused([0xfc, 18], `byte ${place} of the module: the opcode 0xfc 0x12 is not in`);
  refused([0xfd, ...number(256)], `byte ${place} of the module: the opcode 0xfd 0x100 is not in`);
  refused([0x28, 0x42, 0, 0], `byte ${place} of the module: a memory that is not the first`);
});

test("a body that ends elsewhere than its size says, and a module that is cut off, are refused", () => {
  assert.throws(() => split(module_of([[0, kEnd, 0x01]])), /a body of another size than it says/);
  assert.throws(() => split(module_of([[0, 0x01]])), /cut off|another size|not in/);
  assert.throws(() => split(kAll.slice(0, -40)), /cut off|another size|not in|together/);
});

test("local variables go by how recently they were used, the latest two within the opcode", () => {
  const code = [0x20, 5, 0x21, 5, 0x22, 0, 0x20, 5, 0x20, 127, 0x20, 0];
  const parts = split(module_of([[...kLocals, ...code, kEnd]]));
  const sizes = new DataView(parts.buffer);
  const stream = (index: number) => {
    let from = kHeadSize;
    for (let i = -1; i < index; i++) from += sizes.getUint32(4 * (i < 0 ? kStreams + 1 : i), true);
    return [...parts.subarray(from, from + sizes.getUint32(4 * index, true))];
  };
  // By hand: 0 to 4 stand before 5; then it is the latest; 0 is behind it; 5 behind 0; 127 the last; 0 behind 127 and 5.
  assert.deepEqual(stream(kLocalRanks), [5, 127, 2]);
  assert.deepEqual(stream(kOpcodes), [0x20, 0xd8, 0xdc, 0xda, 0x20, 0x20, kEnd]);
});

// Binaryen is the independent author of a module.
test("a module of wasm-as comes back", () => {
  const folder = mkdtempSync(join(tmpdir(), "slackwater_wasm_"));
  try {
    const wat = `(module (memory 1) (table 2 funcref) (global $g (mut i32) (i32.const 7)) (elem (i32.const 0) $f $f)
      (type $t (func (param i32) (result i32))) (data (i32.const 1024) "slack")
      (func $f (type $t) (local $x f64) (local $v v128)
        (local.set $x (f64.add (f64.load offset=16 (local.get 0)) (f64.const 0.1)))
        (local.set $v (f64x2.replace_lane 1 (v128.load (local.get 0)) (local.get $x)))
        (f64.store (i32.const 70000) (f64x2.extract_lane 1 (local.get $v)))
        (block $out (loop $again
          (br_if $out (i32.eqz (local.get 0)))
          (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
          (br $again)))
        (block $a (block $b (br_table $a $b $a (global.get $g))) (global.set $g (i32.const -123456)))
        (memory.fill (i32.const 0) (i32.const 1) (i32.const 64))
        (if (result i32) (i64.eq (i64.const -9000000000) (i64.extend_i32_s (local.get 0)))
          (then (call $f (i32.const 1)))
          (else (call_indirect (type $t) (i32.const 2) (i32.const 0)))))
      (func (export "run") (drop (call $f (i32.const 3)))))`;
    writeFileSync(join(folder, "module.wat"), wat);
    const made = spawnSync("wasm-as", ["--all-features", "module.wat", "-o", "module.wasm"], { cwd: folder });
    assert.equal(made.status, 0, String(made.error ?? made.stderr));
    const wasm = new Uint8Array(readFileSync(join(folder, "module.wasm")));
    assert.ok(WebAssembly.validate(wasm));
    assert.deepEqual(joined(split(wasm)), wasm);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

if (existsSync(kEngine)) {
  test("the engine comes back, from fewer bytes", () => {
    const wasm = stripped(readFileSync(kEngine));
    const parts = split(wasm);
    assert.equal(Buffer.compare(joined(parts), wasm), 0);
    const text = packed(wasm, parts);
    assert.equal(Buffer.compare(unpacked(text, "engine", joined), wasm), 0);
    assert.ok(text.length < 0.9 * packed(wasm).length, `${text.length} signs`);
  });
}

/** Numbers below `most` that look like chance: the constants are those of Numerical Recipes. */
function chance(): (most: number) => number {
  let state = 1;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

test("streams that are damaged are refused or give another module", () => {
  const parts = split(kAll);
  const next = chance();
  let refused = 0;
  const kTimes = 6_000;
  const begin = performance.now();
  for (let i = 0; i < kTimes; i++) {
    let bad = parts.slice();
    const kind = i % 4;
    // Half of the changes go to the head, whose sizes are the most dangerous.
    const place = next(i % 2 ? kHeadSize : parts.length);
    if (kind < 2) bad[place]! ^= 1 << next(8);
    else if (kind === 2) bad = bad.slice(0, next(parts.length));
    else for (let n = next(9); n >= 0; n--) bad[next(parts.length)] = next(256);
    if (Buffer.compare(bad, parts) === 0) continue;
    try {
      assert.notEqual(Buffer.compare(joined(bad), kAll), 0, `change ${i}`);
    } catch (problem) {
      if (problem instanceof assert.AssertionError) throw problem;
      assert.ok(problem instanceof RangeError || problem instanceof TypeError, String(problem));
      refused++;
    }
  }
  assert.ok(refused > kTimes / 2, `${refused} refused`);
  assert.ok(performance.now() - begin < 20_000, "none takes long");
});

test("sizes that are far too large are refused at once", () => {
  const parts = split(kAll);
  for (let index = 0; index < kStreams + 2; index++) {
    for (const size of [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]) {
      const bad = parts.slice();
      new DataView(bad.buffer).setUint32(4 * index, size, true);
      assert.throws(() => joined(bad), `number ${index}`);
    }
  }
  assert.throws(() => joined(new Uint8Array(0)));
});

test("a packed engine that is damaged is refused in words", () => {
  const text = packed(kAll, split(kAll));
  assert.deepEqual(unpacked(text, "engine", joined), kAll);
  const next = chance();
  for (let i = 0; i < 2_000; i++) {
    const at = 8 + next(text.length - 8); // behind the size, of which unpack.test.ts has cases
    const sign = String.fromCharCode(33 + next(94));
    if (sign === text[at]) continue;
    const bad = i % 10 ? text.slice(0, at) + sign + text.slice(at + 1) : text.slice(0, at);
    // The last bits of the text, behind the file's end, mean nothing.
    let bytes: Uint8Array;
    try {
      bytes = unpacked(bad, "engine", joined);
    } catch (problem) {
      assert.match(String(problem), /This page's engine is broken.*cut off or changed/);
      continue;
    }
    assert.deepEqual(bytes, kAll, "what passes is whole");
  }
});
