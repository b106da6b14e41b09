import { Host } from "./host.ts";
import { Memory } from "./memory.ts";
import { Model } from "./model.ts";
import type { PackedModel, Time } from "./types.ts";
import type { WasmExports } from "./wasm_exports.ts";

export { EngineError } from "./memory.ts";
export { Model, Variant } from "./model.ts";
export type * from "./types.ts";

/** The engine of the command and of Python, compiled to WebAssembly: the same bits. */
export class Engine {
  readonly #module: WebAssembly.Module;

  private constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  static async start(wasm: BufferSource): Promise<Engine> {
    return new Engine(await WebAssembly.compile(wasm as ArrayBuffer));
  }

  /** Loads a model into an instance of its own. Throws EngineError with the engine's message. */
  load(source: PackedModel, time: Time, seed = 0, indicators: string[] = []): Model {
    const host = new Host();
    const instance = new WebAssembly.Instance(this.#module, host.imports(this.#module));
    const exports = instance.exports as unknown as WasmExports;
    host.attach(exports.memory);
    exports._initialize();
    return new Model(new Memory(exports, host), source, time, seed, indicators);
  }
}
