import type { Complaint } from './diagnose.ts';
import { exampleHelp } from './examples.ts';
import type { Stuck } from './stuck.ts';

/** Mistakes inside expressions: signs of another meaning, operands and operators that are missing. */
export const operators: readonly Complaint[] = [
  strangeSign,
  equality,
  remainder,
  pointWithoutDigit,
  decimalComma,
  emptyRange,
  unitWithBlank,
  textAsOperand,
  calledPath,
  missingComma,
  missingOperator,
  danglingComma,
  missingOperand,
];

/** `.5`. */
function pointWithoutDigit(stuck: Stuck) {
  if (stuck.here !== '.' || !stuck.isNumber(stuck.at + 1) || !stuck.expectsOperand) return null;
  return stuck.wrong('SV014', 'a number has a digit before its point', `write \`0.${stuck.near(1)}\``);
}

/** `0,5`. */
function decimalComma(stuck: Stuck) {
  if (stuck.here !== ',' || !stuck.isNumber(stuck.at - 1) || !stuck.isNumber(stuck.at + 1)) return null;
  const { start, end } = stuck.spanHere;
  const touches = stuck.tokens.span(stuck.at - 1).end === start && stuck.tokens.span(stuck.at + 1).start === end;
  if (!touches) return null;
  const help = `write \`${stuck.tokens.textOf(stuck.at - 1)}.${stuck.tokens.textOf(stuck.at + 1)}\``;
  return stuck.wrong('SV011', 'a number is written with a point, not with a comma', help);
}

function emptyRange(stuck: Stuck) {
  if (stuck.near(-1) !== '..' || stuck.near(-2) !== 'in') return null;
  return stuck.missing('this range has no end at all', 'write `in 0..`, `in ..10` or `in 0..10`');
}

function equality(stuck: Stuck) {
  if (stuck.here !== '=' || !stuck.expects('==')) return null;
  return stuck.wrong('SV011', '`=` defines; it does not compare', 'write `==`');
}

/** `==>`, `=<`. */
function strangeSign(stuck: Stuck) {
  const sign = stuck.near(-1) + stuck.here;
  const meant = { '==>': '=>', '=<': '<=', '=>=': '>=' }[sign];
  if (meant === undefined || stuck.tokens.span(stuck.at - 1).end !== stuck.spanHere.start) return null;
  return stuck.wrong('SV011', `\`${sign}\` is not a sign of this language`, `write \`${meant}\``);
}

function remainder(stuck: Stuck) {
  const before = stuck.isNumber(stuck.at - 1) ? stuck.tokens.textOf(stuck.at - 1) : '';
  if (before.endsWith('%') && stuck.isStrayOperand) {
    const help = `the remainder is written \`mod\`: \`${before.replace(/[ \t]*%$/, '')} mod ${stuck.here}\``;
    return stuck.missing(`an operator is missing between \`${before}\` and ${stuck.shown}`, help);
  }
  if (stuck.here !== '%' || !stuck.expects('mod')) return null;
  return stuck.wrong('SV011', '`%` is a unit, as in `25%`', 'the remainder is written `mod`');
}

/** `5 m s`. */
function unitWithBlank(stuck: Stuck) {
  if (!stuck.isName() || !stuck.isNumber(stuck.at - 1)) return null;
  const before = stuck.tokens.textOf(stuck.at - 1);
  if (!/[A-Za-z%]/.test(before)) {
    return stuck.missing(
      `an operator is missing between \`${before}\` and ${stuck.shown}`,
      'a unit stands on the line of its number',
    );
  }
  const help = `write \`${before}*${stuck.here}\` or \`${before}/${stuck.here}\``;
  return stuck.wrong('SV014', 'a unit expression is written without blanks', help);
}

function textAsOperand(stuck: Stuck) {
  if (!stuck.isText()) return null;
  if (stuck.expectsOperand || stuck.expectsOperator) {
    const help = 'a sentence stands before the colon: `guarantee cap "never more": x <= 3`';
    return stuck.wrong('SV014', 'a text is no value', help);
  }
  return null;
}

/** `a.f(x)`. */
function calledPath(stuck: Stuck) {
  if (stuck.here !== '(' || !stuck.isName(stuck.at - 1) || stuck.near(-2) !== '.') return null;
  return stuck.wrong(
    'SV014',
    'only a function is called',
    `write \`${stuck.near(-1)}(…)\` with what it speaks of inside`,
  );
}

function missingComma(stuck: Stuck) {
  if (!stuck.isStrayOperand || !stuck.expects(',')) return null;
  const sign = stuck.expectsOperator ? '`,` or an operator' : '`,`';
  return stuck.missing(`${sign} is missing between ${stuck.shownBefore} and ${stuck.shown}`);
}

function missingOperator(stuck: Stuck) {
  if (!stuck.expectsOperator || !(stuck.isStrayOperand || stuck.here === '{')) return null;
  if (stuck.here === '{') return stuck.wrong('SV014', 'this `{` opens nothing', exampleHelp(stuck.keyword));
  if (stuck.near(-2) === 'in' && stuck.isName() && stuck.isName(stuck.at - 1)) {
    const help = `an input is written \`in ${stuck.near(-1)} : ${stuck.here}\`, a range test \`x in lo..hi\``;
    return stuck.missing(`\`:\` is missing between ${stuck.shownBefore} and ${stuck.shown}`, help);
  }
  const help = 'write an operator between them; an item begins with a reserved word';
  return stuck.missing(`an operator is missing between ${stuck.shownBefore} and ${stuck.shown}`, help);
}

function danglingComma(stuck: Stuck) {
  if (stuck.near(-1) !== ',' || !(stuck.atEnd || [')', ']', '}'].includes(stuck.here) || stuck.isReserved()))
    return null;
  return stuck.missing('nothing follows this comma', 'write what is missing, or leave the comma out');
}

function missingOperand(stuck: Stuck) {
  if (!stuck.expectsOperand) return null;
  const before = stuck.near(-1);
  const what = before === '=' ? 'a value' : before === ':' ? 'a condition' : 'an expression';
  const where = stuck.atEnd ? '' : ` before ${stuck.shown}`;
  const after = stuck.at > stuck.stretch.start ? ` after ${stuck.shownBefore}` : '';
  return stuck.missing(`${what} is missing${after}${where}`, exampleHelp(stuck.keyword));
}
