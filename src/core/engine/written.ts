import { numerator, ONE, type Rational, rational, show, sign, ZERO } from '../exact/rational.ts';
import type { Expr, Value, Variable } from '../model/model.ts';
import { showExpr, showValue } from '../model/show.ts';

type Unit = Variable['unit'];

/**
 * A formula as its author could write it: linear comparisons in the units of what they name, alternatives as implications.
 * What has no such form is shown in base units.
 */
export function written(expr: Expr): string {
  switch (expr.kind) {
    case 'variable':
      return expr.variable.name;
    case 'literal':
      return literalText(expr.value, null);
    case 'not':
      return negated(expr.operand);
    case 'and':
      return expr.operands.map(inside).join(' and ');
    case 'or':
      return alternatives(expr.operands);
    case 'implies':
      return `${inside(expr.left)} => ${inside(expr.right)}`;
    case 'iff':
      return `${inside(expr.left)} <=> ${inside(expr.right)}`;
    case 'once':
    case 'historically':
      return `${expr.kind}(${written(expr.operand)})`;
    case 'since':
      return `since(${written(expr.left)}, ${written(expr.right)})`;
    case 'held':
      return `held(${written(expr.operand)}, ${expr.steps} steps)`;
    case 'prev':
      return `prev(${written(expr.operand)}, ${firstText(expr)})`;
    case 'whenever':
      return `whenever ${written(expr.trigger)} then ${written(expr.response)} within ${expr.steps} steps`;
    case 'toReal':
      return written(expr.operand);
    case 'eq':
    case 'lt':
    case 'le':
      return compared(expr.kind, expr.left, expr.right) ?? showExpr(expr);
    default:
      return showExpr(expr);
  }
}

const ATOMS: ReadonlySet<Expr['kind']> = new Set([
  'variable',
  'literal',
  'prev',
  'once',
  'historically',
  'since',
  'held',
  'min',
  'max',
  'abs',
]);

function inside(expr: Expr): string {
  return ATOMS.has(expr.kind) || isComparison(expr) ? written(expr) : `(${written(expr)})`;
}

function isComparison(expr: Expr): boolean {
  if (expr.kind === 'not') return expr.operand.kind === 'lt' || expr.operand.kind === 'le';
  return expr.kind === 'eq' || expr.kind === 'lt' || expr.kind === 'le';
}

function negated(expr: Expr): string {
  if (expr.kind === 'lt') return written({ ...expr, kind: 'le', left: expr.right, right: expr.left });
  if (expr.kind === 'le') return written({ ...expr, kind: 'lt', left: expr.right, right: expr.left });
  if (expr.kind === 'not') return written(expr.operand);
  return `not ${isComparison(expr) ? `(${written(expr)})` : inside(expr)}`;
}

/** `not p or not q or r` as `p and q => r`. */
function alternatives(operands: readonly Expr[]): string {
  const premises = operands.flatMap((each) => (each.kind === 'not' && !isComparison(each) ? [each.operand] : []));
  const rest = operands.filter((each) => each.kind !== 'not' || isComparison(each));
  if (premises.length === 0) return operands.map(inside).join(' or ');
  const premise = premises.map(inside).join(' and ');
  if (rest.length === 0) return `not (${premise})`;
  return `${premise} => ${rest.length === 1 ? inside(rest[0]!) : `(${rest.map(inside).join(' or ')})`}`;
}

function firstText({ operand, initial }: Extract<Expr, { kind: 'prev' }>): string {
  return initial.kind === 'literal' ? literalText(initial.value, unitOf(operand)) : written(initial);
}

function literalText(value: Value, unit: Unit | undefined): string {
  if (typeof value !== 'object' || unit === null || unit === undefined) return showValue(value);
  return amountText(value.div(unit.factor), unit);
}

/** `4.7 L`; a fraction without a finite decimal is no number of the language. */
function amountText(value: Rational, unit: Unit): string {
  const number = show(value);
  if (unit === null || unit.text === '') return number;
  return number.includes('/') ? `${number} * (1 ${unit.text})` : `${number} ${unit.text}`;
}

/** In what a quantity is counted: null where it has no unit, undefined where that is not known here. */
function unitOf(expr: Expr): Unit | undefined {
  if (expr.kind === 'variable') return expr.variable.unit;
  if (expr.kind === 'prev') return unitOf(expr.operand);
  if (expr.kind === 'toReal') return unitOf(expr.operand);
  return undefined;
}

