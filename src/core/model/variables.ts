import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { ScalarType, TypedExpr, ValueSymbol } from '../types/typed.ts';
import { variable as node } from './build.ts';
import { arrayElements, convert } from './expression.ts';
import type { Denotation, Frame } from './frame.ts';
import { Abandoned } from './limits.ts';
import type { Definition, Expr, Variable } from './model.ts';
import { isRigid } from './reach.ts';
import { sizeOf } from './size.ts';

/** The variables of a declaration, one for each element of an array, and what its name then denotes. */
export interface Declared {
  readonly variables: readonly Variable[];
  readonly denotation: Denotation;
}

/** Makes the variables of a declaration in a frame: `x`, or `x[1]` to `x[n]`. */
export function declare(symbol: ValueSymbol, frame: Frame): Declared {
  const base = {
    type: typeOf(symbol),
    role: roleOf(symbol),
    rigid: isRigidSymbol(symbol),
    delayed: symbol.kind === 'out' && symbol.delayed,
    part: frame.path,
    span: symbol.span,
  };
  const name = frame.nameOf(symbol.name);
  const size = sizeExpression(symbol);
  if (size === null) {
    const variable = frame.scope.variable({ ...base, name });
    return { variables: [variable], denotation: { kind: 'scalar', expr: node(variable) } };
  }
  const count = sizeOf(size, frame, `elements of \`${name}\``);
  const variables: Variable[] = [];
  for (let at = 1n; at <= count; at += 1n) variables.push(frame.scope.variable({ ...base, name: `${name}[${at}]` }));
  return { variables, denotation: { kind: 'array', elements: variables.map(node) } };
}

function typeOf(symbol: ValueSymbol): ScalarType {
  switch (symbol.kind) {
    case 'mode':
    case 'fault':
      return { kind: 'bool' };
    case 'index':
    case 'member':
      throw new Error(`${symbol.name} is no variable`);
    default:
      return symbol.type.scalar;
  }
}

function roleOf(symbol: ValueSymbol): Variable['role'] {
  switch (symbol.kind) {
    case 'in':
      return 'input';
    case 'out':
      return 'output';
    case 'param':
    case 'var':
    case 'state':
    case 'let':
    case 'mode':
    case 'fault':
      return symbol.kind;
    default:
      throw new Error(`${symbol.name} is no variable`);
  }
}

function isRigidSymbol(symbol: ValueSymbol): boolean {
  switch (symbol.kind) {
    case 'param':
      return true;
    case 'let':
      return isRigid(symbol.value);
    case 'mode':
      return isRigid(symbol.mode.when);
    default:
      return false;
  }
}

function sizeExpression(symbol: ValueSymbol): TypedExpr | null {
  switch (symbol.kind) {
    case 'in':
    case 'out':
    case 'var':
    case 'state':
    case 'let':
      return symbol.size;
    default:
      return null;
  }
}

/** Defines the variables of a declaration by a value: element by element if it is an array, else all by the same. */
export function defineAll(
  declared: Declared,
  value: TypedExpr,
  frame: Frame,
  how: Pick<Definition, 'origin' | 'partial' | 'annotations' | 'span'>,
): void {
  const bodies = valuesFor(declared.denotation, value, frame);
  for (const [at, variable] of declared.variables.entries())
    frame.scope.define({ variable, body: bodies[at]!, ...how });
}

/** The expressions that a value gives to each element of what is declared. */
export function valuesFor(target: Denotation, value: TypedExpr, frame: Frame): readonly Expr[] {
  if (target.kind === 'scalar') return [convert(value, frame)];
  const count = target.elements.length;
  if (!isArray(value)) {
    const body = convert(value, frame);
    return target.elements.map(() => body);
  }
  const elements = arrayElements(value, frame, null);
  if (elements.length !== count) throw new Abandoned(differentLengths(value, elements.length, count));
  return elements;
}

/** Whether the expression is an array, not one value. */
export function isArray(expr: TypedExpr): boolean {
  return (expr.kind === 'ref' || expr.kind === 'port') && expr.array;
}

export function differentLengths(value: TypedExpr, has: number, needs: number): ReturnType<typeof diagnostic> {
  return diagnostic('SV165', `this array has ${has} elements where ${needs} are needed`, value.span, {
    help: 'declare both with the same size',
  });
}
