import {
  binary,
  type Clause,
  type Component,
  type Expr,
  literal,
  type Mode,
  name,
  not,
  type Param,
  type Type,
  truth,
  type Variable,
} from './description.ts';
import type { Draw } from './draw.ts';
import { INT_RANGES, randomAtom, randomFormula, randomType, randomValue, type Term } from './random_clauses.ts';

/** Own names of a component. Behind the ranges of all its ports every own int counts as bounded. */
export function ownTerms(items: readonly { readonly name: string; readonly type: Type }[], bounded = true): Term[] {
  return items.map((i) => ({ expr: name(i.name), type: i.type.kind, bounded: bounded || i.type.kind !== 'int' }));
}

export function randomParams(draw: Draw, percent: number): Param[] {
  if (!draw.chance(percent)) return [];
  if (draw.chance(25)) return [{ name: 'k', type: { kind: 'bool' }, value: null }];
  const [low, high] = draw.pick(INT_RANGES.slice(0, 3));
  const value = draw.chance(20) ? literal(draw.chance(80) ? low : high + 1) : null;
  return [{ name: 'k', type: { kind: 'int', low: literal(low), high: literal(high) }, value }];
}

/** A free variable; an int's range may end at an input or a parameter, and then may be empty for some values. */
export function randomVariable(draw: Draw, reads: readonly { readonly name: string; readonly type: Type }[]): Variable {
  const ints = reads.filter((r) => r.type.kind === 'int');
  if (ints.length > 0 && draw.chance(60)) {
    const end = name(draw.pick(ints).name);
    const type: Type = draw.chance(70)
      ? { kind: 'int', low: literal(0), high: end }
      : { kind: 'int', low: end, high: literal(2) };
    return { name: 'v', type, value: null };
  }
  return {
    name: 'v',
    type: draw.chance(40) ? { kind: 'bool' } : { kind: 'int', low: literal(0), high: literal(draw.int(1, 2)) },
    value: null,
  };
}

const empty = { refines: null, lets: [], parts: [], wires: [], modes: [], vars: [] } as const;

/** A leaf contract: sane, contradictory or unrealizable as chance will have it. */
export function randomLeaf(draw: Draw, label: string): Component {
  const params = randomParams(draw, 25);
  const inputs = draw.times(draw.pick([0, 1, 1, 1, 2]), (i) => ({ name: `x${i + 1}`, type: randomType(draw) }));
  const outputs = draw.times(draw.int(1, 2), (i) => ({
    name: `y${i + 1}`,
    type: randomType(draw),
    delayed: draw.chance(8),
    value: null,
  }));
  const vars = draw.chance(10) ? [randomVariable(draw, [...params, ...inputs])] : [];
  const reads = ownTerms([...params, ...inputs]);
  const all = [...reads, ...ownTerms(outputs), ...ownTerms(vars)];
  const partial = draw.chance(22);
  const assumptions =
    inputs.length === 0
      ? []
      : draw.times(draw.pick([0, 0, 1, 1, 2]), (i) =>
          clause(draw, 'assume', `a${i + 1}`, assumption(draw, inputs, params, partial)),
        );
  const guarantees = draw.times(draw.pick([1, 1, 1, 2, 2]), (i) =>
    clause(draw, 'guarantee', `g${i + 1}`, guarantee(draw, outputs, reads, all, partial)),
  );
  const clash: Clause[] = draw.chance(6)
    ? [{ keyword: 'guarantee', name: 'clash', body: not(guarantees[0]!.body) }]
    : [];
  const modes = draw.chance(14) ? randomModes(draw, [...ownTerms(inputs, false), ...ownTerms(params)], all, true) : [];
  return {
    ...empty,
    keyword: 'component',
    name: label,
    params,
    inputs,
    outputs,
    vars,
    clauses: [...assumptions, ...guarantees, ...clash],
    modes,
  };
}

function clause(draw: Draw, keyword: Clause['keyword'], label: string, body: Expr): Clause {
  return { keyword, name: draw.chance(70) ? label : null, body };
}

/** Assumptions are owed wherever the part is put: an int among the inputs is compared with constants and parameters only. */
function assumption(draw: Draw, inputs: Component['inputs'], params: readonly Param[], partial: boolean): Expr {
  const open = [...ownTerms(inputs, false), ...ownTerms(params)];
  const ints = ownTerms(inputs.filter((i) => i.type.kind === 'int'));
  // One with a division is asked only where the ranges hold, so that it may relate two inputs.
  if (partial && ints.length > 0 && draw.chance(50)) return randomAtom(draw, draw.pick(ints), ints, true);
  const about = ownTerms([draw.pick(inputs)], false)[0]!;
  return draw.chance(70) ? randomAtom(draw, about, ownTerms(params), false) : randomFormula(draw, open, 1, false);
}

