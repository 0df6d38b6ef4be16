// `npm run bench -- depth`: time over the depth at which a tank overflows, each engine alone and all together in one run,
// and the depth at which each gives up. With `--write` the page that shows it, and its picture, are written again.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cell, table, writePage } from './depth_page.mjs';
import { filling } from './systems.js';

// What earlier runs have kept is not measured.
process.env.SAFEVERIFY_CACHE = 'off';

const TOOL = join(import.meta.dirname, '..', '..', 'bin', 'safeverify.js');

const DEPTHS = [5, 10, 20, 30, 40, 50];
/** Where engines that are still there at the last depth are asked on, until they give up. */
const DEEPER = [60, 70, 80, 100, 140, 200, 240, 280];
const CLAIM = 'Plant.below';
/** Wall clock for one run, the safety net: solver steps decide. What is not there by then has given up. */
const MOST_MS = 900_000;

const ENGINES = [
  { engine: 'bmc alone', options: ['--engine', 'bmc'] },
  { engine: 'k-induction alone', options: ['--engine', 'k-induction'] },
  { engine: 'spacer alone', options: ['--engine', 'spacer'] },
  { engine: 'all together', options: [] },
];

const folder = mkdtempSync(join(tmpdir(), 'safeverify-depth-'));
const file = join(folder, 'tank.safety');
const spent = join(folder, 'cpu.txt');
/** The processor time of all threads, written down as the process ends. */
const COUNT = `data:text/javascript,${encodeURIComponent(`
  import { isMainThread } from 'node:worker_threads';
  import { writeFileSync } from 'node:fs';
  if (isMainThread) process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(process.env.CPU_FILE, String((user + system) / 1e6));
  });`)}`;

/** One run of the tool: processor seconds of the whole process, solver steps of the claim, and how it ended. */
function run(text, options, claim = CLAIM) {
  writeFileSync(file, text);
  rmSync(spent, { force: true });
  const words = [
    '--import',
    COUNT,
    TOOL,
    'check',
    file,
    '--only',
    claim,
    '--format',
    'json',
    '--timeout',
    '600s',
    ...options,
  ];
  const ended = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: MOST_MS,
    env: { ...process.env, CPU_FILE: spent, SAFEVERIFY_CACHE: 'off' },
  });
  if (ended.error !== undefined || !existsSync(spent)) return { seconds: MOST_MS / 1000, rlimit: null, refuted: false };
  const found = JSON.parse(ended.stdout).obligations.find(({ id }) => id === claim);
  const { verdict, rlimit, counterexample } = found;
  return {
    seconds: Number(readFileSync(spent, 'utf8')),
    rlimit,
    refuted: verdict === 'refuted',
    steps: counterexample?.steps.length ?? null,
  };
}

/** Processor seconds of native z3 for the same steps as Horn clauses; null where there is no z3. */
function nativeSeconds(depth) {
  if (spawnSync('z3', ['--version']).status !== 0) return null;
  const scripts = mkdtempSync(join(folder, 'smt-'));
  run(filling(depth), ['--engine', 'spacer', '--quick', '--save-smt', scripts]);
  const script = readdirSync(scripts).find((name) => name.includes('spacer'));
  if (script === undefined) return null;
  const before = childSeconds();
  spawnSync('z3', [join(scripts, script)], { timeout: MOST_MS });
  return childSeconds() - before;
}

/** Processor seconds of all children so far, where the system says (Linux: fields 16 and 17, in hundredths). */
function childSeconds() {
  const path = '/proc/self/stat';
  if (!existsSync(path)) return 0;
  const fields = readFileSync(path, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function measured() {
  const lines = ENGINES.map(({ engine }) => ({ engine, points: [] }));
  const natives = [];
  const ask = (at, depth) => {
    const { engine, options } = ENGINES[at];
    const point = { depth, ...run(filling(depth), [...options, '--quick']) };
    if (point.refuted && point.steps !== depth) throw new Error(`${point.steps} steps where ${depth} were expected`);
    lines[at].points.push(point);
    console.log(`${String(depth).padStart(5)}   ${engine.padEnd(18)} ${cell(point)}`);
  };
  for (const depth of DEPTHS) {
    for (const at of ENGINES.keys()) ask(at, depth);
    natives.push(nativeSeconds(depth));
  }
  for (const [at, { points }] of lines.entries())
    for (const depth of DEEPER) if (points.every(({ refuted }) => refuted)) ask(at, depth);
  return { lines, natives };
}

try {
  console.log('depth: processor seconds and solver steps; ✕: gave up');
  const start = run('component C {\n  out y : real\n  guarantee g: 0 <= y <= 1\n}', ['--quick'], 'C.consistent');
  console.log(`start alone: ${start.seconds.toFixed(2)} s`);
  const found = measured();
  const whole = run(filling(50), []);
  console.log(table(DEPTHS, found));
  console.log(`all together at 50, with everything that is said after the verdict: ${whole.seconds.toFixed(2)} s`);
  if (process.argv.includes('--write')) writePage(DEPTHS, found, start.seconds, whole.seconds);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
