import { describe, expect, it } from 'vitest';
import { understand } from '../../src/core/check.ts';
import { SYMBOLS, WORDS } from '../../src/core/syntax/generated/alphabet.ts';
import { formatModule } from '../../src/core/syntax/print.ts';
import type { Span } from '../../src/core/text/source.ts';
import { readSafetyFile, SAFETY_FILES } from './safety_files.ts';

/**
 * Whatever the text: it is understood or refused within two seconds of processor time, without a crash, and every
 * diagnostic has a span inside a file. `npm run fuzz` runs 200,000 texts; CI runs fewer, from the same seed.
 * `FUZZ_SEED=n FUZZ=1` runs the one text that failed again.
 */
const RUNS = Number(process.env.FUZZ ?? 2_000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const SECONDS = 2;

/** A small generator of its own (mulberry32), so that a seed means the same text everywhere. */
class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  times<T>(most: number, make: () => T): readonly T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

const SOUP: readonly string[] = [
  ...WORDS.keys(),
  ...SYMBOLS.keys(),
  ...'x y A B r real int bool 3 0 20_ms 1e-6 25% 1e999999999 "text" prev held once sum all count min probability'.split(
    ' ',
  ),
  ...[
    '20 ms',
    '3 m/s',
    '// c\n',
    '/// d\n',
    '/*',
    '*/',
    '\n',
    ';',
    '&&',
    '$',
    "'",
    '"',
    '`',
    '\\',
    '\t',
    'constructor',
  ],
  ...['__proto__', 'toString', '\u202e', '\u0430', '\u0000', '\u001b[2J', '\ud800', '😀', '≤', '→', '−'],
];
const texts = SAFETY_FILES.map(({ text }) => text);
const tokensOf = (text: string) =>
  text.match(/"[^"\n]*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|\.\.|=>|->|<=|>=|==|!=|\s+|./g) ?? [];

function bytes(draw: Draw): string {
  const made = Uint8Array.from(draw.times(300, () => draw.below(256)));
  const text = new TextDecoder(draw.below(2) === 0 ? 'utf-8' : 'utf-16le').decode(made);
  return draw.below(3) === 0 ? `component A {\n${text}\n}` : text;
}

function soup(draw: Draw): string {
  const item = () => `${draw.of(['in', 'out', 'let', 'guarantee', 'param', 'part', 'connect'])} `;
  const tokens = () => draw.times(12, () => draw.of(SOUP)).join(draw.below(8) === 0 ? '' : ' ');
  const lines = draw.times(8, () => (draw.below(3) === 0 ? item() : '') + tokens()).join('\n');
  return draw.below(3) === 0 ? lines : `${draw.of(['component', 'system'])} A {\n${lines}\n}`;
}

function mutation(draw: Draw): string {
  const tokens = [...tokensOf(draw.of(texts))];
  for (let change = draw.below(4); change >= 0; change -= 1) {
    const place = draw.below(tokens.length);
    const put = draw.below(2) === 0 ? draw.of(SOUP) : draw.of(tokens);
    const how = draw.below(5);
    if (how === 0) tokens.splice(place, 1);
    else if (how === 1) tokens.splice(place, 0, ` ${put} `);
    else if (how === 2) tokens.splice(place, 1, put);
    else if (how === 3)
      tokens.splice(place, draw.below(30), ...tokens.slice(draw.below(tokens.length)).slice(0, draw.below(30)));
    else if (draw.below(4) === 0) tokens.length = place + 1;
  }
  return tokens.join('');
}

const OPENERS: readonly (readonly [string, string])[] = [
  ['(', ')'], ['[', ']'], ['{', '}'], ['x[', ']'], ['f(', ')'], ['sum(i in 1..2: ', ')'], ['if a then ', ' else b'], ['if ', ' then a else b'],
  ['not ', ''], ['-', ''], ['a => ', ''], ['', ' - a'], ['prev(', ', x)'], ['3 m/(', ')'], ['@a(', ')'], ['component A { ', ' }'], ['mode m when ', ' { }'], ['/* ', ' */'],
]; // biome-ignore format: pairs read best in rows

function nesting(draw: Draw): string {
  const kinds = draw.times(3, () => draw.of(OPENERS));
  const used = kinds.length === 0 ? [draw.of(OPENERS)] : kinds;
  const chosen = Array.from({ length: draw.of([3, 30, 99, 101, 300, 2_000]) }, () => draw.of(used));
  const closed = draw.below(3) === 0 ? draw.below(chosen.length) : chosen.length;
  const open = chosen.map(([opener]) => opener).join('');
  const close = chosen
    .slice(chosen.length - closed)
    .toReversed()
    .map(([, closer]) => closer)
    .join('');
  const inner = `${open}${draw.of(['x', '1', '', 'true', '20 ms'])}${close}`;
  return draw.of([
    inner,
    `const k = ${inner}`,
    `component A {\n  out a : bool\n  guarantee ${inner}\n}`,
    `unit a\nconst k : real [${inner}] = 3`,
  ]);
}

/** What of a hundred texts is made in which way; deep nesting takes longest. */
const FAMILIES = [
  { name: 'bytes', make: bytes, share: 35 },
  { name: 'soup', make: soup, share: 35 },
  { name: 'mutation', make: mutation, share: 25 },
  { name: 'nesting', make: nesting, share: 5 },
] as const;

function holds(text: string): void {
  const root = { path: '/any.safety', text };
  const { diagnostics, sources } = understand(root, readSafetyFile);
  for (const { span, related, code, message } of diagnostics) {
    for (const place of [span, ...related.map((one) => one.span)]) {
      if (place === null || !inside(place, sources)) throw new Error(`${code}, ${message}: a span outside of the file`);
    }
  }
  const formatted = formatModule(root);
  if (formatted.kind !== 'formatted') return;
  const again = formatModule({ ...root, text: formatted.text });
  if (again.kind !== 'formatted' || again.text !== formatted.text) throw new Error('formatted twice, it differs');
}

function inside({ path, start, end }: Span, sources: ReadonlyMap<string, string>): boolean {
  const text = sources.get(path);
  return text !== undefined && 0 <= start && start <= end && end <= text.length;
}

describe('whatever the text', () => {
  it.each(FAMILIES)(
    'it ends soon, without a crash, and points into the file: $name',
    ({ make, share }) => {
      const failures: string[] = [];
      for (let seed = SEED; seed < SEED + Math.ceil((RUNS * share) / 100); seed += 1) {
        const text = make(new Draw(seed));
        const before = process.cpuUsage();
        try {
          holds(text);
        } catch (problem) {
          failures.push(`seed ${seed}: ${String(problem)}\n${text.slice(0, 600)}`);
        }
        const spent = process.cpuUsage(before).user / 1e6;
        if (spent > SECONDS) failures.push(`seed ${seed}: ${spent.toFixed(1)} s\n${text.slice(0, 600)}`);
      }
      expect(failures.slice(0, 5), `${failures.length} failures`).toEqual([]);
    },
    7_200_000,
  );
});
