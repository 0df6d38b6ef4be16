/**
 * Builds dist/ from src/: the grammar's bundle, then the compiler, then the files it does not carry.
 * The new tree is made beside the old one and swapped in, so that a running command never sees half a build.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const next = join(root, `.dist-${process.pid}`);

/** The compiler's script, or null where development packages were left out. */
function compiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
  } catch {
    return null;
  }
}

function node(script, ...args) {
  return spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

/** What the compiler leaves behind in src: schemas and other data that run-time code or users read. */
function copyData(from, to) {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    if (entry.isDirectory()) copyData(source, join(to, entry.name));
    else if (entry.name.endsWith('.json')) {
      mkdirSync(to, { recursive: true });
      cpSync(source, join(to, entry.name));
    }
  }
}

function swapIn() {
  const old = join(root, `.dist-old-${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
}

function build() {
  const tsc = compiler();
  if (tsc === null) {
    if (existsSync(join(dist, 'cli', 'main.js'))) return 0;
    console.error('build: the development packages are missing; run `npm ci` without `--omit=dev`');
    return 1;
  }
  const grammar = node(join(root, 'build', 'grammar.js'));
  if (grammar !== 0) return grammar;
  const compiled = node(tsc, '-p', 'tsconfig.json', '--outDir', relative(root, next));
  if (compiled === 0 || process.argv.includes('--force')) {
    copyData(join(root, 'src'), next);
    swapIn();
  }
  return compiled;
}

try {
  process.exitCode = build();
} finally {
  rmSync(next, { recursive: true, force: true });
}
