import { nearest } from '../resolve/near.ts';
import type { Expression, Name } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { Context } from './context.ts';
import { describeSymbol, lookup, reportNoMember, reportUnknown } from './lookup.ts';
import { coerceToCount } from './operands.ts';
import { BOOL, INT, isEnum } from './scalar.ts';
import type { EnumType, ScalarType, TypedExpr, TypedPart, ValueSymbol } from './typed.ts';

type Field = Extract<Expression, { readonly kind: 'field' }>;
type Index = Extract<Expression, { readonly kind: 'index' }>;

/** A name by itself, as one value; an array is reported. */
export function checkName(context: Context, name: Name, expected: ScalarType | null): TypedExpr | null {
  return single(context, checkNameOrArray(context, name, expected));
}

/** A field of a part or an enumeration, as one value. */
export function checkField(context: Context, expression: Field): TypedExpr | null {
  return single(context, checkFieldOrArray(context, expression));
}

/** Checks an expression that may also name an array: `loads`, `racks.power`, `p.loads`. */
export function checkArrayOrValue(
  context: Context,
  expression: Expression,
  expected: ScalarType | null,
): TypedExpr | null {
  if (expression.kind === 'name') return checkNameOrArray(context, expression.name, expected);
  if (expression.kind === 'field') return checkFieldOrArray(context, expression);
  return context.program.check(context, expression, expected);
}

/** Whether the expression names an array. */
export function isArray(expr: TypedExpr): boolean {
  return (expr.kind === 'ref' || expr.kind === 'port') && expr.array;
}

function single(context: Context, expr: TypedExpr | null): TypedExpr | null {
  if (expr === null || !isArray(expr)) return expr;
  const family = expr.kind === 'port' && expr.part.size !== null && expr.index === null && expr.member === null;
  context.program.report.error(
    'SV113',
    `this is ${family ? 'one value for each member of a family' : 'an array'}, but one value is needed`,
    expr.span,
    {
      help: 'take one with an index, as in `x[1]`, or all with `sum(x)`, `max(x)`, `all(x)`',
    },
  );
  return null;
}

function checkNameOrArray(context: Context, name: Name, expected: ScalarType | null): TypedExpr | null {
  const meaning = lookup(context, name.text);
  switch (meaning.kind) {
    case 'symbol':
      return reference(context, meaning.symbol, name.span);
    case 'part':
      return reportPart(context, name, meaning.part);
    case 'members':
      return memberOf(context, name, meaning.enumerations, expected);
    case 'failed':
      return null;
    case 'unknown':
      reportUnknown(context, name, expected);
      return null;
  }
}

/** A reference to a symbol; null where its declaration failed. */
export function reference(context: Context, symbol: ValueSymbol, span: Span): TypedExpr | null {
  if (symbol.kind === 'member' && 'component' in symbol.of)
    return reportPart(context, { text: symbol.name, span }, symbol.of);
  const type = context.program.scalarOf(symbol);
  if (type === null) return null;
  return { kind: 'ref', symbol, array: 'size' in symbol && symbol.size !== null, type, span };
}

function reportPart(context: Context, name: Name, part: TypedPart): null {
  const port =
    part.component.symbols.find((one) => one.kind === 'out') ?? part.component.symbols.find((one) => one.kind === 'in');
  context.program.report.error('SV061', `\`${name.text}\` is a part, and has no value of its own`, name.span, {
    help: `name one of its ports: \`${name.text}.${port?.name ?? '…'}\``,
  });
  return null;
}

function memberOf(
  context: Context,
  name: Name,
  enumerations: readonly EnumType[],
  expected: ScalarType | null,
): TypedExpr | null {
  if (isEnum(expected) && enumerations.includes(expected)) return member(name.text, expected, name.span);
  if (isEnum(expected)) {
    reportNoMember(context, name, expected);
    return null;
  }
  if (enumerations.length === 1) return member(name.text, enumerations[0]!, name.span);
  const qualified = enumerations.map((one) => `\`${one.name}.${name.text}\``);
  context.program.report.error(
    'SV052',
    `\`${name.text}\` is a member of ${enumerations.map((one) => `\`${one.name}\``).join(' and of ')}`,
    name.span,
    {
      help: `write ${qualified.join(' or ')}`,
    },
  );
  return null;
}

function member(text: string, type: EnumType, span: Span): TypedExpr {
  return { kind: 'member', member: text, type, span };
}

function checkFieldOrArray(context: Context, expression: Field): TypedExpr | null {
  const { object, field } = expression;
  if (object.kind === 'name') return fieldOfName(context, object.name, expression);
  if (object.kind === 'index' && object.object.kind === 'name') {
    return fieldOfMember(context, object.object.name, object.index, expression);
  }
  context.program.check(context, object, null);
  context.program.report.error('SV056', `\`.${field.text}\` needs a part before it`, expression.span);
  return null;
}

function fieldOfName(context: Context, name: Name, expression: Field): TypedExpr | null {
  const meaning = lookup(context, name.text);
  if (meaning.kind === 'part') return port(context, { part: meaning.part, index: null, member: null }, expression);
  if (meaning.kind === 'failed') return null;
  if (meaning.kind === 'symbol') return fieldOfSymbol(context, name, meaning.symbol, expression);
  const enumeration = context.file.enumeration(name.text);
  if (enumeration !== undefined) return qualified(context, enumeration, expression);
  if (meaning.kind === 'unknown') reportUnknown(context, name, null);
  else
    context.program.report.error(
      'SV056',
      `\`${name.text}\` is a member of an enumeration, and has no ports`,
      expression.span,
    );
  return null;
}

