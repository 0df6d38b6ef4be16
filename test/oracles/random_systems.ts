import fc from 'fast-check';
import {
  binary,
  type Component,
  componentNamed,
  type Description,
  type Expr,
  kindOf,
  literal,
  name,
  type Part,
  type Type,
  type Verify,
  type Wire,
} from './description.ts';
import { Draw } from './draw.ts';
import { constantOf, randomAtom, randomFormula, randomType, randomValue, type Term } from './random_clauses.ts';
import {
  ownTerms,
  randomImplementation,
  randomLeaf,
  randomModes,
  randomParams,
  randomVariable,
} from './random_component.ts';
import { canBeFreed } from './scope.ts';
import { isSmall } from './size.ts';
import { smaller } from './smaller.ts';

/** Small systems, the same for the same seed, which shrink to a small file. */
export class SystemArbitrary extends fc.Arbitrary<Description> {
  generate(random: fc.Random): fc.Value<Description> {
    const draw = new Draw(random);
    for (let attempt = 0; attempt < 50; attempt++) {
      const description = randomDescription(draw);
      if (isSmall(description)) return new fc.Value(description, undefined);
    }
    throw new Error('no small system in fifty attempts');
  }

  canShrinkWithoutContext(_value: unknown): _value is Description {
    return false;
  }

  shrink(value: Description): fc.Stream<fc.Value<Description>> {
    return fc.stream(smaller(value)).map((d) => new fc.Value(d, undefined));
  }
}

function randomDescription(draw: Draw): Description {
  const roll = draw.int(1, 100);
  const types = draw.times(draw.int(1, 2), (i) => {
    const label = `C${i + 1}`;
    return draw.chance(82) ? randomLeaf(draw, label) : randomImplementation(draw, label);
  });
  if (roll <= 8) return { components: [types[0]!, ...refined(draw, types[0]!)], verifies: [] };
  const components = [...types];
  if (draw.chance(12)) components.push(randomSystem(draw, 'T', components, 1));
  const top = randomSystem(draw, 'S', components, 3);
  components.push(top);
  return { components, verifies: settingsOf(draw, top) };
}

/** The same contract with a clause more, fewer or changed; only where no free variable and no division is in the way. */
function refined(draw: Draw, base: Component): Component[] {
  const divides = JSON.stringify(base).match(/"(div|mod|\/)"/) !== null;
  if (kindOf(base) !== 'leaf' || base.vars.length > 0 || divides || base.params.some((p) => p.value !== null))
    return [];
  const clauses = base.clauses.flatMap((c) => {
    if (draw.chance(20)) return [];
    if (!draw.chance(35)) return [c];
    const about =
      c.keyword === 'assume'
        ? ownTerms([...base.inputs], false)
        : ownTerms([...base.params, ...base.inputs, ...base.outputs]);
    const other = randomFormula(draw, about, 1, false);
    return [{ ...c, body: draw.chance(50) ? other : binary(draw.chance(50) ? 'and' : 'or', c.body, other) }];
  });
  const renamed = clauses.map((c, i) => ({ ...c, name: c.keyword === 'assume' ? `b${i}` : c.name }));
  const modes = base.modes.map((m) => ({ ...m, clauses: m.clauses.filter((c) => c.keyword === 'guarantee') }));
  return [
    {
      ...base,
      name: 'B',
      refines: base.name,
      clauses: renamed,
      modes,
      outputs: base.outputs.map((o) => ({ ...o, type: rewidened(draw, o.type) })),
    },
  ];
}

function rewidened(draw: Draw, type: Type): Type {
  if (type.kind !== 'int' || type.high.kind !== 'value' || !draw.chance(25)) return type;
  return { ...type, high: literal(type.high.value + draw.pick([-1, 1, 1])) };
}

function settingsOf(draw: Draw, system: Component): Verify[] {
  const param = system.params[0];
  if (param === undefined || !draw.chance(60)) return [];
  return draw.times(draw.int(1, 2), (i) => ({
    name: `v${i + 1}`,
    system: system.name,
    bindings: draw.chance(90) ? [{ name: param.name, value: constantInside(draw, param.type) }] : [],
  }));
}

function constantInside(draw: Draw, type: Type): Expr {
  if (type.kind !== 'int') return constantOf(draw, type.kind);
  const [low, high] = [type.low, type.high].map((e) => (e.kind === 'value' ? e.value : 0)) as [number, number];
  return literal(draw.chance(92) ? draw.int(low, high) : high + 1);
}

