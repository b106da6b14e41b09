/**
 * What the engine may ask of its host, named as WASI names it: the time, and where to leave its
 * last words before it ends. Everything else is refused: no files, no network, no chance.
 * Source: WASI preview 1, functions clock_time_get, fd_write, proc_exit; errno ENOSYS.
 */
export class Host {
  /** What the engine wrote before it trapped. */
  lastWords = "";
  #memory: WebAssembly.Memory | undefined;

  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  imports(module: WebAssembly.Module): WebAssembly.Imports {
    const notSupported = 52;
    const known: Record<string, (...values: number[]) => number> = {
      clock_time_get: (_clock, _precision, result) => this.#writeTime(result ?? 0),
      fd_write: (_file, parts, count, written) =>
        this.#write(parts ?? 0, count ?? 0, written ?? 0),
      proc_exit: () => {
        throw new WebAssembly.RuntimeError("the engine ended itself");
      },
    };
    const imports: Record<string, Record<string, (...values: number[]) => number>> = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      (imports[from] ??= {})[name] = known[name] ?? (() => notSupported);
    }
    return imports;
  }

  #view(): DataView {
    return new DataView(this.#memory?.buffer ?? new ArrayBuffer(0));
  }

  #writeTime(result: number): number {
    this.#view().setBigUint64(result, BigInt(Math.round(performance.now() * 1e6)), true);
    return 0;
  }

  #write(parts: number, count: number, written: number): number {
    const view = this.#view();
    let total = 0;
    for (let i = 0; i < count; i++) {
      const address = view.getUint32(parts + 8 * i, true);
      const size = view.getUint32(parts + 8 * i + 4, true);
      this.lastWords += new TextDecoder().decode(new Uint8Array(view.buffer, address, size));
      total += size;
    }
    view.setUint32(written, total, true);
    return 0;
  }
}
