#!/usr/bin/env node
// Regenerates the figures of docs/trust.md: what they count is counted here, what takes long is run here.
// `node build/trust.js` runs everything, `--only NAME` (repeatable) some of the long runs, `--cheap` none of them. Runs in
// pieces are recorded after each piece; `--continue` goes on after the pieces that are recorded,
// and `--minutes N` begins no piece later than that.
// What a long run found is kept in docs/trust.json; `--check` fails where the page does not say what is counted now.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOMS } from './mutation/rooms.js';

// What earlier runs have kept is not measured.
process.env.SAFEVERIFY_CACHE = 'off';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'docs', 'trust.md');
const record = join(root, 'docs', 'trust.json');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const BEGIN = '<!-- figures: `npm run trust` writes what follows -->';
const END = '<!-- end of figures -->';

/** The long runs: test files, the sizes they are run with, and what one unit of the size is. */
const RUNS = [
  {
    name: 'enumeration',
    what: 'random systems, every verdict against brute force',
    files: ['test/properties/oracle.test.ts'],
    env: { ORACLE_RUNS: '1500' },
    size: 1500,
  },
  {
    name: 'time',
    what: 'random systems over time, all engines together, every verdict and the length of every trace against explicit-state search',
    files: ['test/properties/explicit_state.test.ts'],
    env: { TIMED_ALONE: '0' },
    pieces: { first: 'TIMED_SEED', count: 'TIMED_RUNS', each: 1000, tally: 'TIMED_TALLY' },
    size: 5000,
  },
  ...[
    ['bmc', 'bounded model checking alone, which refutes all that fails by step 12'],
    ['k-induction', 'k-induction alone, which proves at least 95 % of what holds, consistency and realizability aside'],
    ['spacer', 'Spacer alone, which proves at least 95 % of what holds, consistency and realizability aside'],
  ].map(([engine, says]) => ({
    name: engine,
    what: `… by ${says}`,
    files: ['test/properties/explicit_state.test.ts'],
    env: { TIMED_ENGINE: engine },
    pieces: { first: 'TIMED_SEED', count: 'TIMED_ALONE', each: 250, tally: 'TIMED_TALLY' },
    size: 5000,
  })),
  {
    name: 'refinement over time',
    what: 'random refinements over time, every verdict and the length of every trace against explicit-state search',
    files: ['test/properties/explicit_refinement.test.ts'],
    pieces: { first: 'REFINED_SEED', count: 'REFINED_RUNS', each: 500, tally: 'REFINED_TALLY' },
    size: 2000,
  },
  {
    name: 'linear',
    what: 'random linear obligations, our prover against Z3',
    files: ['test/properties/prover.test.ts'],
    env: { LINEAR_RUNS: '20000' },
    size: 20000,
    says: /(median of our time over .*)$/m,
  },
  {
    name: 'other solvers',
    what: 'questions of `specs/`, cases, corpus and random systems, asked anew of solvers of other makes',
    files: ['test/properties/second_solvers.test.ts'],
    env: { SOLVED_AGAIN: '2000' },
    size: 2000,
    says: /^asked anew: (.*)$/m,
  },
  {
    name: 'optima',
    what: 'random linear and whole-number systems, exact bounds against an independent simplex and enumeration; and half as many with products and quotients, against interval branch and bound',
    files: ['test/properties/optima.test.ts'],
    env: { OPTIMA_RUNS: '600', OPTIMA_CURVED: '300' },
    size: 600,
  },
  {
    name: 'families',
    what: 'random families of open size, against every size up to twelve',
    files: ['test/properties/families.test.ts'],
    env: { FAMILIES_RUNS: '120', FAMILIES_SIZES: '12' },
    size: 120,
  },
  {
    name: 'cut sets',
    what: 'random structures of faults, cut sets and worst cases against brute force',
    files: ['test/properties/cut_sets.test.ts', 'test/properties/worst_case.test.ts'],
    env: { RISK_RUNS: '500' },
    size: 2000,
  },
  {
    name: 'other words',
    what: 'random systems, each said again in about fifteen other ways',
    files: ['test/properties/metamorphic.test.ts'],
    env: { METAMORPHIC_RUNS: '100' },
    size: 100,
  },
  {
    name: 'caches',
    what: 'files of the corpus, each with 18 caches: lies, mixed up or damaged entries; no verdict is another',
    files: ['test/properties/hostile_cache.test.ts'],
    env: { HOSTILE_RUNS: '150' },
    size: 150,
  },
  {
    name: 'texts',
    what: 'broken and random texts, no crash and no error without a place',
    files: ['test/properties/any_text.test.ts'],
    env: { FUZZ: '200000' },
    size: 200000,
  },
];

const words = process.argv.slice(2);
const minutes = words.includes('--minutes') ? Number(words[words.indexOf('--minutes') + 1]) : Number.POSITIVE_INFINITY;
const only = words.flatMap((word, at) => (word === '--only' ? [words[at + 1]] : []));
const kept = readRecord();

function readRecord() {
  try {
    return JSON.parse(readFileSync(record, 'utf8'));
  } catch {
    return { runs: {}, certificates: null, mutation: {} };
  }
}

