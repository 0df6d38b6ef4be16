import { coneOf } from '../encode/cone.ts';
import type { Scope } from '../model/model.ts';
import { variablesOf } from '../model/traverse.ts';
import type { SubjectObligations } from '../obligations/generate.ts';
import type { ValidGoal } from '../obligations/obligation.ts';
import type { Span } from '../text/source.ts';
import type { Core } from './cores.ts';
import { distinct, type Source, sourcesIn, sourcesNear } from './sources.ts';

/** What of a specification no proof has a use for. */
export interface Coverage {
  /** Clauses that no proof uses: promises of parts, and assumptions of what has claims. */
  readonly clauses: readonly Source[];
  /** Inputs on which no property depends: `Chain.offered`. */
  readonly inputs: readonly { readonly name: string; readonly span: Span }[];
  /** How many claims have no core: what is near them counts as used. */
  readonly open: number;
}

/** Every clause that proofs may use, without those in some core, and those near a claim that is not proved or has no core. */
export function coverageOf(generated: readonly SubjectObligations[], cores: ReadonlyMap<string, Core>): Coverage {
  const scopes = new Set(generated.flatMap(({ subject }) => subject.scopes));
  const all = distinct([...scopes].filter(({ kind }) => kind !== 'leaf').flatMap(sourcesIn));
  const used = new Set<string>();
  const depended = new Set<string>();
  let open = 0;
  for (const { id, goals } of generated.flatMap(({ obligations }) => obligations)) {
    const valid = goals.filter((goal) => goal.asks === 'valid');
    for (const name of valid.flatMap(inputsBehind)) depended.add(name);
    const core = cores.get(id);
    if (core === undefined && valid.length > 0) open += 1;
    for (const { key } of core?.uses ?? valid.flatMap(sourcesNear)) used.add(key);
  }
  for (const name of [...scopes].flatMap(inputsNamed)) depended.add(name);
  const inputs = new Map([...scopes].flatMap(inputsOf).map((input) => [input.name, input]));
  return {
    clauses: all.filter(({ key }) => !used.has(key)),
    inputs: [...inputs.values()].filter(({ name }) => !depended.has(name)),
    open,
  };
}

function inputsOf(scope: Scope): { name: string; span: Span }[] {
  return scope.variables
    .filter(({ role, part }) => role === 'input' && part === null)
    .map(({ name, span }) => ({ name: inputName(scope, name), span }));
}

/** An array is one input. */
function inputName({ component }: Scope, name: string): string {
  return `${component}.${name.replace(/\[.*$/, '')}`;
}

/** The inputs that a claim's truth may depend on, its own range aside. */
function inputsBehind({ scope, formula, premises }: ValidGoal): string[] {
  const { variables } = coneOf(scope, [formula, ...premises], { radius: null, guarded: () => true });
  return [...variables]
    .filter(({ role, part }) => role === 'input' && part === null)
    .map(({ name }) => inputName(scope, name));
}

/** The inputs of a leaf that its promises name: it has no claims of its own. */
function inputsNamed(scope: Scope): string[] {
  if (scope.kind !== 'leaf') return [];
  const clauses = [...scope.guarantees, ...scope.assumptions.filter(({ kind }) => kind !== 'range')];
  const found = new Set(clauses.flatMap(({ body }) => [...variablesOf(body)]));
  for (const variable of found) {
    const definition = scope.definitions.get(variable);
    // A set that grows is walked to its end.
    if (definition !== undefined) for (const each of variablesOf(definition.body)) found.add(each);
  }
  return [...found]
    .filter(({ role, part }) => role === 'input' && part === null)
    .map(({ name }) => inputName(scope, name));
}
