// Checks one file with a build of the checker and prints what came out, as JSON: `node corpus_run.mjs DIST FILE`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, file] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const { check } = await load('core/check.js');
const { createWasmSolver } = await load('solvers/wasm/pool.js');
const solver = createWasmSolver({ workers: 1 });
try {
  const result = await check({
    root: { path: file, text: readFileSync(file, 'utf8') },
    read: (_, wanted) => ({ kind: 'problem', problem: 'missing', detail: wanted }),
    solver,
    config: { rlimit: 2_000_000, timeoutMs: 30_000, seed: 0 },
    only: null,
    quick: true,
    now: () => performance.now(),
  });
  const obligations = result.obligations.map(({ id, kind, verdict, expected }) => ({ id, kind, verdict, expected }));
  const diagnostics = result.diagnostics.map(({ severity, code, span }) => ({ severity, code, span }));
  console.log(JSON.stringify({ runState: result.runState, diagnostics, obligations }));
} finally {
  await solver.close();
}
