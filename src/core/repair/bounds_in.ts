import type { Expression, Range } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';

/** Which way a bound has to move for what it stands in to claim more. */
export type Way = 'up' | 'down';

/** An expression that bounds a quantity, as written. */
export interface BoundIn {
  readonly bound: Expression;
  /** The way that makes the formula stronger. */
  readonly stronger: Way;
  /** Whether the other side is bounded by it alone: of `a <= b` with two quantities only the right side is one. */
  readonly side: 'left' | 'right';
  /** Of the right side of a comparison: its operator, where it stands, and whether a strict one would say more. */
  readonly comparison?: { readonly operator: string; readonly between: Span; readonly strictIsStronger: boolean };
}

/** The bounds of the comparisons in a formula that make it stronger in one direction only: all those not under an equivalence. */
export function boundsIn(formula: Expression): readonly BoundIn[] {
  return descend(formula, true);
}

/** The ends of a declared range. */
export function endsOf(range: Range): readonly BoundIn[] {
  return [
    ...(range.low === null ? [] : [{ bound: range.low, stronger: 'up', side: 'right' } as const]),
    ...(range.high === null ? [] : [{ bound: range.high, stronger: 'down', side: 'right' } as const]),
  ];
}

function descend(formula: Expression, positive: boolean): readonly BoundIn[] {
  switch (formula.kind) {
    case 'binary':
      return ofBinary(formula, positive);
    case 'chain':
      return formula.operators.flatMap((operator, at) =>
        compared(operator, formula.operands[at]!, formula.operands[at + 1]!, positive),
      );
    case 'within':
      return endsOf(formula.range).map((end) => (positive ? end : { ...end, stronger: turned(end.stronger) }));
    case 'not':
      return descend(formula.operand, !positive);
    case 'if':
      return [...descend(formula.then, positive), ...descend(formula.else, positive)];
    case 'initially':
      return descend(formula.operand, positive);
    case 'whenever':
      return [
        ...descend(formula.trigger, !positive),
        ...descend(formula.response, positive),
        { bound: formula.within, stronger: positive ? 'down' : 'up', side: 'right' },
      ];
    case 'aggregate':
      return formula.operator === 'all' || formula.operator === 'any' ? descend(formula.body, positive) : [];
    case 'call':
      return MONOTONE.has(formula.callee.text) ? formula.arguments.flatMap((each) => descend(each, positive)) : [];
    default:
      return [];
  }
}

/** Built-in functions of truths that are true where their arguments are true more often. */
const MONOTONE: ReadonlySet<string> = new Set(['prev', 'once', 'historically', 'since', 'held']);

function ofBinary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  positive: boolean,
): readonly BoundIn[] {
  switch (operator) {
    case 'and':
    case 'or':
      return [...descend(left, positive), ...descend(right, positive)];
    case '=>':
      return [...descend(left, !positive), ...descend(right, positive)];
    default:
      return compared(operator, left, right, positive);
  }
}

function compared(operator: string, left: Expression, right: Expression, positive: boolean): readonly BoundIn[] {
  const below = operator === '<' || operator === '<=';
  if (!below && operator !== '>' && operator !== '>=') return [];
  const ofRight: Way = below === positive ? 'down' : 'up';
  const between = { path: left.span.path, start: left.span.end, end: right.span.start };
  return [
    { bound: left, stronger: turned(ofRight), side: 'left' },
    {
      bound: right,
      stronger: ofRight,
      side: 'right',
      comparison: { operator, between, strictIsStronger: positive },
    },
  ];
}

export function turned(way: Way): Way {
  return way === 'up' ? 'down' : 'up';
}
