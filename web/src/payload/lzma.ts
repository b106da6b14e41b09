/**
 * Unpacks an .lzma file: a range decoder with adaptive bits, literals and matches.
 *
 * Guarantees: ends for every input, and never writes outside of `size` bytes. What is broken comes
 * out wrong and not as an error, so the caller compares a checksum.
 * Source: I. Pavlov, LZMA specification (LZMA SDK, public domain).
 */
export function unpack_lzma(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const properties = packed[0]!;
  const literal_context_bits = properties % 9;
  const literal_position_mask = (1 << (Math.floor(properties / 9) % 5)) - 1;
  const position_mask = (1 << Math.floor(properties / 45)) - 1;
  const bits = new Uint16Array(kLiteral + (768 << 8)).fill(1024);
  const out = new Uint8Array(size);
  // In an array of their kind, because numbers of 32 bits would be boxed elsewhere.
  const coder = Uint32Array.of(0xffffffff, 0);
  const [range, code] = [0, 1] as const;
  let next = kHeaderSize + 1; // the first byte of the code is always 0
  for (let i = 0; i < 4; i++) coder[code] = (coder[code]! << 8) | packed[next++]!;

  const renew = () => {
    if (coder[range]! >= 0x1000000) return;
    coder[range]! <<= 8;
    coder[code] = (coder[code]! << 8) | packed[next++]!;
  };
  const bit = (place: number): number => {
    const chance = bits[place]!;
    const bound = (coder[range]! >>> 11) * chance;
    const value = coder[code]! < bound ? 0 : 1;
    if (value === 0) {
      coder[range] = bound;
      bits[place] = chance + ((2048 - chance) >> 5);
    } else {
      coder[range]! -= bound;
      coder[code]! -= bound;
      bits[place] = chance - (chance >> 5);
    }
    renew();
    return value;
  };
  const tree = (place: number, count: number): number => {
    let node = 1;
    for (let i = 0; i < count; i++) node = (node << 1) | bit(place + node);
    return node - (1 << count);
  };
  const reversed_tree = (place: number, count: number): number => {
    let node = 1;
    let value = 0;
    for (let i = 0; i < count; i++) {
      const found = bit(place + node);
      node = (node << 1) | found;
      value |= found << i;
    }
    return value;
  };
  const plain_bits = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) {
      coder[range]! >>>= 1;
      const found = coder[code]! < coder[range]! ? 0 : 1;
      if (found === 1) coder[code]! -= coder[range]!;
      value = (value << 1) | found;
      renew();
    }
    return value;
  };
  const length = (place: number, position: number): number => {
    if (!bit(place)) return 2 + tree(place + 2 + 8 * position, 3);
    if (!bit(place + 1)) return 10 + tree(place + 130 + 8 * position, 3);
    return 18 + tree(place + 258, 8);
  };
  const distance = (slot: number): number => {
    if (slot < 4) return slot;
    const count = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << count;
    if (slot < 14) return base + reversed_tree(kNearDistance + base - slot, count);
    return base + (plain_bits(count - 4) << 4) + reversed_tree(kAlignment, 4);
  };

  let state = 0;
  let [last, second, third, fourth] = [0, 0, 0, 0]; // distances of the latest matches, less 1
  for (let at = 0; at < size; ) {
    const position = at & position_mask;
    if (!bit(kIsMatch + state * 16 + position)) {
      const context =
        ((at & literal_position_mask) << literal_context_bits) +
        ((out[at - 1] ?? 0) >> (8 - literal_context_bits));
      const place = kLiteral + 768 * context;
      let symbol = 1;
      if (state >= 7) {
        let expected = out[at - last - 1]!;
        while (symbol < 256) {
          const wanted = (expected >> 7) & 1;
          expected <<= 1;
          const found = bit(place + ((1 + wanted) << 8) + symbol);
          symbol = (symbol << 1) | found;
          if (found !== wanted) break;
        }
      }
      while (symbol < 256) symbol = (symbol << 1) | bit(place + symbol);
      out[at++] = symbol;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let count = 1;
    if (!bit(kIsRepeat + state)) {
      [fourth, third, second] = [third, second, last];
      count = length(kLength, position);
      state = state < 7 ? 7 : 10;
      last = distance(tree(kDistanceSlot + 64 * Math.min(count - 2, 3), 6));
    } else {
      let short = false;
      if (!bit(kIsLast + state)) {
        short = !bit(kIsLong + state * 16 + position);
      } else if (!bit(kIsSecond + state)) {
        [last, second] = [second, last];
      } else if (!bit(kIsThird + state)) {
        [last, second, third] = [third, last, second];
      } else {
        [last, second, third, fourth] = [fourth, last, second, third];
      }
      if (!short) count = length(kRepeatLength, position);
      state = state < 7 ? (short ? 9 : 8) : 11;
    }
    for (const end = Math.min(at + count, size); at < end; at++) out[at] = out[at - last - 1]!;
  }
  return out;
}

// Properties, dictionary size and the size of what is packed.
const kHeaderSize = 13;

// Where each kind of adaptive bit begins.
const kIsMatch = 0;
const kIsRepeat = 192;
const kIsLast = 204;
const kIsSecond = 216;
const kIsThird = 228;
const kIsLong = 240;
const kDistanceSlot = 432;
const kNearDistance = 688;
const kAlignment = 803;
const kLength = 819;
const kRepeatLength = 1333;
const kLiteral = 1847;
