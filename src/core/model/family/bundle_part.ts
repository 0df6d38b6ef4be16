import type { Clause, Expr, PartInstance, Scope, Variable } from '../model.ts';
import type { Joined } from './members.ts';

/** What a part is made of that stands for families of any size. */
export interface BundleParts {
  readonly joined: Joined;
  readonly path: string;
  readonly scope: Scope;
  /** Names that are the same for all members. */
  readonly shared: readonly Variable[];
  readonly variables: readonly Variable[];
  readonly ranges: readonly Clause[];
  readonly assumptions: readonly Clause[];
  readonly facts: readonly Expr[];
  readonly settled: boolean;
  readonly owners: ReadonlyMap<Clause, PartInstance>;
}

/** Families of any size as one part, whose guarantees are all that is known of them. */
export function bundlePart(of: BundleParts): PartInstance {
  const { parts } = of.joined;
  const first = parts[0]!;
  const here = (role: Variable['role']) => of.shared.filter((variable) => variable.role === role);
  return {
    path: of.path,
    name: first.name,
    index: null,
    component: first.component,
    inputs: here('input'),
    outputs: of.variables.filter(({ part }) => part === of.path),
    internals: [],
    parameters: here('param'),
    parameterRanges: of.ranges,
    assumptions: of.assumptions,
    guarantees: guarantees(of, first),
    faults: [...new Map(parts.flatMap(({ faults }) => faults.map((fault) => [fault.variable, fault]))).values()],
    annotations: first.annotations,
    span: first.span,
    bundle: {
      components: parts.map(({ component }) => component),
      names: parts.map(({ name }) => name),
      owners: of.owners,
    },
  };
}

function guarantees(of: BundleParts, { span }: PartInstance): readonly Clause[] {
  const restsOn = definednessOf(of);
  return of.facts.map((body) => ({
    name: 'members',
    kind: 'guarantee',
    sentence: null,
    body,
    settled: of.settled,
    exported: true,
    partial: restsOn.length > 0,
    restsOn,
    risk: null,
    annotations: [],
    span,
    bodySpan: span,
  }));
}

/** Whose definedness the facts rest on: all that a contract holds may be among them. */
function definednessOf({ joined, scope }: BundleParts): readonly string[] {
  return joined.parts.flatMap((part, at) => {
    const clauses = [...part.parameterRanges, ...part.assumptions, ...part.guarantees].filter(({ partial }) => partial);
    const { path } = joined.families[at]!;
    const names = scope.variables
      .filter((variable) => variable.part === path && (variable.role === 'let' || variable.role === 'mode'))
      .map(({ name }) => name.slice(path.length + 1).replace(/\[.*$/, ''));
    return [...clauses.map(({ name }) => name.replace(/\.range$/, '')), ...names].map(
      (name) => `${part.component}.${name}.defined`,
    );
  });
}
