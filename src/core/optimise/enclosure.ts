import { decideValid } from '../engine/valid.ts';
import { ONE, type Rational, rational } from '../exact/rational.ts';
import { Unreadable } from './cell.ts';
import { climb, valueAt } from './climb.ts';
import type { Search } from './extremum.ts';
import type { Trace } from './ground.ts';
import { bounded } from './objective.ts';
import { plainBetween } from './plain_number.ts';

/** Two ends between which a supremum (or infimum) lies, both certified: one is reached, nothing lies beyond the other. */
export interface Enclosure {
  /** Not exceeded: the safe end. */
  readonly outer: Rational;
  /** Some behaviour has it. */
  readonly inner: Rational;
  readonly trace: Trace;
}

const MOST_ROUNDS = 40;
/** The ends are brought together to this share of their size. */
const TIGHT = rational(1n, 1_000_000n);

/**
 * Brings two ends together where no exact optimum was found: an irrational one, as a rule. Each outer end is proved as any
 * claim is; each inner end is a replayed behaviour.
 */
export async function enclosureOf(search: Search & { readonly start: Trace }): Promise<Enclosure | null> {
  try {
    return await enclosed(search);
  } catch (thrown) {
    if (thrown instanceof Unreadable) return null;
    throw thrown;
  }
}

async function enclosed(search: Search & { readonly start: Trace }): Promise<Enclosure | null> {
  const { goal, objective, asker, known, effort } = search;
  const up = objective.sense === 'sup' ? ONE : ONE.neg();
  let trace = improved(search, search.start);
  let inner = valueAt(objective, trace);
  let outer = search.proved;
  let leap = inner.abs().compare(ONE) > 0 ? inner.abs() : ONE;
  for (let round = 0; round < MOST_ROUNDS && !effort.spent; round += 1) {
    const width = outer?.sub(inner).abs() ?? null;
    if (width !== null && width.compare(TIGHT.mul(inner.abs().compare(ONE) > 0 ? inner.abs() : ONE)) <= 0) break;
    const asked: Rational = outer === null ? inner.add(leap.mul(up)) : between(inner, outer);
    const decision = await decideValid(asker, bounded(goal, objective, asked, false), known);
    if (decision.kind === 'valid') outer = asked;
    else if (decision.kind !== 'violated') break;
    else {
      trace = improved(search, decision.trace);
      inner = valueAt(objective, trace);
      leap = leap.mul(4n);
    }
  }
  return outer === null ? null : settled(search, { outer, inner, trace });
}

/** The plainest number between the ends is tried: it may be the optimum itself, which only the climb could not reach. */
async function settled({ goal, objective, asker, known, effort }: Search, ends: Enclosure): Promise<Enclosure> {
  const { outer, inner } = ends;
  if (outer.equals(inner) || effort.spent) return ends;
  const [low, high] = inner.compare(outer) < 0 ? [inner, outer] : [outer, inner];
  const plain =
    [...plainBetween(low, high)].find(
      (each) => !each.equals(inner) && each.compare(low) >= 0 && each.compare(high) <= 0,
    ) ?? outer;
  const reached = await decideValid(asker, bounded(goal, objective, plain, true), known);
  if (reached.kind !== 'violated') return ends;
  const beyond = plain.equals(outer) ? null : await decideValid(asker, bounded(goal, objective, plain, false), known);
  if (beyond !== null && beyond.kind !== 'valid') return ends;
  return { outer: plain, inner: valueAt(objective, reached.trace), trace: reached.trace };
}

/** The best of a behaviour's cell, where some behaviour has it. */
function improved({ goal, objective }: Search, from: Trace): Trace {
  const peak = climb(goal, objective, from);
  return peak.kind === 'peak' ? (peak.reached ?? peak.near) : from;
}

/** A short number in the middle half. */
function between(a: Rational, b: Rational): Rational {
  const quarter = b.sub(a).div(4n);
  const ends = [a.add(quarter), b.sub(quarter)];
  const [low, high] = ends[0]!.compare(ends[1]!) < 0 ? [ends[0]!, ends[1]!] : [ends[1]!, ends[0]!];
  for (const plain of plainBetween(low, high)) if (plain.compare(low) >= 0 && plain.compare(high) <= 0) return plain;
  return a.add(b).div(2n);
}
