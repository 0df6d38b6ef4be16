// `node test/bench/depth.mjs` after `npm run build`: time over the depth at which a tank overflows.
// The level rises by one litre a step and the claim breaks at a given one, so the counterexample has that many steps.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// What earlier runs have kept is not measured.
process.env.SAFEVERIFY_CACHE = 'off';

const TOOL = join(import.meta.dirname, '..', '..', 'bin', 'safeverify.js');
const folder = mkdtempSync(join(tmpdir(), 'safeverify-depth-'));

const tank = (depth) => `
component Pump {
  in level : real [L]
  out inflow : real [L]
  guarantee little: 0 L <= inflow <= 1 L
}
component Tank {
  in inflow : real [L]
  delayed out level : real [L]
  guarantee starts: initially level == 0 L
  guarantee keeps: level <= prev(level, 0 L) + prev(inflow, 0 L)
}
system Loop {
  part pump : Pump
  part tank : Tank
  connect tank.level -> pump.level
  connect pump.inflow -> tank.inflow
  guarantee below: tank.level < ${depth} L
}`;

try {
  console.log('steps   seconds   solver steps   verdict');
  for (const depth of [5, 10, 20, 30, 40, 50]) {
    const file = join(folder, 'tank.safety');
    writeFileSync(file, tank(depth));
    const start = process.hrtime.bigint();
    const run = spawnSync(process.execPath, [TOOL, 'check', file, '--only', 'Loop.below', '--format', 'json'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const found = JSON.parse(run.stdout).obligations.find(({ id }) => id === 'Loop.below');
    const steps = found.counterexample?.steps.length ?? '-';
    console.log(
      `${String(steps).padStart(5)}   ${seconds.toFixed(2).padStart(7)}   ${String(found.rlimit).padStart(12)}   ${found.verdict}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