function node(args, env = {}) {
  return spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
}

/** One long run: how many it tried, whether all tests passed, how long it took, and what it says of itself. */
function longRun({ name, files, env, size, pieces, says }) {
  process.stderr.write(`${name} …\n`);
  if (pieces !== undefined) return inPieces({ name, files, env, size, pieces });
  const { passed, seconds, stdout } = once(files, env);
  const said = says?.exec(stdout)?.[1];
  if (says !== undefined && passed && said === undefined) {
    process.stderr.write(`${name}: what it needs is not installed here\n`);
    return;
  }
  kept.runs[name] = { size, passed, seconds, ...(said === undefined ? {} : { said }) };
  keep();
}

function once(files, env) {
  const began = Date.now();
  const { status, stdout, stderr } = node([vitest, 'run', ...files, '--testTimeout=36000000', '--maxWorkers=1'], env);
  const seconds = Math.round((Date.now() - began) / 1000);
  if (status !== 0) process.stderr.write(`${stdout}${stderr}`);
  return { passed: status === 0, seconds, stdout };
}

/** A run that is recorded after each piece, with the verdicts that were compared. */
function inPieces({ name, files, env, size, pieces }) {
  const recorded = words.includes('--continue') ? kept.runs[name] : undefined;
  let done = recorded ?? { size: 0, passed: true, seconds: 0, verdicts: {} };
  const folder = mkdtempSync(join(tmpdir(), 'trust-'));
  const began = Date.now();
  while (done.size < size && Date.now() - began < minutes * 60_000) {
    const count = Math.min(pieces.each, size - done.size);
    const tally = join(folder, `${done.size}.json`);
    const { passed, seconds } = once(files, {
      ...env,
      [pieces.first]: String(done.size + 1),
      [pieces.count]: String(count),
      [pieces.tally]: tally,
    });
    const { verdicts } = JSON.parse(readFileSync(tally, 'utf8'));
    done = {
      size: done.size + count,
      passed: done.passed && passed,
      seconds: done.seconds + seconds,
      verdicts: sums(done.verdicts, verdicts),
    };
    kept.runs[name] = done;
    keep();
  }
  rmSync(folder, { recursive: true });
}

function sums(a, b) {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(keys.map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
}

function keep() {
  writeFileSync(record, `${JSON.stringify(kept, null, 2)}\n`);
}

/** Of the claims of specs/ and of the cases that are proved and ask for validity: which certificates they have. */
function certificates() {
  process.stderr.write('certificates …\n');
  const { status, stdout, stderr } = node([join(root, 'build', 'certificates.js'), '--json']);
  if (status !== 0) throw new Error(stderr || stdout);
  return JSON.parse(stdout);
}

/** What becomes of one room when every operator, condition, block and word of it is changed in turn. */
function mutation(room) {
  process.stderr.write(`mutation of ${room} …\n`);
  // The last run may be counted again, where only the explanations are others.
  const began = Date.now();
  const { status, stdout, stderr } = node([
    join(root, 'build', 'mutation', 'mutate.js'),
    room,
    ...(words.includes('--kept') ? ['--kept'] : []),
  ]);
  if (status !== 0) process.stderr.write(stderr);
  if (stdout === '') throw new Error(stderr);
  const seconds = words.includes('--kept')
    ? (kept.mutation?.[room]?.seconds ?? null)
    : Math.round((Date.now() - began) / 1000);
  return { ...JSON.parse(stdout)[room], seconds };
}

/** Lines of code: neither blank nor comment. */
function codeLines(folder) {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ts$/.test(name),
  );
  const bare = (text) => text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  return files.reduce(
    (sum, name) =>
      sum +
      bare(readFileSync(join(root, folder, name), 'utf8'))
        .split('\n')
        .filter((line) => line.trim() !== '').length,
    0,
  );
}

const SHARED = ['text', 'exact', 'diagnostics', 'syntax', 'resolve', 'types', 'model'];

/** What needs no run. */
function counted() {
  const corpus = ['traps', 'risk', 'literature', 'vacuity', 'families']
    .map((name) => join(root, 'test', 'corpus', name))
    .flatMap((folder) => {
      try {
        return readdirSync(folder).map((name) => join(folder, name));
      } catch {
        return [];
      }
    })
    .filter((path) => path.endsWith('.safety'));
  const notProved = /^\/\/! (?:error|.*: (?:refuted|vacuous|unknown))|@expect\((?:refuted|vacuous|unknown)\)/m;
  const mutants =
    readFileSync(join(root, 'test', 'mutants', 'mutants.ts'), 'utf8').match(/^ {4}killedBy:/gm)?.length ?? 0;
  return {
    kernel: codeLines('src/core/certcheck'),
    shared: SHARED.reduce((sum, room) => sum + codeLines(`src/core/${room}`), 0),
    corpus: corpus.length,
    notProved: corpus.filter((path) => notProved.test(readFileSync(path, 'utf8'))).length,
    mutants,
    found: JSON.parse(readFileSync(join(root, 'test', 'found.json'), 'utf8')).length,
  };
}