/** Often a definite relation between one output and what it reads, else anything. */
function guarantee(
  draw: Draw,
  outputs: Component['outputs'],
  reads: readonly Term[],
  all: readonly Term[],
  partial: boolean,
): Expr {
  const output = draw.pick(outputs);
  const term: Term = { expr: name(output.name), type: output.type.kind, bounded: true };
  if (partial && draw.chance(60)) return randomFormula(draw, all, 1, true);
  const roll = draw.int(1, 100);
  if (roll <= 40) {
    const operator =
      output.type.kind === 'int'
        ? draw.pick(['==', '<=', '>=', '<='] as const)
        : draw.pick(['==', '==', '!='] as const);
    return binary(operator, term.expr, randomValue(draw, output.type.kind, reads).expr);
  }
  if (roll <= 65) return binary('=>', randomFormula(draw, reads, 1, false), randomAtom(draw, term, all, false));
  return roll <= 80 ? randomAtom(draw, term, all, false) : randomFormula(draw, all, 2, false);
}

/** Two modes that split the cases, or overlap, or leave a hole. */
export function randomModes(draw: Draw, reads: readonly Term[], all: readonly Term[], assumes: boolean): Mode[] {
  const first = randomFormula(draw, reads, 1, false);
  const second = draw.chance(65) ? not(first) : randomFormula(draw, reads, 1, false);
  return [first, second].map((when, i) => ({
    name: `m${i + 1}`,
    when,
    clauses: modeClauses(draw, reads, all, assumes),
  }));
}

function modeClauses(draw: Draw, reads: readonly Term[], all: readonly Term[], assumes: boolean): Clause[] {
  const guarantees = draw.times(draw.int(0, 1), () =>
    clause(draw, 'guarantee', 'g', randomFormula(draw, all, 1, false)),
  );
  const bools = reads.filter((r) => r.type !== 'int');
  if (!assumes || bools.length === 0 || !draw.chance(25)) return guarantees;
  return [clause(draw, 'assume', 'a', randomAtom(draw, draw.pick(bools), bools, false)), ...guarantees];
}

/** A component with an implementation: outputs by expressions, free variables, guarantees owed. */
export function randomImplementation(draw: Draw, label: string): Component {
  const params = randomParams(draw, 25);
  const inputs = draw.times(draw.int(1, 2), (i) => ({ name: `x${i + 1}`, type: randomType(draw) }));
  const vars = draw.chance(55) ? [randomVariable(draw, [...params, ...inputs])] : [];
  const reads = ownTerms([...params, ...inputs, ...vars]);
  const partial = draw.chance(15);
  const lets = draw.chance(30) ? [{ name: 'l', value: randomLet(draw, reads, partial) }] : [];
  const visible: Term[] = [
    ...reads,
    ...lets.map((l) => ({ expr: name(l.name), type: 'bool' as const, bounded: true })),
  ];
  const outputs = draw.times(draw.int(1, 2), (i) => {
    const type = randomType(draw);
    // An output without an implementation beside one with: it may be anything.
    const value = i > 0 && draw.chance(20) ? null : randomValue(draw, type.kind, visible).expr;
    return { name: `y${i + 1}`, type, delayed: false, value };
  });
  const open = outputs.filter((o) => o.value === null);
  const all = [...visible, ...ownTerms(outputs.filter((o) => o.value !== null)), ...ownTerms(open, false)];
  const assumptions = draw.times(draw.pick([0, 0, 1]), () =>
    clause(draw, 'assume', 'a1', assumption(draw, inputs, params, false)),
  );
  const guarantees = draw.times(draw.int(1, 2), (i) =>
    clause(draw, 'guarantee', `g${i + 1}`, owed(draw, outputs, all, partial)),
  );
  return {
    ...empty,
    keyword: 'component',
    name: label,
    params,
    inputs,
    outputs,
    vars,
    lets,
    clauses: [...assumptions, ...guarantees],
  };
}

function randomLet(draw: Draw, reads: readonly Term[], partial: boolean): Expr {
  return randomFormula(draw, reads, 1, partial);
}

/** A claim with a fair chance to hold: within the range, the definition itself, or anything. */
function owed(draw: Draw, outputs: Component['outputs'], all: readonly Term[], partial: boolean): Expr {
  const output = draw.pick(outputs);
  if (output.value !== null && draw.chance(30))
    return binary(output.type.kind === 'int' ? '<=' : '==', name(output.name), output.value);
  if (output.type.kind === 'int' && draw.chance(50)) return binary('<=', name(output.name), output.type.high);
  return draw.chance(10) ? truth(true) : randomFormula(draw, all, 1, partial);
}
