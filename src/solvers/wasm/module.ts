import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import v8 from 'node:v8';
import { importTable } from './shared_table.ts';

/** A compiled module, which threads can share. The compiler's library for servers does not know the name. */
export type CompiledModule = object;
declare const WebAssembly: { compile(code: Uint8Array): Promise<CompiledModule> };

/** The solver's code, ready to be run by any number of threads; `tableSize` functions go into the table it imports. */
export interface SolverModule {
  readonly module: CompiledModule;
  readonly tableSize: number;
}

let compiled: Promise<SolverModule> | null = null;

/** The solver's code, compiled once for all workers of the process. Rejects where the package is damaged or missing. */
export function solverModule(): Promise<SolverModule> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<SolverModule> {
  // A solve is short: a function must run for long before optimising it pays. Halves the time of the first solve.
  v8.setFlagsFromString('--wasm-tiering-budget=40000000');
  const path = createRequire(import.meta.url).resolve('z3-solver/build/z3-built.wasm');
  const { code, tableSize } = importTable(await readFile(path));
  return { module: await WebAssembly.compile(code), tableSize };
}
