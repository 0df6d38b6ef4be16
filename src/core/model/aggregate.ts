import type { TypedBinder, TypedExpr, ValueSymbol } from '../types/typed.ts';
import * as build from './build.ts';
import { arrayElements, convert, framesOf } from './expression.ts';
import { notForAll } from './family/not_for_all.ts';
import { type OpenBinder, openBinder, readsBinder } from './family/open_index.ts';
import type { Frame, Local, LocalValue } from './frame.ts';
import { Abandoned } from './limits.ts';
import type { Expr } from './model.ts';
import { wholeOf } from './size.ts';
import { sortOf } from './sort.ts';
import { binderExpressions } from './walk.ts';

type Aggregate = Extract<TypedExpr, { kind: 'aggregate' }>;

/** An aggregate written out over its members: of nothing, a sum or count is 0, `all` true, `any` false, and `min` and `max` are undefined. */
export function aggregate(expr: Aggregate, frame: Frame, locals: Local | null): Expr {
  const open = openIn(expr.binders, frame, locals);
  if (open !== null) return ofOpenFamily(expr, open, frame, locals);
  const operands: Expr[] = [];
  for (const inner of assignments(expr.binders, frame, locals)) operands.push(convert(expr.body, frame, inner));
  return joined(expr, operands);
}

function joined(expr: Aggregate, operands: readonly Expr[]): Expr {
  switch (expr.operator) {
    case 'all':
      return build.and(operands);
    case 'any':
      return build.or(operands);
    case 'sum':
      return build.add(sortOf(expr.type), operands, expr.span);
    case 'count':
      return build.add(build.INT, operands.map(indicator), expr.span);
    case 'min':
    case 'max':
      return build.extremum(expr.operator, sortOf(expr.type), operands, expr.span);
  }
}

interface Open extends OpenBinder {
  readonly binder: TypedBinder;
}

/** The binder over a family of any size among those of an aggregate; null where all are over what can be listed. */
function openIn(binders: readonly TypedBinder[], frame: Frame, locals: Local | null): Open | null {
  if (frame.scope.open === null) return null;
  const found = binders.flatMap((binder, at) => {
    const earlier = binders.slice(0, at).map(({ symbol }) => symbol);
    if (earlier.some((symbol) => binderExpressions(binder).some((expr) => readsBinder(expr, symbol)))) return [];
    const open = openBinder(binder, frame, locals);
    return open === null ? [] : [{ binder, ...open }];
  });
  if (found.length > 1)
    throw new Abandoned(
      notForAll('several members of families of any size are looked at together', binders[1]!.symbol.span),
    );
  return found[0] ?? null;
}

/** An aggregate over a family of any size: over the other binders it is written out, for one arbitrary member. */
function ofOpenFamily(expr: Aggregate, open: Open, frame: Frame, locals: Local | null): Expr {
  const families = frame.scope.open!;
  const others = expr.binders.filter((binder) => binder !== open.binder);
  const inner: Local = { symbol: open.binder.symbol, value: open.value, outer: locals };
  const reads = (symbol: ValueSymbol) => readsBinder(expr, symbol) || isInsideCall(locals);
  return families.within(open.binder.symbol, expr.span, reads, () => {
    const operands: Expr[] = [];
    for (const all of assignments(others, frame, inner)) operands.push(convert(expr.body, frame, all));
    const body = operands.length === 1 ? operands[0]! : joined(expr, operands);
    const counted = expr.operator === 'count' && operands.length !== 1;
    return families.whole(frame, counted ? { ...expr, operator: 'sum' } : expr, open, body);
  });
}

/** Inside the body of a `fun` what a name stands for cannot be told from its text. */
function isInsideCall(locals: Local | null): boolean {
  for (let local = locals; local !== null; local = local.outer) if (local.value.kind === 'argument') return true;
  return false;
}

function indicator(condition: Expr): Expr {
  return build.choose(condition, build.int(1n), build.int(0n));
}

/** Every way to give the binders their values, the last one varying fastest. */
export function* assignments(
  binders: readonly TypedBinder[],
  frame: Frame,
  locals: Local | null,
): Generator<Local | null> {
  const [binder, ...rest] = binders;
  if (binder === undefined) {
    yield locals;
    return;
  }
  for (const value of valuesOf(binder, frame, locals)) {
    yield* assignments(rest, frame, { symbol: binder.symbol, value, outer: locals });
  }
}

function* valuesOf(binder: TypedBinder, frame: Frame, locals: Local | null): Generator<LocalValue> {
  const open = frame.scope.open === null ? null : openBinder(binder, frame, locals);
  if (open !== null) {
    yield open.value;
    return;
  }
  switch (binder.over.kind) {
    case 'range': {
      const low = wholeOf(binder.over.low, frame, locals, 'the start of this index range');
      const high = wholeOf(binder.over.high, frame, locals, 'the end of this index range');
      for (let index = low; index <= high; index += 1n) {
        frame.scope.countTerm(binder.over.high.span);
        yield { kind: 'index', index };
      }
      return;
    }
    case 'family':
      for (const member of framesOf(binder.over.part, frame)) yield { kind: 'member', frame: member };
      return;
    case 'array':
      for (const expr of arrayElements(binder.over.array, frame, locals)) yield { kind: 'element', expr };
      return;
  }
}
