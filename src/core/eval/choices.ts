import type { Clause, Expr, PartInstance, Scope, Variable } from '../model/model.ts';
import { children } from './children.ts';
import { freeVariables } from './trace.ts';

/** Free variables that are chosen together, and the clauses that the choice has to keep: the scope's own, or one part's. */
export interface Choice {
  /** Null for the scope itself. */
  readonly part: PartInstance | null;
  readonly variables: readonly Variable[];
  readonly clauses: readonly Clause[];
}

/** What is chosen at each step, producers before the parts that read them (as far as there is no loop). */
export function choicesOf(scope: Scope): readonly Choice[] {
  const perStep = freeVariables(scope).perStep.filter((variable) => variable.role !== 'fault');
  const ofPart = (part: PartInstance) => perStep.filter((variable) => variable.part === part.path);
  const paths = new Set(scope.parts.map((part) => part.path));
  const own = perStep.filter((variable) => variable.part === null || !paths.has(variable.part));
  const clauses = [...scope.freeRanges.map(({ clause }) => clause), ...scope.assumptions, ...leafGuarantees(scope)];
  const parts = inOrder(scope).map((part) => ({
    part,
    variables: ofPart(part),
    clauses: part.guarantees.filter((clause) => clause.exported),
  }));
  return [{ part: null, variables: own, clauses }, ...parts];
}

/** A leaf's own guarantees are all that is known of its outputs. */
export function leafGuarantees(scope: Scope): readonly Clause[] {
  return scope.kind === 'leaf' ? scope.guarantees : [];
}

/** The parts, each after those whose outputs its inputs read. */
function inOrder(scope: Scope): readonly PartInstance[] {
  const byPath = new Map(scope.parts.map((part) => [part.path, part]));
  const done = new Set<PartInstance>();
  const entered = new Set<PartInstance>();
  for (const root of scope.parts) {
    const open = [root];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const waiting = entered.has(top) ? [] : sourcesOf(scope, top, byPath).filter((part) => !entered.has(part));
      entered.add(top);
      if (waiting.length > 0) open.push(...waiting);
      else {
        done.add(top);
        open.pop();
      }
    }
  }
  return [...done];
}

function sourcesOf(
  scope: Scope,
  part: PartInstance,
  byPath: ReadonlyMap<string, PartInstance>,
): readonly PartInstance[] {
  const found = new Set<PartInstance>();
  for (const variable of reachable(scope, part.inputs)) {
    const source = variable.part === null ? undefined : byPath.get(variable.part);
    if (source !== undefined && source !== part) found.add(source);
  }
  return [...found];
}

/** The variables that the values of these rest on within the step, through definitions. */
function reachable(scope: Scope, from: readonly Variable[]): ReadonlySet<Variable> {
  const seen = new Set(from);
  for (const variable of seen) {
    const definition = scope.definitions.get(variable);
    if (definition === undefined) continue;
    for (const mentioned of withinStep(definition.body)) seen.add(mentioned);
  }
  return seen;
}

function withinStep(root: Expr): readonly Variable[] {
  const seen = new Set<Expr>([root]);
  for (const expr of seen) {
    if (expr.kind === 'prev') continue;
    for (const child of children(expr)) seen.add(child);
  }
  return [...seen].flatMap((expr) => (expr.kind === 'variable' ? [expr.variable] : []));
}
