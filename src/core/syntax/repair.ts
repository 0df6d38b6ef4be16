import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { isDeclarationWord, isItemWord, NAMING_WORDS } from './cut.ts';
import { NAME, NUMBER, STRING, WORDS } from './generated/alphabet.ts';
import { nearWord } from './near_word.ts';
import type { Tokens } from './tokens.ts';

/** Words that other languages use for what begins a declaration or an item here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['module', 'component'],
  ['class', 'component'],
  ['contract', 'component'],
  ['constant', 'const'],
  ['function', 'fun'],
  ['func', 'fun'],
  ['fn', 'fun'],
  ['def', 'fun'],
  ['include', 'import'],
  ['enum', 'type'],
  ['input', 'in'],
  ['output', 'out'],
  ['parameter', 'param'],
  ['variable', 'var'],
  ['instance', 'part'],
  ['wire', 'connect'],
  ['require', 'assume'],
  ['requires', 'assume'],
  ['assumption', 'assume'],
  ['ensure', 'guarantee'],
  ['ensures', 'guarantee'],
  ['promise', 'guarantee'],
  ['promises', 'guarantee'],
  ['assert', 'guarantee'],
  ['failure', 'fault'],
]);

const declarationWords = [...WORDS].filter(([, code]) => isDeclarationWord(code)).map(([word]) => word);
const itemWords = [...WORDS].filter(([, code]) => isItemWord(code)).map(([word]) => word);
const OUT = WORDS.get('out')!;
const OPERAND_ENDS = new Set([
  NAME,
  NUMBER,
  STRING,
  ')',
  ']',
  '}',
  ...['true', 'false', 'step', 'steps'].map((word) => WORDS.get(word)!),
]);

/** The word that begins an item or a declaration and was most likely meant by `word`; null if it resembles none. */
export function meantWord(word: string, inBody: boolean): string | null {
  const candidates = inBody ? [...itemWords, 'component', 'system', 'verify'] : declarationWords;
  const elsewhere = ELSEWHERE.get(word.toLowerCase());
  if (elsewhere !== undefined && candidates.includes(elsewhere)) return elsewhere;
  return nearWord(word, candidates);
}

/**
 * Reads misspelt words (`componet`, `gaurantee`) as the words that were meant, so that each is one report and nothing
 * else follows from it. Only names that stand where no name may stand are looked at: right after an operand or a
 * brace, or right before another name. A correct file is left as it is.
 */
export function repairWords(tokens: Tokens): { tokens: Tokens; diagnostics: readonly Diagnostic[] } {
  const changes: { readonly at: number; readonly word: string }[] = [];
  let braces = 0;
  for (let at = 0; at < tokens.count; at += 1) {
    const token = tokens.codes[at]!;
    if (token === '{') braces += 1;
    else if (token === '}') braces = Math.max(0, braces - 1);
    if (token !== NAME || !standsWrongly(tokens, at)) continue;
    const word = meantWord(tokens.textOf(at), braces > 0);
    if (word !== null) changes.push({ at, word });
  }
  if (changes.length === 0) return { tokens, diagnostics: [] };
  const codes = [...tokens.codes];
  for (const { at, word } of changes) codes[at] = WORDS.get(word)!;
  return { tokens: tokens.recoded(codes.join('')), diagnostics: changes.map((change) => misspelt(tokens, change)) };
}

function standsWrongly(tokens: Tokens, at: number): boolean {
  const { codes } = tokens;
  const before = codes[at - 1];
  const after = codes[at + 1];
  if (before === undefined) return true;
  if (OPERAND_ENDS.has(before)) return !tokens.onOneLine(at - 1) || seemsToBegin(codes, at);
  if (before === '{') return codes[at - 2] !== '=';
  return (after === NAME || after === STRING) && before === '..';
}

/** In the middle of a line: `in x : real ou y : real`, but not the component in `part a Stage`. */
function seemsToBegin(codes: string, at: number): boolean {
  const after = codes[at + 1];
  const named = codes[at - 1] === NAME && NAMING_WORDS.has(codes[at - 2] ?? ' ');
  return (
    !named &&
    (after === undefined ||
      '({'.includes(after) ||
      after === NAME ||
      after === NUMBER ||
      after === STRING ||
      after === OUT)
  );
}

function misspelt(tokens: Tokens, { at, word }: { readonly at: number; readonly word: string }): Diagnostic {
  return misspeltWord(tokens.textOf(at), word, tokens.span(at));
}

/** One misspelt or foreign word. */
export function misspeltWord(written: string, word: string, span: Diagnostic['span']): Diagnostic {
  const help = ELSEWHERE.get(written.toLowerCase()) === word ? `write \`${word}\`` : `did you mean \`${word}\`?`;
  return diagnostic('SV010', `\`${written}\` is no word of this language`, span, { help });
}
