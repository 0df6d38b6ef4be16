/** Random layered structures with their minimal cut sets by trying every set of faults. Shares nothing with the checker. */

export interface Layer {
  /** Faults, by index, each of which excuses the layer. */
  readonly excused: readonly number[];
}

export type Claim =
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Claim[] }
  | { readonly kind: 'not'; readonly of: Claim }
  | { readonly kind: 'at least'; readonly count: number; readonly layers: readonly number[] };

export interface Structure {
  readonly faults: number;
  readonly layers: readonly Layer[];
  readonly claim: Claim;
}

/** Whole numbers from 0 below `n`, by a small linear congruential generator: the same seed gives the same structures. */
export function generator(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

export function randomStructure(draw: (n: number) => number, mostFaults: number): Structure {
  const faults = 1 + draw(mostFaults);
  const layers = Array.from({ length: 1 + draw(5) }, () => ({
    excused: [...new Set(Array.from({ length: draw(4) }, () => draw(faults)))].sort((a, b) => a - b),
  }));
  return { faults, layers, claim: randomClaim(draw, layers.length, 3) };
}

function randomClaim(draw: (n: number) => number, layers: number, depth: number): Claim {
  const kind = depth === 0 ? 0 : draw(6);
  if (kind <= 1) return { kind: 'layer', layer: draw(layers) };
  if (kind === 2) {
    const chosen = Array.from({ length: layers }, (_, at) => at).filter(() => draw(3) > 0);
    return chosen.length === 0
      ? { kind: 'layer', layer: 0 }
      : { kind: 'at least', count: 1 + draw(chosen.length), layers: chosen };
  }
  if (kind === 3) return { kind: 'not', of: randomClaim(draw, layers, depth - 1) };
  const of = Array.from({ length: 2 + draw(2) }, () => randomClaim(draw, layers, depth - 1));
  return { kind: kind === 4 ? 'and' : 'or', of };
}

/** The structure as a `.safety` file with one guarantee, `S.g`. */
export function textOf({ faults, layers, claim }: Structure): string {
  const lines = Array.from({ length: faults }, (_, at) => `fault f${at}`);
  for (const [at, { excused }] of layers.entries()) {
    const unless = excused.length === 0 ? '' : ` unless ${excused.map((fault) => `f${fault}`).join(', ')}`;
    lines.push(`component L${at} { out ok : bool  guarantee works: ok${unless} }`);
  }
  lines.push(
    'system S {',
    ...layers.map((_, at) => `  part l${at} : L${at}`),
    `  guarantee g: ${claimText(claim)}`,
    '}',
  );
  return `${lines.join('\n')}\n`;
}

function claimText(claim: Claim): string {
  switch (claim.kind) {
    case 'layer':
      return `l${claim.layer}.ok`;
    case 'not':
      return `not (${claimText(claim.of)})`;
    case 'at least':
      return `(${claim.layers.map((layer) => `(if l${layer}.ok then 1 else 0)`).join(' + ')}) >= ${claim.count}`;
    default:
      return `(${claim.of.map((each) => `(${claimText(each)})`).join(` ${claim.kind} `)})`;
  }
}

/** The minimal sets of faults under which the claim can fail, each sorted, by size and then by name. */
export function minimalCutSets(structure: Structure): string[][] {
  const failing: number[] = [];
  for (let set = 0; set < 2 ** structure.faults; set += 1) if (canFail(structure, set)) failing.push(set);
  const minimal = failing.filter((set) => !failing.some((other) => other !== set && (other & set) === other));
  return minimal.map((set) => namesOf(set, structure.faults)).sort(bySizeThenName);
}

function namesOf(set: number, faults: number): string[] {
  return Array.from({ length: faults }, (_, at) => at)
    .filter((at) => (set >> at) & 1)
    .map((at) => `f${at}`)
    .sort();
}

function bySizeThenName(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a.join(' '), b.join(' ')];
  return a.length - b.length || (left < right ? -1 : left > right ? 1 : 0);
}

/** Whether some outputs that the contracts allow with exactly these faults, or fewer, break the claim. */
function canFail({ layers, claim }: Structure, set: number): boolean {
  for (let outputs = 0; outputs < 2 ** layers.length; outputs += 1) {
    const ok = (layer: number) => ((outputs >> layer) & 1) === 1;
    const allowed = layers.every(({ excused }, layer) => ok(layer) || excused.some((fault) => (set >> fault) & 1));
    if (allowed && !holds(claim, ok)) return true;
  }
  return false;
}

function holds(claim: Claim, ok: (layer: number) => boolean): boolean {
  switch (claim.kind) {
    case 'layer':
      return ok(claim.layer);
    case 'not':
      return !holds(claim.of, ok);
    case 'and':
      return claim.of.every((each) => holds(each, ok));
    case 'or':
      return claim.of.some((each) => holds(each, ok));
    case 'at least':
      return claim.layers.filter(ok).length >= claim.count;
  }
}
