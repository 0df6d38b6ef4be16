/**
 * What the answers besides the verdicts cost: for several specs the seconds of a check with `--quick` and of one with all
 * extras, and each extra's share of the latter, all in one process. A bound's share is without that of the worst executions.
 *
 *   npm run build && node test/bench/extras.mjs
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check } from '../../dist/core/check.js';
import { createWasmSolver } from '../../dist/solvers/wasm/pool.js';

const SPECS = [
  'specs/physical/braking.safety',
  'specs/physical/server_racks.safety',
  'specs/ai/moderation_pipeline.safety',
  'specs/ai/weight_egress.safety',
  'specs/services/latency_budget.safety',
  'specs/time/token_bucket.safety',
  'specs/time/crossing.safety',
  'test/refutations/sum.safety',
  'test/refutations/discharge.safety',
  'test/refutations/over_time.safety',
  'test/refutations/faults.safety',
];
const SHARES = ['bounds', 'worst executions', 'cores', 'repairs', 'coverage'];

const root = fileURLToPath(new URL('../../', import.meta.url));
const solver = createWasmSolver({});

async function measured(path, quick) {
  const spent = new Map();
  const start = performance.now();
  await check({
    root: { path, text: readFileSync(root + path, 'utf8') },
    read: (_, wanted) => ({ kind: 'problem', problem: 'missing', detail: wanted }),
    solver,
    config: { rlimit: 2_000_000, timeoutMs: 60_000, seed: 0 },
    only: null,
    quick,
    coverage: !quick,
    own: true,
    onSpent: (what, ms) => spent.set(what, (spent.get(what) ?? 0) + ms),
    now: () => performance.now(),
  });
  const bounds = (spent.get('bounds') ?? 0) - (spent.get('worst executions') ?? 0);
  return { ms: performance.now() - start, spent: spent.set('bounds', Math.max(0, bounds)) };
}

const seconds = (ms) => (ms / 1000).toFixed(2);
const row = ([name, ...cells]) => console.log(`  ${name.padEnd(36)}${cells.map((cell) => cell.padStart(9)).join('')}`);

try {
  // The first check starts the solver.
  await measured(SPECS[0], true);
  console.log('extras: seconds with --quick and with all extras, and of the latter each share');
  row(['', 'quick', 'all', 'verdicts', 'bounds', 'worst', 'cores', 'repairs', 'coverage']);
  const totals = { quick: 0, all: 0, shares: new Map() };
  const share = (spent, what, ms) => `${((100 * (spent.get(what) ?? 0)) / ms).toFixed(0)} %`;
  for (const path of SPECS) {
    const quick = await measured(path, true);
    const all = await measured(path, false);
    totals.quick += quick.ms;
    totals.all += all.ms;
    for (const [what, ms] of all.spent) totals.shares.set(what, (totals.shares.get(what) ?? 0) + ms);
    const shares = ['verdicts', ...SHARES].map((what) => share(all.spent, what, all.ms));
    row([path.replace(/^specs\/|\.safety$/g, ''), seconds(quick.ms), seconds(all.ms), ...shares]);
  }
  const shares = ['verdicts', ...SHARES].map((what) => share(totals.shares, what, totals.all));
  row(['together', seconds(totals.quick), seconds(totals.all), ...shares]);
} finally {
  await solver.close();
}
