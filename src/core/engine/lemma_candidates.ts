import type { Cone } from '../encode/cone.ts';
import { ONE, type Rational } from '../exact/rational.ts';
import type { Expr, Scope, Sort, Variable } from '../model/model.ts';
import { isTemporal, nodesOf, variablesOf } from '../model/traverse.ts';
import { cell } from '../replay/cells.ts';
import { ALL_SOURCES, type LemmaSource } from './engines.ts';
import { written } from './written.ts';

/** Something that may be true at every step, read off the text, and how a report says it. */
export interface Candidate {
  readonly formula: Expr;
  readonly text: string;
}

const MOST_VARIABLES = 16;
const MOST_CONSTANTS = 6;
const MOST_CANDIDATES = 320;
const MOST_CLAUSES = 48;
const MOST_OCTAGONS = 96;
const BOOL: Sort = { kind: 'bool' };

/**
 * Guesses at invariants over the states of a cone (and what its parts put out): bounds by the constants that the text
 * compares them with, what clauses say in passing, orders between two quantities and bounds of their sums and differences,
 * and bounds under the condition that an automaton is in a certain state. They are guesses only: each has to be proved by
 * induction before it is used.
 */
export function lemmaCandidates(
  scope: Scope,
  cone: Cone,
  roots: readonly Expr[],
  sources: ReadonlySet<LemmaSource> = ALL_SOURCES,
): readonly Candidate[] {
  const variables = remembered(scope, cone).slice(0, MOST_VARIABLES);
  const constants = comparedConstants(scope, cone, roots, new Set(variables));
  const each = variables.map((variable) => ({
    variable,
    facts: sources.has('ranges') ? aboutOne(variable, constants.get(variable) ?? []) : [],
  }));
  const guards = variables.flatMap((variable) => guardsOf(variable));
  const guarded = guards.flatMap((guard) =>
    each.flatMap(({ variable, facts }) =>
      variable === guard.variable ? [] : facts.map((fact) => implied(guard, fact)),
    ),
  );
  const octagons = sources.has('octagons');
  return [
    ...each.flatMap(({ facts }) => facts),
    ...(sources.has('clauses') ? saidInPassing(cone, roots) : []),
    ...(octagons ? orders(variables) : []),
    ...(sources.has('modes') ? guarded : []),
    ...(octagons ? sumsAndDifferences(variables, constants) : []),
  ].slice(0, MOST_CANDIDATES);
}

/** What clauses say under a condition or beside something else, as a fact of its own: the truth values inside of them. */
function saidInPassing(cone: Cone, roots: readonly Expr[]): Candidate[] {
  const clauses = [...roots, ...cone.facts.map(({ body }) => body)];
  const inside = clauses.flatMap((clause) => nodesOf(clause).filter((node) => node !== clause && isSaying(node)));
  const byText = new Map(inside.map((formula) => [written(formula), formula]));
  return [...byText].slice(0, MOST_CLAUSES).map(([text, formula]) => ({ formula, text }));
}

/** A comparison or a combination of truth values, about this step alone. */
function isSaying(node: Expr): boolean {
  const says = ['eq', 'lt', 'le', 'implies', 'iff', 'or'].includes(node.kind);
  return says && !isTemporal(node) && variablesOf(node).size > 0;
}

/** `x <= y + c` and `x + y <= c` or `>= c`, for the constants that the two are compared with (Miné 2006). */
function sumsAndDifferences(
  variables: readonly Variable[],
  constants: ReadonlyMap<Variable, readonly Rational[]>,
): Candidate[] {
  const found = new Map<string, Expr>();
  const put = (left: Expr, right: Expr) => {
    const formula: Expr = { kind: 'le', left, right, sort: BOOL };
    if (found.size < MOST_OCTAGONS) found.set(written(formula), formula);
  };
  for (const [at, x] of variables.entries()) {
    for (const y of variables.slice(at + 1).filter((other) => comparable(x, other))) {
      const number = (value: Rational): Expr => ({ kind: 'literal', sort: x.sort, value });
      const sum = (a: Expr, b: Expr): Expr => ({ kind: 'add', operands: [a, b], sort: x.sort, span: null });
      for (const a of constants.get(x) ?? []) {
        for (const b of constants.get(y) ?? []) {
          put(sum(named(x), named(y)), number(a.add(b)));
          put(number(a.add(b)), sum(named(x), named(y)));
          if (a.equals(b)) continue;
          put(named(x), sum(named(y), number(a.sub(b))));
          put(named(y), sum(named(x), number(b.sub(a))));
        }
      }
    }
  }
  return [...found].map(([text, formula]) => ({ formula, text }));
}

function remembered(scope: Scope, cone: Cone): Variable[] {
  const isFreeOutput = (variable: Variable) =>
    variable.part !== null && variable.role === 'output' && !scope.definitions.has(variable);
  return [...cone.variables].filter((variable) => scope.states.has(variable) || isFreeOutput(variable));
}

