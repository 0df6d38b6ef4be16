#!/usr/bin/env node
// Certifies all specifications, checks every certificate by `certcheck`, and says which share of the proved claims that ask
// for validity has one. Fails where a certificate is not accepted, or where less than 95 % of the linear claims have one.
// `node build/certificates.js [--json] [PATHS…]`; without paths specs/ and the cases of the tests. `--json` prints the figures alone.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What earlier runs have kept is not measured.
process.env.SAFEVERIFY_CACHE = 'off';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const asJson = process.argv.includes('--json');
const given = process.argv.slice(2).filter((word) => word !== '--json');
const paths = given.length > 0 ? given : [join(root, 'specs'), join(root, 'test', 'corpus', 'cases')];
const LEAST_SHARE = 0.95;

const folder = mkdtempSync(join(tmpdir(), 'safeverify-certificates-'));
try {
  process.exitCode = run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run() {
  const checked = safeverify('check', ...paths, '--quick', '--certify', folder, '--format', 'json');
  const report = JSON.parse(checked.stdout);
  const asking = report.obligations.filter(({ verdict, certificate }) => verdict === 'proved' && certificate !== null);
  const trivial = asking.filter(({ certificateTrivial }) => certificateTrivial);
  const chances = asking.filter(({ kind }) => kind === 'probability');
  const families = asking.filter(({ family }) => (family?.abstraction ?? null) !== null);
  const others = asking.filter((each) => ![trivial, chances, families].some((counted) => counted.includes(each)));
  const linear = others.filter(({ certificateLinear }) => certificateLinear);
  const rest = others.filter((each) => !linear.includes(each));
  say(`${asking.length} proved claims that ask for validity`);
  say(`  trivially true, counted apart: ${trivial.length}`);
  tell('linear', linear);
  tell('with products, quotients or rounding', rest);
  tell('about families of any size', families);
  tell('about chances', chances);
  const share = withTree(linear).length / Math.max(linear.length, 1);
  say(`${(100 * share).toFixed(1)} % of the linear claims have a Farkas or induction certificate`);
  const { accepted, refused } = certchecked();
  if (asJson) {
    const kinds = {
      linear: countsOf(linear),
      other: countsOf(rest),
      families: countsOf(families),
      chances: countsOf(chances),
    };
    console.log(JSON.stringify({ trivial: trivial.length, kinds, accepted, refused }));
  }
  return refused > 0 || share < LEAST_SHARE ? 1 : 0;
}

function withTree(claims) {
  return claims.filter(({ certificate }) => certificate === 'farkas' || certificate === 'induction');
}

function say(line) {
  if (!asJson) console.log(line);
}

/** How many of the claims have which certificate. */
function countsOf(claims) {
  const counts = {};
  for (const { certificate } of claims) counts[certificate] = (counts[certificate] ?? 0) + 1;
  return counts;
}

function tell(what, claims) {
  const words = Object.entries(countsOf(claims))
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
  say(`  ${what}: ${claims.length}${words === '' ? '' : ` (${words})`}`);
  for (const { id, certificate, location } of claims) {
    if (certificate === 'none' || certificate === 'second-solver') say(`    ${certificate}: ${id} in ${location.path}`);
  }
}

/** How many claims `certcheck` accepts, and how many certificates are not accepted as a whole. */
function certchecked() {
  let accepted = 0;
  let refused = 0;
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const { file, goals } = JSON.parse(readFileSync(path, 'utf8'));
    // Of a file with nothing but families of any size nothing is certified: its claims are counted above.
    if (goals.length === 0) continue;
    const { stdout } = safeverify('certcheck', file.path, path, '--format', 'json');
    const { rejected, checked } = JSON.parse(stdout);
    const bad = checked.filter(({ verdict }) => verdict !== 'accepted');
    accepted += checked.length - bad.length;
    refused += bad.length + (rejected === null ? 0 : 1);
    for (const { id, verdict, reason } of bad) say(`  ${verdict}: ${id} in ${file.path}: ${reason}`);
    if (rejected !== null) say(`  rejected: ${file.path}: ${rejected}`);
  }
  say(`certcheck: ${accepted} claims accepted, ${refused} not`);
  return { accepted, refused };
}

function safeverify(...words) {
  const found = spawnSync(process.execPath, [join(root, 'bin', 'safeverify.js'), ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (found.stdout === '') throw new Error(found.stderr);
  return found;
}
