import { isWhole, numerator } from '../exact/rational.ts';
import { nearest } from '../resolve/near.ts';
import type { NextItem } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { ComponentScope } from './component_scope.ts';
import type { Context } from './context.ts';
import { foldNumber } from './fold.ts';
import { describeSymbol } from './lookup.ts';
import { coerceToCount } from './operands.ts';
import { INT } from './scalar.ts';
import type { TypedComponent, TypedExpr, ValueSymbol } from './typed.ts';
import { checkValue } from './values.ts';

type Next = TypedComponent['nexts'][number];
type State = Extract<ValueSymbol, { readonly kind: 'state' }>;

/** Checks `next` items: each state has one next value, an array one for all elements or one for each. */
export function checkNexts(context: Context): readonly Next[] {
  const scope = context.component!;
  const items = scope.declaration.items.filter((item) => item.kind === 'next');
  const nexts = items.map((item) => checkNext(context, scope, item)).filter((next) => next !== null);
  for (const { symbol } of scope.owned) if (symbol.kind === 'state') checkComplete(context, symbol, items, nexts);
  return nexts;
}

function checkNext(context: Context, scope: ComponentScope, item: NextItem): Next | null {
  const state = scope.symbol(item.name.text);
  if (state?.kind !== 'state') {
    context.program.check(context, item.value, null);
    if (!scope.failed.has(item.name.text)) reportNoState(context, scope, item, state);
    return null;
  }
  const type = context.program.scalarOf(state);
  const index = item.index === null ? null : checkElement(context, state, item);
  const need =
    type === null
      ? null
      : {
          type,
          size: item.index === null ? state.size : null,
          role: `the next value of \`${state.name}\``,
          declared: state.type.span,
        };
  const value = need === null ? null : checkValue(context, item.value, need);
  return value === null || index === undefined ? null : { state, index, value, span: item.span };
}

/** The index of `next s[i] = e`: a constant within the array. `undefined` after reporting. */
function checkElement(context: Context, state: State, item: NextItem): TypedExpr | undefined {
  const { report } = context.program;
  if (state.size === null) {
    report.error('SV114', `\`${state.name}\` is one value, and has no elements`, item.name.span, {
      help: `write \`next ${state.name} = …\``,
    });
    return undefined;
  }
  const checked = context.program.check(context, item.index!, INT);
  const index = checked === null ? null : coerceToCount(context, checked, 'an index');
  if (index === null) return undefined;
  const at = foldNumber(index);
  const size = foldNumber(state.size);
  if (at === null)
    report.error('SV117', 'the index of a `next` is a constant', index.span, {
      help: `write one for each element, or \`next ${state.name} = …\` for all`,
    });
  else if (at.compare(1n) < 0 || (size !== null && at.compare(size) > 0)) {
    report.error('SV119', `\`${state.name}\` has the elements 1 to ${size?.toFraction() ?? 'n'}`, index.span);
  } else return index;
  return undefined;
}

function reportNoState(
  context: Context,
  scope: ComponentScope,
  { name }: NextItem,
  other: ValueSymbol | undefined,
): void {
  const states = scope.owned.filter(({ symbol }) => symbol.kind === 'state').map(({ symbol }) => symbol.name);
  const near = nearest(name.text, states);
  const message =
    other === undefined
      ? `there is no state \`${name.text}\``
      : `\`${name.text}\` is ${describeSymbol(other)}, and has no next value`;
  context.program.report.error('SV155', message, name.span, {
    related: other === undefined ? [] : [{ span: other.span, message: 'declared here' }],
    help: near === null ? `declare it: \`state ${name.text} : T = …\`` : `did you mean \`${near}\`?`,
  });
}

/** Exactly one next value for the state, or for each of its elements where their number is known. */
function checkComplete(context: Context, state: State, items: readonly NextItem[], nexts: readonly Next[]): void {
  const own = items.filter((item) => item.name.text === state.name);
  const { report } = context.program;
  if (own.length === 0) {
    report.error('SV155', `the state \`${state.name}\` has no next value`, state.span, {
      help: `add \`next ${state.name} = …\`; a value that never changes is a \`param\``,
    });
    return;
  }
  const whole = own.find((item) => item.index === null);
  if (whole !== undefined) {
    const other = own.find((item) => item !== whole);
    if (other !== undefined) reportSecond(context, state, other.span, whole.span);
    return;
  }
  checkElements(
    context,
    state,
    nexts.filter((next) => next.state === state),
    own.length,
  );
}

function checkElements(context: Context, state: State, nexts: readonly Next[], written: number): void {
  const seen = new Map<bigint, Span>();
  for (const next of nexts) {
    const at = foldNumber(next.index!);
    if (at === null || !isWhole(at)) continue;
    const first = seen.get(numerator(at));
    if (first === undefined) seen.set(numerator(at), next.span);
    else reportSecond(context, state, next.span, first);
  }
  const size = state.size === null ? null : foldNumber(state.size);
  if (size === null || nexts.length < written) return;
  for (let at = 1n; at <= numerator(size); at += 1n) {
    if (seen.has(at)) continue;
    context.program.report.error('SV155', `\`${state.name}[${at}]\` has no next value`, state.span, {
      help: `add \`next ${state.name}[${at}] = …\``,
    });
    return;
  }
}

function reportSecond(context: Context, state: State, second: Span, first: Span): void {
  context.program.report.error('SV155', `\`${state.name}\` has a second next value`, second, {
    related: [{ span: first, message: 'the first is here' }],
  });
}