/** A system of up to `most` parts out of the given types. */
function randomSystem(draw: Draw, label: string, types: readonly Component[], most: number): Component {
  const params = randomParams(draw, 30).map((p) => ({ ...p, value: null }));
  const inputs = draw.times(draw.int(0, 2), (i) => ({ name: `i${i + 1}`, type: randomType(draw) }));
  const vars = draw.chance(16) ? [randomVariable(draw, [...params, ...inputs])] : [];
  const parts = draw.times(draw.int(1, most), (i) => randomPart(draw, `p${i + 1}`, draw.pick(types), params));
  const own = ownTerms([...params, ...inputs, ...vars]);
  const ports = parts.flatMap((p) => portTerms(p, componentOf(types, p)));
  const loopy = draw.chance(75);
  const wires = parts.flatMap((p, i) =>
    wiresOf(draw, p, componentOf(types, p), own, loopy ? ports : ports.filter((t) => earlier(t, parts.slice(0, i)))),
  );
  const visible = [...own, ...ports];
  const lets = draw.chance(20) ? [{ name: 'd', value: randomFormula(draw, visible, 1, draw.chance(30)) }] : [];
  const terms: Term[] = [
    ...visible,
    ...lets.map((l) => ({ expr: name(l.name), type: 'bool' as const, bounded: true })),
  ];
  const outputs = draw.times(draw.int(0, 2), (i) => randomOutput(draw, `o${i + 1}`, terms, types, parts));
  const exposed = outputs.map((o) => ({ expr: name(o.output.name), type: o.output.type.kind, bounded: o.bounded }));
  const families = parts.filter((p) => p.size !== null).flatMap((p) => familyTerms(p, componentOf(types, p)));
  const all = [...terms, ...exposed, ...families, ...families];
  const assumptions =
    inputs.length === 0 || !draw.chance(30)
      ? []
      : [randomFormula(draw, [...ownTerms(inputs, false), ...ownTerms(params)], 1, false)];
  const guarantees = draw.times(draw.pick([1, 2, 2, 3]), () => systemGuarantee(draw, all, ports, types, parts));
  const modes =
    draw.chance(8) && params.length === 0 && inputs.length > 0 ? randomModes(draw, ownTerms(inputs), all, false) : [];
  const clauses = [
    ...assumptions.map((body) => ({ keyword: 'assume' as const, name: 'a', body })),
    ...guarantees.map((body, i) => ({
      keyword: 'guarantee' as const,
      name: draw.chance(70) ? `g${i + 1}` : null,
      body,
    })),
  ];
  return {
    keyword: 'system',
    name: label,
    refines: null,
    params,
    inputs,
    outputs: outputs.map((o) => o.output),
    vars,
    lets,
    clauses,
    modes,
    parts,
    wires,
  };
}

function componentOf(types: readonly Component[], part: Part): Component {
  return componentNamed({ components: types, verifies: [] }, part.component);
}

function earlier(term: Term, parts: readonly Part[]): boolean {
  return term.expr.kind === 'port' && parts.some((p) => p.name === (term.expr as Expr & { kind: 'port' }).part);
}

function randomPart(draw: Draw, label: string, type: Component, params: Component['params']): Part {
  const bindings = type.params
    .filter(() => draw.chance(75))
    .map((p) => {
      const same = params.filter((own) => own.type.kind === p.type.kind);
      if (same.length === 0 || draw.chance(50)) return { name: p.name, value: constantInside(draw, p.type) };
      const own = name(same[0]!.name);
      return { name: p.name, value: p.type.kind === 'int' && draw.chance(15) ? binary('+', own, literal(1)) : own };
    });
  const small = type.outputs.length + type.inputs.length <= 2 && type.vars.length === 0;
  return { name: label, size: small && draw.chance(22) ? 2 : null, component: type.name, bindings };
}

/** The outputs of a part, members of a family one by one. An output of a part that may be freed may be any integer. */
function portTerms(part: Part, type: Component): Term[] {
  const indices = part.size === null ? [null] : [1, 2];
  const freed = canBeFreed(type, part);
  return indices.flatMap((index) =>
    type.outputs.map((o) => ({
      expr: { kind: 'port' as const, part: part.name, index, port: o.name },
      type: o.type.kind,
      bounded: o.type.kind !== 'int' || !freed,
    })),
  );
}

function familyTerms(part: Part, type: Component): Term[] {
  return type.outputs.flatMap((o): Term[] => {
    const over = (operator: 'all' | 'any' | 'count' | 'sum') => ({
      kind: 'family' as const,
      operator,
      part: part.name,
      port: o.name,
    });
    if (o.type.kind === 'bool') {
      return [
        { expr: over('all'), type: 'bool', bounded: true },
        { expr: over('any'), type: 'bool', bounded: true },
        { expr: over('count'), type: 'int', bounded: true },
      ];
    }
    return o.type.kind === 'int' && !canBeFreed(type, part) ? [{ expr: over('sum'), type: 'int', bounded: true }] : [];
  });
}

