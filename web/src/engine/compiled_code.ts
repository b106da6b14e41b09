import type { Memory } from "./memory.ts";

const sections = ["start", "step", "derivative", "save", "checks", "update"] as const;

/**
 * Compiles the run's program into machine code: the engine writes it as WebAssembly, the browser
 * compiles that, and the engine calls it through its table. The same operations in the same order,
 * so the same bits, several times as fast as interpreting them.
 */
export function compileSections(memory: Memory, run: number): void {
  const { exports } = memory;
  memory.checked(exports.webassembly(run));
  const module = new WebAssembly.Module(memory.answerBytes());
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
