import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { understand } from '../src/core/check.ts';
import type { Diagnostic } from '../src/core/diagnostics/diagnostic.ts';
import { REGISTRY } from '../src/core/diagnostics/registry.ts';
import type { ImportReader } from '../src/core/resolve/program.ts';
import { LineMap } from '../src/core/text/line_map.ts';

/**
 * Files that each hold a mistake, and what is said of it: a code, a place and a way out, in the file's first lines:
 *
 *     //! error: SV110 @ 7:13
 *     //! help: write the number with its unit: `20 ms`
 *
 * `npm run diagnostics:update`, or `DIAGNOSTICS_UPDATE=1 vitest run test/diagnostics.test.ts`, writes these lines again and
 * prints what has changed. In `blind/` stand mistakes that were written down before anyone read what is said of them; there
 * `//! mend: "a" => "b"` follows the help to the letter, the last "a" first, and what comes out must be without mistake.
 */
const UPDATE = process.env.DIAGNOSTICS_UPDATE !== undefined;
const FOLDER = join(import.meta.dirname, 'corpus');

function filesOf(folder: string): readonly string[] {
  return readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.safety'))
    .map((name) => join(folder, name));
}

const OTHERS: ReadonlyMap<string, string> = new Map([
  ['other.safety', 'import "third.safety"\nunit request\n\ncomponent Other {\n  out y : real in 0..1\n}\n'],
  ['third.safety', 'const far : real = 3\n'],
]);

/** There are two other files; what another path leads to is seen by its form. */
const readImport: ImportReader = (importer, path) => {
  if (path.startsWith('../')) return { kind: 'problem', problem: 'outside', detail: path };
  if (path === 'self.safety') return { kind: 'source', source: { path: importer, text: '' } };
  const text = OTHERS.get(path);
  return text === undefined
    ? { kind: 'problem', problem: 'missing', detail: path }
    : { kind: 'source', source: { path, text } };
};

function diagnosticsOf(path: string, text: string): readonly Diagnostic[] {
  // `//! as of: 2027-01-02` is the day from which evidence is seen.
  const day = /^\/\/! as of: (.*)$/m.exec(text)?.[1] ?? null;
  return understand({ path, text }, readImport, day).diagnostics;
}

const SAID = /^\/\/! (?:error|warning|help): /;

/** What is said of a text, as its first lines have it; warnings beside errors are left aside. */
function said(path: string, text: string): readonly string[] {
  const all = diagnosticsOf(path, text);
  const errors = all.filter(({ severity }) => severity === 'error');
  const map = new LineMap(text);
  return (errors.length > 0 ? errors : all).flatMap(({ severity, code, span, help }) => {
    const place = span === null ? null : map.position(span.start);
    const at = place === null ? '' : ` @ ${place.line}:${place.column}`;
    return [`//! ${severity}: ${code}${at}`, ...(help === null ? [] : [`//! help: ${help}`])];
  });
}

/** The file with the lines that say what is said of it; their number moves the places, so that it is done twice. */
function rewritten(path: string, text: string): string {
  const once = withHead(text, said(path, text));
  return withHead(once, said(path, once));
}

function withHead(text: string, lines: readonly string[]): string {
  const all = text.split('\n');
  const body = all.findIndex((line) => !line.startsWith('//! '));
  const kept = all.slice(0, body).filter((line) => !SAID.test(line));
  return [...kept, ...lines, ...all.slice(body)].join('\n');
}

function mended(text: string): string {
  let result = text;
  for (const [, before, after] of text.matchAll(/^\/\/! mend: (".*") => (".*")$/gm)) {
    const [from, to] = [JSON.parse(before!) as string, JSON.parse(after!) as string];
    const at = result.lastIndexOf(from);
    if (at < 0) throw new Error(`${from} is not in the file`);
    result = result.slice(0, at) + to + result.slice(at + from.length);
  }
  return result;
}

const corpus = ['diagnostics', 'blind'].flatMap(filesOf);

describe('what is said of mistakes', () => {
  test('there are many', () => {
    expect(filesOf('diagnostics').length).toBeGreaterThanOrEqual(120);
    const blind = filesOf('blind').length;
    expect(blind).toBeGreaterThanOrEqual(40);
    const page = readFileSync(join(import.meta.dirname, '../docs/reference/diagnostics.md'), 'utf8');
    expect(page).toContain(`holds ${blind} mistakes of newcomers`);
    expect(page).toContain(`${blind} of ${blind} then pass`);
  });

  test.each(corpus)('%s', (file) => {
    const path = join(FOLDER, file);
    const text = readFileSync(path, 'utf8');
    const now = rewritten(file, text);
    if (UPDATE && now !== text) {
      console.log(`${file}\n${difference(text, now)}`);
      writeFileSync(path, now);
    } else expect(now).toBe(text);
    expect(said(file, now)).not.toEqual([]);
  });

  test('every code that needs no solver and no command line has a file', () => {
    const told = new Set(
      corpus.flatMap((file) => readFileSync(join(FOLDER, file), 'utf8').match(/SV[0-9]{3}(?= @)/g) ?? []),
    );
    const needed = Object.keys(REGISTRY).filter((code) => !/^SV[23]/.test(code) && !ELSEWHERE.has(code));
    expect(needed.filter((code) => !told.has(code))).toEqual([]);
  });
});

