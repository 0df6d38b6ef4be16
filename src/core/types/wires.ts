import { nearest } from '../resolve/near.ts';
import type { ConnectItem, Expression, Name } from '../syntax/ast.ts';
import { checkBinders } from './aggregates.ts';
import type { Context } from './context.ts';
import { fold } from './fold.ts';
import { lookup } from './lookup.ts';
import { coerceToCount } from './operands.ts';
import { checkArrayOrValue, isArray, portSymbol } from './references.ts';
import { INT } from './scalar.ts';
import type { TypedBinder, TypedExpr, TypedPart, TypedWire, ValueSymbol } from './typed.ts';
import { fitValue, throughBindings } from './values.ts';

type Input = Extract<ValueSymbol, { readonly kind: 'in' }>;

/** Where a connection ends: `p.x`, `q[i].x`, `p.x[2]`. */
interface Target {
  readonly part: TypedPart;
  readonly index: TypedExpr | null;
  readonly port: Input;
  readonly portIndex: TypedExpr | null;
}

/** Checks all connections of a component, one wire for each target. */
export function checkWires(context: Context): readonly TypedWire[] {
  const wires = context.component!.declaration.items.flatMap((item) =>
    item.kind === 'connect' ? checkConnect(context, item) : [],
  );
  reportTwice(context, wires);
  return wires;
}

function checkConnect(context: Context, item: ConnectItem): readonly TypedWire[] {
  const bound = checkBinders(context, item.binders);
  refuseMembers(context, bound.binders ?? []);
  const targets = item.targets.map((target) => checkTarget(bound.context, target));
  const firstPort = targets.find((target) => target !== null)?.port;
  const expected = firstPort === undefined ? null : context.program.scalarOf(firstPort);
  const source = checkArrayOrValue(bound.context, item.source, expected);
  if (source === null || bound.binders === null) return [];
  const { binders } = bound;
  return targets.flatMap((target, at) => {
    const wire = target === null ? null : wireTo(bound.context, source, target, item, item.targets[at]!, binders);
    return wire === null ? [] : [wire];
  });
}

/** A connection repeats over index ranges only. */
function refuseMembers(context: Context, binders: readonly TypedBinder[]): void {
  for (const { symbol, over } of binders) {
    if (over.kind === 'range') continue;
    context.program.report.error('SV116', 'a connection repeats over an index range', symbol.span, {
      help: `write \`for ${symbol.name} in 1..n\``,
    });
  }
}

function wireTo(
  context: Context,
  source: TypedExpr,
  target: Target,
  item: ConnectItem,
  written: Expression,
  binders: readonly TypedBinder[],
): TypedWire | null {
  const { part, index, port, portIndex } = target;
  const type = context.program.scalarOf(port);
  if (type === null) return null;
  const family = part.size !== null && index === null;
  const array = port.size !== null && portIndex === null;
  if (family && array && isArray(source)) {
    context.program.report.error('SV113', `an array cannot be spread over a family of arrays`, source.span, {
      help: `say which goes where: \`connect … -> ${part.name}[i].${port.name} for i in 1..n\``,
    });
    return null;
  }
  const size = family ? part.size : array ? port.size : null;
  const need = {
    type,
    size: array && !family ? partSize(target) : size,
    role: `the input \`${part.name}.${port.name}\``,
    declared: port.type.span,
  };
  const fitted = fitValue(context, source, need);
  return fitted === null
    ? null
    : {
        source: fitted,
        part,
        index,
        port,
        portIndex,
        binders,
        annotations: item.annotations,
        span: item.span,
        targetSpan: written.span,
      };
}

/** The length of an array port, as far as the part's bindings tell. */
function partSize({ part, port }: Target): TypedExpr {
  return throughBindings(port.size!, part) ?? port.size!;
}

function checkTarget(context: Context, target: Expression): Target | null {
  if (target.kind === 'index' && target.object.kind === 'field') return checkElementTarget(context, target);
  if (target.kind !== 'field') return reportTarget(context, target);
  const owner = targetPart(context, target.object);
  if (owner === null) return null;
  const port = inputOf(context, owner.part, target.field);
  return port === null ? null : { ...owner, port, portIndex: null };
}

/** `p.x[2]` is an element of an array port; `racks.power[2]` is the port of a member. */
function checkElementTarget(context: Context, target: Extract<Expression, { readonly kind: 'index' }>): Target | null {
  const whole = checkTarget(context, target.object);
  const at = count(context, target.index);
  if (whole === null || at === null) return null;
  if (whole.part.size !== null && whole.index === null && whole.port.size === null) return { ...whole, index: at };
  if (whole.port.size !== null) return { ...whole, portIndex: at };
  context.program.report.error(
    'SV114',
    `\`${whole.part.name}.${whole.port.name}\` is one value, and has no elements`,
    target.span,
  );
  return null;
}