/** The constants with which the text compares something that names a variable, and first values. */
function comparedConstants(
  scope: Scope,
  cone: Cone,
  roots: readonly Expr[],
  about: ReadonlySet<Variable>,
): ReadonlyMap<Variable, readonly Rational[]> {
  const found = new Map<Variable, Map<string, Rational>>();
  const add = (variable: Variable, value: Rational) => {
    let values = found.get(variable);
    if (values === undefined) found.set(variable, (values = new Map()));
    if (values.size < MOST_CONSTANTS) values.set(value.toFraction(), value);
  };
  for (const variable of about) {
    const first = scope.states.get(variable)?.initial;
    if (first?.kind === 'literal' && typeof first.value === 'object') add(variable, first.value);
  }
  for (const expr of textOf(scope, cone, roots)) {
    for (const node of nodesOf(expr)) {
      const operands = comparedIn(node);
      for (const literal of operands) {
        if (literal.kind !== 'literal' || typeof literal.value !== 'object') continue;
        for (const other of operands) {
          for (const variable of reached(scope, other))
            if (about.has(variable) && variable.sort.kind === literal.sort.kind) add(variable, literal.value);
        }
      }
    }
  }
  return new Map([...found].map(([variable, values]) => [variable, [...values.values()]]));
}

function textOf(scope: Scope, cone: Cone, roots: readonly Expr[]): Expr[] {
  const bodies = [...cone.variables].flatMap((variable) => {
    const definition = scope.definitions.get(variable);
    const state = scope.states.get(variable);
    return [...(definition === undefined ? [] : [definition.body]), ...(state === undefined ? [] : [state.next])];
  });
  return [...roots, ...scope.ranges.map(({ body }) => body), ...bodies, ...cone.facts.map(({ body }) => body)];
}

function comparedIn(node: Expr): readonly Expr[] {
  if (node.kind === 'eq' || node.kind === 'lt' || node.kind === 'le') return [node.left, node.right];
  return node.kind === 'min' || node.kind === 'max' ? node.operands : [];
}

/** The variables that an expression names, and those behind a wire or a definition that is no more than a name. */
function reached(scope: Scope, expr: Expr): Variable[] {
  return [...variablesOf(expr)].flatMap((variable) => {
    const body = scope.definitions.get(variable)?.body;
    return body?.kind === 'variable' ? [variable, body.variable] : [variable];
  });
}

function aboutOne(variable: Variable, constants: readonly Rational[]): Candidate[] {
  if (variable.sort.kind === 'int' || variable.sort.kind === 'real') {
    return constants.flatMap((value) => [bound(variable, '<=', value), bound(variable, '>=', value)]);
  }
  return guardsOf(variable).map(({ formula, text }) => ({ formula: negation(formula), text: `not (${text})` }));
}

interface Guard extends Candidate {
  readonly variable: Variable;
}

/** The values of an automaton's state as conditions. */
function guardsOf(variable: Variable): Guard[] {
  const { sort } = variable;
  const itself = named(variable);
  if (sort.kind === 'bool') {
    return [
      { variable, formula: itself, text: variable.name },
      { variable, formula: negation(itself), text: `not ${variable.name}` },
    ];
  }
  if (sort.kind !== 'enum') return [];
  return sort.members.map((member) => ({
    variable,
    formula: { kind: 'eq', left: itself, right: { kind: 'literal', sort, value: member }, sort: BOOL },
    text: `${variable.name} == ${member}`,
  }));
}

function bound(variable: Variable, relation: '<=' | '>=', value: Rational): Candidate {
  const constant: Expr = { kind: 'literal', sort: variable.sort, value };
  const [left, right] = relation === '<=' ? [named(variable), constant] : [constant, named(variable)];
  const { value: exact, unit } = cell(value, variable.sort, variable.unit);
  return {
    formula: { kind: 'le', left, right, sort: BOOL },
    text: `${variable.name} ${relation} ${exact}${unit === '' ? '' : ` ${unit}`}`,
  };
}

/** Which of two quantities is never the larger. */
function orders(variables: readonly Variable[]): Candidate[] {
  return variables.flatMap((left) =>
    variables
      .filter((right) => left !== right && comparable(left, right))
      .map((right) => ({
        formula: { kind: 'le', left: named(left), right: named(right), sort: BOOL },
        text: `${left.name} <= ${right.name}`,
      })),
  );
}

function comparable(left: Variable, right: Variable): boolean {
  const numeric = left.sort.kind === 'int' || left.sort.kind === 'real';
  const factor = ({ unit }: Variable) => unit?.factor ?? ONE;
  const sameUnit = left.sort.kind === 'real' || factor(left).equals(factor(right));
  const dimension = ({ unit }: Variable) => unit?.text ?? '';
  return numeric && left.sort.kind === right.sort.kind && sameUnit && dimension(left) === dimension(right);
}

function implied(guard: Guard, fact: Candidate): Candidate {
  return {
    formula: { kind: 'implies', left: guard.formula, right: fact.formula, sort: BOOL },
    text: `${guard.text} => ${fact.text}`,
  };
}

function named(variable: Variable): Expr {
  return { kind: 'variable', variable, sort: variable.sort };
}

function negation(operand: Expr): Expr {
  return { kind: 'not', operand, sort: BOOL };
}
