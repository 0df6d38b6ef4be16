import {
  type Component,
  componentNamed,
  type Description,
  type Expr,
  isPartial,
  kindOf,
  type Mode,
  namedClauses,
} from './description.ts';

/**
 * The names of all obligations of a description, read off its text alone: no scope, no unrolling, no semantics.
 * A counter that is independent of the one which decides them.
 */
export function obligationNames(description: Description): readonly string[] {
  return description.components.flatMap((c) => [...componentNames(description, c), ...refinementNames(description, c)]);
}

function componentNames(description: Description, c: Component): string[] {
  const settings = description.verifies.filter((v) => v.system === c.name);
  const used = description.components.some((other) => other.parts.some((p) => p.component === c.name));
  const alone = settings.length === 0 || used || c.refines !== null || kindOf(c) !== 'system';
  const prefixed = settings.flatMap((v) => {
    const bound = c.params.filter((p) => p.type.kind === 'int' && v.bindings.some((b) => b.name === p.name));
    return [...ownNames(description, c), ...bound.map((p) => `${p.name}.range`)].map((n) => `${v.name}/${c.name}.${n}`);
  });
  return [...(alone ? [...ownNames(description, c), ...once(c)].map((n) => `${c.name}.${n}`) : []), ...prefixed];
}

/** What appears once, whatever the settings. */
function once(c: Component): string[] {
  const modes = c.modes.length === 0 ? [] : ['modes', ...c.modes.map((m) => `${m.name}.reachable`)];
  return [...modes, ...c.params.filter((p) => p.value !== null && p.type.kind === 'int').map((p) => `${p.name}.range`)];
}

function ownNames(description: Description, c: Component): string[] {
  const built = kindOf(c) !== 'leaf';
  const owed = built ? [...c.outputs, ...c.vars.filter((v) => v.value !== null)] : [];
  return [
    'consistent',
    'realizable',
    ...(built ? guaranteeNames(c) : []),
    ...owed.filter((v) => v.type.kind === 'int').map((v) => `${v.name}.range`),
    ...definedNames(c),
    ...c.parts.flatMap((p) =>
      partNames(
        componentNamed(description, p.component),
        p.name,
        p.bindings.map((b) => b.name),
      ),
    ),
  ];
}

function guaranteeNames(c: Component): string[] {
  return [...clauseNames(c, 'guarantee')].map(([name]) => name);
}

function clauseNames(c: Component, keyword: 'assume' | 'guarantee'): [string, Expr][] {
  const inMode = (m: Mode) =>
    namedClauses(m.clauses, keyword).map((x): [string, Expr] => [`${m.name}.${x.name}`, x.clause.body]);
  return [
    ...namedClauses(c.clauses, keyword).map((x): [string, Expr] => [x.name, x.clause.body]),
    ...c.modes.flatMap(inMode),
  ];
}

function definedNames(c: Component): string[] {
  const clauses = [...clauseNames(c, 'assume'), ...clauseNames(c, 'guarantee')].filter(([, body]) => isPartial(body));
  const definitions = [...c.lets, ...c.outputs, ...c.vars].filter((d) => d.value !== null && isPartial(d.value));
  const wires = new Set(c.wires.filter((w) => isPartial(w.source)).map((w) => `${w.part}.${w.port}`));
  return [...clauses.map(([name]) => name), ...definitions.map((d) => d.name), ...wires].map((n) => `${n}.defined`);
}

function partNames(c: Component, part: string, bound: readonly string[]): string[] {
  const ranges = c.params.filter((p) => p.type.kind === 'int' && bound.includes(p.name)).map((p) => `${p.name}.range`);
  return [...ranges, ...assumptionNames(c)].map((n) => `${part}.${n}`);
}

function assumptionNames(c: Component): string[] {
  return [
    ...c.inputs.filter((i) => i.type.kind === 'int').map((i) => `${i.name}.range`),
    ...clauseNames(c, 'assume').map(([n]) => n),
  ];
}

function refinementNames(description: Description, c: Component): string[] {
  if (c.refines === null) return [];
  const base = componentNamed(description, c.refines);
  const ranges = (items: readonly { readonly name: string; readonly type: { readonly kind: string } }[]) =>
    items.filter((i) => i.type.kind === 'int').map((i) => `${i.name}.range`);
  const shared = c.params.filter((p) => base.params.some((b) => b.name === p.name));
  const owed = [...ranges(shared), ...assumptionNames(c), ...ranges(base.outputs), ...guaranteeNames(base)];
  return owed.map((n) => `${c.name}.refines.${n}`);
}