function wiresOf(draw: Draw, part: Part, type: Component, own: readonly Term[], ports: readonly Term[]): Wire[] {
  const indices = part.size === null || draw.chance(50) ? [null] : [1, 2];
  return type.inputs.flatMap((input) => {
    if (draw.chance(9)) return [];
    return indices.map((index) => {
      const fromParts = ports.filter((t) => t.type === input.type.kind);
      const sources = fromParts.length > 0 && draw.chance(82) ? fromParts : [...own, ...ports];
      return { source: randomValue(draw, input.type.kind, sources).expr, part: part.name, index, port: input.name };
    });
  });
}

function randomOutput(
  draw: Draw,
  label: string,
  terms: readonly Term[],
  types: readonly Component[],
  parts: readonly Part[],
): { readonly output: Component['outputs'][number]; readonly bounded: boolean } {
  const late = parts
    .filter((p) => p.size === null)
    .flatMap((p) =>
      componentOf(types, p)
        .outputs.filter((o) => o.delayed)
        .map((o) => ({ p, o })),
    );
  if (late.length > 0 && draw.chance(50)) {
    const { p, o } = draw.pick(late);
    const value: Expr = { kind: 'port', part: p.name, index: null, port: o.name };
    return { output: { name: label, type: o.type, delayed: true, value }, bounded: false };
  }
  const type = randomType(draw);
  if (draw.chance(5)) return { output: { name: label, type, delayed: false, value: null }, bounded: false };
  const { expr, bounded } = randomValue(
    draw,
    type.kind,
    terms.filter((t) => t.bounded || t.expr.kind === 'port'),
  );
  return { output: { name: label, type, delayed: false, value: expr }, bounded };
}

/** Within the range, what a part promises, or anything. */
function systemGuarantee(
  draw: Draw,
  all: readonly Term[],
  ports: readonly Term[],
  types: readonly Component[],
  parts: readonly Part[],
): Expr {
  const roll = draw.int(1, 100);
  const part = draw.pick(parts);
  const type = componentOf(types, part);
  if (roll <= 30) {
    const ints = type.outputs.filter((o) => o.type.kind === 'int');
    if (ints.length > 0) return withinRange(draw, part, draw.pick(ints));
  }
  if (roll <= 60) {
    const copied = copiedGuarantee(draw, part, type);
    if (copied !== null) return copied;
  }
  if (roll <= 70 && ports.length > 0) return randomAtom(draw, draw.pick(ports), all, false);
  return randomFormula(draw, all, draw.int(1, 2), draw.chance(6));
}

function withinRange(draw: Draw, part: Part, output: Component['outputs'][number]): Expr {
  const type = output.type as Type & { kind: 'int' };
  const port: Expr = {
    kind: 'port',
    part: part.name,
    index: part.size === null ? null : draw.int(1, 2),
    port: output.name,
  };
  return draw.chance(50) ? binary('<=', port, type.high) : binary('>=', port, type.low);
}

/** A part's guarantee about Boolean and enumerated ports alone, said of the part from outside. */
function copiedGuarantee(draw: Draw, part: Part, type: Component): Expr | null {
  const ports = new Map([...type.inputs, ...type.outputs].map((p) => [p.name, p.type.kind]));
  const index = part.size === null ? null : draw.int(1, 2);
  const said = type.clauses
    .filter((c) => c.keyword === 'guarantee')
    .map((c) => seenFromOutside(c.body, part.name, index, ports));
  const usable = said.filter((e): e is Expr => e !== null);
  return usable.length === 0 ? null : draw.pick(usable);
}

function seenFromOutside(
  expr: Expr,
  part: string,
  index: number | null,
  ports: ReadonlyMap<string, string>,
): Expr | null {
  const go = (e: Expr) => seenFromOutside(e, part, index, ports);
  switch (expr.kind) {
    case 'value':
      return expr;
    case 'name': {
      const type = ports.get(expr.name);
      return type === undefined || type === 'int' ? null : { kind: 'port', part, index, port: expr.name };
    }
    case 'not': {
      const operand = go(expr.operand);
      return operand && { ...expr, operand };
    }
    case 'binary': {
      const [left, right] = [go(expr.left), go(expr.right)];
      return left && right && { ...expr, left, right };
    }
    case 'if': {
      const [condition, then, otherwise] = [go(expr.condition), go(expr.yes), go(expr.no)];
      return condition && then && otherwise && { ...expr, condition, yes: then, no: otherwise };
    }
    case 'port':
    case 'family':
      return null;
  }
}