/** A comparison as `a + 2 * b <= c + 3 L`; null where a side is not linear in what has a known unit. */
function compared(kind: 'eq' | 'lt' | 'le', left: Expr, right: Expr): string | null {
  if (left.sort.kind !== 'int' && left.sort.kind !== 'real') return `${inside(left)} == ${inside(right)}`;
  const factors = new Map<Expr, Rational>();
  const constant = linear(left, ONE, factors)?.add(linear(right, rational(-1n), factors) ?? ZERO) ?? null;
  if (constant === null || linear(right, ONE, new Map()) === null) return null;
  const terms = [...factors].filter(([, factor]) => sign(factor) !== 0);
  if (terms.length === 0 || terms.some(([atom]) => unitOf(atom) === undefined)) return null;
  return sides(kind, terms, constant);
}

function sides(kind: 'eq' | 'lt' | 'le', terms: readonly (readonly [Expr, Rational])[], constant: Rational): string {
  const units = terms.map(([atom]) => unitOf(atom) ?? null);
  const alike = units.every((unit) => unit?.text === units[0]?.text);
  const shared = alike ? units[0]! : null;
  // Numbers of the units: a real is kept in base units, an int counts its unit.
  const inUnits = terms.map(([atom, factor], at) => {
    const size = isReal(atom) ? (units[at]?.factor ?? ONE) : ONE;
    return { atom, unit: units[at]!, factor: factor.mul(size) };
  });
  const scale = wholeScale(inUnits.map(({ factor }) => factor));
  const pieces = inUnits.map(({ atom, unit, factor }) => {
    const name = written(atom);
    const plain = alike || unit === null ? name : `${name} / (1 ${unit.text})`;
    return { text: plain, factor: factor.mul(scale) };
  });
  // Of a comparison within one unit the constant has that unit: it was scaled with the factors.
  const bound = constant.neg().mul(scale);
  const on = (side: 1 | -1) =>
    pieces.filter(({ factor }) => sign(factor) === side).map(({ text, factor }) => product(factor.abs(), text));
  const amount = amountText(bound.abs(), shared);
  const flip = on(1).length === 0;
  const [plus, minus] = flip ? [on(-1), on(1)] : [on(1), on(-1)];
  const above = flip ? bound.neg() : bound;
  const leftText = [...plus, ...(sign(above) < 0 && minus.length > 0 ? [amount] : [])].join(' + ');
  const signed = sign(above) < 0 && minus.length === 0 ? `-${amount}` : amount;
  const rightParts = [...minus, ...(minus.length === 0 || sign(above) > 0 ? [signed] : [])];
  const relation = kind === 'eq' ? '==' : `${flip ? '>' : '<'}${kind === 'le' ? '=' : ''}`;
  return `${leftText} ${relation} ${rightParts.join(' + ')}`;
}

function product(factor: Rational, text: string): string {
  return factor.equals(ONE) ? text : `${show(factor)} * ${text}`;
}

function isReal(atom: Expr): boolean {
  return atom.sort.kind === 'real' && atom.kind !== 'toReal';
}

/** What makes all factors whole numbers without a common divisor. */
function wholeScale(factors: readonly Rational[]): Rational {
  const below = factors.reduce((all, factor) => lcm(all, factor.d), 1n);
  const above = factors.reduce((all, factor) => gcd(all, numerator(factor.abs().mul(rational(below)))), 0n);
  return rational(below, above === 0n ? 1n : above);
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

function lcm(a: bigint, b: bigint): bigint {
  return (a / gcd(a, b)) * b;
}

/** Adds a linear expression, times a factor, to the factors; the constant of it, or null where it is not linear. */
function linear(expr: Expr, times: Rational, factors: Map<Expr, Rational>): Rational | null {
  switch (expr.kind) {
    case 'literal':
      return typeof expr.value === 'object' ? expr.value.mul(times) : null;
    case 'neg':
      return linear(expr.operand, times.neg(), factors);
    case 'add': {
      let constant = ZERO;
      for (const operand of expr.operands) {
        const part = linear(operand, times, factors);
        if (part === null) return null;
        constant = constant.add(part);
      }
      return constant;
    }
    case 'sub': {
      const a = linear(expr.left, times, factors);
      const b = linear(expr.right, times.neg(), factors);
      return a === null || b === null ? null : a.add(b);
    }
    case 'mul': {
      const numbers = expr.operands.filter((operand) => operand.kind === 'literal');
      const rest = expr.operands.filter((operand) => operand.kind !== 'literal');
      if (rest.length !== 1) return null;
      const factor = numbers.reduce((all, each) => all.mul(each.value as Rational), times);
      return linear(rest[0]!, factor, factors);
    }
    case 'variable':
    case 'prev':
    case 'toReal':
      factors.set(expr, (factors.get(expr) ?? ZERO).add(times));
      return ZERO;
    default:
      return null;
  }
}
