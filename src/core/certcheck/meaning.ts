import { ONE, sign, ZERO } from '../exact/rational.ts';
import { remembered } from '../model/memo.ts';
import type { Expr, Scope, Sort, Variable } from '../model/model.ts';
import { operandsOf, TEMPORAL_KINDS } from '../model/traverse.ts';
import { count, list, reject, text } from '../text/strict_json.ts';
import { constant, MINUS_ONE, Path, type Poly, plus, type Row, rowOf, times, valueOf } from './rows.ts';
import { writtenText } from './written.ts';

/** In which behaviours faults come to be present: in none, in all, or at most so many of them. */
export type Faults = 'absent' | 'free' | bigint;

/** A truth value, a number, or a member of an enumeration (where it starts with `[`: the unknown that says which). */
type Value = boolean | Poly | string;
/** The values that are possible under a path, one for each choice left open; null: any, of what is not Boolean. */
type Cases = readonly Value[] | null;

const EITHER: Cases = [true, false];
const [NONE, UNIT] = [constant(ZERO), constant(ONE)];
/** With what an operator begins that is one of many operands, or of one. */
const STARTS: ReadonlyMap<string, Value> = new Map(
  Object.entries({ and: true, not: true, or: false, mul: UNIT, add: NONE, neg: NONE, abs: NONE, toReal: NONE }),
);

/**
 * What expressions of a scope mean at steps, as far as a path decides it. Definitions and states are followed to unknowns:
 * free variables at steps. `anchored`: step 0 is the first of a behaviour. Else it is any later one, and what is not in
 * the window (step -1 included, for what looks back once) is arbitrary.
 */
export class Meaning {
  readonly path = new Path();
  /** Whether nothing was looked at that speaks of other steps. */
  timeless = true;
  readonly #names: ReadonlyMap<string, Variable>;
  readonly #ints = new Map<string, boolean>();
  readonly #memo: Map<Expr, { readonly version: number; readonly cases: Cases }>[] = [];
  readonly #rows = new WeakMap<Poly, WeakMap<Poly, readonly (Row | boolean)[]>>();
  readonly #in: { readonly scope: Scope; readonly anchored: boolean; readonly steps: number; readonly faults: Faults };

