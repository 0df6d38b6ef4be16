import { diagnostic } from '../diagnostics/diagnostic.ts';
import { rational } from '../exact/rational.ts';
import type { TypedExpr } from '../types/typed.ts';
import * as build from './build.ts';
import { convert } from './expression.ts';
import { faultVariables } from './faults.ts';
import type { Frame } from './frame.ts';
import { Abandoned } from './limits.ts';
import type { Chance, Expr } from './model.ts';
import { anyNode } from './traverse.ts';
import { someNode } from './walk.ts';

/** `Σ coefficient · P(event) + constant`. */
interface Linear {
  readonly terms: readonly { readonly coefficient: Expr; readonly event: Expr }[];
  readonly constant: Expr;
}

/** What a clause about chances says: a linear relation between probabilities, or that faults are independent. */
export function chanceOf(body: TypedExpr, frame: Frame): Chance {
  if (body.kind === 'independent') return { kind: 'independent', faults: faultVariables(body.faults, frame) };
  const relation = body.kind === 'binary' ? RELATIONS.get(body.operator) : undefined;
  if (body.kind !== 'binary' || relation === undefined) throw misplaced(body);
  const sum = difference(body.left, body.right, frame);
  refuseUndefined([sum.constant, ...sum.terms.map(({ coefficient }) => coefficient)], body);
  return { kind: 'linear', relation, ...sum };
}

const RELATIONS: ReadonlyMap<string, 'le' | 'lt' | 'eq'> = new Map([
  ['le', 'le'],
  ['lt', 'lt'],
  ['eq', 'eq'],
]);

/** A bound on a chance is a number: no definedness is owed for it, so it must not divide by what may be zero. */
function refuseUndefined(numbers: readonly Expr[], body: TypedExpr): void {
  if (!numbers.some((each) => anyNode(each, mayBeUndefined))) return;
  throw new Abandoned(
    diagnostic('SV167', 'this bound on a chance may have no value', body.span, {
      help: 'divide by constants only, or make the quotient a parameter',
    }),
  );
}

function mayBeUndefined(node: Expr): boolean {
  switch (node.kind) {
    case 'div':
    case 'idiv':
    case 'mod':
      return !isNonZero(node.right);
    case 'power':
      return node.exponent < 0n && !isNonZero(node.base);
    case 'min':
    case 'max':
      return node.operands.length === 0;
    case 'select':
      return true;
    default:
      return false;
  }
}

function isNonZero(expr: Expr): boolean {
  return expr.kind === 'literal' && typeof expr.value === 'object' && !expr.value.equals(0n);
}

/** The type checker lets linear relations through only. */
function misplaced(body: TypedExpr): Error {
  return new Error(`${body.kind} is no linear relation between probabilities`);
}

function difference(left: TypedExpr, right: TypedExpr, frame: Frame): Linear {
  return plus(linear(left, frame), scaled(linear(right, frame), build.real(rational(-1n))));
}

function linear(expr: TypedExpr, frame: Frame): Linear {
  if (!someNode([expr], ({ kind }) => kind === 'probability')) return { terms: [], constant: convert(expr, frame) };
  switch (expr.kind) {
    case 'probability':
      return {
        terms: [{ coefficient: build.real(rational(1n)), event: convert(expr.event, frame) }],
        constant: zero(),
      };
    case 'unary':
      if (expr.operator === 'neg') return scaled(linear(expr.operand, frame), build.real(rational(-1n)));
      break;
    case 'binary':
      return ofBinary(expr, frame);
    default:
      break;
  }
  throw misplaced(expr);
}

function ofBinary(expr: Extract<TypedExpr, { kind: 'binary' }>, frame: Frame): Linear {
  const { left, right } = expr;
  const chanceLeft = someNode([left], ({ kind }) => kind === 'probability');
  switch (expr.operator) {
    case 'add':
      return plus(linear(left, frame), linear(right, frame));
    case 'sub':
      return difference(left, right, frame);
    case 'mul': {
      const [chance, factor] = chanceLeft ? [left, right] : [right, left];
      return scaled(linear(chance, frame), factorOf(factor, frame));
    }
    case 'div':
      if (!chanceLeft) throw misplaced(expr);
      return scaled(linear(left, frame), build.div(build.real(rational(1n)), factorOf(right, frame), expr.span));
    default:
      throw misplaced(expr);
  }
}

function factorOf(expr: TypedExpr, frame: Frame): Expr {
  if (someNode([expr], ({ kind }) => kind === 'probability')) throw misplaced(expr);
  return convert(expr, frame);
}

function zero(): Expr {
  return build.real(rational(0n));
}

function plus(left: Linear, right: Linear): Linear {
  return {
    terms: [...left.terms, ...right.terms],
    constant: build.add(build.REAL, [left.constant, right.constant], null),
  };
}

function scaled({ terms, constant }: Linear, factor: Expr): Linear {
  const times = (expr: Expr): Expr => (isOne(expr) ? factor : build.mul(build.REAL, [factor, expr], null));
  return {
    terms: terms.map(({ coefficient, event }) => ({ coefficient: times(coefficient), event })),
    constant: times(constant),
  };
}

function isOne(expr: Expr): boolean {
  return expr.kind === 'literal' && typeof expr.value === 'object' && expr.value.equals(1n);
}
