import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../text/source.ts';

const SUSPECT = /(?:\r(?!\n)|[^\t\n\r\x20-\x7e])/;
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?![A-Za-z])\p{L}/gu;
const BIDIRECTIONAL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/**
 * Reports characters that may not occur anywhere, comments and strings included: letters other than ASCII (many look
 * like ASCII ones), bidirectional controls, other controls and invisible characters. One report a line.
 */
export function forbiddenCharacters(source: SourceFile): Diagnostic[] {
  if (!SUSPECT.test(source.text)) return [];
  const found: Diagnostic[] = [];
  let lineEnd = -1;
  for (const match of source.text.matchAll(FORBIDDEN)) {
    if (match.index < lineEnd || isAllowed(source.text, match[0], match.index)) continue;
    const newline = source.text.indexOf('\n', match.index);
    lineEnd = newline < 0 ? source.text.length : newline;
    found.push(report(source, match.index, match[0]));
  }
  return found;
}

function isAllowed(text: string, character: string, at: number): boolean {
  if (character === '\t' || character === '\n') return true;
  return (character === '\r' && text[at + 1] === '\n') || (character === '\ufeff' && at === 0);
}

function report(source: SourceFile, start: number, character: string): Diagnostic {
  const span = { path: source.path, start, end: start + character.length };
  return diagnostic('SV001', `${describe(character)} may not occur in a file, nor in a comment or a string`, span, {
    help: advice(character),
  });
}

function describe(character: string): string {
  const point = codePoint(character);
  if (BIDIRECTIONAL.test(character)) return `the bidirectional control ${point}`;
  if (/\p{L}/u.test(character)) return `the letter \`${character}\` (${point})`;
  if (character === '\ufeff') return `a byte order mark (${point}) that is not at the start`;
  if (/\p{Cs}/u.test(character)) return `half of a character (${point})`;
  return `the control character ${point}`;
}

/** `U+0430`. */
export function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

function advice(character: string): string {
  const plain = LOOKALIKES.get(character) ?? character.normalize('NFKD').replace(/[^A-Za-z]/g, '');
  if (plain !== '') return `write \`${plain}\`: names and text use the letters A to Z only`;
  if (/\p{L}/u.test(character)) return 'names and text use the letters A to Z only';
  return 'delete it';
}

/** Letters that look like ASCII ones, or stand for a unit. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ...pairs('аеорсухіјѕԁԛԝһ', 'aeopcyxijsdqwh'),
  ...pairs('АВЕКМНОРСТУХІЈЅ', 'ABEKMHOPCTYXIJS'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο', 'ABEZHIKMNOPTYXo'),
  ['µ', 'u'],
  ['μ', 'u'],
  ['Ω', 'ohm'],
  ['Ω', 'ohm'],
  ['ß', 'ss'],
]);

function pairs(from: string, to: string): [string, string][] {
  return [...from].map((letter, at) => [letter, to[at]!]);
}
