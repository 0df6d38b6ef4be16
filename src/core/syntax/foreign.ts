import { SYMBOLS, WORDS } from './generated/alphabet.ts';

/** A sign of another language: what is written here instead, and the code under which it is read on. */
export interface Foreign {
  readonly sign: string;
  /** What to write; null where the sign is simply left out. */
  readonly instead: string | null;
  readonly code: string | null;
}

const WRITTEN: readonly (readonly [sign: string, instead: string])[] = [
  ['===', '=='],
  ['!==', '!='],
  ['...', '..'],
  ['..<', '..'],
  ['&&', 'and'],
  ['||', 'or'],
  [':=', '='],
  ['**', '^'],
  ['=<', '<='],
  ['<>', '!='],
  ['/\\', 'and'],
  ['\\/', 'or'],
  ['!', 'not'],
  ['~', 'not'],
  ['¬', 'not'],
  ['&', 'and'],
  ['|', 'or'],
  ['∧', 'and'],
  ['∨', 'or'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
  ['→', '->'],
  ['⇒', '=>'],
  ['⇔', '<=>'],
  ['×', '*'],
  ['·', '*'],
  ['÷', '/'],
  ['−', '-'],
  ['–', '-'],
  ['—', '-'],
  ['…', '..'],
  ['≡', '=='],
];

const FOREIGN: ReadonlyMap<string, Foreign> = new Map([
  ...WRITTEN.map(([sign, instead]): [string, Foreign] => [sign, { sign, instead, code: codeOf(instead) }]),
  [';', { sign: ';', instead: null, code: null }],
]);

/** All foreign signs, longer ones first; a sign that is only the start of one of our own symbols is none. */
const PATTERN = new RegExp(
  [...FOREIGN.keys()]
    .sort((a, b) => b.length - a.length)
    .map((sign) => quoted(sign) + unlessOurs(sign))
    .join('|'),
  'y',
);

function codeOf(token: string): string {
  return WORDS.get(token) ?? SYMBOLS.get(token)!;
}

function quoted(sign: string): string {
  return sign.replace(/[^A-Za-z0-9]/gu, '\\$&');
}

function unlessOurs(sign: string): string {
  const longer = [...SYMBOLS.keys()].filter((symbol) => symbol.length > sign.length && symbol.startsWith(sign));
  return longer.map((symbol) => `(?!${quoted(symbol.slice(sign.length))})`).join('');
}

/** The foreign sign at `at`, if there is one. */
export function foreignAt(text: string, at: number): Foreign | null {
  PATTERN.lastIndex = at;
  const match = PATTERN.exec(text);
  return match === null ? null : FOREIGN.get(match[0])!;
}

/** What to say about it. */
export function foreignHelp(foreign: Foreign): string {
  if (foreign.instead === null) return 'leave it out: every item starts with its own word, nothing ends it';
  return `write \`${foreign.instead}\``;
}
