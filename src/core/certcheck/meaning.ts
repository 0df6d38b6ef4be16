import { isWhole, ONE, rational, sign, ZERO } from '../exact/rational.ts';
import { remembered } from '../model/memo.ts';
import type { Expr, Scope, Sort, Variable } from '../model/model.ts';
import { operandsOf } from '../model/traverse.ts';
import { constant, Path, type Poly, plus, type Row, rowOf, times, valueOf } from './rows.ts';
import { count, list, reject, text } from './strict.ts';
import { writtenText } from './written.ts';

/** In which behaviours faults come to be present: in none, in all, or at most so many of them. */
export type Faults = 'absent' | 'free' | bigint;

/** A truth value, a number, or a member of an enumeration (where it starts with `[`: the unknown that says which). */
type Value = boolean | Poly | string;
/** The values that are possible under a path, one for each choice left open; null: any, of what is not Boolean. */
type Cases = readonly Value[] | null;

const EITHER: Cases = [true, false];
const MINUS_ONE = rational(-1n);
const [NONE, UNIT] = [constant(ZERO), constant(ONE)];

/**
 * What expressions of a scope mean at steps, as far as a path decides it. Definitions and states are followed to unknowns:
 * free variables at steps. `anchored`: step 0 is the first of a behaviour. Else it is any later one, and what is not in
 * the window (step -1 included, for what looks back once) is arbitrary.
 */
export class Meaning {
  readonly path = new Path();
  readonly #scope: Scope;
  readonly #anchored: boolean;
  readonly #steps: number;
  readonly #faults: Faults;
  readonly #names: ReadonlyMap<string, Variable>;
  readonly #ints = new Map<string, boolean>();
  readonly #memo: Map<Expr, { readonly version: number; readonly cases: Cases }>[] = [];
  readonly #rows = new WeakMap<Poly, WeakMap<Poly, readonly (Row | boolean)[]>>();

