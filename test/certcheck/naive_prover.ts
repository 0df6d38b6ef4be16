import { createHash } from 'node:crypto';
import { type Claim, owedBy } from '../../src/core/certcheck/claims.ts';
import { Frame, follow, mayUseNow, owedOf, refute, type Uses, type Window } from '../../src/core/certcheck/frame.ts';
import { type Literal, opposite, type Path, type Row } from '../../src/core/certcheck/rows.ts';
import { type Rational, rational, sign } from '../../src/core/exact/rational.ts';
import type { Model } from '../../src/core/model/model.ts';
import { isTemporal } from '../../src/core/model/traverse.ts';

/**
 * A prover as simple as can be, to have certificates to test the checker with: it asks the checker's own hypotheses
 * what they want to know, splits on that, and looks for Farkas coefficients by eliminating unknowns one by one.
 */

export type Json = unknown;

/** Names of hypotheses of a frame, most useful first. */
function hypotheses(claim: Claim, uses: Uses, window: Window): Json[] {
  const { scope } = claim;
  const steps = Array.from({ length: window.steps }, (_, step) => window.steps - 1 - step);
  const fact = (kind: string, part: string | null, name: string) =>
    steps.map((step) => ({ fact: [kind, part, name, step] }));
  return [
    { claim: true },
    ...claim.premises.map((_, at) => ({ premise: at })),
    ...steps.flatMap((step) => [
      ...(step < window.steps - 1 ? [{ earlier: step }] : []),
      ...uses.lemmas.map((_, at) => ({ lemma: [at, step] })),
      ...scope.parts.map(({ path }) => ({ known: [path, step] })),
      ...uses.invariants.map((_, at) => ({ invariant: [at, step] })),
      ...scope.faults.map(({ variable }) => ({ fault: [variable.name, step] })),
    ]),
    ...scope.assumptions.flatMap(({ name }) => fact('assumption', null, name)),
    ...scope.parameterRanges.map(({ name }) => ({ fact: ['parameterRange', null, name, 0] })),
    ...scope.freeRanges.flatMap(({ clause }) => fact('freeRange', null, clause.name)),
    ...scope.guarantees.flatMap(({ name }) => fact('own', null, name)),
    ...scope.parts.flatMap((part) => part.guarantees.flatMap(({ name }) => fact('contract', part.path, name))),
    { limit: 0 },
  ];
}

interface Unit {
  readonly literal: Literal;
  readonly by: Json;
  readonly json: Json;
}

class Search {
  readonly #frame: Frame;
  readonly #path: Path;
  readonly #names: readonly Json[];
  #asked: Literal[] = [];
  #nodes = 0;
  readonly #most: number;

