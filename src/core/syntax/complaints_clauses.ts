import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Complaint } from './diagnose.ts';
import { exampleHelp } from './examples.ts';
import { SYMBOLS } from './generated/alphabet.ts';
import type { Stuck } from './stuck.ts';

const IMPLIES = SYMBOLS.get('=>')!;

/** Mistakes about clauses, wires, modes and the words inside them. */
export const clauses: readonly Complaint[] = [
  exceptions,
  atTopOnly,
  wireReversed,
  wireSign,
  modeWhen,
  wheneverParts,
  ifParts,
  rangeMissing,
];

function exceptions(stuck: Stuck) {
  if (stuck.here !== 'unless' && stuck.here !== 'tolerating') return null;
  if (stuck.keyword !== 'guarantee') {
    return stuck.wrong('SV014', `only a guarantee takes ${stuck.shown}`, exampleHelp(stuck.keyword));
  }
  if (stuck.expectsOperand) return null;
  return stuck.wrong(
    'SV014',
    `${stuck.shown} stands in the wrong order`,
    'write `guarantee g: e unless f, g tolerating 1`',
  );
}

function atTopOnly(stuck: Stuck) {
  if ((stuck.here !== 'whenever' && stuck.here !== 'initially') || !stuck.expectsOperand) return null;
  const help =
    'write it as a clause of its own: `guarantee g: whenever p then q within 10 ms`, `guarantee g: initially p`';
  return stuck.wrong('SV014', `${stuck.shown} stands only at the top of a clause`, help);
}

/** `connect b.x <- a.y` is read as "less than minus". */
function wireReversed(stuck: Stuck) {
  if (stuck.keyword !== 'connect' || !stuck.expects('->')) return null;
  const { tokens, stretch } = stuck;
  for (let at = stretch.start; at + 1 < stuck.at; at += 1) {
    if (tokens.codes[at] !== '<' || tokens.codes[at + 1] !== '-' || tokens.ends[at] !== tokens.starts[at + 1]) continue;
    const left = tokens.text.slice(tokens.starts[stuck.first + 1], tokens.ends[at - 1]);
    const right = tokens.text.slice(tokens.starts[at + 2], tokens.ends[stuck.at - 1]);
    return diagnostic('SV011', 'a wire points from the source to the input', tokens.span(at, at + 2), {
      help: `write \`connect ${right} -> ${left}\``,
    });
  }
  return implicationForWire(stuck);
}

/** `connect a.y => b.x` is read as an implication. */
function implicationForWire(stuck: Stuck) {
  const { tokens, stretch } = stuck;
  const sign = tokens.codes.indexOf(IMPLIES, stretch.start);
  if (!stuck.atEnd || sign < 0 || sign >= stretch.end) return null;
  return diagnostic('SV011', '`=>` is an implication and makes no wire', tokens.span(sign), { help: 'write `->`' });
}

function wireSign(stuck: Stuck) {
  if (stuck.here === '->') {
    if (stuck.keyword !== 'connect') return stuck.wrong('SV011', '`->` makes a wire', 'an implication is written `=>`');
    if (stuck.expects(','))
      return stuck.wrong('SV014', 'a wire has one `->`', 'write its targets after it: `connect a -> b.x, c.x`');
    return null;
  }
  if (stuck.keyword !== 'connect' || !stuck.expects('->')) return null;
  const arrow = ['=', ':', ','].includes(stuck.here) || (stuck.isName() && /^(to|into)$/.test(stuck.here));
  if (arrow) return stuck.wrong('SV011', `${stuck.shown} does not make a wire`, 'write `connect source -> part.input`');
  if (stuck.atEnd) return stuck.missing('`->` and the inputs are missing', exampleHelp('connect'));
  return stuck.missing('`->` is missing before the inputs', exampleHelp('connect'));
}

function modeWhen(stuck: Stuck) {
  if (stuck.keyword !== 'mode') return null;
  if (stuck.expects('when') && !stuck.expectsOperator) {
    return stuck.missing('`when` and a condition are missing after the name of the mode', exampleHelp('mode'));
  }
  if (stuck.expects('{') && stuck.expectsOperator && stuck.opener < 0 && (stuck.atEnd || stuck.isReserved())) {
    return stuck.missing('`{` is missing before the clauses of the mode', exampleHelp('mode'));
  }
  if (stuck.opener < 0 || !stuck.expects('assume')) return null;
  if (stuck.atEnd) return null;
  return stuck.wrong(
    'SV014',
    `${stuck.shown} cannot stand in a mode`,
    'a mode holds `assume`, `guarantee` and `invariant` only',
  );
}

function wheneverParts(stuck: Stuck) {
  const wanted = (['then', 'within'] as const).find((word) => stuck.expects(word));
  if (wanted === undefined || !inClauseOf(stuck, 'whenever')) return null;
  const help = 'write `whenever alarm then stopped within 200 ms`';
  return stuck.missing(`\`${wanted}\`${orOperator(stuck)} is missing`, help);
}

function ifParts(stuck: Stuck) {
  const wanted = (['then', 'else'] as const).find((word) => stuck.expects(word));
  if (wanted === undefined || stuck.here === '=' || stuck.here === '->') return null;
  const or = orOperator(stuck);
  if (wanted === 'then') return stuck.missing(`\`then\`${or} is missing`, 'write `if condition then this else that`');
  return stuck.missing(
    `\`else\`${or} is missing`,
    'an `if` has a value in both cases: `if condition then this else that`',
  );
}

function orOperator(stuck: Stuck): string {
  return stuck.isStrayOperand ? ', or an operator,' : '';
}

function inClauseOf(stuck: Stuck, word: string): boolean {
  for (let at = stuck.at - 1; at >= stuck.stretch.start; at -= 1) {
    const spelling = stuck.tokens.spelling(at);
    if (spelling === word) return true;
    if (spelling === 'if') return false;
  }
  return false;
}

/** `in 0 to 10`, `in [0, 10]`, `x in set`. */
function rangeMissing(stuck: Stuck) {
  const before = stuck.isNumber(stuck.at - 1) ? stuck.tokens.textOf(stuck.at - 1) : '';
  if (/[ \t](to|until|through)$/.test(before) && (stuck.isNumber() || stuck.isName())) {
    const low = before.replace(/[ \t]+\w+$/, '');
    return stuck.wrong('SV011', 'a range is written with `..`', `write \`${low}..${stuck.here}\``);
  }
  if (!stuck.expects('..')) return null;
  if (stuck.isName() && /^(to|until|through)$/.test(stuck.here)) {
    return stuck.wrong('SV011', 'a range is written with `..`', `write \`${stuck.near(-1)}..${stuck.near(1)}\``);
  }
  if (stuck.near(-1) === 'in' && ['[', '{', '('].includes(stuck.here)) {
    return stuck.wrong('SV011', 'a range is written without brackets', 'write `in 0..10`; either end may be left out');
  }
  if (stuck.expectsOperator && [',', '-', ':', 'and'].includes(stuck.here)) {
    return stuck.wrong('SV011', 'a range is written with `..`', 'write `in 0..10`; either end may be left out');
  }
  if (stuck.near(-1) === 'in' && stuck.here === '..') return null;
  if (stuck.near(-1) === 'in' || (stuck.expectsOperator && stuck.atEnd && !stuck.expects(')'))) {
    return stuck.missing('a range `lo..hi` is missing after `in`', 'write `in 0..10`; either end may be left out');
  }
  return null;
}
