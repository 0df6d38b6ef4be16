import type { TypedBinder, TypedExpr } from '../types/typed.ts';
import * as build from './build.ts';
import { arrayElements, convert, framesOf } from './expression.ts';
import type { Frame, Local, LocalValue } from './frame.ts';
import type { Expr } from './model.ts';
import { wholeOf } from './size.ts';
import { sortOf } from './sort.ts';

type Aggregate = Extract<TypedExpr, { kind: 'aggregate' }>;

/** An aggregate written out over its members: of nothing, a sum or count is 0, `all` true, `any` false, and `min` and `max` are undefined. */
export function aggregate(expr: Aggregate, frame: Frame, locals: Local | null): Expr {
  const operands: Expr[] = [];
  for (const inner of assignments(expr.binders, frame, locals)) operands.push(convert(expr.body, frame, inner));
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
