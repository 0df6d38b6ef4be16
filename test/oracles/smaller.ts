import { type Clause, type Component, type Description, type Expr, truth } from './description.ts';
import { MARGIN } from './domain.ts';
import { buildScope } from './scope.ts';
import { isSmall } from './size.ts';
import { verdictsOf } from './verdicts.ts';

/** Smaller descriptions that still make sense: something left out, or a formula made simpler. Greatest cuts first. */
export function* smaller(description: Description): Generator<Description> {
  for (const candidate of candidates(description)) if (makesSense(candidate)) yield candidate;
}

/** Every name is known, and trying everything still takes a moment only. */
function makesSense(description: Description): boolean {
  try {
    for (const c of description.components) {
      const { frame } = buildScope(description, c, null, MARGIN);
      for (const l of c.lets) frame.name(l.name);
    }
    return isSmall(description) && verdictsOf(description).size > 0;
  } catch {
    return false;
  }
}

function* candidates(d: Description): Generator<Description> {
  for (const verifies of without(d.verifies)) yield { ...d, verifies };
  for (const components of without(d.components)) yield { ...d, components };
  for (const [i, c] of d.components.entries()) {
    for (const component of smallerComponents(c)) yield { ...d, components: d.components.with(i, component) };
  }
}

function* without<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < items.length; i++) yield items.toSpliced(i, 1);
}

function* smallerComponents(c: Component): Generator<Component> {
  for (const parts of without(c.parts)) {
    yield { ...c, parts, wires: c.wires.filter((w) => parts.some((p) => p.name === w.part)) };
  }
  for (const modes of without(c.modes)) yield { ...c, modes };
  for (const clauses of without(c.clauses)) yield { ...c, clauses };
  for (const outputs of without(c.outputs)) yield { ...c, outputs };
  for (const inputs of without(c.inputs)) yield { ...c, inputs };
  for (const vars of without(c.vars)) yield { ...c, vars };
  for (const lets of without(c.lets)) yield { ...c, lets };
  for (const params of without(c.params)) yield { ...c, params };
  for (const wires of without(c.wires)) yield { ...c, wires };
  for (const [i, m] of c.modes.entries())
    for (const clauses of without(m.clauses)) yield { ...c, modes: c.modes.with(i, { ...m, clauses }) };
  for (const [i, p] of c.parts.entries())
    for (const bindings of without(p.bindings)) yield { ...c, parts: c.parts.with(i, { ...p, bindings }) };
  for (const [i, clause] of c.clauses.entries())
    for (const simpler of simplerClauses(clause)) yield { ...c, clauses: c.clauses.with(i, simpler) };
  for (const [i, m] of c.modes.entries())
    for (const when of simplerFormulas(m.when)) yield { ...c, modes: c.modes.with(i, { ...m, when }) };
}

function* simplerClauses(clause: Clause): Generator<Clause> {
  for (const body of simplerFormulas(clause.body)) yield { ...clause, body };
}

const CONNECTIVES: readonly string[] = ['and', 'or', '=>', '<=>'];

/** Of a Boolean formula: a side of a connective, or the formula with one side made simpler. */
function* simplerFormulas(e: Expr): Generator<Expr> {
  if (e.kind === 'if') {
    yield e.yes;
    yield e.no;
  }
  if (e.kind === 'not') {
    yield e.operand;
    for (const operand of simplerFormulas(e.operand)) yield { ...e, operand };
  }
  if (e.kind === 'binary' && CONNECTIVES.includes(e.operator)) {
    yield e.left;
    yield e.right;
    for (const left of simplerFormulas(e.left)) yield { ...e, left };
    for (const right of simplerFormulas(e.right)) yield { ...e, right };
  }
  if (e.kind !== 'value') yield truth(true);
}