  constructor(claim: Claim, uses: Uses, window: Window, most: number) {
    this.#most = most;
    this.#frame = new Frame(claim, uses, window);
    this.#path = this.#frame.meaning.path;
    this.#names = hypotheses(claim, uses, window).filter((name) => {
      try {
        this.#frame.refutes(name);
        return true;
      } catch {
        return false;
      }
    });
    this.#listen();
  }

  /** Notes what hypotheses ask of the path and do not learn. */
  #listen(): void {
    const path = this.#path;
    const decides = path.decides.bind(path);
    path.decides = (literal: Literal) => {
      const value = decides(literal);
      if (value === null) this.#asked.push(literal);
      return value;
    };
  }

  tree(): Json[] {
    this.#nodes += 1;
    if (this.#nodes > this.#most) throw new Error('too large for the naive prover');
    const start = this.#path.literals.length;
    const units = this.#propagated();
    const tree = this.#pruned(start, units) ?? [...units.map(({ json }) => json), this.#split()];
    this.#path.backTo(start);
    return tree;
  }

  /** What follows from single hypotheses, until nothing new does or they contradict each other. */
  #propagated(): Unit[] {
    const units: Unit[] = [];
    for (let before = -1; before < units.length && this.#leaf() === null; ) {
      before = units.length;
      for (const by of this.#names) {
        for (const literal of this.#wants(by) ?? []) {
          for (const way of [literal, opposite(literal)]) {
            if (this.#path.decides(way) !== null || !this.#follows(way, by)) continue;
            units.push({ literal: way, by, json: { unit: literalJson(way), by } });
            this.#path.push(way);
          }
        }
      }
    }
    return units;
  }

  #follows(literal: Literal, by: Json): boolean {
    const before = this.#path.literals.length;
    this.#path.push(opposite(literal));
    const follows = this.#refutes(by);
    this.#path.backTo(before);
    return follows;
  }

  /** As the checker has it: whatever the atoms that it asks about are. */
  #refutes(name: Json): boolean {
    const before = this.#path.literals.length;
    try {
      refute(name, this.#frame);
      return true;
    } catch {
      this.#path.backTo(before);
      return false;
    }
  }

  #leaf(): Json | null {
    for (const name of this.#names) if (this.#refutes(name)) return { false: name };
    const farkas = contradiction(this.#path);
    return farkas === null ? null : { farkas };
  }

  /** The steps to a leaf without those that are not needed; null where there is no leaf yet. */
  #pruned(start: number, units: readonly Unit[]): Json[] | null {
    let kept = units;
    const leafOf = (some: readonly Unit[]): Json | null => {
      this.#path.backTo(start);
      for (const { literal, by } of some) {
        if (!this.#follows(literal, by)) return null;
        this.#path.push(literal);
      }
      return this.#leaf();
    };
    let leaf = leafOf(kept);
    if (leaf === null) return null;
    for (const unit of [...units].reverse()) {
      const fewer = kept.filter((each) => each !== unit);
      const other = leafOf(fewer);
      if (other !== null) [kept, leaf] = [fewer, other];
    }
    return [...kept.map(({ json }) => json), leaf];
  }

  #split(): Json {
    for (const name of this.#names) {
      const [literal] = this.#wants(name) ?? [];
      if (literal === undefined) continue;
      const before = this.#path.literals.length;
      const trees = [literal, opposite(literal)].map((way) => {
        this.#path.push(way);
        const tree = this.tree();
        this.#path.backTo(before);
        return tree;
      });
      return { split: literalJson(literal), yes: trees[0], no: trees[1] };
    }
    throw new Error('there is a model');
  }

  /** What a hypothesis wants to know; null where it is false. */
  #wants(name: Json): Literal[] | null {
    // A fresh version, so that nothing is answered from memory.
    this.#path.backTo(this.#path.literals.length);
    this.#asked = [];
    if (this.#frame.refutes(name)) return null;
    const seen = new Set<string>();
    return this.#asked.filter((literal) => {
      const text = JSON.stringify(literalJson(literal));
      return !seen.has(text) && seen.add(text).size > 0;
    });
  }
}

/** A row's coefficients by product, without the constant. */
function termsOf({ poly }: Row): [string, Rational][] {
  return [...poly].filter(([product]) => product !== '[]');
}

function literalJson(literal: Literal): Json {
  if (literal.row !== null) {
    const { limit, strict } = literal.row;
    const lin = termsOf(literal.row).map(([product, c]) => [c.toFraction(), JSON.parse(product)]);
    return { lin, rel: strict ? '<' : '<=', c: limit.toFraction() };
  }
  const unknown = JSON.parse(literal.unknown);
  const atom = literal.member === null ? { b: unknown } : { e: unknown, is: literal.member };
  return literal.value ? atom : { not: atom };
}

interface Sum {
  readonly row: ReadonlyMap<string, Rational>;
  readonly limit: Rational;
  readonly strict: boolean;
  readonly of: ReadonlyMap<number, Rational>;
}

