/**
 * The constructors of terms: total, exact and simplifying. They throw only for an ill-sorted term, which is a mistake
 * of ours, never a user's. What they give is equal in every model to what was asked for, in which `x / 0`, `x div 0`
 * and `x mod 0` have arbitrary (but, for one `x`, fixed) values.
 */
export {
  abs,
  add,
  div,
  eq,
  ge,
  gt,
  idiv,
  ite,
  le,
  lt,
  max2,
  min2,
  mod,
  mul,
  neg,
  num,
  sub,
  sum,
  toInt,
  toReal,
} from './arithmetic.ts';
export { and, bool, exists, FALSE, forall, iff, implies, not, or, sym, TRUE } from './boolean.ts';
export { apply, substitute, symbolsOf } from './substitute.ts';
export { postorder } from './traverse.ts';
