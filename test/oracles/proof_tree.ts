import type { Term } from '../../src/core/logic/term.ts';
import { type Fraction, fraction, minus, plus, times } from './linear.ts';

/**
 * A second reader of proof trees, over terms: three-valued evaluation and sums of inequalities, nothing of the prover's.
 * It knows symbols by their names; enumerations are numbers here.
 */

const ZERO = fraction(0n);
const ONE = fraction(1n);

/** `Σ coefficient · monomial (<= or <) bound`, monomials by the text of their variables. */
interface Row {
  readonly lin: ReadonlyMap<string, Fraction>;
  readonly strict: boolean;
  readonly bound: Fraction;
}

type Known =
  | { readonly kind: 'bool'; readonly name: string; readonly value: boolean }
  | { readonly kind: 'row'; readonly row: Row };

// biome-ignore lint/suspicious/noExplicitAny: a tree is read as JSON from anywhere.
type Json = any;

/** Null where the tree shows that the hypotheses cannot all be true; else what is wrong with it. A hypothesis is named `premise` with its number. */
export function followTree(hypotheses: readonly Term[], tree: Json): string | null {
  try {
    new Follower(hypotheses).tree(tree, [], []);
    return null;
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

class Follower {
  readonly #hypotheses: readonly Term[];

  constructor(hypotheses: readonly Term[]) {
    this.#hypotheses = hypotheses;
  }

  tree(tree: Json, given: readonly Known[], before: readonly (readonly Known[])[]): void {
    let path = [...given];
    const clauses = [...before];
    for (const [at, node] of tree.entries()) {
      const last = at === tree.length - 1;
      if ('unit' in node) {
        const literal = read(node.unit);
        this.#refuted(node.by, [...path, negation(literal)], clauses);
        path = [...path, literal];
      } else if ('cut' in node) path = [...path, { kind: 'row', row: rounded(combined(node.cut, path)) }];
      else if ('lemma' in node) {
        const literals = node.lemma.map(read) as Known[];
        this.tree(node.proof, [...path, ...literals.map(negation)], clauses);
        clauses.push(literals);
      } else if (!last) throw new Error('a leaf in the middle');
      else if ('false' in node) this.#refuted(node.false, path, clauses);
      else if ('farkas' in node) {
        const sum = combined(node.farkas, path);
        const lost = sum.lin.size === 0 && (sign(sum.bound) < 0 || (sum.strict && sign(sum.bound) === 0));
        if (!lost) throw new Error(`no contradiction: ${node.farkas}`);
      } else {
        this.tree(node.yes, [...path, read(node.split)], clauses);
        this.tree(node.no, [...path, negation(read(node.split))], clauses);
      }
      if (last && !('false' in node || 'farkas' in node || 'split' in node)) throw new Error('no leaf at the end');
    }
  }

  #refuted(by: Json, path: readonly Known[], clauses: readonly (readonly Known[])[]): void {
    const truth =
      'clause' in by
        ? clauses[by.clause]!.every((literal) => decide(literal, path) === false)
          ? false
          : null
        : evaluate(this.#hypotheses[by.premise]!, path);
    if (truth !== false) throw new Error(`not false: ${JSON.stringify(by)}`);
  }
}

function sign({ n }: Fraction): number {
  return n < 0n ? -1 : n > 0n ? 1 : 0;
}

function number(text: string): Fraction {
  const [n, d] = text.split('/');
  return fraction(BigInt(n!), BigInt(d ?? '1'));
}

function read(json: Json): Known {
  if ('not' in json) return negation(read(json.not));
  if ('b' in json) return { kind: 'bool', name: json.b[0], value: true };
  const lin = new Map<string, Fraction>(
    json.lin.map(([c, mono]: [string, string[][]]) => [
      mono
        .map(([name]) => name)
        .sort()
        .join('*'),
      number(c),
    ]),
  );
  return { kind: 'row', row: normal({ lin, strict: json.rel === '<', bound: number(json.c) }) };
}

function negation(known: Known): Known {
  if (known.kind === 'bool') return { ...known, value: !known.value };
  const { lin, strict, bound } = known.row;
  const turned = new Map([...lin].map(([name, c]) => [name, minus(ZERO, c)]));
  return { kind: 'row', row: normal({ lin: turned, strict: !strict, bound: minus(ZERO, bound) }) };
}

const isWhole = (name: string) => name.split('*').every((factor) => factor.startsWith('i'));

/** Rows over whole numbers: coprime coefficients, `<=`, the bound rounded down. */
function normal(row: Row): Row {
  const coefficients = [...row.lin].filter(([, c]) => sign(c) !== 0);
  if (coefficients.length === 0 || !coefficients.every(([name]) => isWhole(name)))
    return { ...row, lin: new Map(coefficients) };
  let scale = coefficients.reduce((all, [, c]) => (all * c.d) / gcd(all, c.d), 1n);
  const common = coefficients.reduce((all, [, c]) => gcd(all, (c.n * scale) / c.d), 0n);
  const factor = fraction(scale, common);
  scale = 0n;
  const bound = times(row.bound, factor);
  const floor = floorOf(bound);
  const tight = row.strict && bound.d === 1n ? floor - 1n : floor;
  return {
    lin: new Map(coefficients.map(([name, c]) => [name, times(c, factor)])),
    strict: false,
    bound: fraction(tight),
  };
}

function floorOf({ n, d }: Fraction): bigint {
  return n >= 0n ? n / d : -((-n + d - 1n) / d);
}

function gcd(a: bigint, b: bigint): bigint {
  const [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  return y === 0n ? x : gcd(y, x % y);
}

function combined(factors: Json, path: readonly Known[]): Row {
  let lin = new Map<string, Fraction>();
  let bound = ZERO;
  let strict = false;
  for (const [text, at] of factors) {
    const factor = number(text);
    if (sign(factor) <= 0) throw new Error('a factor that is not positive');
    const known = path[at]!;
    if (known.kind !== 'row') throw new Error('a sum over a truth value');
    const next = new Map(lin);
    for (const [name, c] of known.row.lin) next.set(name, plus(next.get(name) ?? ZERO, times(c, factor)));
    lin = new Map([...next].filter(([, c]) => sign(c) !== 0));
    bound = plus(bound, times(known.row.bound, factor));
    strict ||= known.row.strict;
  }
  return { lin, strict, bound };
}

function rounded(row: Row): Row {
  if ([...row.lin].some(([name, c]) => !isWhole(name) || c.d !== 1n)) throw new Error('a cut without whole numbers');
  return normal({ ...row });
}

/** Whether one row with the same left side says that the other holds; or that it cannot. */
function decide(literal: Known, path: readonly Known[]): boolean | null {
  if (literal.kind === 'bool') {
    for (const known of path)
      if (known.kind === 'bool' && known.name === literal.name) return known.value === literal.value;
    return null;
  }
  const against = negation(literal);
  for (const known of path) {
    if (known.kind !== 'row') continue;
    if (says(known.row, literal.row)) return true;
    if (against.kind === 'row' && says(known.row, against.row)) return false;
  }
  return null;
}

function says(known: Row, row: Row): boolean {
  const [first] = known.lin;
  if (first === undefined || known.lin.size !== row.lin.size) return false;
  const other = row.lin.get(first[0]);
  if (other === undefined || sign(other) !== sign(first[1])) return false;
  const factor = fraction(other.n * first[1].d * BigInt(sign(other)), other.d * first[1].n * BigInt(sign(other)));
  for (const [name, c] of known.lin) if (sign(minus(times(c, factor), row.lin.get(name) ?? ZERO)) !== 0) return false;
  const order = sign(minus(times(known.bound, factor), row.bound));
  return order < 0 || (order === 0 && (known.strict || !row.strict));
}

function evaluate(term: Term, path: readonly Known[]): boolean | null {
  if (term.kind === 'boolean') return term.value;
  if (term.kind === 'symbol') return decide({ kind: 'bool', name: term.symbol.name, value: true }, path);
  if (term.kind !== 'apply') throw new Error('beyond');
  const [a, b, c] = term.arguments as [Term, Term, Term];
  const truths = () => term.arguments.map((each) => evaluate(each, path));
  switch (term.operator) {
    case 'not':
      return opposite(evaluate(a, path));
    case 'and':
      return conjunction(truths());
    case 'or':
      return opposite(conjunction(truths().map(opposite)));
    case '=>':
      return opposite(conjunction([evaluate(a, path), opposite(evaluate(b, path))]));
    case 'ite':
      return chosen(
        evaluate(a, path),
        () => evaluate(b, path),
        () => evaluate(c, path),
        (x, y) => x === y,
      );
    default: {
      if (a.sort === 'Bool') {
        const [x, y] = [evaluate(a, path), evaluate(b, path)];
        return x === null || y === null ? null : x === y;
      }
      return compared(term.operator, a, b, path);
    }
  }
}

function chosen<T>(
  condition: boolean | null,
  yes: () => T | null,
  no: () => T | null,
  same: (a: T, b: T) => boolean,
): T | null {
  if (condition !== null) return condition ? yes() : no();
  const [a, b] = [yes(), no()];
  return a !== null && b !== null && same(a, b) ? a : null;
}

function compared(operator: string, a: Term, b: Term, path: readonly Known[]): boolean | null {
  const [left, right] = [form(a, path), form(b, path)];
  if (left === null || right === null) return null;
  const lin = new Map(left);
  for (const [name, c] of right) lin.set(name, minus(lin.get(name) ?? ZERO, c));
  const below = (sides: ReadonlyMap<string, Fraction>, strict: boolean): boolean | null => {
    const bound = minus(ZERO, sides.get('') ?? ZERO);
    const rest = new Map([...sides].filter(([name, c]) => name !== '' && sign(c) !== 0));
    if (rest.size === 0) return strict ? sign(bound) > 0 : sign(bound) >= 0;
    return decide({ kind: 'row', row: normal({ lin: rest, strict, bound }) }, path);
  };
  if (operator !== '=') return below(lin, operator === '<');
  return conjunction([below(lin, false), below(new Map([...lin].map(([name, c]) => [name, minus(ZERO, c)])), false)]);
}

/** A number as `Σ coefficient · monomial`, the constant under no name. */
function form(term: Term, path: readonly Known[]): ReadonlyMap<string, Fraction> | null {
  if (term.kind === 'number') return new Map([['', fraction(term.value.s * term.value.n, term.value.d)]]);
  if (term.kind === 'symbol') return new Map([[term.symbol.name, ONE]]);
  if (term.kind !== 'apply') throw new Error('beyond');
  if (term.operator === 'to_real') return form(term.arguments[0]!, path);
  if (term.operator === 'ite') {
    const [a, b, c] = term.arguments as [Term, Term, Term];
    const same = (x: ReadonlyMap<string, Fraction>, y: ReadonlyMap<string, Fraction>) =>
      [...x.keys(), ...y.keys()].every((name) => sign(minus(x.get(name) ?? ZERO, y.get(name) ?? ZERO)) === 0);
    return chosen(
      evaluate(a, path),
      () => form(b, path),
      () => form(c, path),
      same,
    );
  }
  const parts = term.arguments.map((each) => form(each, path));
  if (parts.some((part) => part === null)) return null;
  return (parts as ReadonlyMap<string, Fraction>[]).reduce((a, b) =>
    term.operator === '+' ? added(a, b) : product(a, b),
  );
}

function added(a: ReadonlyMap<string, Fraction>, b: ReadonlyMap<string, Fraction>): ReadonlyMap<string, Fraction> {
  const all = new Map(a);
  for (const [name, c] of b) all.set(name, plus(all.get(name) ?? ZERO, c));
  return all;
}

function product(a: ReadonlyMap<string, Fraction>, b: ReadonlyMap<string, Fraction>): ReadonlyMap<string, Fraction> {
  const all = new Map<string, Fraction>();
  for (const [x, c] of a) {
    for (const [y, d] of b) {
      const name = [...x.split('*'), ...y.split('*')]
        .filter((factor) => factor !== '')
        .sort()
        .join('*');
      all.set(name, plus(all.get(name) ?? ZERO, times(c, d)));
    }
  }
  return all;
}

function opposite(truth: boolean | null): boolean | null {
  return truth === null ? null : !truth;
}

function conjunction(truths: readonly (boolean | null)[]): boolean | null {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}