function rendered({ runs, certificates: certified, mutation: mutated }) {
  const { kernel, shared, corpus, notProved, mutants, found } = counted();
  const minutes = Object.values(runs).reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  const rows = RUNS.filter(({ name }) => runs[name] !== undefined).map(({ name, what }) => {
    const { size, passed, seconds, said, verdicts } = runs[name];
    const more = `${said === undefined ? '' : ` (${said})`}${verdicts === undefined ? '' : `: ${verdictsText(verdicts)}`}`;
    return `| ${size.toLocaleString('en')} ${what}${more} | ${passed ? 'none' : '**some**'} | ${(seconds / 60).toFixed(1)} min |`;
  });
  return [
    '| figure | |',
    '|---|---|',
    `| the checker of certificates | ${kernel} lines of code |`,
    `| what it shares with the rest: reading a file, names, types, the model | ${shared} lines of code |`,
    `| proved claims of \`specs/\` and of the cases, linear | ${countsText(certified.kinds.linear)} |`,
    `| … with products, quotients or rounding | ${countsText(certified.kinds.other)} |`,
    `| … about families of any size | ${countsText(certified.kinds.families ?? {})} |`,
    `| … about chances | ${countsText(certified.kinds.chances)} |`,
    `| … true by their form | ${certified.trivial} |`,
    `| certified claims that the checker accepts, and certificates that it does not | ${certified.accepted}, ${certified.refused} |`,
    `| files that a checker may be wrong about | ${corpus} |`,
    `| … with a claim that must not be proved | ${notProved} |`,
    `| unsound changes of the sources, each noticed by a test | ${mutants} |`,
    `| mistakes in verdicts that were found so and mended | ${found} |`,
    '',
    '| long run | disagreements | it took |',
    '|---|---|---|',
    ...rows,
    `| all of them together | | ${minutes.toFixed(1)} min |`,
    ...mutationTable(mutated ?? {}),
  ].join('\n');
}

function mutationTable(mutated) {
  const rooms = Object.keys(ROOMS).filter((room) => mutated[room] !== undefined);
  if (rooms.length === 0) return [];
  return [
    '',
    '| mutated by Stryker | mutants | noticed | harmless, each with its reason | not explained |',
    '|---|---|---|---|---|',
    ...rooms.map((room) => mutationRow(room, mutated[room])),
  ];
}

/** How many verdicts were compared, and what was said of claims that hold and that fail. */
function verdictsText(verdicts) {
  const count = (pick) =>
    Object.entries(verdicts).reduce((sum, [key, number]) => sum + (pick(...key.split(' ')) ? number : 0), 0);
  const good = ['proved', 'vacuous'];
  const holds = count((truth) => truth === 'true');
  const proved = count((truth, verdict) => truth === 'true' && good.includes(verdict));
  const broken = count((truth) => truth === 'broken');
  const refuted = count((truth, verdict) => truth === 'broken' && verdict === 'refuted');
  const number = (value) => value.toLocaleString('en');
  return `of ${number(holds)} that hold ${number(proved)} proved or vacuous, of ${number(broken)} that fail ${number(refuted)} refuted`;
}

function mutationRow(room, { mutants, killed, timeout, explained, unexplained }) {
  const noticed = killed + timeout;
  const share = ((100 * noticed) / mutants).toFixed(1);
  return `| \`${room}\` | ${mutants} | ${noticed} (${share} %) | ${explained} | ${unexplained} |`;
}

/** `120 farkas, 3 none`, the certificates that can be checked first. */
function countsText(counts) {
  const order = ['farkas', 'induction', 'second-solver', 'none'];
  const words = order.filter((kind) => counts[kind] !== undefined).map((kind) => `${counts[kind]} \`${kind}\``);
  return words.length === 0 ? 'none' : words.join(', ');
}

function withFigures(text, figures) {
  const [before, rest] = text.split(BEGIN);
  const [, after] = (rest ?? '').split(END);
  if (after === undefined) throw new Error('docs/trust.md has no place for the figures');
  return `${before}${BEGIN}\n\n${figures}\n\n${END}${after}`;
}

if (!words.includes('--check') && !words.includes('--cheap')) {
  if (only.length === 0 || only.includes('certificates')) kept.certificates = certificates();
  for (const room of Object.keys(ROOMS)) {
    if (only.length > 0 && !only.includes('mutation') && !only.includes(`mutation ${room}`)) continue;
    kept.mutation = { ...kept.mutation, [room]: mutation(room) };
    keep();
  }
  for (const run of RUNS) if (only.length === 0 || only.includes(run.name)) longRun(run);
  keep();
}
const text = readFileSync(page, 'utf8');
const fresh = withFigures(text, rendered(kept));
if (words.includes('--check')) {
  if (fresh !== text) {
    process.stderr.write('docs/trust.md is not up to date: `npm run trust -- --cheap` writes it\n');
    process.exitCode = 1;
  }
} else writeFileSync(page, fresh);
const open = Object.values(kept.mutation ?? {}).some(({ unexplained, stale }) => unexplained + stale > 0);
if (open || Object.values(kept.runs).some(({ passed }) => !passed)) process.exitCode = 1;
