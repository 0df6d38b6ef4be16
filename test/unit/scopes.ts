import { type Rational, rational } from '../../src/core/exact/rational.ts';
import type {
  Clause,
  Definition,
  Expr,
  PartInstance,
  Scope,
  Sort,
  StateDefinition,
  Value,
  Variable,
} from '../../src/core/model/model.ts';
import type { Span } from '../../src/core/text/source.ts';
import type { Unit } from '../../src/core/types/typed.ts';

/** Small hand-made scopes for tests: variables, expressions, clauses, parts, and a scope that holds them. */

export const BOOL: Sort = { kind: 'bool' };
export const INT: Sort = { kind: 'int' };
export const REAL: Sort = { kind: 'real' };
export const SPAN: Span = { path: 'test.safety', start: 0, end: 0 };

type Number_ = number | bigint | Rational;

/** An exact number from a whole number, or as it is. */
export function q(value: Number_, denominator = 1): Rational {
  return typeof value === 'object' ? value : rational(BigInt(value), BigInt(denominator));
}

export function variable(name: string, sort: Sort, role: Variable['role'], more: Partial<Variable> = {}): Variable {
  const rigid = role === 'param';
  return { name, sort, unit: null, role, rigid, delayed: false, part: null, span: SPAN, ...more };
}

export function unit(text: string, factor: Rational): Unit {
  return { text, factor, dimension: [] };
}

/** A formula from a variable, a number (a real), a Boolean, or as it is. */
export type Like = Expr | Variable | boolean | Number_;

export function e(like: Like): Expr {
  if (typeof like === 'boolean') return { kind: 'literal', sort: BOOL, value: like };
  if (typeof like === 'number' || typeof like === 'bigint') return { kind: 'literal', sort: REAL, value: q(like) };
  if ('role' in like) return { kind: 'variable', variable: like, sort: like.sort };
  return 'kind' in like ? like : { kind: 'literal', sort: REAL, value: like };
}

export function int(value: number | bigint): Expr {
  return { kind: 'literal', sort: INT, value: q(value) };
}

export function literal(sort: Sort, value: Value): Expr {
  return { kind: 'literal', sort, value };
}

const binary =
  (kind: 'implies' | 'iff' | 'eq' | 'lt' | 'le') =>
  (left: Like, right: Like): Expr => ({ kind, left: e(left), right: e(right), sort: BOOL });
export const implies = binary('implies');
export const iff = binary('iff');
export const eq = binary('eq');
export const lt = binary('lt');
export const le = binary('le');

export function sub(left: Like, right: Like): Expr {
  return { kind: 'sub', left: e(left), right: e(right), sort: e(left).sort };
}

const partial =
  (kind: 'div' | 'idiv' | 'mod') =>
  (left: Like, right: Like, span = SPAN): Expr => ({
    kind,
    left: e(left),
    right: e(right),
    sort: kind === 'div' ? REAL : INT,
    span,
  });
export const div = partial('div');
export const idiv = partial('idiv');
export const mod = partial('mod');

const many =
  (kind: 'add' | 'mul' | 'min' | 'max') =>
  (...operands: readonly Like[]): Expr => ({
    kind,
    operands: operands.map(e),
    sort: operands.length === 0 ? REAL : e(operands[0]!).sort,
    span: SPAN,
  });
export const add = many('add');
export const mul = many('mul');
export const min = many('min');
export const max = many('max');

export function and(...operands: readonly Like[]): Expr {
  return { kind: 'and', operands: operands.map(e), sort: BOOL };
}

export function or(...operands: readonly Like[]): Expr {
  return { kind: 'or', operands: operands.map(e), sort: BOOL };
}

export function not(operand: Like): Expr {
  return { kind: 'not', operand: e(operand), sort: BOOL };
}

export function unary(kind: 'neg' | 'abs' | 'floor' | 'ceil' | 'toReal', operand: Like): Expr {
  const inner = e(operand);
  const sort = kind === 'floor' || kind === 'ceil' ? INT : kind === 'toReal' ? REAL : inner.sort;
  return { kind, operand: inner, sort };
}

