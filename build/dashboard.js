#!/usr/bin/env node
// Writes specs/README.md, the dashboard of all specifications and their verdicts, from one run of the checker.
// `node build/dashboard.js` writes it, `node build/dashboard.js --check` fails where the file is not up to date.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

// What earlier runs have kept is not measured.
process.env.SAFEVERIFY_CACHE = 'off';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'specs', 'README.md');

const DOMAINS = new Map([
  ['teaching', 'Teaching: one lesson each'],
  ['ai', 'AI operations'],
  ['physical', 'Machines and plants'],
  ['services', 'Services'],
  ['time', 'Behaviour over time'],
  ['risk', 'Faults and risk'],
]);

const VERDICTS = ['proved', 'refuted', 'vacuous', 'unknown'];

/** All specifications, as paths relative to specs/, sorted. */
function specifications() {
  return readdirSync(join(root, 'specs'), { recursive: true })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name.endsWith('.safety'))
    .sort();
}

/** The first comment line of a file is its title. */
function titleOf(name) {
  const first = readFileSync(join(root, 'specs', name), 'utf8').split('\n', 1)[0] ?? '';
  return first.replace(/^\/+\s*/, '').replace(/\.$/, '');
}

/** The obligations of one run over all files, by file. */
function obligationsByFile() {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin/safeverify.js'), 'check', 'specs', '--quick', '--format', 'json'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  const result = JSON.parse(stdout);
  if (result.runState !== 'complete') throw new Error(`the run is ${result.runState}: ${stderr}`);
  const byFile = new Map();
  for (const obligation of result.obligations) {
    const path = relative(join(root, 'specs'), join(root, obligation.location.path)).split(sep).join('/');
    byFile.set(path, [...(byFile.get(path) ?? []), obligation]);
  }
  return byFile;
}

function row(name, obligations) {
  const counts = VERDICTS.map((verdict) => obligations.filter((obligation) => obligation.verdict === verdict).length);
  return `| [${name}](${name}) | ${titleOf(name)} | ${counts.map((count) => (count === 0 ? '' : count)).join(' | ')} |`;
}

function section(domain, names, byFile) {
  const rows = names.filter((name) => name.startsWith(`${domain}/`)).map((name) => row(name, byFile.get(name) ?? []));
  if (rows.length === 0) return '';
  const head = `| file | what it teaches | ${VERDICTS.join(' | ')} |\n|---|---|${VERDICTS.map(() => '--:').join('|')}|`;
  return `\n## ${DOMAINS.get(domain) ?? domain}\n\n${head}\n${rows.join('\n')}\n`;
}

function dashboard() {
  const names = specifications();
  const byFile = obligationsByFile();
  const domains = [...new Set([...DOMAINS.keys(), ...names.map((name) => name.split('/')[0])])];
  const intro = `# Specifications

Systems to learn from, by domain. Each file begins with what it teaches and where its figures come from. Claims that are
refuted, vacuous or undecided are so on purpose: they carry an \`@expect\` annotation, and \`safeverify test specs\` holds
every file to it.

The numbers count obligations by verdict. This page is written by \`node build/dashboard.js\`.
`;
  return intro + domains.map((domain) => section(domain, names, byFile)).join('');
}

const text = dashboard();
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  process.stderr.write('specs/README.md is not up to date: run node build/dashboard.js\n');
  process.exitCode = 1;
}
