import type { Expression } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { Draft } from './component_scope.ts';
import type { Context } from './context.ts';
import { fold, foldNumber, type Known } from './fold.ts';
import { coerceTo } from './operands.ts';
import { checkArrayOrValue, isArray } from './references.ts';
import { showType } from './scalar.ts';
import type { ScalarType, TypedExpr, TypedPart, ValueSymbol } from './typed.ts';

/** What a value is for: its type, the length of the array it fills (null for one value), and how to speak of it. */
export interface Need {
  readonly type: ScalarType;
  readonly size: TypedExpr | null;
  /** `the output \`y\``. */
  readonly role: string;
  /** The place that asks for the type. */
  readonly declared: Span;
}

/**
 * Checks the value of a definition or the source of a connection. An array may be filled elementwise by an array of the same
 * length and the same type, or by one value for all elements.
 */
export function checkValue(context: Context, expression: Expression, need: Need): TypedExpr | null {
  const checked = checkArrayOrValue(context, expression, need.type);
  return checked === null ? null : fitValue(context, checked, need);
}

/** Brings a checked value to what is needed; see `checkValue`. */
export function fitValue(context: Context, value: TypedExpr, need: Need): TypedExpr | null {
  if (!isArray(value)) return coerceTo(context, value, need.type, need.role, need.declared);
  if (need.size === null) return reportArray(context, value, need);
  const fitted = coerceTo(context, value, need.type, `each element of ${need.role}`, need.declared);
  if (fitted === null) return null;
  if (fitted !== value) return reportElements(context, value, need);
  return lengthsAgree(context, value, need) ? value : null;
}

function reportArray(context: Context, value: TypedExpr, need: Need): null {
  context.program.report.error('SV113', `${need.role} is one value, but this is an array`, value.span, {
    related: [{ span: need.declared, message: 'declared as one value' }],
    help: 'take one element, as in `x[1]`, or combine them: `sum(x)`, `max(x)`, `all(x)`',
  });
  return null;
}

function reportElements(context: Context, value: TypedExpr, need: Need): null {
  const message = `each element of ${need.role} is \`${showType(need.type)}\`, but those of this array are \`${showType(value.type)}\``;
  context.program.report.error('SV100', message, value.span, {
    related: [{ span: need.declared, message: 'declared here' }],
    help: 'arrays are passed as they are: declare both with one type, or connect element by element',
  });
  return null;
}

function lengthsAgree(context: Context, value: TypedExpr, need: Need): boolean {
  const [length, wanted] = [foldedLength(value), foldNumber(need.size!)];
  if (length === null || wanted === null || length.equals(wanted)) return true;
  context.program.report.error(
    'SV118',
    `${need.role} has ${wanted.toFraction()} elements, but this array has ${length.toFraction()}`,
    value.span,
    {
      related: [{ span: need.declared, message: 'declared here' }],
    },
  );
  return false;
}

/** The length of an array, where it is known before any run. */
function foldedLength(array: TypedExpr) {
  const size = arraySize(array);
  return size === null ? null : foldNumber(size);
}

/**
 * The length of an array as an expression of the component that names it; null where that cannot be said
 * (an array in a part whose length hangs on a parameter without a value).
 */
export function arraySize(array: TypedExpr): TypedExpr | null {
  if (array.kind === 'ref' && 'size' in array.symbol) return array.symbol.size;
  if (array.kind !== 'port' || !('size' in array.symbol)) return null;
  const family = array.part.size !== null && array.index === null && array.member === null;
  if (family) return array.part.size;
  return array.symbol.size === null ? null : throughBindings(array.symbol.size, array.part);
}

/** An expression over a part's parameters, with what they are bound to. */
export function throughBindings(expr: TypedExpr, part: TypedPart, seen: readonly ValueSymbol[] = []): TypedExpr | null {
  switch (expr.kind) {
    case 'number':
      return expr;
    case 'ref': {
      if (expr.symbol.kind === 'const') return expr;
      const bound = part.bindings.find((one) => one.parameter === expr.symbol);
      if (bound !== undefined) return bound.value;
      const fallback = expr.symbol.kind === 'param' ? expr.symbol.value : null;
      if (fallback === null || seen.includes(expr.symbol)) return null;
      return throughBindings(fallback, part, [...seen, expr.symbol]);
    }
    case 'unary': {
      const operand = throughBindings(expr.operand, part, seen);
      return operand === null ? null : { ...expr, operand };
    }
    case 'binary': {
      const left = throughBindings(expr.left, part, seen);
      const right = throughBindings(expr.right, part, seen);
      return left === null || right === null ? null : { ...expr, left, right };
    }
    default:
      return null;
  }
}

/** The values of a part's parameters that are known before any run. */
export function knownParameters(part: TypedPart): Known {
  const known = new Map();
  for (const symbol of part.component.symbols) {
    if (symbol.kind !== 'param') continue;
    const value = part.bindings.find((one) => one.parameter === symbol)?.value ?? symbol.value;
    const folded = value === null ? null : fold(value);
    if (folded?.kind === 'value') known.set(symbol, folded.value);
  }
  return known;
}

/** Sets the lengths of definitions whose value is an array. */
export function completeLetSize(context: Context, symbol: Draft<Extract<ValueSymbol, { readonly kind: 'let' }>>): void {
  if (!isArray(symbol.value)) return;
  const size = arraySize(symbol.value);
  if (size !== null) symbol.size = size;
  else {
    context.program.report.error('SV121', 'the length of this array is not known here', symbol.value.span, {
      help: 'bind the parameter that it hangs on, or name the array directly where you need it',
    });
  }
}
