import type { Document, Goal, Json } from './naive_prover.ts';

/** Changes of a certificate after which it proves nothing any more, each of one kind. */

export interface Corruption {
  readonly kind: string;
  readonly document: Document;
  /** The obligation whose proof is changed. */
  readonly id: string;
  readonly what: string;
}

/** Numbers that look random and are the same in every run. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((this.#state / 0x80000000) * limit);
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)]!;
  }
}

type Node = Record<string, Json>;

/** Changes the drawn goal in one place; null where it has no place of the kind. */
export function corruptions(original: Document, kind: string, draw: Draw): Corruption | null {
  const document = structuredClone(original);
  const goal = draw.of(document.goals);
  const what = change(goal, kind, draw);
  return what === null ? null : { kind, document, id: goal.obligation, what };
}

function change(goal: Goal, kind: string, draw: Draw): string | null {
  const nodes = nodesOf(goal.proof);
  switch (kind) {
    case 'coefficient': {
      const [leaf, sum] = leafOf(nodes, draw) ?? [];
      if (leaf === undefined) return null;
      const term = draw.of(sum!);
      const [factor, row] = term;
      term[0] = draw.of([`${factor}0`, `-${factor}`, '0', `${BigInt(String(factor).split('/')[0]!) + 1n}`]);
      return `${factor} of row ${row} becomes ${term[0]}`;
    }
    case 'row': {
      // What is left of a sum that cancels has the unknowns of the row that is gone.
      const [leaf, sum] = leafOf(nodes, draw) ?? [];
      if (leaf === undefined) return null;
      const [gone] = sum!.splice(draw.below(sum!.length), 1);
      return `row ${gone![1]} is left out`;
    }
    case 'leaf': {
      const leaf = draw.of(nodes.filter((node) => 'false' in node || 'farkas' in node));
      for (const key of Object.keys(leaf)) delete leaf[key];
      Object.assign(
        leaf,
        draw.of<Node>([{ farkas: [] }, { false: { clause: 0 } }, {}, { split: { b: ['b', 0] }, yes: [], no: [] }]),
      );
      return `a leaf becomes ${JSON.stringify(leaf)}`;
    }
    case 'hypothesis': {
      const node = draw.of(nodes.filter((each) => 'by' in each || 'false' in each));
      const key = 'by' in node ? 'by' : 'false';
      const others = nodes.flatMap((each) => ('by' in each ? [each.by] : 'false' in each ? [each.false] : []));
      const other = draw.of([
        ...others.filter((each) => unlike(each, node[key])),
        { fact: ['own', null, 'none', 0] },
        { premise: 99 },
      ]);
      const before = JSON.stringify(node[key]);
      // A hypothesis that something else follows from too would be no corruption: it has to be about other unknowns.
      if ('by' in node && others.includes(other)) return null;
      node[key] = other;
      return `${before} becomes ${JSON.stringify(other)}`;
    }
    case 'bound': {
      const units = nodes.filter((node) => 'unit' in node && 'lin' in (node.unit as Node));
      if (units.length === 0) return null;
      const unit = draw.of(units).unit as Node;
      const before = String(unit.c);
      const [n, d = '1'] = before.split('/');
      unit.c = `${BigInt(n!) - BigInt(d)}${d === '1' ? '' : `/${d}`}`;
      return `${JSON.stringify(unit.lin)} ${unit.rel} ${before} becomes ${unit.c}`;
    }
    case 'negation': {
      const units = nodes.filter((node) => 'unit' in node);
      if (units.length === 0) return null;
      const node = draw.of(units);
      const before = node.unit as Node;
      node.unit = 'not' in before ? before.not : 'lin' in before ? turned(before) : { not: before };
      return `${JSON.stringify(before)} becomes ${JSON.stringify(node.unit)}`;
    }
    case 'induction': {
      if (goal.proof.kind !== 'induction') return null;
      const base = goal.proof.base as Json[];
      const k = goal.proof.k as number;
      const way = draw.below(3);
      if (way === 0) base.pop();
      else goal.proof.k = k + (way === 1 ? 1 : -1);
      return `k = ${k} becomes ${goal.proof.k} with ${base.length} steps of base`;
    }
    case 'invariant': {
      const [invariant] = (goal.proof.invariants as Node[] | undefined) ?? [];
      if (invariant === undefined) return null;
      const number = `${draw.below(1_000) + 1}`;
      const [formula, what] = draw.of<readonly [Json, string]>([
        [['le', ['num', number], ['var', 'z']], 'another bound'],
        [['lt', ['num', '0'], ['var', 'z']], 'a strict bound'],
        [['le', ['var', 'z'], ['num', number]], 'the other side'],
        [['le', ['num', '0'], ['var', 'x']], 'another variable'],
        [['eq', ['num', number], ['var', 'z']], 'an equality'],
        [['bool', false], 'falsity'],
      ]);
      invariant.formula = formula;
      return `${what} ${JSON.stringify(formula)}`;
    }
    default:
      throw new Error(kind);
  }
}

/** All steps and leaves of the trees of a proof. */
function nodesOf(value: Json): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Node;
  const own = ['unit', 'false', 'farkas', 'split', 'cut'].some((key) => key in node) ? [node] : [];
  return [...own, ...Object.values(node).flatMap(nodesOf)];
}

function leafOf(nodes: readonly Node[], draw: Draw): readonly [Node, [string, number][]] | null {
  const leaves = nodes.filter((node) => 'farkas' in node);
  if (leaves.length === 0) return null;
  const leaf = draw.of(leaves);
  return [leaf, leaf.farkas as [string, number][]];
}

function unlike(a: Json, b: Json): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

/** The same row with its sign and relation turned: what holds only where the row does not. */
function turned({ lin, rel, c }: Node): Node {
  const minus = (text: Json) =>
    text === '0' ? '0' : String(text).startsWith('-') ? String(text).slice(1) : `-${text}`;
  const terms = (lin as readonly (readonly [string, Json])[]).map(([factor, product]) => [minus(factor), product]);
  return { lin: terms, rel: rel === '<' ? '<=' : '<', c: minus(c) };
}
