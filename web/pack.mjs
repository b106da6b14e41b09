// Packs bytes into a text that needs no escape in HTML, a third shorter than gzip and base64 make it.
// src/payload/unpack.ts is its reader; engine/api/src/page/packed_text.cpp writes the same form.
import { spawnSync } from "node:child_process";
import { deflateSync } from "node:zlib";

// The best of the settings for the streams of wasm_streams.mjs, by trial.
const kSettings = "preset=9e,dict=4MiB,lc=1,lp=0,pb=0,nice=273";

function compressed(bytes) {
  const { status, stdout, stderr, error } = spawnSync(
    "xz",
    ["--format=lzma", `--lzma1=${kSettings}`, "--stdout"],
    { input: bytes, maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`xz, which packs the page, failed: ${error ?? stderr}`);
  return stdout;
}

/** Adler-32, with which zlib ends what it has packed (RFC 1950). */
function checksum(bytes) {
  return deflateSync(bytes, { level: 1 }).subarray(-4).readUInt32BE();
}

// Printable ASCII without the space, ", & and <: 91 signs, of which two hold 13 bits.
const kSigns = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
  .filter((sign) => !'"&<'.includes(sign))
  .join("");

function text_of(bytes) {
  const parts = [];
  let held = 0;
  let count = 0;
  const add = () => {
    const value = held & 0x1fff;
    parts.push(kSigns[value % 91] + kSigns[Math.floor(value / 91)]);
    held >>>= 13;
    count -= 13;
  };
  for (const byte of bytes) {
    held |= byte << count;
    count += 8;
    if (count >= 13) add();
  }
  if (count > 0) add();
  return parts.join("");
}

/**
 * The text of size, checksum and .lzma file of the bytes.
 *
 * `form` is what the file holds if not the bytes themselves: the reader makes them of it.
 */
export function packed(bytes, form = bytes) {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(form.length, 0);
  head.writeUInt32LE(checksum(bytes), 4);
  return text_of(Buffer.concat([head, compressed(form)]));
}
