#!/usr/bin/env node
// Mutates rooms of the sources with Stryker and holds what no test notices to `survivors.json`, which says of each why it is
// harmless. `node build/mutation/mutate.js [--scratch DIR] [ROOMS…]` prints the scores as JSON; it fails where a survivor is not
// explained, or an explained one is there no more. `--kept` counts the last run of the same sources again.
//
// Stryker is large, and needed for this alone: it is installed into the scratch folder (or `STRYKER_FOLDER`), which may be kept for the next time.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOMS } from './rooms.js';

const STRYKER = '9.6.1';
const root = join(import.meta.dirname, '..', '..');
const explanations = join(root, 'test', 'mutants', 'survivors.json');

const words = process.argv.slice(2);
const at = words.indexOf('--scratch');
const scratch = at < 0 ? (process.env.STRYKER_FOLDER ?? join(tmpdir(), 'safeverify-stryker')) : words.splice(at, 2)[1];
const again = words.includes('--kept');
if (again) words.splice(words.indexOf('--kept'), 1);
const rooms = words.length > 0 ? words : Object.keys(ROOMS);
const project = join(scratch, 'project');

if (!again) prepare();
const scores = {};
for (const room of rooms) scores[room] = mutated(room);
console.log(JSON.stringify(scores));
if (Object.values(scores).some(({ unexplained, stale }) => unexplained + stale > 0)) process.exitCode = 1;

function prepare() {
  mkdirSync(scratch, { recursive: true });
  if (!existsSync(join(scratch, 'node_modules', '@stryker-mutator', 'core'))) {
    writeFileSync(join(scratch, 'package.json'), '{ "private": true }\n');
    run('npm', ['install', '--no-audit', '--no-fund', `@stryker-mutator/core@${STRYKER}`], scratch);
  }
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project);
  for (const name of ['src', 'test', 'specs', 'docs', 'package.json', 'tsconfig.base.json'])
    cpSync(join(root, name), join(project, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  cpSync(import.meta.dirname, join(scratch, 'mutation'), { recursive: true });
}

function mutated(room) {
  const { mutate, tests, only } = ROOMS[room];
  const report = join(scratch, `${room.replace('/', '_')}.json`);
  if (again) return scoreOf(room, ofTheseSources(JSON.parse(readFileSync(report, 'utf8'))));
  rmSync(report, { force: true });
  const config = {
    testRunner: 'warm',
    plugins: [join(scratch, 'mutation', 'runner.js')],
    testRunnerNodeArgs: ['--import', join(scratch, 'mutation', 'register.js')],
    warm: { tests: tests.map((path) => join(project, path)), only: only?.source ?? '' },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    inPlace: true,
    mutate,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    timeoutMS: 30_000,
    checkers: [],
    disableTypeChecks: false,
    allowConsoleColors: false,
    warnings: { unknownOptions: false },
  };
  writeFileSync(join(project, 'stryker.config.json'), JSON.stringify(config, null, 2));
  const bin = join(scratch, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  run(process.execPath, [bin, 'run', 'stryker.config.json'], project);
  return scoreOf(room, JSON.parse(readFileSync(report, 'utf8')));
}

function ofTheseSources(report) {
  for (const [file, { source }] of Object.entries(report.files))
    if (readFileSync(join(root, file), 'utf8') !== source) throw new Error(`${file} has changed since the last run`);
  return report;
}

function scoreOf(room, { files }) {
  const all = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({ ...mutant, file, ...placeOf(source, mutant) })),
  );
  const with_ = (...statuses) => all.filter(({ status }) => statuses.includes(status));
  const survivors = with_('Survived', 'NoCoverage');
  const kept = existsSync(explanations) ? JSON.parse(readFileSync(explanations, 'utf8')) : [];
  const known = new Map(kept.filter((each) => each.room === room).map((each) => [keyOf(each), each]));
  const unexplained = survivors.filter((each) => !known.has(keyOf(each)));
  const there = new Set(survivors.map(keyOf));
  const stale = [...known].filter(([key]) => !there.has(key)).map(([, each]) => each);
  for (const { file, line, from, to, status, location } of unexplained)
    process.stderr.write(
      `${status}: ${file}:${location.start.line} ${JSON.stringify({ room, file, line, from, to })}\n`,
    );
  for (const { file, line, to } of stale) process.stderr.write(`no survivor any more: ${file} ${line} => ${to}\n`);
  const killed = with_('Killed').length;
  const timeout = with_('Timeout').length;
  return {
    mutants: killed + timeout + survivors.length,
    killed,
    timeout,
    explained: survivors.length - unexplained.length,
    unexplained: unexplained.length,
    stale: stale.length,
    errors: with_('RuntimeError', 'CompileError').length,
  };
}

/** Where a mutant stands, in words that hold when lines move: the text of its line, what is replaced, and by what. */
function placeOf(source, { location: { start, end }, replacement }) {
  const lines = source.split('\n');
  const from =
    start.line === end.line
      ? lines[start.line - 1].slice(start.column - 1, end.column - 1)
      : [
          lines[start.line - 1].slice(start.column - 1),
          ...lines.slice(start.line, end.line - 1),
          lines[end.line - 1].slice(0, end.column - 1),
        ].join('\n');
  return { line: lines[start.line - 1].trim(), from: shortened(from), to: shortened(replacement) };
}

function shortened(text) {
  const one = text.replaceAll(/\s+/g, ' ');
  return one.length > 120 ? `${one.slice(0, 119)}…` : one;
}

function keyOf({ file, line, from, to }) {
  return JSON.stringify([file, line, from, to]);
}

function run(program, args, cwd) {
  const { status } = spawnSync(program, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    env: {
      ...process.env,
      NO_COLOR: '1',
      TRANSPILED: join(scratch, 'transpiled'),
      ANSWERS: join(scratch, 'answers'),
    },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
}