/** Codes for texts that are too large to keep as files; they are tested where their limits are. */
const ELSEWHERE = new Set(['SV004', 'SV005', 'SV006', 'SV029', 'SV181', 'SV182']);

function difference(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const lost = old.filter((line) => SAID.test(line) && !fresh.includes(line)).map((line) => `- ${line}`);
  return [...lost, ...fresh.filter((line) => SAID.test(line) && !old.includes(line)).map((line) => `+ ${line}`)].join(
    '\n',
  );
}

/** Tokens of a text as words and signs. */
function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|\.\.|=>|->|<=|>=|==|!=|[^\s\w]/g) ?? [];
}

/** What a text has more often than another. */
function addedTo(before: string, after: string): readonly string[] {
  const left = [...wordsOf(before)];
  return wordsOf(after).filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Words of a help that leave a value to the reader. */
const OPEN = /…|\bfirst\b|\bthat\b/;
/** What a help may say in words in place of a sign. */
const IN_WORDS: ReadonlyMap<string, string> = new Map([['/', 'divide']]);

describe('the help of a newcomer’s mistake mends it', () => {
  test.each(filesOf('blind'))('%s', (file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const fixed = mended(text);
    expect(fixed).not.toBe(text);
    expect(diagnosticsOf(file, fixed).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(filesOf('blind'))('%s: what the mend writes is what the help says', (file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const help = [...text.matchAll(/^\/\/! help: (.*)$/gm)].map(([, words]) => words).join('\n');
    const written = text.split('\n').filter((line) => !line.startsWith('//! '));
    const known = new Set([...wordsOf(help), ...wordsOf(written.join('\n'))]);
    const after = mended(text)
      .split('\n')
      .filter((line) => !line.startsWith('//! '));
    const own = addedTo(written.join('\n'), after.join('\n')).filter(
      (word) => !known.has(word) && !help.includes(IN_WORDS.get(word) ?? '\0'),
    );
    // One value may be the reader's, where the help leaves it open.
    expect(own.length, `not said: ${own.join(' ')}`).toBeLessThanOrEqual(OPEN.test(help) ? 1 : 0);
    expect(own.every((word) => /^\d/.test(word))).toBe(true);
  });
});

describe('`@allow` takes a warning away', () => {
  const warned = filesOf('diagnostics').flatMap((file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const all = diagnosticsOf(file, text);
    // What has expired is said whatever a file allows: `--strict-evidence` rests on it.
    const silenced = all.filter(({ code }) => code !== 'SV410');
    return all.some(({ severity }) => severity === 'error') ? [] : silenced.map((one) => ({ file, text, one }));
  });

  test('every lint is among those tried', () => {
    const tried = new Set(warned.map(({ one }) => one.code));
    expect(Object.keys(REGISTRY).filter((code) => code.startsWith('SV4') && !tried.has(code as never))).toEqual([
      'SV410',
    ]);
  });

  test.each(warned.map(({ file, text, one }) => [`${file}: ${one.code}`, file, text, one] as const))(
    '%s',
    (_, file, text, one) => {
      const line = text.lastIndexOf('\n', one.span!.start) + 1;
      const before = [...text.matchAll(/^ *(?=(?:component|system|const|fun|type|unit|fault|verify)\b)/gm)]
        .map(({ index }) => index)
        .filter((start) => start <= one.span!.start);
      // Before the item, and before the declaration that holds it.
      for (const at of new Set([line, before.at(-1)!])) {
        const allowed = `${text.slice(0, at)}@allow(${one.code}) ${text.slice(at)}`;
        const left = diagnosticsOf(file, allowed).map(({ code, message }) => `${code} ${message}`);
        expect(left).not.toContain(`${one.code} ${one.message}`);
        expect(left.filter((other) => !other.startsWith(one.code))).toEqual(
          diagnosticsOf(file, text)
            .filter(({ code }) => code !== one.code)
            .map(({ code, message }) => `${code} ${message}`),
        );
      }
    },
  );
});
