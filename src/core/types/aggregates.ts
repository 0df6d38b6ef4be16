import type { AggregateOperator, Binder, Expression } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import { type Context, withLocals } from './context.ts';
import { lookup } from './lookup.ts';
import { coerceToBool, coerceToCount } from './operands.ts';
import { checkArrayOrValue, isArray } from './references.ts';
import { aType, BOOL, INT, isNumeric } from './scalar.ts';
import type { ScalarType, TypedBinder, TypedExpr, TypedPart, ValueSymbol } from './typed.ts';

type Aggregate = Extract<Expression, { readonly kind: 'aggregate' }>;

/** `sum(r in racks: r.power)`, with one binder or several; a later binder may use an earlier one. */
export function checkAggregate(context: Context, expression: Aggregate): TypedExpr | null {
  const bound = checkBinders(context, expression.binders);
  const body = context.program.check(bound.context, expression.body, null);
  if (body === null || bound.binders === null) return null;
  return aggregate(context, expression.operator, bound.binders, body, expression.span);
}

/** `sum(racks.power)`: the array is known to be one. */
export function aggregateOverArray(
  context: Context,
  operator: AggregateOperator,
  array: TypedExpr,
  span: Span,
): TypedExpr | null {
  if (array.kind === 'port' && array.part.size !== null && array.index === null && array.member === null) {
    const symbol = memberSymbol('member', array.part, span);
    const body: TypedExpr = { ...array, member: symbol, array: false };
    return aggregate(context, operator, [{ symbol, over: { kind: 'family', part: array.part } }], body, span);
  }
  if (array.kind !== 'ref' && array.kind !== 'port') throw new Error(`${array.kind} is no array`);
  const symbol = memberSymbol('element', array.symbol, span);
  const body: TypedExpr = { kind: 'ref', symbol, array: false, type: array.type, span: array.span };
  return aggregate(context, operator, [{ symbol, over: { kind: 'array', array } }], body, span);
}

function aggregate(
  context: Context,
  operator: AggregateOperator,
  binders: readonly TypedBinder[],
  body: TypedExpr,
  span: Span,
): TypedExpr | null {
  const type = resultType(operator, body.type);
  const checked = type === null ? reportBody(context, operator, body) : body;
  return checked === null || type === null ? null : { kind: 'aggregate', operator, binders, body: checked, type, span };
}

/** The type of the aggregate, or null where the body does not fit. */
function resultType(operator: AggregateOperator, body: ScalarType): ScalarType | null {
  switch (operator) {
    case 'all':
    case 'any':
      return body.kind === 'bool' ? BOOL : null;
    case 'count':
      return body.kind === 'bool' ? INT : null;
    case 'sum':
    case 'min':
    case 'max':
      return isNumeric(body) ? body : null;
  }
}

function reportBody(context: Context, operator: AggregateOperator, body: TypedExpr): null {
  if (operator === 'all' || operator === 'any' || operator === 'count')
    return coerceToBool(context, body, `what \`${operator}\` ranges over`) as null;
  context.program.report.error('SV101', `\`${operator}\` needs numbers, but this is ${aType(body.type)}`, body.span, {
    help: body.type.kind === 'bool' ? 'to count the true ones, write `count(…)`' : null,
  });
  return null;
}

/** The binders with the context inside them; `binders` is null where one failed. */
export function checkBinders(
  context: Context,
  binders: readonly Binder[],
): { readonly context: Context; readonly binders: readonly TypedBinder[] | null } {
  let inner = context;
  const typed: (TypedBinder | null)[] = [];
  for (const binder of binders) {
    reportHidden(inner, binder);
    const one = checkBinder(inner, binder);
    typed.push(one);
    inner = one === null ? silenced(inner, binder) : withLocals(inner, [one.symbol]);
  }
  const good = typed.filter((one) => one !== null);
  return { context: inner, binders: good.length === typed.length ? good : null };
}

/** A failed binder still takes its name: the symbol has no type, which silences what uses it. */
function silenced(context: Context, binder: Binder): Context {
  return withLocals(context, [FAILED(binder)]);
}

const FAILED = (binder: Binder): ValueSymbol => ({
  kind: 'let',
  name: binder.name.text,
  span: binder.name.span,
  documentation: null,
  type: { scalar: BOOL, range: null, span: binder.span },
  size: null,
  value: { kind: 'boolean', value: false, type: BOOL, span: binder.span },
});

function reportHidden(context: Context, binder: Binder): void {
  const name = binder.name.text;
  const other = context.locals.get(name)?.span ?? context.component?.spanOf(name);
  if (other === undefined) return;
  context.program.report.error('SV062', `\`${name}\` would hide another \`${name}\``, binder.name.span, {
    related: [{ span: other, message: 'declared here' }],
    help: 'give the binder another name',
  });
}

function checkBinder(context: Context, binder: Binder): TypedBinder | null {
  if (binder.over.kind === 'range') return checkIndexBinder(context, binder, binder.over.range);
  const { of } = binder.over;
  if (of.kind === 'name') {
    const meaning = lookup(context, of.name.text);
    if (meaning.kind === 'part') return checkFamilyBinder(context, binder, meaning.part, of.span);
  }
  const array = checkArrayOrValue(context, of, null);
  if (array === null) return null;
  if (!isArray(array)) return reportNoDomain(context, of.span);
  if (array.kind !== 'ref' && array.kind !== 'port') throw new Error(`${array.kind} is no array`);
  return { symbol: memberSymbol(binder.name.text, array.symbol, binder.name.span), over: { kind: 'array', array } };
}

function checkIndexBinder(
  context: Context,
  binder: Binder,
  range: { readonly low: Expression | null; readonly high: Expression | null; readonly span: Span },
): TypedBinder | null {
  const end = (one: Expression | null) => {
    const checked = one === null ? null : context.program.check(context, one, INT);
    return checked === null ? null : coerceToCount(context, checked, 'the end of an index range');
  };
  const low = end(range.low);
  const high = end(range.high);
  if (range.low === null || range.high === null) {
    context.program.report.error('SV116', 'an index range needs both ends', range.span, { help: 'write `i in 1..n`' });
    return null;
  }
  if (low === null || high === null) return null;
  const symbol: ValueSymbol = { kind: 'index', name: binder.name.text, span: binder.name.span, documentation: null };
  return { symbol, over: { kind: 'range', low, high } };
}

function checkFamilyBinder(context: Context, binder: Binder, part: TypedPart, span: Span): TypedBinder | null {
  if (part.size !== null)
    return { symbol: memberSymbol(binder.name.text, part, binder.name.span), over: { kind: 'family', part } };
  context.program.report.error('SV116', `\`${part.name}\` is a single part, not a family`, span, {
    help: `speak of it directly: \`${part.name}.…\``,
  });
  return null;
}

function reportNoDomain(context: Context, span: Span): null {
  context.program.report.error('SV116', 'a family, an array or an index range is needed here', span, {
    help: 'write `r in racks`, or `i in 1..n`',
  });
  return null;
}

function memberSymbol(name: string, of: TypedPart | ValueSymbol, span: Span): ValueSymbol {
  return { kind: 'member', name, of, span, documentation: null };
}
