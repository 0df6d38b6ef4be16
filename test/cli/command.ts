import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Runs the program as a user does: as a process, in a folder. */

export const ROOT = new URL('../..', import.meta.url).pathname;
export const BIN = join(ROOT, 'bin/safeverify.js');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment without what colours or steers the program. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const {
    NO_COLOR: _no,
    FORCE_COLOR: _force,
    GITHUB_ACTIONS: _actions,
    SAFEVERIFY_DEBUG: _debug,
    NODE_OPTIONS: _options,
    ...rest
  } = process.env;
  return { ...rest, ...more };
}

export function safeverify(
  words: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Ran {
  const run = spawnSync(process.execPath, [BIN, ...words], {
    cwd: options.cwd ?? ROOT,
    env: environment(options.env),
    encoding: 'utf8',
    timeout: 100_000,
    maxBuffer: 1 << 28,
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

export function start(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [BIN, ...words], { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The last line on stderr: why a command did not end well. */
export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

/** A folder of files, removed by `remove`. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'safeverify-cli-'));

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  run(...words: string[]): Ran {
    return safeverify(words, { cwd: this.path });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export const PROVED_SPEC = `component Stage { out latency : real [ms] in 0..50 }
system Pipeline {
  part a : Stage
  part b : Stage
  guarantee deadline: a.latency + b.latency <= 100 ms
}
`;

export const REFUTED_SPEC = `component Stage { out latency : real [ms] in 60..60 }
system Pipeline {
  part a : Stage
  part b : Stage
  guarantee deadline "in time": a.latency + b.latency <= 100 ms
  guarantee sane: a.latency >= 0 ms
}
`;
