import type { Host } from "./host.ts";
import type { WasmExports } from "./wasm_exports.ts";

/** What the engine says is wrong, with the place in the model's text. */
export class EngineError extends Error {
  override name = "EngineError";
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Texts and numbers in and out of the engine's memory. */
export class Memory {
  readonly exports: WasmExports;
  readonly #host: Host;

  constructor(exports: WasmExports, host: Host) {
    this.exports = exports;
    this.#host = host;
  }

  /** Calls with texts or bytes as (address, size) pairs, which live until the call returns. */
  withTexts<T>(texts: (string | Uint8Array)[], call: (...places: number[]) => T): T {
    const places: number[] = [];
    for (const text of texts) {
      const bytes = typeof text === "string" ? encoder.encode(text) : text;
      const address = this.exports.allocate(Math.max(1, bytes.length));
      new Uint8Array(this.exports.memory.buffer).set(bytes, address);
      places.push(address, bytes.length);
    }
    const result = this.trapped(() => call(...places));
    for (let i = 0; i < places.length; i += 2) this.exports.release(places[i] ?? 0);
    return result;
  }

  withNumbers<T>(values: number[], call: (address: number) => T): T {
    const address = this.exports.allocate(Math.max(1, values.length) * 8);
    new Float64Array(this.exports.memory.buffer, address, values.length).set(values);
    const result = this.trapped(() => call(address));
    this.exports.release(address);
    return result;
  }

  answer(): string {
    return decoder.decode(this.answerBytes());
  }

  answerBytes(): Uint8Array<ArrayBuffer> {
    const { memory, answer_data, answer_size } = this.exports;
    return new Uint8Array(memory.buffer as ArrayBuffer, answer_data(), answer_size()).slice();
  }

  numbers(address: number, count: number): Float64Array {
    return new Float64Array(this.exports.memory.buffer, address, count).slice();
  }

  /** What a call that reports success left, or an error with what it said. */
  checked(success: number): number {
    if (success === 0) throw new EngineError(this.answer());
    return success;
  }

  /** A trap leaves the instance unusable: it is said so, once. */
  trapped<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
        throw new EngineError(`the engine stopped: ${this.#host.lastWords || error.message}`);
      }
      throw error;
    }
  }
}
