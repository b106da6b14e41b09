// The shape of WebAssembly's function bodies, which wasm_streams.ts puts together and
// ../../wasm_streams.mjs takes apart: both use this one table.
// Source: WebAssembly Core Specification 2.0, chapter 5.4 (binary format of instructions).

// One stream for each letter, in the order in which they are packed: what is alike stands together.
// Those of kNumbers hold LEB128 numbers, those of kBytes operands of 4, 8, 16 and 1 bytes. Between the
// two stand those of alignments: one for each instruction that has any.
const kNumbers = "zdrtglmijco";
const kBytes = "fevn";

/** Bytes by which the size of a body is longer than it needs to be: linkers pad. */
export const kPadding = 0;
/** Declarations of local variables. */
export const kDeclarations = 1;
export const kBranches = 2;
export const kLocals = 5;
/** Opcodes and what stands in no other stream. */
export const kOpcodes = 10;
const kAlignments = 11;
/** The first of the streams that hold no LEB128 numbers, and the bytes of an operand in each. */
export const kFixed = 105;
export const kWidths = [4, 8, 16, 1];
export const kStreams = 109;

/** What the packed form begins with: 32-bit numbers for the sizes of streams, module and front. */
export const kHeadSize = 4 * (kStreams + 2);

/** Operands that are more than one number or a few bytes. */
export const kBranchTable = -1;
export const kTypes = -2;
export const kPrefixed = -3;

// First and last instruction, and a letter for each operand: r branch depth, t type of a block, g global, l local,
// m offset in memory, i j f e v constants (i32, i64, f32, f64, v128), n lane, c function, o others;
// A alignment, R branch table, T types, P what a prefix has behind it: counted from 0x100 for 0xfc and 0x200 for 0xfd.
const kInstructions: [number, number, string][] = [
  [0x00, 0x01, ""], // unreachable, nop
  [0x02, 0x04, "t"], // block, loop, if
  [0x05, 0x05, ""], // else
  [0x0b, 0x0b, ""], // end
  [0x0c, 0x0d, "r"], // br, br_if
  [0x0e, 0x0e, "R"], // br_table
  [0x0f, 0x0f, ""], // return
  [0x10, 0x10, "c"], // call
  [0x11, 0x11, "oo"], // call_indirect
  [0x1a, 0x1b, ""], // drop, select
  [0x1c, 0x1c, "T"], // select with types
  [0x20, 0x22, "l"], // local.get, set, tee
  [0x23, 0x24, "g"], // global.get, set
  [0x25, 0x26, "o"], // table.get, set
  [0x28, 0x3e, "Am"], // loads and stores
  [0x3f, 0x40, "o"], // memory.size, grow
  [0x41, 0x41, "i"],
  [0x42, 0x42, "j"],
  [0x43, 0x43, "f"],
  [0x44, 0x44, "e"],
  [0x45, 0xc4, ""], // arithmetic
  [0xd0, 0xd0, "o"], // ref.null
  [0xd1, 0xd1, ""], // ref.is_null
  [0xd2, 0xd2, "c"], // ref.func
  [0xfc, 0xfd, "P"],
  [0x100, 0x107, ""], // saturating truncation
  [0x108, 0x108, "oo"], // memory.init
  [0x109, 0x109, "o"], // data.drop
  [0x10a, 0x10a, "oo"], // memory.copy
  [0x10b, 0x10b, "o"], // memory.fill
  [0x10c, 0x10c, "oo"], // table.init
  [0x10d, 0x10d, "o"], // elem.drop
  [0x10e, 0x10e, "oo"], // table.copy
  [0x10f, 0x111, "o"], // table.grow, size, fill
  [0x200, 0x20b, "Am"], // v128 loads and stores
  [0x20c, 0x20d, "v"], // v128.const, shuffle
  [0x20e, 0x214, ""],
  [0x215, 0x222, "n"], // lanes
  [0x223, 0x253, ""],
  [0x254, 0x25b, "Amn"], // loads and stores of a lane
  [0x25c, 0x25d, "Am"], // loads with zeros
  [0x25e, 0x2ff, ""],
];

function operand_of(letter: string, code: number): number {
  if (letter === "A") return kAlignments + (code & 255);
  const special = ["R", "T", "P"].indexOf(letter);
  if (special >= 0) return -1 - special;
  const fixed = kBytes.indexOf(letter);
  return fixed < 0 ? kNumbers.indexOf(letter) : kFixed + fixed;
}

/** Streams, or special operands, of what follows each instruction; nothing where none is known. */
export const kOperands: (number[] | undefined)[] = [];
for (const [first, last, letters] of kInstructions) {
  while (kOperands.length < first) kOperands.push(undefined);
  for (let code = first; code <= last; code++) kOperands.push([...letters].map((letter) => operand_of(letter, code)));
}

export function has_alignment(operands: number[]): boolean {
  return operands[0]! >= kAlignments && operands[0]! < kFixed;
}

/** The place of an instruction behind a prefix in `kOperands`. */
export function prefixed(prefix: number, code: number): number {
  return code < 256 ? (prefix - 0xfb) * 256 + code : -1;
}

/** local.get, set and tee of the two latest variables are one byte each, beginning with this unused one. */
export const kLatest = 0xd7;
export const kLatestCount = 2;

/** How many bytes an unsigned LEB128 number needs. */
export function width_of(value: number): number {
  return value < 128 ? 1 : 1 + width_of(Math.floor(value / 128));
}
