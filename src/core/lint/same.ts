import type { TypedExpr } from '../types/typed.ts';

/** Whether two expressions are the same but for where they stand. */
export function same(a: TypedExpr, b: TypedExpr): boolean {
  return sameValue(a, b);
}

/** Symbols, parts and functions are compared by identity, all else by what it holds. */
const BY_IDENTITY = new Set(['symbol', 'part', 'member', 'fun']);

function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return sameItems(a, b);
  if (isRational(a) && isRational(b)) return a.compare(b) === 0;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  if (left.size !== right.size) return false;
  return [...left].every(([key, value]) => {
    if (key === 'span' || key === 'type') return true;
    if (BY_IDENTITY.has(key)) return value === right.get(key);
    return right.has(key) && sameValue(value, right.get(key));
  });
}

function sameItems(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((item, at) => sameValue(item, b[at]));
}

interface Comparable {
  compare(other: Comparable): number;
}

function isRational(value: object): value is Comparable {
  return 'compare' in value && typeof value.compare === 'function';
}
