#!/usr/bin/env node
// Packs the project as npm would publish it, installs the package in an empty folder, and runs it on several versions of Node.
// `npm run test:nodes`, or with the versions wanted: `node build/test_nodes.js 20 26`. Needs the npm registry.

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20', '24', '26'];

/** A project of its own in an empty folder: without the manifest npm would install into whatever project lies above. */
function emptyProject() {
  const folder = mkdtempSync(join(tmpdir(), 'safeverify-nodes-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  return folder;
}

function npm(words, cwd) {
  execFileSync('npm', [...words, '--no-audit', '--no-fund'], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

function install(folder) {
  npm(['pack', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  npm(['install', join(folder, tarball)], folder);
  cpSync(join(root, 'specs'), join(folder, 'specs'), { recursive: true });
}

/** The folder with the `node` program of a version: the package behind the package `node`, which needs no script to install. */
function nodeOf(version, scratch) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(scratch, `node-${version}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(['install', '--no-save', `${name}@${version}`], folder);
  return join(folder, 'node_modules', name, 'bin');
}

/** Runs the installed program through npx under the node of `bin`. */
function safeverify(words, folder, bin) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  return spawnSync('npx', ['--no-install', 'safeverify', ...words], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}

/** The package as a library: its functions and its schema are there. */
const LIBRARY = `
  import { check, createWasmSolver } from 'safeverify';
  import schema from 'safeverify/schema/result.json' with { type: 'json' };
  if (typeof check !== 'function' || typeof createWasmSolver !== 'function' || schema.type !== 'object') process.exit(1);
`;

function check(version, folder, bin) {
  const running = execFileSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' }).trim();
  if (!running.startsWith(`v${version}.`)) throw new Error(`node ${version} is ${running}`);
  const doctor = safeverify(['doctor'], folder, bin);
  if (doctor.status !== 0) throw new Error(`doctor on ${running}: ${doctor.stdout}${doctor.stderr}`);
  if (!doctor.stdout.includes(running)) throw new Error(`npx did not run ${running}: ${doctor.stdout}`);
  const page = safeverify(['explain', 'SV201'], folder, bin);
  if (!page.stdout.startsWith('# SV201'))
    throw new Error(`the pages of the codes are missing: ${page.stdout}${page.stderr}`);
  execFileSync(join(bin, 'node'), ['--input-type=module', '--eval', LIBRARY], { cwd: folder });
  const run = safeverify(['check', 'specs/teaching', '--format', 'json'], folder, bin);
  const result = JSON.parse(run.stdout);
  if (result.runState !== 'complete') throw new Error(`${running}: ${result.runState}: ${run.stderr}`);
  console.log(
    `${running}: ${result.obligations.length} obligations, exit ${run.status}, ${JSON.stringify(result.summary)}`,
  );
  return JSON.stringify(result.obligations.map(({ id, verdict, rlimit }) => [id, verdict, rlimit]));
}

const folder = emptyProject();
const scratch = emptyProject();
try {
  install(folder);
  const answers = new Set(versions.map((version) => check(version, folder, nodeOf(version, scratch))));
  if (answers.size !== 1) throw new Error('the verdicts differ from one version to another');
  console.log('every version gives the same verdicts and counts');
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
}
