import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import v8 from 'node:v8';

/** A compiled module, which threads can share. The compiler's library for servers does not know the name. */
export type CompiledModule = object;
declare const WebAssembly: { compile(code: Uint8Array): Promise<CompiledModule> };

let compiled: Promise<CompiledModule> | null = null;

/** The solver's code, compiled once for all workers of the process. Rejects where the package is damaged or missing. */
export function solverModule(): Promise<CompiledModule> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<CompiledModule> {
  // A solve is short: a function must run for long before optimising it pays. Halves the time of the first solve.
  v8.setFlagsFromString('--wasm-tiering-budget=40000000');
  const path = createRequire(import.meta.url).resolve('z3-solver/build/z3-built.wasm');
  return WebAssembly.compile(await readFile(path));
}
