import type { Report } from '../diagnostics/report.ts';
import type { Rational } from '../exact/rational.ts';
import { foldNumber } from '../types/fold.ts';
import type { TypedClause, TypedComponent, TypedExpr, ValueSymbol } from '../types/typed.ts';
import { usesOf } from './uses.ts';

/** Warns of an assumption that the types of what it names make true. */
export function warnImplied(report: Report, clause: TypedClause): void {
  if (clause.keyword !== 'assume') return;
  const bounds = conjuncts(clause.body).map(boundOf);
  if (!bounds.every((bound) => bound !== null && followsFromType(bound))) return;
  const symbol = bounds[0]!.symbol;
  report.warning('SV406', `this follows from the type of \`${symbol.name}\``, clause.bodySpan, {
    related: [{ span: symbol.span, message: 'its type says so' }],
    help: 'take the assumption out, or say something stronger',
  });
}

function conjuncts(expr: TypedExpr): readonly TypedExpr[] {
  if (expr.kind !== 'binary' || expr.operator !== 'and') return [expr];
  return [...conjuncts(expr.left), ...conjuncts(expr.right)];
}

interface Bound {
  readonly symbol: ValueSymbol;
  readonly side: 'low' | 'high';
  readonly value: Rational;
  readonly strict: boolean;
}

/** A conjunct that bounds one name by a constant: `x <= 3`, `0 < x`. */
function boundOf(expr: TypedExpr): Bound | null {
  if (expr.kind !== 'binary' || (expr.operator !== 'le' && expr.operator !== 'lt')) return null;
  const { left, right, operator } = expr;
  const strict = operator === 'lt';
  const [low, high] = [foldNumber(left), foldNumber(right)];
  if (left.kind === 'ref' && high !== null) return { symbol: left.symbol, side: 'high', value: high, strict };
  if (right.kind === 'ref' && low !== null) return { symbol: right.symbol, side: 'low', value: low, strict };
  return null;
}

function followsFromType({ symbol, side, value, strict }: Bound): boolean {
  if (symbol.kind !== 'in' && symbol.kind !== 'param') return false;
  const end = symbol.type.range?.[side] ?? null;
  const limit = end === null ? null : foldNumber(end);
  if (limit === null) return false;
  const order = side === 'low' ? limit.compare(value) : value.compare(limit);
  return strict ? order > 0 : order >= 0;
}

/** Warns of a guarantee that names nothing which the component decides. */
export function warnPowerless(report: Report, component: TypedComponent, clause: TypedClause): void {
  if (clause.keyword !== 'guarantee' || clause.unless.length > 0 || clause.tolerating !== null) return;
  if (component.parts.length > 0) return;
  const { symbols, ports, parts } = usesOf([clause.body]);
  if (ports.size > 0 || parts.size > 0 || symbols.size === 0) return;
  if (![...symbols].every(({ kind }) => kind === 'in' || kind === 'param' || kind === 'const')) return;
  if (![...symbols].some(({ kind }) => kind === 'in')) return;
  report.warning('SV405', `\`${component.name}\` decides nothing that this speaks of`, clause.bodySpan, {
    help: 'of inputs a component can only assume: write `assume`, or name an output',
  });
}