/** Farkas coefficients by Fourier and Motzkin's elimination; null where the rows have a real solution. */
export function contradiction(path: Path): Json[] | null {
  let sums: Sum[] = [];
  for (let at = 0; at < path.literals.length; at += 1) {
    const literal = path.literals[at]!;
    if (literal.row === null) continue;
    const { limit, strict } = literal.row;
    const row = new Map(termsOf(literal.row));
    sums.push({ row, limit, strict, of: new Map([[at, rational(1n)]]) });
  }
  for (;;) {
    const found = sums.find(
      ({ row, limit, strict }) => row.size === 0 && (sign(limit) < 0 || (strict && sign(limit) === 0)),
    );
    if (found !== undefined) return [...found.of].map(([at, factor]) => [factor.toFraction(), at]);
    sums = sums.filter(({ row }) => row.size > 0);
    const next = cheapest(sums);
    if (next === null || sums.length > 600) return null;
    const upper = sums.filter(({ row }) => sign(row.get(next) ?? rational(0n)) > 0);
    const lower = sums.filter(({ row }) => sign(row.get(next) ?? rational(0n)) < 0);
    sums = [
      ...sums.filter(({ row }) => !row.has(next)),
      ...upper.flatMap((a) => lower.map((b) => added(a, b, b.row.get(next)!.neg(), a.row.get(next)!))),
    ];
  }
}

function cheapest(sums: readonly Sum[]): string | null {
  let best: { product: string; cost: number } | null = null;
  for (const product of new Set(sums.flatMap(({ row }) => [...row.keys()]))) {
    const up = sums.filter(({ row }) => sign(row.get(product) ?? rational(0n)) > 0).length;
    const down = sums.filter(({ row }) => sign(row.get(product) ?? rational(0n)) < 0).length;
    if (best === null || up * down < best.cost) best = { product, cost: up * down };
  }
  return best?.product ?? null;
}

function added(a: Sum, b: Sum, x: Rational, y: Rational): Sum {
  const mix = <K>(p: ReadonlyMap<K, Rational>, q: ReadonlyMap<K, Rational>) => {
    const sum = new Map([...p].map(([key, value]) => [key, value.mul(x)]));
    for (const [key, value] of q) sum.set(key, value.mul(y).add(sum.get(key) ?? rational(0n)));
    return new Map([...sum].filter(([, value]) => sign(value) !== 0));
  };
  return {
    row: mix(a.row, b.row),
    limit: a.limit.mul(x).add(b.limit.mul(y)),
    strict: a.strict || b.strict,
    of: mix(a.of, b.of),
  };
}

export function treeOf(claim: Claim, uses: Uses, window: Partial<Window>, most = 4_000): Json[] {
  return new Search(claim, uses, { anchored: true, steps: 1, invariant: null, ...window }, most).tree();
}

export interface Goal {
  obligation: string;
  goal: number;
  uses: { discharged: string[]; dischargedNow: string[]; lemmas: [number, boolean][] };
  proof: Record<string, Json>;
}

