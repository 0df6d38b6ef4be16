import type { Formula } from './temporal_description.ts';

export type Values = ReadonlyMap<string, number>;

/** A formula as a machine: its value now, from the values now and what it remembers; and what it remembers next. */
export class Monitor {
  readonly #formula: Formula;

  constructor(formula: Formula) {
    this.#formula = formula;
  }

  run(
    values: Values,
    before: readonly unknown[] | null,
  ): { readonly value: boolean; readonly after: readonly unknown[] } {
    const after: unknown[] = [];
    const value = evaluate(this.#formula, values, before, after);
    return { value, after };
  }
}

/** Evaluates from the leaves; each temporal operator has the next cell in the order of this walk. `before` is null at step 0. */
function evaluate(f: Formula, values: Values, before: readonly unknown[] | null, after: unknown[]): boolean {
  const go = (inner: Formula) => evaluate(inner, values, before, after);
  const cell = <T>(first: T): T => (before === null ? first : (before[after.length] as T));
  switch (f.op) {
    case 'const':
      return f.value;
    case 'is':
      return values.get(f.name) === f.value;
    case 'atMost':
      return values.get(f.name)! <= f.value;
    case 'not':
      return !go(f.a);
    case 'and':
    case 'or':
    case 'implies':
    case 'iff': {
      const [a, b] = [go(f.a), go(f.b)];
      return f.op === 'and' ? a && b : f.op === 'or' ? a || b : f.op === 'implies' ? !a || b : a === b;
    }
    case 'prev': {
      const now = go(f.a);
      const value = cell(f.initial);
      after.push(now);
      return value;
    }
    case 'once': {
      const now = go(f.a);
      const value = now || cell(false);
      after.push(value);
      return value;
    }
    case 'historically': {
      const now = go(f.a);
      const value = now && cell(true);
      after.push(value);
      return value;
    }
    case 'since': {
      const [a, b] = [go(f.a), go(f.b)];
      const value = b || (a && cell(false));
      after.push(value);
      return value;
    }
    case 'mode':
      return go(f.a);
    case 'more':
      return f.names.filter((name) => values.get(name) === 1).length > f.n;
    case 'held': {
      const now = go(f.a);
      const run = now ? Math.min(cell(0) + 1, f.n) : 0;
      after.push(run);
      return run === f.n;
    }
    case 'initially': {
      const now = go(f.a);
      const first = cell(true);
      after.push(false);
      return !first || now;
    }
    case 'whenever': {
      const [asked, answered] = [go(f.a), go(f.b)];
      const waiting = [asked, ...cell<readonly boolean[]>(Array.from({ length: f.n }, () => false))];
      const due = waiting[f.n]!;
      after.push(answered ? waiting.slice(0, f.n).map(() => false) : waiting.slice(0, f.n));
      return !due || answered;
    }
  }
}