function fieldOfSymbol(context: Context, name: Name, symbol: ValueSymbol, expression: Field): TypedExpr | null {
  if (symbol.kind === 'member' && 'component' in symbol.of) {
    return port(context, { part: symbol.of, index: null, member: symbol }, expression);
  }
  if (context.program.scalarOf(symbol) === null) return null;
  context.program.report.error(
    'SV056',
    `\`${name.text}\` is ${describeSymbol(symbol)}, and has no ports`,
    expression.span,
  );
  return null;
}

function qualified(context: Context, enumeration: EnumType, { field, span }: Field): TypedExpr | null {
  if (enumeration.members.includes(field.text)) return member(field.text, enumeration, span);
  reportNoMember(context, field, enumeration);
  return null;
}

function fieldOfMember(context: Context, name: Name, at: Expression, expression: Field): TypedExpr | null {
  const index = context.program.check(context, at, INT);
  const count = index === null ? null : coerceToCount(context, index, 'an index');
  const meaning = lookup(context, name.text);
  if (meaning.kind === 'failed') return null;
  if (meaning.kind === 'unknown') reportUnknown(context, name, null);
  else if (meaning.kind !== 'part' || meaning.part.size === null)
    reportNoFamily(context, name, meaning.kind === 'part');
  else if (count !== null) return port(context, { part: meaning.part, index: count, member: null }, expression);
  return null;
}

function reportNoFamily(context: Context, name: Name, isPart: boolean): void {
  const message = isPart ? `\`${name.text}\` is a single part, not a family` : `\`${name.text}\` is no family of parts`;
  context.program.report.error('SV114', message, name.span, {
    help: isPart
      ? `write \`${name.text}.…\` without an index, or make it a family: \`part ${name.text}[n] : …\``
      : null,
  });
}

interface PortOwner {
  readonly part: TypedPart;
  readonly index: TypedExpr | null;
  readonly member: ValueSymbol | null;
}

function port(context: Context, owner: PortOwner, expression: Field): TypedExpr | null {
  const symbol = portSymbol(context, owner.part, expression.field);
  if (symbol === null) return null;
  const type = symbol.kind === 'fault' ? BOOL : context.program.scalarOf(symbol);
  if (type === null) return null;
  const family = owner.part.size !== null && owner.index === null && owner.member === null;
  const array = 'size' in symbol && symbol.size !== null;
  if (family && array) {
    context.program.report.error(
      'SV113',
      `each member of \`${owner.part.name}\` has an array \`${symbol.name}\``,
      expression.span,
      {
        help: `name the member: \`${owner.part.name}[1].${symbol.name}[1]\`, or \`sum(r in ${owner.part.name}: r.${symbol.name}[1])\``,
      },
    );
    return null;
  }
  return { kind: 'port', ...owner, symbol, array: family || array, type, span: expression.span };
}

/** The input, output or fault of that name of a part's component; anything else is reported. */
export function portSymbol(context: Context, part: TypedPart, field: Name): ValueSymbol | null {
  const component = part.component;
  const scope = context.program.scopeOf(component);
  const symbol = scope.symbol(field.text);
  if (symbol !== undefined && ['in', 'out', 'fault'].includes(symbol.kind)) return symbol;
  if (scope.failed.has(field.text)) return null;
  const { report } = context.program;
  if (symbol === undefined && scope.part(field.text) === undefined) {
    const ports = scope.owned
      .filter(({ symbol: one }) => one.kind === 'in' || one.kind === 'out')
      .map(({ symbol: one }) => one.name);
    const near = nearest(field.text, ports);
    report.error('SV056', `\`${component.name}\` has no port \`${field.text}\``, field.span, {
      related: [{ span: component.nameSpan, message: `\`${component.name}\` is declared here` }],
      help: near !== null ? `did you mean \`${near}\`?` : ports.length > 0 ? `its ports are ${ports.join(', ')}` : null,
    });
    return null;
  }
  const what = symbol === undefined ? 'a part' : describeSymbol(symbol);
  report.error(
    'SV056',
    `\`${field.text}\` is ${what} of \`${component.name}\`, which cannot be seen from outside`,
    field.span,
    {
      related: [{ span: scope.spanOf(field.text) ?? component.nameSpan, message: 'declared here' }],
      help:
        symbol?.kind === 'param'
          ? 'name the value that you bind it to'
          : 'give the component an output for it: `out y : T = …`',
    },
  );
  return null;
}

/** An element of an array: `loads[2]`, `p.loads[i]`. */
export function checkIndex(context: Context, expression: Index): TypedExpr | null {
  const { object } = expression;
  if (object.kind === 'name' && lookup(context, object.name.text).kind === 'part') {
    context.program.report.error(
      'SV061',
      `\`${object.name.text}[…]\` is a part, and has no value of its own`,
      expression.span,
      {
        help: `name one of its ports: \`${object.name.text}[1].…\``,
      },
    );
    return null;
  }
  const array = checkArrayOrValue(context, object, null);
  const at = context.program.check(context, expression.index, INT);
  const index = at === null ? null : coerceToCount(context, at, 'an index');
  if (array === null || index === null) return null;
  if (isArray(array)) return element(array, index, expression);
  context.program.report.error('SV114', 'this is one value, and has no elements', object.span, {
    help: 'leave the index out, or declare an array: `name[n] : T`',
  });
  return null;
}

/** `racks.power[2]` is `racks[2].power`. */
function element(array: TypedExpr, index: TypedExpr, { span }: Index): TypedExpr {
  const family = array.kind === 'port' && array.part.size !== null && array.index === null && array.member === null;
  if (family) return { ...array, index, array: false, span };
  return { kind: 'index', array, index, type: array.type, span };
}