  constructor(scope: Scope, anchored: boolean, steps: number, faults: Faults) {
    this.#in = { scope, anchored, steps, faults };
    this.#names = new Map(scope.variables.map((variable) => [variable.name, variable]));
    if (this.#names.size < scope.variables.length) reject('two variables have one name');
  }

  readonly variable = (name: string): Variable => this.#names.get(name) ?? reject(`there is no variable \`${name}\``);

  /** The sort of an unknown as certificates write it; rejects what is none. */
  sortOf(unknown: unknown): Sort {
    const [name, at, step] = list(unknown);
    if (name === '?' && text(at) !== '' && count(step, -1e6, -1) < 0) return { kind: 'bool' };
    const variable = this.variable(text(name));
    list(unknown, variable.rigid ? 1 : 2);
    if (this.#source(variable, variable.rigid ? 0 : count(at, -1, this.#in.steps - 1)) === null) return variable.sort;
    return reject(`\`${variable.name}\` is no unknown`);
  }

  /** Whether a product has whole factors only. */
  readonly isInt = (product: string): boolean =>
    remembered(this.#ints, product, () => list(JSON.parse(product)).every((each) => this.sortOf(each).kind === 'int'));

  /** The truth of a formula at a step; null where the path does not decide it. */
  readonly truth = (expr: Expr, step: number) => truthOf(this.#cases(expr, step));

  /** What a path does not change is kept for good, anything else until the path changes. */
  #cases(expr: Expr, step: number): Cases {
    const memo = (this.#memo[step + 1] ??= new Map());
    const kept = memo.get(expr);
    const { path } = this;
    const before = path.consulted;
    path.consulted += kept?.version === path.version ? 1 : 0;
    if (kept?.version === -1 || kept?.version === path.version) return kept.cases;
    const cases = this.#derive(expr, step);
    memo.set(expr, { version: path.consulted === before ? -1 : path.version, cases });
    return cases;
  }

  /** By what a variable is defined at a step, and as of which; null where it is free. */
  #source(variable: Variable, step: number): readonly [expr: Expr, step: number] | null {
    const { scope, anchored } = this.#in;
    const definition = scope.definitions.get(variable);
    if (definition !== undefined) return [definition.body, variable.rigid ? 0 : step];
    const state = scope.states.get(variable);
    if (state !== undefined) this.timeless = false;
    if (state === undefined || step < 0) return null;
    if (step > 0) return [state.next, step - 1];
    return anchored && state.initial !== null ? [state.initial, 0] : null;
  }

  #variable(variable: Variable, step: number): Cases {
    const source = this.#source(variable, step);
    if (source !== null) return this.#cases(...source);
    if (variable.role === 'fault' && this.#in.faults === 'absent') return [false];
    const unknown = JSON.stringify(variable.rigid ? [variable.name] : [variable.name, step]);
    if (variable.sort.kind === 'bool') return this.#is(unknown);
    return [variable.sort.kind === 'enum' ? unknown : new Map([[`[${unknown}]`, ONE]])];
  }

  readonly #is = (unknown: string): Cases =>
    known(this.path.decides({ row: null, unknown, member: null, value: true }));

  #derive(expr: Expr, step: number): Cases {
    const { anchored } = this.#in;
    const first = step === 0 && anchored;
    const any = expr.sort.kind === 'bool' ? EITHER : null;
    if (TEMPORAL_KINDS.has(expr.kind)) this.timeless = false;
    const of = (operand: Expr, at = step) => this.#cases(operand, at);
    const arbitrary = (at: number, by: Expr = expr) =>
      any === null || writtenText(by) === '' ? any : this.#is(JSON.stringify(['?', writtenText(by), at]));
    const earlier = (start: boolean) => (first ? [start] : step < 0 ? arbitrary(step - 1) : of(expr, step - 1));
    const fold = (kind: string, ...operands: readonly Cases[]) => this.#fold(kind, operands);
    switch (expr.kind) {
      case 'literal':
        return [typeof expr.value === 'object' ? constant(expr.value) : expr.value];
      case 'variable':
        return this.#variable(expr.variable, step);
      case 'if':
        return union((of(expr.condition) ?? [NONE]).map((holds) => of(bool(holds) ? expr.then : expr.else)));
      case 'power':
        if (expr.exponent < 0n || expr.exponent > 64n) return null;
        return fold('mul', ...Array<Cases>(Number(expr.exponent)).fill(of(expr.base))); // exact: at most 64
      case 'prev':
        return first ? of(expr.initial, 0) : step < 0 ? arbitrary(step - 1) : of(expr.operand, step - 1);
      case 'once':
        return fold('or', of(expr.operand), earlier(false));
      case 'historically':
        return fold('and', of(expr.operand), earlier(true));
      case 'since':
        return fold('or', of(expr.right), fold('and', of(expr.left), earlier(false)));
      case 'initially':
        return first ? of(expr.operand) : step < 0 ? any : [true];
      case 'held': {
        const from = step - expr.steps + 1;
        if (from < 0 && anchored) return [false];
        const once = { ...expr, steps: 1 };
        return fold('and', ...upTo(from, step).map((at) => (at < -1 ? arbitrary(at, once) : of(expr.operand, at))));
      }
      case 'whenever': {
        const from = step - expr.steps;
        if (from < 0 && anchored) return [true];
        const notDue = from < 0 ? arbitrary(from) : fold('not', of(expr.trigger, from));
        return fold('or', notDue, ...upTo(Math.max(from, 0), step).map((at) => of(expr.response, at)));
      }
    }
    return this.#operators[expr.kind] === undefined
      ? any
      : fold(expr.kind, ...operandsOf(expr).map((each) => of(each)));
  }

  /** The values of `((a ∘ b) ∘ c) ∘ …` over all cases. */
  #fold(kind: string, operands: readonly Cases[]): Cases {
    const apply = this.#operators[kind]!;
    const any = /^(and|or|not|implies|iff|eq|lt|le)$/.test(kind) ? EITHER : null;
    const [start, ...rest] = STARTS.has(kind) ? [[STARTS.get(kind)!], ...operands] : operands;
    return rest.reduce((left, right) => {
      if (left === null || right === null || left.length * right.length > 64) return any;
      return union(left.flatMap((a) => right.map((b) => apply(a, b))));
    }, start ?? null);
  }

  readonly #operators: Readonly<Record<string, (a: Value, b: Value) => Cases>> = {
    and: (a, b) => [bool(a) && bool(b)],
    or: (a, b) => [bool(a) || bool(b)],
    not: (_, b) => [!bool(b)],
    implies: (a, b) => [!bool(a) || bool(b)],
    iff: (a, b) => [bool(a) === bool(b)],
    eq: (a, b) => known(this.#same(a, b)),
    lt: (a, b) => known(this.#below(a, b, true)),
    le: (a, b) => known(this.#below(a, b, false)),
    add: (a, b) => [plus(number(a), number(b))],
    toReal: (_, b) => [number(b)],
    sub: (a, b) => [plus(number(a), number(b), MINUS_ONE)],
    neg: (_, b) => [plus(NONE, number(b), MINUS_ONE)],
    mul: (a, b) => some(times(number(a), number(b))),
    abs: (_, b) => either(this.#below(b, NONE, true), plus(NONE, number(b), MINUS_ONE), b),
    min: (a, b) => either(this.#below(a, b, false), a, b),
    max: (a, b) => either(this.#below(b, a, false), a, b),
    div: (a, b) => {
      const divisor = valueOf(number(b));
      return some(divisor === null || sign(divisor) === 0 ? null : plus(NONE, number(a), divisor.inverse()));
    },
  };

  /** Whether `left <= right` (or `<`). */
  #below(left: Value, right: Value, strict: boolean): boolean | null {
    const [a, b] = [number(left), number(right)];
    const make = () => [false, true].map((each) => rowOf(plus(a, b, MINUS_ONE), each, this.isInt));
    const rows = remembered(this.#rows, a, () => new WeakMap());
    const row = remembered(rows, b, make)[strict ? 1 : 0]!;
    return typeof row === 'boolean' ? row : this.path.decides({ row });
  }

  #same(left: Value, right: Value): boolean | null {
    if (typeof left === 'boolean') return left === bool(right);
    if (typeof left !== 'string' || typeof right !== 'string') {
      const both = [this.#below(left, right, false), this.#below(right, left, false)];
      return both.includes(false) ? false : both.includes(null) ? null : true;
    }
    const is = (value: string, member: string) =>
      value[0] === '[' ? this.path.decides({ row: null, unknown: value, member, value: true }) : value === member;
    if (left === right || left[0] !== '[') return left === right || is(right, left);
    if (right[0] !== '[') return is(left, right);
    const sort = this.sortOf(JSON.parse(left));
    const members = sort.kind === 'enum' ? sort.members : reject('no enumeration');
    if (members.some((each) => is(left, each) === true && is(right, each) === true)) return true;
    return members.every((each) => is(left, each) === false || is(right, each) === false) ? false : null;
  }
}

const bool = (value: Value): boolean => (typeof value === 'boolean' ? value : reject('a truth value is needed'));
const number = (value: Value): Poly => (typeof value === 'object' ? value : reject('a number is needed'));
const known = (truth: boolean | null): Cases => (truth === null ? EITHER : [truth]);
const some = (value: Poly | null): Cases => (value === null ? null : [value]);
const either = (condition: boolean | null, yes: Value, no: Value): Cases =>
  condition === null ? [yes, no] : [condition ? yes : no];
const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** The one truth value of all cases, or null. */
function truthOf(cases: Cases): boolean | null {
  const [value, other] = (cases ?? EITHER!).map(bool);
  return other === undefined ? (value ?? null) : null;
}

/** All that is possible in one of the ways, null where that is anything. */
function union(ways: readonly Cases[]): Cases {
  const values = new Set(ways.flat());
  return values.has(null) || values.size > 64 ? null : ([...values] as Value[]);
}
