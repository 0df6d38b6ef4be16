import { rational } from '../../exact/rational.ts';
import type { Span } from '../../text/source.ts';
import * as build from '../build.ts';
import { Abandoned } from '../limits.ts';
import type { Expr, Variable } from '../model.ts';
import { nodesOf, variablesOf } from '../traverse.ts';
import { notForAll } from './not_for_all.ts';

/**
 * What a whole over members says, where it holds partial operators. Its name must be as partial as it is: the claim that it
 * is defined is asked of what stands in its place.
 */

/** The partial operators below an expression. They must be used alike for all members: the divisor is no member's own. */
export function partialUses(body: Expr, isMember: (variable: Variable) => boolean, span: Span): readonly Expr[] {
  return nodesOf(body).flatMap((node) => {
    const divisor = divisorOf(node);
    if (divisor === 'none') return [];
    if (divisor === 'other' || [...variablesOf(divisor)].some(isMember))
      throw new Abandoned(notForAll('what is said of a member may be undefined for some members', span));
    if (divisor.kind === 'literal' && typeof divisor.value === 'object' && !divisor.value.equals(0n)) return [];
    const one = build.literal(divisor.sort, rational(1n));
    return [divisor.sort.kind === 'real' ? build.div(one, divisor, span) : build.euclidean('mod', one, divisor, span)];
  });
}

function divisorOf(node: Expr): Expr | 'none' | 'other' {
  switch (node.kind) {
    case 'div':
    case 'idiv':
    case 'mod':
      return node.right;
    case 'power':
      return node.exponent < 0n ? node.base : 'none';
    case 'select':
      return 'other';
    case 'min':
    case 'max':
      return node.operands.length === 0 ? 'other' : 'none';
    default:
      return 'none';
  }
}

/** The value, which is undefined where there are members and one of the partial operators is used outside its domain. */
export function whereDefined(value: Expr, some: Expr, partial: readonly Expr[]): Expr {
  if (partial.length === 0) return value;
  const used = build.and(partial.map((one): Expr => ({ kind: 'eq', left: one, right: one, sort: build.BOOL })));
  const defined = build.implies(some, used);
  if (value.sort.kind === 'bool') return build.and([defined, value]);
  return build.choose(defined, value, value);
}