  constructor(scope: Scope, anchored: boolean, steps: number, faults: Faults) {
    [this.#scope, this.#anchored, this.#steps, this.#faults] = [scope, anchored, steps, faults];
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
    if (this.#source(variable, variable.rigid ? 0 : count(at, -1, this.#steps - 1)) === null) return variable.sort;
    return reject(`\`${variable.name}\` is no unknown`);
  }

  /** Whether a product has whole factors only. */
  readonly isInt = (product: string): boolean =>
    remembered(this.#ints, product, () => list(JSON.parse(product)).every((each) => this.sortOf(each).kind === 'int'));

  /** The truth of a formula at a step; null where the path does not decide it. */
  truth(expr: Expr, step: number): boolean | null {
    const cases = this.#cases(expr, step)?.map(bool) ?? EITHER!;
    return cases.length === 1 ? (cases[0] as boolean) : null;
  }

  /** What a path does not change is kept for good, anything else until the path changes. */
  #cases(expr: Expr, step: number): Cases {
    const memo = (this.#memo[step + 1] ??= new Map());
    const known = memo.get(expr);
    const { path } = this;
    if (known !== undefined && (known.version === -1 || known.version === path.version)) {
      path.consulted += known.version === -1 ? 0 : 1;
      return known.cases;
    }
    const before = path.consulted;
    const cases = this.#derive(expr, step);
    memo.set(expr, { version: path.consulted === before ? -1 : path.version, cases });
    return cases;
  }

  /** By what a variable is defined at a step, and as of which; null where it is free. */
  #source(variable: Variable, step: number): readonly [expr: Expr, step: number] | null {
    const definition = this.#scope.definitions.get(variable);
    if (definition !== undefined) return [definition.body, variable.rigid ? 0 : step];
    const state = this.#scope.states.get(variable);
    if (state === undefined || step < 0) return null;
    if (step > 0) return [state.next, step - 1];
    return this.#anchored && state.initial !== null ? [state.initial, 0] : null;
  }

  #variable(variable: Variable, step: number): Cases {
    const source = this.#source(variable, step);
    if (source !== null) return this.#cases(...source);
    if (variable.role === 'fault' && this.#faults === 'absent') return [false];
    const unknown = JSON.stringify(variable.rigid ? [variable.name] : [variable.name, step]);
    if (variable.sort.kind === 'bool') return this.#is(unknown, null);
    return [variable.sort.kind === 'enum' ? unknown : new Map([[`[${unknown}]`, ONE]])];
  }

  #is(unknown: string, member: string | null): Cases {
    return known(this.path.decides({ row: null, unknown, member, value: true }));
  }

  #derive(expr: Expr, step: number): Cases {
    const of = (operand: Expr, at = step) => this.#cases(operand, at);
    const first = step === 0 && this.#anchored;
    const any = expr.sort.kind === 'bool' ? EITHER : null;
    const arbitrary = (at: number) => {
      const written = writtenText(expr);
      return written === null || any === null ? any : this.#is(JSON.stringify(['?', written, at]), null);
    };
    const earlier = (start: boolean) => (first ? [start] : step < 0 ? arbitrary(step - 1) : of(expr, step - 1));
    switch (expr.kind) {
      case 'literal':
        return [typeof expr.value === 'object' ? constant(expr.value) : expr.value];
      case 'variable':
        return this.#variable(expr.variable, step);
      case 'if':
        return union((of(expr.condition) ?? [NONE]).map((holds) => of(bool(holds) ? expr.then : expr.else)));
      case 'select': {
        const here = (index: Value, at: number) => this.#same(index, constant(rational(BigInt(at + 1)))) === true;
        const element = (index: Value) => expr.elements.find((_, at) => here(index, at));
        return union((of(expr.index) ?? [NONE]).map((index) => (element(index) ? of(element(index)!) : any)));
      }
      case 'power':
        return expr.exponent < 0n || expr.exponent > 64n
          ? null
          : this.#fold('mul', Array<Cases>(Number(expr.exponent)).fill(of(expr.base)), [UNIT]); // exact: at most 64
      case 'prev':
        return first ? of(expr.initial, 0) : step < 0 ? arbitrary(step - 1) : of(expr.operand, step - 1);
      case 'once':
        return this.#fold('or', [of(expr.operand), earlier(false)], [false]);
      case 'historically':
        return this.#fold('and', [of(expr.operand), earlier(true)], [true]);
      case 'since':
        return this.#fold('or', [this.#fold('and', [of(expr.left), earlier(false)], [true]), of(expr.right)], [false]);
      case 'initially':
        return first ? of(expr.operand) : step < 0 ? any : [true];
      case 'held': {
        const from = step - expr.steps + 1;
        if (from < 0 && this.#anchored) return [false];
        return this.#fold(
          'and',
          upTo(from, step).map((at) => (at < -1 ? arbitrary(at) : of(expr.operand, at))),
          [true],
        );
      }
      case 'whenever': {
        const from = step - expr.steps;
        if (from < 0 && this.#anchored) return [true];
        const answered = upTo(Math.max(from, 0), step).map((at) => of(expr.response, at));
        const due = from < 0 ? arbitrary(from) : this.#fold('not', [of(expr.trigger, from)], [true]);
        return this.#fold('or', [due, ...answered], [false]);
      }
      case 'min':
      case 'max':
        return expr.operands.length === 0
          ? null
          : this.#fold(
              expr.kind,
              expr.operands.slice(1).map((each) => of(each)),
              of(expr.operands[0]!),
            );
    }
    const operands = operandsOf(expr).map((operand) => of(operand));
    const start = STARTS.get(expr.kind);
    if (start !== undefined) return this.#fold(expr.kind, operands, [start]);
    return this.#fold(expr.kind, operands.slice(1), operands[0] ?? null);
  }