export function power(base: Like, exponent: bigint): Expr {
  return { kind: 'power', base: e(base), exponent, sort: e(base).sort, span: SPAN };
}

export function ite(condition: Like, yes: Like, no: Like): Expr {
  // biome-ignore lint/suspicious/noThenProperty: the model's conditional has this field
  return { kind: 'if', condition: e(condition), then: e(yes), else: e(no), sort: e(yes).sort };
}

export function select(elements: readonly Like[], index: Like): Expr {
  return { kind: 'select', elements: elements.map(e), index: e(index), sort: e(elements[0]!).sort, span: SPAN };
}

export function prev(operand: Like, initial: Like): Expr {
  return { kind: 'prev', operand: e(operand), initial: e(initial), sort: e(operand).sort };
}

export function temporal(kind: 'once' | 'historically' | 'initially', operand: Like): Expr {
  return { kind, operand: e(operand), sort: BOOL };
}

export function since(left: Like, right: Like): Expr {
  return { kind: 'since', left: e(left), right: e(right), sort: BOOL };
}

export function held(operand: Like, steps: number): Expr {
  return { kind: 'held', operand: e(operand), steps, sort: BOOL };
}

export function whenever(trigger: Like, response: Like, steps: number): Expr {
  return { kind: 'whenever', trigger: e(trigger), response: e(response), steps, sort: BOOL };
}

export function clause(name: string, body: Like, more: Partial<Clause> = {}): Clause {
  return {
    name,
    kind: 'guarantee',
    sentence: null,
    body: e(body),
    settled: false,
    exported: true,
    partial: false,
    risk: null,
    annotations: [],
    span: SPAN,
    bodySpan: SPAN,
    ...more,
  };
}

export function assumption(name: string, body: Like, more: Partial<Clause> = {}): Clause {
  return clause(name, body, { kind: 'assumption', ...more });
}

export function definition(target: Variable, body: Like, more: Partial<Definition> = {}): [Variable, Definition] {
  return [
    target,
    { variable: target, body: e(body), partial: null, origin: 'let', annotations: [], span: SPAN, ...more },
  ];
}

export function state(target: Variable, initial: Like | null, next: Like): [Variable, StateDefinition] {
  const first = initial === null ? null : e(initial);
  return [target, { variable: target, initial: first, next: e(next), partial: false, span: SPAN }];
}

export function part(path: string, more: Partial<PartInstance>): PartInstance {
  return {
    path,
    name: path,
    index: null,
    component: path,
    inputs: [],
    outputs: [],
    internals: [],
    parameters: [],
    parameterRanges: [],
    assumptions: [],
    guarantees: [],
    faults: [],
    annotations: [],
    span: SPAN,
    ...more,
  };
}

export function scope(more: Partial<Scope>): Scope {
  return {
    component: 'S',
    setting: null,
    fixed: new Map(),
    kind: 'leaf',
    variables: [],
    definitions: new Map(),
    states: new Map(),
    parameterRanges: [],
    defaults: new Map(),
    freeRanges: [],
    assumptions: [],
    guarantees: [],
    invariants: [],
    faults: [],
    ranges: [],
    modes: [],
    parts: [],
    step: null,
    annotations: [],
    span: SPAN,
    hasAll: true,
    ...more,
  };
}

/** A trace of the given steps, each a list of variables with their values; whole numbers may be JavaScript numbers. */
export function trace(
  steps: readonly (readonly [Variable, Value | number])[][],
  rigid: readonly (readonly [Variable, Value | number])[] = [],
): { rigid: Map<Variable, Value>; steps: Map<Variable, Value>[] } {
  const values = (pairs: readonly (readonly [Variable, Value | number])[]) =>
    new Map(pairs.map(([v, value]): [Variable, Value] => [v, typeof value === 'number' ? q(value) : value]));
  return { rigid: values(rigid), steps: steps.map(values) };
}
