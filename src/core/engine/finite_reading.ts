import { type Rational, ZERO } from '../exact/rational.ts';
import type { Expr, Scope, Variable } from '../model/model.ts';
import { type Diagrams, FALSE, type Node, TRUE } from '../risk/decision_diagram.ts';

/** Thrown for an expression that is not about Booleans and a few numbers made of them. */
export class NotFinite extends Error {}

/** A number that depends on Booleans: each value it may have, and when. */
type Cases = ReadonlyMap<string, { readonly value: Rational; readonly when: Node }>;

const MOST_CASES = 200;

/** Reads expressions about one step as decision diagrams over Boolean variables, which are given their levels. */
export class FiniteReading {
  readonly #scope: Scope;
  readonly #diagrams: Diagrams;
  readonly #levels: ReadonlyMap<Variable, number>;
  readonly #truths = new Map<Expr, Node>();
  readonly #defined = new Map<Variable, Node>();

  constructor(scope: Scope, diagrams: Diagrams, levels: ReadonlyMap<Variable, number>) {
    this.#scope = scope;
    this.#diagrams = diagrams;
    this.#levels = levels;
  }

  /** When a formula holds. Throws `NotFinite` or `TooLarge`. */
  truth(expr: Expr): Node {
    let node = this.#truths.get(expr);
    if (node === undefined) this.#truths.set(expr, (node = this.#read(expr)));
    return node;
  }

  #read(expr: Expr): Node {
    const d = this.#diagrams;
    switch (expr.kind) {
      case 'literal':
        if (typeof expr.value !== 'boolean') throw new NotFinite('a number stands for a truth value');
        return expr.value ? TRUE : FALSE;
      case 'variable':
        return this.#variable(expr.variable);
      case 'not':
        return d.not(this.truth(expr.operand));
      case 'and':
        return expr.operands.reduce((all, operand) => d.and(all, this.truth(operand)), TRUE);
      case 'or':
        return expr.operands.reduce((all, operand) => d.or(all, this.truth(operand)), FALSE);
      case 'implies':
        return d.choose(this.truth(expr.left), this.truth(expr.right), TRUE);
      case 'iff':
        return this.#same(this.truth(expr.left), this.truth(expr.right));
      case 'if':
        return d.choose(this.truth(expr.condition), this.truth(expr.then), this.truth(expr.else));
      case 'eq':
        if (expr.left.sort.kind === 'bool') return this.#same(this.truth(expr.left), this.truth(expr.right));
        return this.#compare(expr.left, expr.right, (order) => order === 0);
      case 'lt':
        return this.#compare(expr.left, expr.right, (order) => order < 0);
      case 'le':
        return this.#compare(expr.left, expr.right, (order) => order <= 0);
      default:
        throw new NotFinite(`${expr.kind} is not read`);
    }
  }

  #same(a: Node, b: Node): Node {
    return this.#diagrams.choose(a, b, this.#diagrams.not(b));
  }

  #variable(variable: Variable): Node {
    const definition = this.#scope.definitions.get(variable);
    if (definition === undefined) {
      const level = this.#levels.get(variable);
      if (level === undefined) throw new NotFinite(`${variable.name} is not read`);
      return this.#diagrams.variable(level);
    }
    let node = this.#defined.get(variable);
    if (node === undefined) this.#defined.set(variable, (node = this.truth(definition.body)));
    return node;
  }

  #compare(left: Expr, right: Expr, holds: (order: number) => boolean): Node {
    const d = this.#diagrams;
    let result = FALSE;
    const others = [...this.#cases(right).values()];
    for (const a of this.#cases(left).values()) {
      for (const b of others) if (holds(a.value.compare(b.value))) result = d.or(result, d.and(a.when, b.when));
    }
    return result;
  }

  #cases(expr: Expr): Cases {
    switch (expr.kind) {
      case 'literal':
        if (typeof expr.value !== 'object') throw new NotFinite('a name stands for a number');
        return cases([{ value: expr.value, when: TRUE }], this.#diagrams);
      case 'variable': {
        const definition = this.#scope.definitions.get(expr.variable);
        if (definition === undefined) throw new NotFinite(`${expr.variable.name} is a free number`);
        return this.#cases(definition.body);
      }
      case 'toReal':
        return this.#cases(expr.operand);
      case 'neg':
        return this.#each([this.#cases(expr.operand)], ([a]) => a!.neg());
      case 'sub':
        return this.#each([this.#cases(expr.left), this.#cases(expr.right)], ([a, b]) => a!.sub(b!));
      case 'add':
        return expr.operands.reduce<Cases>(
          (sum, operand) => this.#each([sum, this.#cases(operand)], ([a, b]) => a!.add(b!)),
          cases([{ value: ZERO, when: TRUE }], this.#diagrams),
        );
      case 'mul': {
        const [first, ...rest] = expr.operands.map((operand) => this.#cases(operand));
        if (first === undefined) throw new NotFinite('an empty product');
        return rest.reduce((product, operand) => this.#each([product, operand], ([a, b]) => a!.mul(b!)), first);
      }
      case 'if':
        return this.#choice(expr);
      default:
        throw new NotFinite(`${expr.kind} is not read`);
    }
  }

  #choice(expr: Extract<Expr, { kind: 'if' }>): Cases {
    const d = this.#diagrams;
    const condition = this.truth(expr.condition);
    const under = (branch: Cases, when: Node) =>
      [...branch.values()].map((one) => ({ value: one.value, when: d.and(one.when, when) }));
    return cases([...under(this.#cases(expr.then), condition), ...under(this.#cases(expr.else), d.not(condition))], d);
  }

  #each(operands: readonly Cases[], make: (values: readonly Rational[]) => Rational): Cases {
    const d = this.#diagrams;
    let tuples: { values: Rational[]; when: Node }[] = [{ values: [], when: TRUE }];
    for (const operand of operands) {
      tuples = tuples.flatMap(({ values, when }) =>
        [...operand.values()]
          .map((one) => ({ values: [...values, one.value], when: d.and(when, one.when) }))
          .filter((one) => one.when !== FALSE),
      );
    }
    return cases(
      tuples.map(({ values, when }) => ({ value: make(values), when })),
      d,
    );
  }
}

/** Equal values are one case. */
function cases(all: readonly { readonly value: Rational; readonly when: Node }[], diagrams: Diagrams): Cases {
  const merged = new Map<string, { value: Rational; when: Node }>();
  for (const { value, when } of all) {
    if (when === FALSE) continue;
    const key = value.toFraction();
    const there = merged.get(key);
    merged.set(key, { value, when: there === undefined ? when : diagrams.or(there.when, when) });
  }
  if (merged.size > MOST_CASES) throw new NotFinite('a number has too many values');
  return merged;
}