export interface Document {
  format: string;
  version: number;
  file: Json;
  imports: Json[];
  digest: string;
  goals: Goal[];
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The text of a certificate, its digest made anew. */
export function sealed(document: Document): string {
  const { digest: _, ...rest } = document;
  const { format, version, file, imports, goals } = rest;
  const digest = sha256(JSON.stringify({ format, version, file, imports, goals }));
  return `${JSON.stringify({ format, version, file, imports, digest, goals })}\n`;
}

/** Up to which induction, and how large a tree may be. */
export interface Effort {
  readonly depth: number;
  readonly nodes: number;
}

/** A certificate for all that the naive prover can show of a model, discharges first. */
export function certify(
  model: Model,
  source: { path: string; text: string },
  most: Effort = { depth: 4, nodes: 4_000 },
): Document {
  const owed = owedBy(model);
  const all = [...owed].flatMap(([obligation, claims]) =>
    (claims ?? []).map((claim, goal) => ({ obligation, claim, goal })),
  );
  const rank = ({ claim }: (typeof all)[number]) =>
    claim.scope.parts.findIndex((part) => owedOf(part).includes(claim.clause!));
  const ordered = all.sort((a, b) => (rank(a) < 0 ? 1e6 : rank(a)) - (rank(b) < 0 ? 1e6 : rank(b)));
  const shown = new Set(ordered);
  for (;;) {
    const proofs = ordered.filter((each) => shown.has(each)).map((each) => prove(each, [...shown], most));
    const failed = proofs.filter(({ proof }) => proof === null);
    if (failed.length === 0) {
      const goals = proofs.map(({ obligation, goal, uses, proof }) => ({ obligation, goal, uses, proof: proof! }));
      const file = { path: source.path, sha256: sha256(source.text) };
      return JSON.parse(sealed({ format: 'safeverify-certificate', version: 1, file, imports: [], digest: '', goals }));
    }
    for (const { of } of failed) shown.delete(of);
  }

  function prove(of: (typeof all)[number], shown: (typeof all)[number][], most: Effort) {
    const { claim, obligation, goal } = of;
    const place = ordered.filter((each) => shown.includes(each));
    const usable = (each: Claim) =>
      each.scope === claim.scope &&
      (claim.faults === 'absent' || each.faults === 'free' || claim.scope.faults.length === 0);
    const position = place.indexOf(of);
    const shows = (clause: unknown, before: number) =>
      place.some((each, at) => at < before && each.claim.clause === clause && usable(each.claim));
    const parts = claim.scope.parts.filter((part) => owedOf(part).length > 0);
    const discharged = parts.filter((part) => owedOf(part).every((clause) => shows(clause, 1e6)));
    const dischargedNow = discharged.filter(
      (part) => mayUseNow(claim) && owedOf(part).every((clause) => shows(clause, position)),
    );
    const lemmas = place.flatMap((each, at) =>
      usable(each.claim) && each.claim.isLemma
        ? [{ at, claim: each.claim, now: mayUseNow(claim) && at < position }]
        : [],
    );
    const resolved: Uses = {
      discharged: new Set(discharged.map(({ path }) => path)),
      dischargedNow: new Set(dischargedNow.map(({ path }) => path)),
      lemmas,
      invariants: [],
    };
    const uses = {
      discharged: [...resolved.discharged],
      dischargedNow: [...resolved.dischargedNow],
      lemmas: lemmas.map(({ at, now }): [number, boolean] => [at, now]),
    };
    return { of, obligation, goal, uses, proof: proofOf(claim, resolved, most) };
  }
}

function proofOf(claim: Claim, uses: Uses, { depth, nodes }: Effort): Record<string, Json> | null {
  const open = claim.scope.parts.filter((part) => owedOf(part).length > 0 && !uses.discharged.has(part.path)).length;
  const { definitions, states, assumptions, guarantees, parts } = claim.scope;
  const clauses = [
    ...assumptions,
    ...guarantees,
    ...parts.flatMap((part) => [...part.assumptions, ...part.guarantees]),
  ];
  const memory = states.size > 0 || [...clauses, ...definitions.values()].some(({ body }) => isTemporal(body));
  const attempts: (() => Record<string, Json>)[] = [
    () => ({ kind: 'query', tree: queryTree(claim, uses, nodes) }),
    ...(memory || open > 2
      ? []
      : [
          () => ({
            kind: 'unrolling',
            trees: Array.from({ length: open + 1 }, (_, at) => treeOf(claim, uses, { steps: at + 1 }, nodes)),
          }),
        ]),
    ...Array.from({ length: depth }, (_, k) => () => ({
      kind: 'induction',
      k,
      base: Array.from({ length: k + 1 }, (_, at) => treeOf(claim, uses, { steps: at + 1 }, nodes)),
      step: treeOf(claim, uses, { anchored: false, steps: k + 1 }, nodes),
      invariants: [],
    })),
  ];
  for (const attempt of attempts) {
    try {
      return attempt();
    } catch {
      // The next one.
    }
  }
  return null;
}

/** One tree for any step; the first is tried with it, where there may be time. */
function queryTree(claim: Claim, uses: Uses, nodes: number): Json[] {
  const tree = treeOf(claim, uses, { anchored: false }, nodes);
  follow(tree, new Frame(claim, uses, { anchored: true, steps: 1, invariant: null }));
  return tree;
}
