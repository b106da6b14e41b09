import type { Memory } from "./memory.ts";

const sections = ["start", "step", "derivative", "save", "checks", "update"] as const;

/**
 * Compiles the run's program into machine code: the engine writes it as WebAssembly, the browser
 * compiles that, and the engine calls it through its table. The same operations on the same numbers,
 * so the same bits, several times as fast as interpreting them.
 *
 * A browser does not compile a function of any size: then the engine goes on interpreting.
 */
export function compileSections(memory: Memory, run: number): void {
  const { exports } = memory;
  memory.checked(exports.webassembly(run));
  const module = compiled(memory.answerBytes());
  if (module === undefined) return;
  const instance = new WebAssembly.Instance(module, {
    engine: exports as unknown as WebAssembly.ModuleImports,
  });
  const table = exports.__indirect_function_table;
  const places = sections.map((name) => {
    const compiled = instance.exports[name];
    if (compiled === undefined) return 0;
    const place = table.grow(1);
    table.set(place, compiled);
    return place;
  });
  const [start, step, derivative, save, checks, update] = places as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  exports.use_code(run, start, step, derivative, save, checks, update);
}

function compiled(code: Uint8Array): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(code as BufferSource);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return undefined;
    throw error;
  }
}
