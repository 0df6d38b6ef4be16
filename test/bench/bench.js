// `npm run bench`: speed and memory as ratios taken in one run; nothing here passes or fails.
// Usage: node test/bench/bench.js [parse] [edit] [scale] [realizable] [cuts] [extras] [depth]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract, pairwise, stages } from './systems.js';

// What earlier runs have kept is not measured.
process.env.SAFEVERIFY_CACHE = 'off';

const TOOL = join(import.meta.dirname, '..', '..', 'bin', 'safeverify.js');
const folder = mkdtempSync(join(tmpdir(), 'safeverify-bench-'));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const asked = (name) => wanted.length === 0 || wanted.includes(name);

/** Seconds and the parsed JSON of one whole run of the tool. */
function check(text, extra = [], nodeFlags = []) {
  const file = join(folder, 'bench.safety');
  writeFileSync(file, text);
  const start = process.hrtime.bigint();
  const run = spawnSync(process.execPath, [...nodeFlags, TOOL, 'check', file, '--format', 'json', ...extra], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { seconds, result: JSON.parse(run.stdout) };
}

function nativeZ3() {
  try {
    return execFileSync('z3', ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** Seconds that native z3 takes for the scripts in a folder, one process each, as the tool asks them one by one. */
function nativeSeconds(scripts) {
  const files = readdirSync(scripts).filter((name) => name.endsWith('.smt2'));
  const start = process.hrtime.bigint();
  for (const file of files) spawnSync('z3', [join(scripts, file)]);
  return { files: files.length, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
}

/** Heap in bytes after the model and its obligations are made, measured inside one process. */
function heapOf(text) {
  const program = `
    const { understand } = await import(${JSON.stringify(join(import.meta.dirname, '..', '..', 'dist', 'core', 'check.js'))});
    const text = process.argv[1];
    const read = () => ({ kind: 'problem', problem: 'missing', detail: '' });
    understand({ path: 'warm.safety', text: 'component C { out y : real in 0..1 }' }, read);
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    const kept = understand({ path: 'bench.safety', text }, read);
    globalThis.gc();
    console.log(process.memoryUsage().heapUsed - before, kept.obligations.length);`;
  const run = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', program, text], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return Number(run.stdout.split(' ')[0]);
}

function scale() {
  const native = nativeZ3();
  console.log(`scale: whole process, Node ${process.version}; ${native ?? 'no native z3 here'}`);
  console.log('shape   parts   seconds   verdicts                scripts   native z3   ratio   heap/part');
  for (const shape of ['chain', 'tree']) {
    for (const n of [10, 100, 1000]) {
      const text = stages(shape, n);
      const { seconds, result } = check(text);
      const { proved, refuted, unknown } = result.summary;
      const scripts = mkdtempSync(join(folder, 'smt-'));
      if (native !== null) check(text, ['--save-smt', scripts]);
      const z3 = native === null ? null : nativeSeconds(scripts);
      const heap = heapOf(text) / n / 1024;
      const cells = [
        shape.padEnd(7),
        String(n).padStart(5),
        seconds.toFixed(2).padStart(9),
        `   ${proved} proved, ${refuted + unknown} not`.padEnd(26),
      ];
      const compared =
        z3 === null ? ['-', '-', '-'] : [String(z3.files), z3.seconds.toFixed(2), (seconds / z3.seconds).toFixed(2)];
      console.log(
        `${cells.join(' ')} ${compared[0].padStart(7)} ${compared[1].padStart(11)} ${compared[2].padStart(7)} ${heap.toFixed(1).padStart(8)} kB`,
      );
    }
  }
}

function realizable() {
  console.log('realizable: 400 generated contracts each');
  for (const products of [false, true]) {
    const contracts = Array.from({ length: 400 }, (_, seed) =>
      contract(seed, products).replace('component C', `component C${seed}`),
    );
    const { seconds, result } = check(contracts.join('\n'), ['--only', '*.realizable']);
    const verdicts = result.obligations.filter(({ kind }) => kind === 'realizable').map(({ verdict }) => verdict);
    const share = (verdict) => verdicts.filter((other) => other === verdict).length;
    const undecided = ((100 * share('unknown')) / verdicts.length).toFixed(2);
    console.log(
      `  ${products ? 'with products of parameters' : 'without products'}: ${share('proved')} proved, ${share('refuted')} refuted, ${share('unknown')} undecided (${undecided} %), ${((1000 * seconds) / verdicts.length).toFixed(0)} ms each`,
    );
  }
}

/** Minimal cut sets of layers that share a failure mode in pairs: 1, 3, 7, 35, 171, 847, 5041. */
function cuts() {
  console.log('cut sets: n layers, one failure mode for each pair');
  for (let n = 2; n <= 8; n += 1) {
    const { seconds, result } = check(pairwise(n), ['--quick']);
    const { minimalCutSets, cutSetsComplete } = result.obligations.find(({ id }) => id === 'S.contained');
    console.log(
      `  n = ${n}: ${minimalCutSets.length}${cutSetsComplete ? '' : ' (incomplete)'} in ${seconds.toFixed(2)} s`,
    );
  }
}

/** Speed of the parser, how soon an editor has its diagnostics again, what the extras cost, time over depth; each in a process of its own. */
function apart(name) {
  const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
  spawnSync(process.execPath, [join(import.meta.dirname, `${name}.mjs`), ...options], { stdio: 'inherit' });
}

try {
  if (asked('parse')) apart('parse');
  if (asked('edit')) apart('edit');
  if (asked('scale')) scale();
  if (asked('realizable')) realizable();
  if (asked('cuts')) cuts();
  if (asked('extras')) apart('extras');
  if (asked('depth')) apart('depth');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
