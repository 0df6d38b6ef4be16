import { nearest } from '../resolve/near.ts';
import type { Binding, Expression, PartItem } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { ComponentScope } from './component_scope.ts';
import type { Context } from './context.ts';
import { describeSymbol } from './lookup.ts';
import { coerceTo } from './operands.ts';
import type { TypedBinding, ValueSymbol } from './typed.ts';

/** Checks the bindings of a part and sets them. */
export function checkBindings(context: Context, item: PartItem): void {
  const part = context.component?.part(item.name.text);
  if (part === undefined || part.span !== item.span) {
    for (const one of item.bindings) context.program.check(context, one.value, null);
    return;
  }
  part.bindings = bindParameters(context, context.program.scopeOf(part.component), item.bindings);
}

/** Bindings `k = e` to the parameters of a component: known ones, each once, with values of their type. */
export function bindParameters(
  context: Context,
  target: ComponentScope,
  bindings: readonly Binding[],
): readonly TypedBinding[] {
  const first = new Map<string, Span>();
  return bindings.flatMap((binding) => {
    const { name } = binding;
    const earlier = first.get(name.text);
    if (earlier !== undefined) {
      context.program.report.error('SV057', `\`${name.text}\` is bound twice`, name.span, {
        related: [{ span: earlier, message: 'first bound here' }],
      });
      return [];
    }
    first.set(name.text, name.span);
    const bound = bindParameter(context, target, binding);
    return bound === null ? [] : [bound];
  });
}

function bindParameter(context: Context, target: ComponentScope, binding: Binding): TypedBinding | null {
  const symbol = target.symbol(binding.name.text);
  if (symbol?.kind !== 'param') {
    context.program.check(context, binding.value, null);
    reportUnknownParameter(context, target, binding, symbol);
    return null;
  }
  const value = boundValue(context, binding.value, symbol);
  return value === null ? null : { parameter: symbol, value, span: binding.span };
}

function boundValue(
  context: Context,
  expression: Expression,
  symbol: Extract<ValueSymbol, { readonly kind: 'param' }>,
) {
  const type = context.program.scalarOf(symbol);
  const value = context.program.check(context, expression, type);
  if (value === null || type === null) return null;
  return coerceTo(context, value, type, `the parameter \`${symbol.name}\``, symbol.type.span);
}

function reportUnknownParameter(
  context: Context,
  target: ComponentScope,
  { name }: Binding,
  other: ValueSymbol | undefined,
): void {
  const known = target.owned.filter(({ symbol }) => symbol.kind === 'param').map(({ symbol }) => symbol.name);
  const near = nearest(name.text, known);
  const what = target.declaration.name.text;
  const message =
    other === undefined
      ? `\`${what}\` has no parameter \`${name.text}\``
      : `\`${name.text}\` is ${describeSymbol(other)} of \`${what}\`, not a parameter`;
  context.program.report.error('SV057', message, name.span, {
    related: [{ span: other?.span ?? target.declaration.name.span, message: 'declared here' }],
    help:
      other?.kind === 'in'
        ? `wire it: \`connect … -> p.${name.text}\``
        : near !== null
          ? `did you mean \`${near}\`?`
          : known.length > 0
            ? `its parameters are ${known.join(', ')}`
            : 'it has no parameters',
  });
}
