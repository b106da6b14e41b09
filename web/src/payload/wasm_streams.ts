import * as shape from "./wasm_shape.ts";

const kIndices = Uint8Array.from({ length: 128 }, (_, i) => i);

/**
 * Puts a WebAssembly module together, whose code ../../wasm_streams.mjs took apart into streams.
 *
 * Guarantees: ends for every input, and never writes outside of the size that the input names. A stream of
 * which too little or too much was used is an error, and so is another size. Other damage comes out wrong,
 * so the caller compares a checksum.
 */
export function joined(parts: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const head = new DataView(parts.buffer, parts.byteOffset, shape.kHeadSize);
  const size_at = (index: number): number => head.getUint32(4 * index, true);
  const size = size_at(shape.kStreams);
  // One byte becomes two at most, and a body of two with its padding gets a size of five.
  if (size > 8 * parts.length) throw new RangeError("a module that large was never taken apart");
  const out = new Uint8Array(size);
  let to = size_at(shape.kStreams + 1);
  out.set(parts.subarray(shape.kHeadSize, shape.kHeadSize + to));

  // Nothing looks for the end of a stream before all is done: what lies behind it is read instead, and
  // behind everything lie no bytes that continue a number, and no opcode.
  const next = new Int32Array(shape.kStreams);
  let end = shape.kHeadSize + to;
  const ends = next.map((_, stream) => {
    next[stream] = end;
    return (end += size_at(stream));
  });
  const number = (stream: number): number => {
    let value = 0;
    let byte = 128;
    for (let shift = 0; byte >= 128; shift += 7) {
      byte = parts[next[stream]!++]!;
      out[to++] = byte;
      value |= (byte & 127) << shift;
    }
    return value;
  };
  const numbers = (stream: number, count: number): void => {
    while (count-- > 0 && to < size) number(stream);
  };
  const copy = (stream: number, count: number): void => {
    while (count-- > 0 && to < size) out[to++] = parts[next[stream]!++]!;
  };
  const operands_of = (code: number): void => {
    const operands = shape.kOperands[code]!;
    for (let i = 0; i < operands.length; i++) {
      const kind = operands[i]!;
      if (kind >= 0 && kind < shape.kFixed) number(kind);
      else other(kind, code);
    }
  };
  // Apart, for what is seldom used would hold up the compiling of what is used often.
  const other = (kind: number, code: number): void => {
    if (kind >= shape.kFixed) copy(kind, shape.kWidths[kind - shape.kFixed]!);
    else if (kind === shape.kBranchTable) numbers(shape.kBranches, number(shape.kBranches) + 1);
    else if (kind === shape.kTypes) copy(shape.kOpcodes, number(shape.kOpcodes));
    else operands_of(shape.prefixed(code, number(shape.kOpcodes)));
  };

  // The variables of the function, from the latest used: a rank says more about what comes than an index.
  const order = new Uint8Array(128);
  const use = (rank: number): void => {
    const variable = order[rank]!;
    while (rank > 0) order[rank] = order[--rank]!;
    order[0] = out[to++] = variable;
  };
  let start = to; // of the body
  const open = (): void => {
    start = to;
    order.set(kIndices);
    for (let groups = number(shape.kDeclarations); groups > 0 && to < size; groups--) {
      number(shape.kDeclarations);
      copy(shape.kDeclarations, 1);
    }
  };
  // The size of the body goes in front of it, with as many bytes as it had.
  const close = (): void => {
    let left = to - start;
    const width = shape.width_of(left) + parts[next[shape.kPadding]!++]!;
    out.copyWithin(start + width, start, to);
    to += width;
    for (let i = 1; i <= width; i++, left >>>= 7) out[start++] = (left & 127) | (i < width ? 128 : 0);
  };

  let depth = 0;
  const instruction = (): void => {
    const code = parts[next[shape.kOpcodes]!++]!;
    const latest = code - shape.kLatest;
    if (latest >= 0 && latest < 3 * shape.kLatestCount) {
      out[to++] = 0x20 + (latest % 3);
      use((latest / 3) | 0);
      return;
    }
    out[to++] = code;
    if (code >= 0x20 && code <= 0x22 && parts[next[shape.kLocals]!]! < 128) {
      use(parts[next[shape.kLocals]!++]!);
      return;
    }
    operands_of(code);
    if (code >= 0x02 && code <= 0x04) depth++;
    if (code === 0x0b) depth--;
  };

  while (next[shape.kDeclarations]! < ends[shape.kDeclarations]!) {
    open();
    for (depth = 1; depth > 0; ) instruction();
    close();
  }
  if (next.some((at, stream) => at !== ends[stream])) throw new RangeError("a stream has another size");
  out.set(parts.subarray(end), to);
  if (to + parts.length - end !== size) throw new RangeError("the module has another size");
  return out;
}