function targetPart(
  context: Context,
  object: Expression,
): { readonly part: TypedPart; readonly index: TypedExpr | null } | null {
  if (object.kind === 'name') {
    const part = partNamed(context, object.name);
    return part === null ? null : { part, index: null };
  }
  if (object.kind !== 'index' || object.object.kind !== 'name') return reportTarget(context, object);
  const part = partNamed(context, object.object.name);
  const index = count(context, object.index);
  if (part === null || index === null) return null;
  if (part.size !== null) return { part, index };
  context.program.report.error('SV114', `\`${part.name}\` is a single part, not a family`, object.span, {
    help: `write \`${part.name}.…\` without an index`,
  });
  return null;
}

function partNamed(context: Context, name: Name): TypedPart | null {
  const meaning = lookup(context, name.text);
  if (meaning.kind === 'part') return meaning.part;
  if (meaning.kind === 'failed') return null;
  const near = nearest(
    name.text,
    context.component!.parts.map((part) => part.name),
  );
  context.program.report.error('SV153', `\`${name.text}\` is no part`, name.span, {
    help: near === null ? 'a connection ends at an input of a part: `connect e -> p.x`' : `did you mean \`${near}\`?`,
  });
  return null;
}

function count(context: Context, expression: Expression): TypedExpr | null {
  const checked = context.program.check(context, expression, INT);
  return checked === null ? null : coerceToCount(context, checked, 'an index');
}

function inputOf(context: Context, part: TypedPart, field: Name): Input | null {
  const symbol = portSymbol(context, part, field);
  if (symbol === null || symbol.kind === 'in') return symbol;
  context.program.report.error(
    'SV153',
    `\`${part.name}.${field.text}\` is ${symbol.kind === 'fault' ? 'a fault' : 'an output'}, and cannot be wired`,
    field.span,
    {
      related: [{ span: symbol.span, message: 'declared here' }],
      help:
        symbol.kind === 'out'
          ? `a connection goes from an output to an input: \`connect ${part.name}.${field.text} -> …\``
          : null,
    },
  );
  return null;
}

function reportTarget(context: Context, target: Expression): null {
  context.program.report.error('SV153', 'a connection ends at an input of a part', target.span, {
    help: targetHelp(context, target),
  });
  return null;
}

function targetHelp(context: Context, target: Expression): string {
  const own = target.kind === 'name' ? context.component!.symbol(target.name.text) : undefined;
  if (own === undefined || own === null) return 'write `connect e -> p.x`';
  const source = sourceOf(context, target);
  const from = source?.kind === 'field' && source.object.kind === 'name' ? source : null;
  const path =
    from === null ? '…' : `${(from.object as typeof from.object & { kind: 'name' }).name.text}.${from.field.text}`;
  if (own.kind === 'out')
    return `an output of the system is defined where it is declared: \`out ${own.name} : … = ${path}\``;
  return `the arrow points at what is fed: \`connect ${own.name} -> ${path === '…' ? 'p.x' : path}\``;
}

/** The source of the connection that has this target. */
function sourceOf(context: Context, target: Expression): Expression | null {
  for (const item of context.component!.declaration.items)
    if (item.kind === 'connect' && item.targets.includes(target)) return item.source;
  return null;
}

/** Two wires to one input, as far as their indices are constants; those with binders are compared when they are spread out. */
function reportTwice(context: Context, wires: readonly TypedWire[]): void {
  const seen = new Map<string, TypedWire[]>();
  for (const wire of wires) {
    const key = `${wire.part.name}.${wire.port.name}`;
    const earlier = seen.get(key)?.find((other) => overlap(wire, other));
    seen.set(key, [...(seen.get(key) ?? []), wire]);
    if (earlier === undefined) continue;
    context.program.report.error('SV152', `\`${key}\` is wired twice`, wire.targetSpan, {
      related: [{ span: earlier.targetSpan, message: 'first wired here' }],
      help: 'an input has one source: remove one, or combine them, as in `connect max(a, b) -> …`',
    });
  }
}

function overlap(a: TypedWire, b: TypedWire): boolean {
  return sameIndex(a.index, b.index) && sameIndex(a.portIndex, b.portIndex);
}

/** No index stands for all. */
function sameIndex(a: TypedExpr | null, b: TypedExpr | null): boolean {
  if (a === null || b === null) return true;
  const [first, second] = [fold(a), fold(b)];
  if (first.kind !== 'value' || second.kind !== 'value') return false;
  return typeof first.value === 'object' && typeof second.value === 'object' && first.value.equals(second.value);
}
