// Takes the code of a WebAssembly module apart into streams of what is alike, which LZMA then makes
// smaller. src/payload/wasm_streams.ts puts it together again, by the same table.
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

async function module_of(path) {
  const { outputFiles } = await build({
    entryPoints: [resolve(here, path)],
    bundle: true,
    format: "esm",
    target: ["es2022"],
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

const shape = await module_of("src/payload/wasm_shape.ts");
const { joined } = await module_of("src/payload/wasm_streams.ts");

const kCode = 10; // the section of function bodies
const hex = (number) => `0x${number.toString(16)}`;

/** Reads numbers and bytes of a module, and puts what it passes into streams. */
class Splitter {
  streams = Array.from({ length: shape.kStreams }, () => []);

  constructor(wasm) {
    this.wasm = wasm;
    this.at = 8;
  }

  byte() {
    if (this.at >= this.wasm.length) throw new Error("the module is cut off");
    return this.wasm[this.at++];
  }

  number() {
    for (let value = 0, unit = 1; ; unit *= 128) {
      const byte = this.byte();
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  }

  put(stream, from) {
    for (; from < this.at; from++) this.streams[stream].push(this.wasm[from]);
  }

  moved(stream) {
    const from = this.at;
    const value = this.number();
    this.put(stream, from);
    return value;
  }

  bytes(stream, count) {
    for (; count > 0; count--) this.streams[stream].push(this.byte());
  }

  operand(kind) {
    if (kind >= shape.kFixed) {
      this.bytes(kind, shape.kWidths[kind - shape.kFixed]);
    } else if (kind === shape.kBranchTable) {
      for (let count = this.moved(shape.kBranches); count >= 0; count--) this.moved(shape.kBranches);
    } else if (kind === shape.kTypes) {
      this.bytes(shape.kOpcodes, this.moved(shape.kOpcodes));
    } else {
      this.moved(kind);
    }
  }

  // A variable whose index takes one byte goes by its rank; another, or a padded index, as it stands.
  local(code, recent) {
    const variable = this.wasm[this.at];
    if (!(variable < 128)) {
      this.streams[shape.kOpcodes].push(code);
      this.moved(shape.kLocals);
      return;
    }
    this.at++;
    const rank = recent.indexOf(variable);
    recent.splice(rank, 1);
    recent.unshift(variable);
    if (rank < shape.kLatestCount) {
      this.streams[shape.kOpcodes].push(shape.kLatest + 3 * rank + code - 0x20);
    } else {
      this.streams[shape.kOpcodes].push(code);
      this.streams[shape.kLocals].push(rank);
    }
  }

  instruction(recent) {
    const place = this.at;
    let code = this.byte();
    if (code >= 0x20 && code <= 0x22) {
      this.local(code, recent);
      return code;
    }
    let name = hex(code);
    if (code >= 0xfc) {
      const behind = this.number();
      name += ` ${hex(behind)}`;
      code = shape.prefixed(code, behind);
    }
    const operands = shape.kOperands[code];
    if (!operands) {
      throw new Error(`byte ${place} of the module: the opcode ${name} is not in src/payload/wasm_shape.ts`);
    }
    this.put(shape.kOpcodes, place);
    // Bit 6 of an alignment says that the number of a memory follows.
    if (shape.has_alignment(operands) && this.wasm[this.at] & 64) {
      throw new Error(`byte ${place} of the module: a memory that is not the first`);
    }
    for (const kind of operands) this.operand(kind);
    return code;
  }

  body() {
    const from = this.at;
    const size = this.number();
    this.streams[shape.kPadding].push(this.at - from - shape.width_of(size));
    const end = this.at + size;
    for (let groups = this.moved(shape.kDeclarations); groups > 0; groups--) {
      this.moved(shape.kDeclarations);
      this.bytes(shape.kDeclarations, 1);
    }
    const recent = Array.from({ length: 128 }, (_, i) => i); // variables, from the latest used
    for (let depth = 1; depth > 0; ) {
      const code = this.instruction(recent);
      if (code >= 0x02 && code <= 0x04) depth++;
      if (code === 0x0b) depth--;
    }
    if (this.at !== end) throw new Error(`byte ${from} of the module: a body of another size than it says`);
  }
}

/** The module in the form that src/payload/wasm_streams.ts reads. */
export function split(wasm) {
  const splitter = new Splitter(wasm);
  let front = wasm.length;
  while (splitter.at < wasm.length) {
    const section = splitter.byte();
    const size = splitter.number();
    if (section === kCode) {
      let count = splitter.number();
      front = splitter.at;
      for (; count > 0; count--) splitter.body();
      break;
    }
    splitter.at += size;
  }
  const sizes = [...splitter.streams.map((stream) => stream.length), wasm.length, front];
  const head = Buffer.alloc(shape.kHeadSize);
  sizes.forEach((size, i) => head.writeUInt32LE(size, 4 * i));
  const parts = new Uint8Array(
    Buffer.concat([head, wasm.subarray(0, front), ...splitter.streams.map(Buffer.from), wasm.subarray(splitter.at)]),
  );
  if (Buffer.compare(joined(parts), wasm) !== 0) throw new Error("the module does not come together again");
  return parts;
}
