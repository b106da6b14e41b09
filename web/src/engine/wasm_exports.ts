/** What bindings/wasm exports; addresses are byte offsets into `memory`. */
export interface WasmExports {
  readonly memory: WebAssembly.Memory;
  readonly __indirect_function_table: WebAssembly.Table;
  _initialize(): void;
  allocate(size: number): number;
  release(address: number): void;
  answer_data(): number;
  answer_size(): number;
  add_form(difference: number, size: number): void;
  add_links(links: number, size: number): void;
  load(name: number, nameSize: number, text: number, size: number, bytes: number, bytesSize: number): number;
  describe_model(): number;
  diagram(kind: number, around: number, size: number, depth: number): number;
  begin_settings(): void;
  set_number(name: number, size: number, value: number): void;
  set_start(stock: number, size: number, value: number): void;
  set_rule(name: number, size: number, rule: number, ruleSize: number): void;
  set_profile(name: number, size: number, points: number, count: number, ramp: number): void;
  set_time(start: number, stop: number, step: number, save: number): void;
  set_method(name: number, size: number): void;
  save_series(name: number, size: number): void;
  set_tolerances(relative: number, absolute: number): void;
  set_seed(seed: bigint, sample: bigint): void;
  keep_first(): number;
  explain(variable: number, size: number, time: number): number;
  loops(): number;
  prepare(): number;
  dispose(run: number): void;
  move(run: number, name: number, size: number, value: number): number;
  add_input(run: number, name: number, size: number, value: number): number;
  draw_inputs(run: number, sample: bigint): number;
  run(run: number): number;
  points(run: number): number;
  times(run: number): number;
  describe_run(run: number): number;
  series(run: number, variable: number): number;
  fingerprint(run: number, names: number, size: number): number;
  webassembly(run: number): number;
  use_code(
    run: number,
    start: number,
    step: number,
    derivative: number,
    save: number,
    checks: number,
    update: number,
  ): number;
}
