import type { Expr, Operator } from './description.ts';

/** Reads an expression's value off one assignment of the slots. NaN stands for undefined: a division by zero was met. */
export type Reader = (env: readonly number[]) => number;

/** An expression made ready to be read many times. */
export interface Reading {
  readonly read: Reader;
  /** The slots whose values may matter. */
  readonly slots: ReadonlySet<number>;
  /** Ids of the `defined` obligations of the definitions it goes through. */
  readonly partials: ReadonlySet<string>;
}

/** What names stand for where an expression is read. */
export interface Names {
  name(text: string): Reading;
  port(part: string, index: number | null, port: string): Reading;
  size(part: string): number;
}

export function constant(value: number): Reading {
  return { read: () => value, slots: new Set(), partials: new Set() };
}

export function slotReading(slot: number): Reading {
  return { read: (env) => env[slot]!, slots: new Set([slot]), partials: new Set() };
}

/** Joins readings into one; `read` combines their values. */
function combined(read: Reader, parts: readonly Reading[]): Reading {
  return {
    read,
    slots: new Set(parts.flatMap((p) => [...p.slots])),
    partials: new Set(parts.flatMap((p) => [...p.partials])),
  };
}

/** Adds the id under which this reading's own definedness is owed. */
export function owing(reading: Reading, definedId: string): Reading {
  return { ...reading, partials: new Set([...reading.partials, definedId]) };
}

export function reading(expr: Expr, names: Names): Reading {
  switch (expr.kind) {
    case 'value':
      return constant(expr.value);
    case 'name':
      return names.name(expr.name);
    case 'port':
      return names.port(expr.part, expr.index, expr.port);
    case 'not': {
      const operand = reading(expr.operand, names);
      return combined((env) => 1 - operand.read(env), [operand]);
    }
    case 'binary': {
      const left = reading(expr.left, names);
      const right = reading(expr.right, names);
      return combined(binaryReader(expr.operator, left.read, right.read), [left, right]);
    }
    case 'if': {
      const [c, t, e] = [expr.condition, expr.yes, expr.no].map((x) => reading(x, names)) as [
        Reading,
        Reading,
        Reading,
      ];
      return combined(
        (env) => {
          const choice = c.read(env);
          if (Number.isNaN(choice)) return choice;
          return choice === 1 ? t.read(env) : e.read(env);
        },
        [c, t, e],
      );
    }
    case 'family':
      return familyReading(expr, names);
  }
}

function familyReading(expr: Expr & { kind: 'family' }, names: Names): Reading {
  const members = Array.from({ length: names.size(expr.part) }, (_, i) => names.port(expr.part, i + 1, expr.port));
  const values = (env: readonly number[]) => members.map((m) => m.read(env));
  switch (expr.operator) {
    case 'all':
      return combined((env) => (values(env).every((v) => v === 1) ? 1 : 0), members);
    case 'any':
      return combined((env) => (values(env).some((v) => v === 1) ? 1 : 0), members);
    case 'count':
    case 'sum':
      return combined((env) => values(env).reduce((a, b) => a + b, 0), members);
  }
}

/** `and`, `or`, `=>` guard from left to right: the right side is not read where the left decides. */
function binaryReader(operator: Operator, l: Reader, r: Reader): Reader {
  switch (operator) {
    case 'and':
      return (env) => guarded(l(env), 1, 0, () => r(env));
    case 'or':
      return (env) => guarded(l(env), 0, 1, () => r(env));
    case '=>':
      return (env) => guarded(l(env), 1, 1, () => r(env));
    default: {
      const apply = STRICT[operator];
      return (env) => {
        const a = l(env);
        const b = r(env);
        return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : apply(a, b);
      };
    }
  }
}

function guarded(left: number, goOn: number, otherwise: number, right: () => number): number {
  if (Number.isNaN(left)) return left;
  return left === goOn ? right() : otherwise;
}

const bit = (b: boolean): number => (b ? 1 : 0);

const STRICT: Record<Exclude<Operator, 'and' | 'or' | '=>'>, (a: number, b: number) => number> = {
  '<=>': (a, b) => bit(a === b),
  '==': (a, b) => bit(a === b),
  '!=': (a, b) => bit(a !== b),
  '<': (a, b) => bit(a < b),
  '<=': (a, b) => bit(a <= b),
  '>': (a, b) => bit(a > b),
  '>=': (a, b) => bit(a >= b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  /** Euclidean: the remainder is never negative. */
  div: (a, b) => (b === 0 ? Number.NaN : (a - euclideanRemainder(a, b)) / b),
  mod: (a, b) => (b === 0 ? Number.NaN : euclideanRemainder(a, b)),
  /** Only compared with whole numbers, for which the nearest double of a small quotient is as good as the quotient. */
  '/': (a, b) => (b === 0 ? Number.NaN : a / b),
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
};

function euclideanRemainder(a: number, b: number): number {
  const size = Math.abs(b);
  return ((a % size) + size) % size;
}
