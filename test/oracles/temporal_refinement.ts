import { exploreView, type Findings } from './explicit_state.ts';
import {
  COMMON,
  type Formula,
  type NamedFormula,
  type TimedComponent,
  type TimedProgram,
} from './temporal_description.ts';
import {
  ANY,
  assumptionsOf,
  type Claimed,
  delayedOf,
  guaranteesOf,
  type View,
  viewOf,
  watching,
} from './temporal_view.ts';

const PART = 'r';

/**
 * What a refinement over time owes: its only part is what refines, its contract is what is refined, ports, parameters and faults are
 * joined by name. Every assumption of the part and every guarantee of the contract is owed whatever faults are present. Null
 * where there are too many states.
 */
export function exploreRefinement(program: TimedProgram, name: string): Findings | null {
  const byName = new Map(program.components.map((component) => [component.name, component]));
  const refined = byName.get(name)!;
  return exploreView(refinementView(refined, byName.get(refined.refines!)!, byName), () => null);
}

function refinementView(
  refined: TimedComponent,
  base: TimedComponent,
  byName: ReadonlyMap<string, TimedComponent>,
): View {
  const shared = base.faults.filter((fault) => fault !== COMMON && refined.faults.includes(fault));
  const contract = joined(base, shared);
  const around: TimedComponent = {
    ...contract,
    params: [...new Set([...base.params, ...refined.params])],
    outputs: base.outputs.map((output) => ({ ...output, value: { op: 'port', name: `${PART}.${output.name}` } })),
    parts: [
      {
        name: PART,
        component: refined.name,
        binds: refined.params.map((param) => ({ param, to: param })),
        wires: refined.inputs.map(({ name }) => ({ input: name, source: { op: 'port', name } })),
      },
    ],
  };
  const view = viewOf(around, byName);
  return { ...view, ofLeaves: false, modes: [], claims: claimsOf(refined, contract, view) };
}

function claimsOf(refined: TimedComponent, contract: TimedComponent, view: View): Claimed[] {
  const prefix = `${refined.name}.refines.`;
  const asked = view.parts[0]!.assumptions.map((watched) => ({ ...watched, id: `${prefix}${watched.id}` }));
  const taken = new Set(assumptionsOf(refined).map(({ name }) => name));
  const watch = watching(prefix, delayedOf(contract));
  const promised = guaranteesOf(contract).map(({ clause }) =>
    watch(taken.has(clause.name) ? { ...clause, name: `${clause.name}.guarantee` } : clause),
  );
  return [...asked, ...promised].map((watched) => ({ ...watched, faults: ANY, before: false }));
}

/** The contract with the faults of that name as those of the part. */
function joined(base: TimedComponent, shared: readonly string[]): TimedComponent {
  const inner = (name: string) => (shared.includes(name) ? `${PART}.${name}` : name);
  const go = (f: Formula): Formula => {
    if (f.op === 'const' || f.op === 'more') return f;
    if ('name' in f) return { ...f, name: inner(f.name) };
    return 'b' in f ? { ...f, a: go(f.a), b: go(f.b) } : { ...f, a: go(f.a) };
  };
  const clauses = (all: readonly NamedFormula[]) =>
    all.map((clause) => ({
      ...clause,
      body: go(clause.body),
      ...(clause.unless === undefined ? {} : { unless: clause.unless.map(inner) }),
    }));
  return {
    ...base,
    faults: base.faults.filter((fault) => !shared.includes(fault)),
    assumptions: clauses(base.assumptions),
    guarantees: clauses(base.guarantees),
    modes: base.modes.map((mode) => ({
      ...mode,
      when: go(mode.when),
      assumptions: clauses(mode.assumptions),
      guarantees: clauses(mode.guarantees),
    })),
  };
}
