import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readOptions } from '../src/cli/check_options.ts';
import { Checking } from '../src/cli/checking.ts';

/** The examples of README.md and docs/: found, run, compared, and written again. */

export const ROOT = new URL('..', import.meta.url).pathname;

/** A fenced block: its language and info words, the lines between the fences, and where they begin. */
export interface Block {
  readonly language: string;
  readonly info: ReadonlyMap<string, string>;
  readonly lines: readonly string[];
  /** 1-based line of the opening fence. */
  readonly at: number;
}

/** README.md and every page under docs/, as paths from the project's folder. */
export function pages(): readonly string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return ['README.md', ...docs.map((name) => `docs/${name.replaceAll('\\', '/')}`).sort()];
}

/** The fenced blocks of a page. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const fence = /^```(\S+)(.*)$/.exec(lines[at]!);
    if (fence === null) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`line ${at + 1}: a block without an end`);
    blocks.push({ language: fence[1]!, info: infoOf(fence[2]!), lines: lines.slice(at + 1, end), at: at + 1 });
    at = end;
  }
  return blocks;
}

function infoOf(words: string): ReadonlyMap<string, string> {
  const pairs = words
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  return new Map(pairs.map((word) => [word.split('=', 1)[0]!, word.slice(word.indexOf('=') + 1)]));
}

export function isSpec(block: Block): boolean {
  return block.language === 'safety';
}

/** A block whose first line is a call of the program. */
export function isSession(block: Block): boolean {
  return block.language === 'console' && /^\$ safeverify\b/.test(block.lines[0] ?? '');
}

/** A folder in which a page's examples live: `specs/` is the project's, and files named by blocks come beside it. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'safeverify-docs-'));

  constructor() {
    symlinkSync(join(ROOT, 'specs'), join(this.folder, 'specs'));
  }

  write(name: string, lines: readonly string[]): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Every code that checking one block brings up: of diagnostics and of claims that are not proved. */
export async function codesOf(path: string): Promise<readonly { code: string; severity: string; message: string }[]> {
  const checking = new Checking(readOptions({ quick: true }));
  try {
    await checking.run([path]);
    const claims = checking.ledger.runs
      .flatMap((run) => run.result.obligations)
      .filter((each) => each.verdict !== 'proved');
    const said = [...checking.ledger.failures, ...checking.ledger.runs.flatMap((run) => run.result.diagnostics)];
    return [
      ...said.map(({ code, severity, message }) => ({ code, severity, message })),
      ...claims.map((claim) => ({ code: claim.code ?? '', severity: 'verdict', message: claim.id })),
    ];
  } finally {
    await checking.close();
  }
}

/** Runs the commands of a session block and gives the block as it should be. */
export function replayed(block: Block, folder: string): readonly string[] {
  const lines: string[] = [];
  let last = 0;
  for (const line of block.lines.filter((each) => each.startsWith('$ '))) {
    const run = line === '$ echo $?' ? { code: last, text: `${last}\n` } : runCommand(line.slice(2), folder);
    last = run.code;
    lines.push(line, ...run.text.replace(/\n$/, '').split('\n'));
  }
  return lines.filter((line, at) => !(line === '' && at === lines.length - 1));
}

function runCommand(command: string, folder: string): { readonly code: number; readonly text: string } {
  const [program, ...words] = shellWords(command);
  if (program !== 'safeverify') throw new Error(`only safeverify is run here: ${command}`);
  const run = spawnSync(process.execPath, [join(ROOT, 'bin/safeverify.js'), ...words], {
    cwd: folder,
    env: { ...process.env, GITHUB_ACTIONS: '', FORCE_COLOR: '' },
    encoding: 'utf8',
    timeout: 100_000,
  });
  return { code: run.status ?? -1, text: run.stdout + run.stderr };
}

/** Words between blanks; single and double quotes hold blanks. */
export function shellWords(command: string): readonly string[] {
  return [...command.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  );
}

/** What differs from run to run and from machine to machine, made the same. */
export function normalised(lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    line
      .trimEnd()
      .replaceAll(/\b[0-9]+\.[0-9]{2} s\b/g, '0.00 s')
      .replaceAll(/\b[0-9]+ solver steps, [0-9]+ ms\b/g, '0 solver steps, 0 ms')
      .replaceAll(/"(rlimit|timeMs)": [0-9.]+/g, '"$1": 0')
      .replaceAll(/"version": "[^"]*"/g, '"version": "0"')
      .replaceAll(/\bz3 [0-9][0-9.]*/g, 'z3 0'),
  );
}

/** The page with its session blocks replayed; blocks that differ in nothing that matters stay as they are. */
export function updated(text: string, workshop: Workshop): string {
  const lines = text.split('\n');
  let shift = 0;
  for (const block of blocksOf(text)) {
    const name = block.info.get('file');
    if (isSpec(block) && name !== undefined) workshop.write(name, block.lines);
    if (!isSession(block)) continue;
    const now = replayed(block, workshop.folder);
    if (normalised(now).join('\n') === normalised(block.lines).join('\n')) continue;
    lines.splice(block.at + shift, block.lines.length, ...now);
    shift += now.length - block.lines.length;
  }
  return lines.join('\n');
}

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}
