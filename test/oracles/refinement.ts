import { type Claim, claimsOf } from './claims.ts';
import { type Component, type Description, type Expr, name } from './description.ts';
import { buildScope, type Scope } from './scope.ts';

const ONLY_PART = 'base';

/** The refinement of `base` by `refined` as a system: `base`'s contract, and `refined` as its only part, ports joined by name. */
export function refinementScope(description: Description, refined: Component, base: Component, margin: number): Scope {
  const port = (text: string): Expr => ({ kind: 'port', part: ONLY_PART, index: null, port: text });
  const system: Component = {
    keyword: 'system',
    name: `${refined.name}.refines`,
    refines: null,
    params: base.params.map((p) => ({ ...p, value: null })),
    inputs: base.inputs,
    outputs: base.outputs.map((o) => ({ ...o, value: port(o.name) })),
    vars: [],
    lets: base.lets,
    clauses: base.clauses,
    modes: base.modes,
    parts: [
      {
        name: ONLY_PART,
        size: null,
        component: refined.name,
        bindings: base.params.map((p) => ({ name: p.name, value: name(p.name) })),
      },
    ],
    wires: base.inputs.map((i) => ({ source: name(i.name), part: ONLY_PART, index: null, port: i.name })),
  };
  return buildScope(description, system, null, margin);
}

/** Each assumption of the refining component and each guarantee of the refined one. */
export function refinementClaims(scope: Scope): readonly Claim[] {
  const owed = claimsOf(scope).filter((c) => !/\.(defined|modes|reachable)$/.test(c.id));
  return owed.map((c) => ({ ...c, id: c.id.replace(`.refines.${ONLY_PART}.`, '.refines.') }));
}
