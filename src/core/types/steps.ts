import { ceil, floor, isWhole, type Rational, rational } from '../exact/rational.ts';
import type { StepItem } from '../syntax/ast.ts';
import { builtInUnit } from './built_in_units.ts';
import type { ComponentScope } from './component_scope.ts';
import { componentContext } from './context.ts';
import { foldNumber } from './fold.ts';
import type { Globals } from './globals.ts';
import { coerceTo } from './operands.ts';
import { realIn } from './scalar.ts';
import { quantityIn } from './show_quantity.ts';
import { allExpressions } from './survey.ts';
import type { TemporalBound, TypedExpr } from './typed.ts';
import { childrenOf, findIn } from './walk.ts';

const DURATION = realIn(builtInUnit('s')!);

/** Finds the step of each component: its own, or else that of its parts. Reports steps that are not agreed. */
export function settleSteps(globals: Globals, scopes: readonly ComponentScope[]): void {
  for (const scope of scopes) scope.typed.step = ownStep(globals, scope);
  const open = new Set(scopes);
  for (const scope of scopes) settle(globals, scope, open);
}

function ownStep(globals: Globals, scope: ComponentScope): Rational | null {
  const items = scope.declaration.items.filter((item) => item.kind === 'step');
  const steps = items.map((item) => checkStep(globals, scope, item));
  if (items.length > 1) {
    globals.report.error('SV159', `\`${scope.typed.name}\` has two steps`, items[1]!.span, {
      related: [{ span: items[0]!.span, message: 'the first is here' }],
    });
  }
  return steps[0] ?? null;
}

function checkStep(globals: Globals, scope: ComponentScope, item: StepItem): Rational | null {
  const context = { ...componentContext(globals, scope), timeless: 'the step' };
  const checked = globals.check(context, item.duration, DURATION);
  const duration = checked === null ? null : coerceTo(context, checked, DURATION, 'the step', null);
  if (duration === null) return null;
  const step = foldNumber(duration);
  if (step !== null && step.compare(0n) > 0) return step;
  globals.report.error('SV159', 'the step is a positive constant duration', item.duration.span, {
    help: 'write `step 10 ms`',
  });
  return null;
}

function settle(globals: Globals, scope: ComponentScope, open: Set<ComponentScope>): void {
  if (!open.delete(scope)) return;
  let source: {
    readonly step: Rational;
    readonly span: ComponentScope['typed']['span'];
    readonly words: string;
  } | null =
    scope.typed.step === null
      ? null
      : { step: scope.typed.step, span: stepSpan(scope), words: 'the step of the system' };
  for (const part of scope.parts) {
    const inner = globals.scopeOf(part.component);
    settle(globals, inner, open);
    const { step } = inner.typed;
    if (step === null) continue;
    if (source === null)
      source = { step, span: part.span, words: `the step of \`${part.name}\` is ${inSeconds(step)}` };
    else if (!source.step.equals(step)) reportDisagreement(globals, part.name, step, part.span, source);
  }
  scope.typed.step = source?.step ?? null;
}

function stepSpan(scope: ComponentScope) {
  return scope.declaration.items.find((item) => item.kind === 'step')?.span ?? scope.typed.nameSpan;
}

function reportDisagreement(
  globals: Globals,
  part: string,
  step: Rational,
  span: ComponentScope['typed']['span'],
  source: { readonly step: Rational; readonly span: ComponentScope['typed']['span']; readonly words: string },
): void {
  globals.report.error(
    'SV159',
    `\`${part}\` has a step of ${inSeconds(step)}, and not of ${inSeconds(source.step)}`,
    span,
    {
      related: [{ span: source.span, message: source.words }],
      help: 'all parts of a system run at one step: declare the same everywhere',
    },
  );
}

function inSeconds(step: Rational): string {
  for (const symbol of ['h', 'min', 's', 'ms', 'us'] as const) {
    const unit = builtInUnit(symbol)!;
    if (step.compare(unit.factor) >= 0) return quantityIn(step, realIn(unit));
  }
  return quantityIn(step, DURATION);
}

/** Checks what a component says of durations: it needs a step, and durations are whole numbers of it. */
export function checkDurations(globals: Globals, scope: ComponentScope): void {
  const expressions = allExpressions(scope.typed);
  if (scope.typed.step === null) reportNoStep(globals, scope, expressions);
  else for (const expr of expressions) checkBounds(globals, expr, scope.typed.step);
}

function reportNoStep(globals: Globals, scope: ComponentScope, expressions: readonly TypedExpr[]): void {
  if (scope.declaration.items.some((item) => item.kind === 'step')) return;
  const found = expressions.map((expr) => findIn(expr, needsStep)).find((expr) => expr !== null);
  if (found === undefined) {
    for (const expr of expressions) checkBounds(globals, expr, null);
    return;
  }
  const what = found.kind === 'step' ? 'this speaks of `step`' : 'this speaks of a duration over time';
  globals.report.error('SV159', `${what}, but \`${scope.typed.name}\` declares no step`, found.span, {
    related: [{ span: scope.typed.nameSpan, message: 'declare it in here' }],
    help: 'add the time between two steps: `step 10 ms`',
  });
}

function needsStep(expr: TypedExpr): boolean {
  if (expr.kind === 'held' || expr.kind === 'whenever') return !expr.within.inSteps;
  return expr.kind === 'step';
}

function checkBounds(globals: Globals, expr: TypedExpr, step: Rational | null): void {
  if (expr.kind === 'held') checkBound(globals, expr.within, step, rational(1n));
  if (expr.kind === 'whenever') checkBound(globals, expr.within, step, rational(0n));
  for (const child of childrenOf(expr)) checkBounds(globals, child.expr, step);
}

/** A constant bound must be a whole number of steps, and not less than `least`. */
function checkBound(globals: Globals, bound: TemporalBound, step: Rational | null, least: Rational): void {
  const value = foldNumber(bound.value);
  if (value === null || (step === null && !bound.inSteps)) return;
  const steps = bound.inSteps ? value : value.div(step!);
  if (steps.compare(least) < 0) {
    globals.report.error(
      'SV160',
      `this must last at least ${least.toFraction()} step${least.equals(1n) ? '' : 's'}`,
      bound.span,
    );
  } else if (!isWhole(steps)) {
    reportNotWhole(globals, bound, value, step!);
  }
}

function reportNotWhole(globals: Globals, bound: TemporalBound, value: Rational, step: Rational): void {
  const shown = (count: bigint) => quantityIn(step.mul(count), bound.value.type);
  const steps = value.div(step);
  globals.report.error(
    'SV160',
    `${quantityIn(value, bound.value.type)} is no whole number of steps of ${quantityIn(step, bound.value.type)}`,
    bound.span,
    {
      help: `the nearest durations are ${shown(floor(steps))} and ${shown(ceil(steps))}`,
    },
  );
}
