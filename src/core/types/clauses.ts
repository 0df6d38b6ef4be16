import { isWhole, numerator } from '../exact/rational.ts';
import type { ClauseItem, Expression } from '../syntax/ast.ts';
import { checkChance } from './chance.ts';
import type { Context } from './context.ts';
import { foldNumber } from './fold.ts';
import { coerceToBool, coerceToCount } from './operands.ts';
import { BOOL, INT } from './scalar.ts';
import { checkBound } from './temporal.ts';
import type { TypedClause, TypedExpr } from './typed.ts';

/** Checks one clause; `inMode` is whether it stands in a mode. Null where it failed. */
export function checkClause(context: Context, item: ClauseItem, inMode: boolean): TypedClause | null {
  const body = checkBody(context, item, inMode);
  const unless = item.unless.map((one) => checkFault(context, one));
  const tolerating = item.tolerating === null ? null : checkTolerating(context, item.tolerating);
  if (body === null || tolerating === undefined) return null;
  const faults = unless.filter((one) => one !== null);
  if (faults.length < unless.length) return null;
  return {
    keyword: item.keyword,
    name: item.name?.text ?? null,
    sentence: item.sentence,
    body,
    unless: faults,
    tolerating,
    documentation: item.documentation,
    annotations: item.annotations,
    span: item.span,
    bodySpan: item.body.span,
  };
}

/** The formula. The operators that stand only at the top of a clause are read here. */
function checkBody(context: Context, item: ClauseItem, inMode: boolean): TypedExpr | null {
  const { body } = item;
  switch (body.kind) {
    case 'initially': {
      const operand = condition(context, body.operand, 'what holds initially');
      return operand === null ? null : { kind: 'initially', operand, type: BOOL, span: body.span };
    }
    case 'whenever':
      return checkWhenever(context, body);
    case 'call':
      if (body.callee.text === 'independent' && context.file.fun('independent') === undefined)
        return checkIndependence(context, item, body, inMode);
      return checkFormula(context, item, inMode);
    default:
      return checkFormula(context, item, inMode);
  }
}

function checkFormula(context: Context, item: ClauseItem, inMode: boolean): TypedExpr | null {
  const body = condition({ ...context, chances: true }, item.body, `the formula of ${withArticle(item.keyword)}`);
  return body === null || !checkChance(context, item, body, inMode) ? null : body;
}

function withArticle(keyword: ClauseItem['keyword']): string {
  return { assume: 'an assumption', guarantee: 'a guarantee', invariant: 'an invariant' }[keyword];
}

function condition(context: Context, expression: Expression, role: string): TypedExpr | null {
  const checked = context.program.check(context, expression, BOOL);
  return checked === null ? null : coerceToBool(context, checked, role);
}

function checkWhenever(context: Context, body: Extract<Expression, { readonly kind: 'whenever' }>): TypedExpr | null {
  const trigger = condition(context, body.trigger, 'what follows `whenever`');
  const response = condition(context, body.response, 'what follows `then`');
  const within = checkBound(context, body.within, body.inSteps ? 'steps' : 'duration', body.within.span);
  if (trigger === null || response === null || within === null) return null;
  return { kind: 'whenever', trigger, response, within, type: BOOL, span: body.span };
}

function checkIndependence(
  context: Context,
  item: ClauseItem,
  call: Extract<Expression, { readonly kind: 'call' }>,
  inMode: boolean,
): TypedExpr | null {
  const { report } = context.program;
  if (item.keyword !== 'assume' || inMode) {
    report.error('SV157', '`independent` stands only as a whole assumption, outside modes', call.span, {
      help: 'independence is evidence: `assume independent(f, g)`',
    });
  }
  if (call.arguments.length < 2) {
    report.error('SV104', 'independence is between two faults or more', call.span, {
      help: 'write `independent(f, g)`',
    });
    return null;
  }
  const faults = call.arguments.map((one) => checkFault(context, one));
  const good = faults.filter((one) => one !== null);
  for (const [at, one] of good.entries()) {
    if (good.slice(0, at).some((other) => sameFault(one, other)))
      report.error('SV163', 'this fault is named twice', one.span);
  }
  return good.length < faults.length ? null : { kind: 'independent', faults: good, type: BOOL, span: call.span };
}

function sameFault(a: TypedExpr, b: TypedExpr): boolean {
  if (a.kind === 'ref' && b.kind === 'ref') return a.symbol === b.symbol;
  return (
    a.kind === 'port' &&
    b.kind === 'port' &&
    a.symbol === b.symbol &&
    a.part === b.part &&
    a.index === null &&
    b.index === null
  );
}

/** A fault by name: `f`, `p.f`, `racks[2].f`. */
function checkFault(context: Context, expression: Expression): TypedExpr | null {
  const checked = context.program.check(context, expression, BOOL);
  if (checked === null) return null;
  if ((checked.kind === 'ref' || checked.kind === 'port') && checked.symbol.kind === 'fault') return checked;
  context.program.report.error('SV163', 'a fault is needed here', checked.span, {
    help: 'declare one: `fault f`, or name that of a part: `p.f`',
  });
  return null;
}

/** How many faults are tolerated; `undefined` after reporting. */
function checkTolerating(context: Context, expression: Expression): TypedExpr | undefined {
  const checked = context.program.check(context, expression, INT);
  const count = checked === null ? null : coerceToCount(context, checked, 'the number of faults tolerated');
  if (count === null) return undefined;
  const known = foldNumber(count);
  if (known !== null && isWhole(known) && numerator(known) >= 0n) return count;
  context.program.report.error('SV117', 'the number of faults tolerated is a constant, 0 or more', count.span, {
    help: 'write `tolerating 1`',
  });
  return undefined;
}