  /** The values of `((start ∘ a) ∘ b) ∘ …` over all cases. */
  #fold(kind: Expr['kind'], operands: readonly Cases[], start: Cases): Cases {
    const any = BOOLEAN.has(kind) ? EITHER : null;
    return operands.reduce((left, right) => {
      if (left === null || right === null || left.length * right.length > 64) return any;
      return union(left.flatMap((a) => right.map((b) => this.#apply(kind, a, b))));
    }, start);
  }

  #apply(kind: Expr['kind'], a: Value, b: Value): Cases {
    switch (kind) {
      case 'and':
        return [bool(a) && bool(b)];
      case 'or':
        return [bool(a) || bool(b)];
      case 'implies':
        return [!bool(a) || bool(b)];
      case 'not':
      case 'iff':
        return [(kind === 'iff') === (bool(a) === bool(b))];
      case 'eq':
        return known(this.#same(a, b));
      case 'lt':
      case 'le':
        return known(this.#below(a, b, kind === 'lt'));
      case 'add':
      case 'toReal':
        return [plus(number(a), number(b))];
      case 'sub':
      case 'neg':
        return [plus(number(a), number(b), MINUS_ONE)];
      case 'mul': {
        const product = times(number(a), number(b));
        return product === null ? null : [product];
      }
      case 'abs':
        return chosen(this.#below(b, NONE, true), plus(NONE, number(b), MINUS_ONE), b);
      case 'min':
        return chosen(this.#below(a, b, false), a, b);
      case 'max':
        return chosen(this.#below(b, a, false), a, b);
      case 'div': {
        const divisor = valueOf(number(b));
        return divisor === null || sign(divisor) === 0 ? null : [plus(NONE, number(a), divisor.inverse())];
      }
      case 'floor':
      case 'ceil':
        return [...number(b)].every(([product, factor]) => isWhole(factor) && this.isInt(product)) ? [b] : null;
      default:
        return null;
    }
  }

  /** Whether `left <= right` (or `<`). */
  #below(left: Value, right: Value, strict: boolean): boolean | null {
    const [a, b] = [number(left), number(right)];
    const make = () => [false, true].map((each) => rowOf(plus(a, b, MINUS_ONE), each, this.isInt));
    const row = remembered(
      remembered(this.#rows, a, () => new WeakMap()),
      b,
      make,
    )[strict ? 1 : 0]!;
    return typeof row === 'boolean' ? row : this.path.decides({ row });
  }

  #same(left: Value, right: Value): boolean | null {
    if (typeof left === 'boolean') return left === bool(right);
    if (typeof left !== 'string' || typeof right !== 'string') {
      const both = [this.#below(left, right, false), this.#below(right, left, false)];
      return both.includes(false) ? false : both.includes(null) ? null : true;
    }
    if (left === right) return true;
    const [unknown, member] = left.startsWith('[') ? [left, right] : [right, left];
    if (!unknown.startsWith('[')) return false;
    if (!member.startsWith('[')) return this.path.decides({ row: null, unknown, member, value: true });
    const sort = this.sortOf(JSON.parse(unknown));
    const members = sort.kind === 'enum' ? sort.members : reject('no enumeration');
    const is = (each: string, value: string) =>
      this.path.decides({ row: null, unknown: each, member: value, value: true });
    if (members.some((each) => is(unknown, each) === true && is(member, each) === true)) return true;
    return members.every((each) => is(unknown, each) === false || is(member, each) === false) ? false : null;
  }
}

/** With what an operator begins that is one of many operands, or of one. */
const STARTS: ReadonlyMap<Expr['kind'], Value> = new Map<Expr['kind'], Value>([
  ...(['and', 'not'] as const).map((kind) => [kind, true] as const),
  ['or', false],
  ...(['add', 'neg', 'abs', 'toReal', 'floor', 'ceil'] as const).map((kind) => [kind, NONE] as const),
  ['mul', UNIT],
]);
const BOOLEAN: ReadonlySet<Expr['kind']> = new Set<Expr['kind']>([
  'and',
  'or',
  'not',
  'implies',
  'iff',
  'eq',
  'lt',
  'le',
]);

function bool(value: Value): boolean {
  return typeof value === 'boolean' ? value : reject('a truth value is needed');
}

function number(value: Value): Poly {
  return typeof value === 'object' ? value : reject('a number is needed');
}

function known(truth: boolean | null): Cases {
  return truth === null ? EITHER : [truth];
}

function chosen(condition: boolean | null, yes: Value, no: Value): Cases {
  return condition === null ? [yes, no] : [condition ? yes : no];
}

function upTo(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** All that is possible in one of the ways, null where that is anything. */
function union(ways: readonly Cases[]): Cases {
  const values = new Set(ways.flat());
  return values.has(null) || values.size > 64 ? null : ([...values] as Value[]);
}
