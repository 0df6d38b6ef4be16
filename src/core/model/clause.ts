import { rational } from '../exact/rational.ts';
import * as build from './build.ts';
import { chanceOf } from './chance.ts';
import { convert } from './expression.ts';
import { faultVariables } from './faults.ts';
import type { Frame } from './frame.ts';
import type { Clause, ClauseRisk, Expr, FaultChoice, Variable } from './model.ts';
import type { ClauseItem, RangeItem } from './profile.ts';
import { rangeClause } from './range.ts';
import { wholeOf } from './size.ts';

/** The clause of an item as the component itself has it. A mode's clause holds where its mode does. */
export function ownClause(item: ClauseItem, frame: Frame): Clause {
  const { clause } = item;
  return {
    name: item.name,
    kind: KINDS[clause.keyword],
    sentence: clause.sentence,
    body: item.chance ? build.TRUE : guarded(item, convert(clause.body, frame), frame),
    settled: item.settled,
    exported: item.exported,
    partial: item.partial,
    risk: riskOf(item, frame),
    annotations: clause.annotations,
    span: clause.span,
    bodySpan: clause.bodySpan,
  };
}

const KINDS = { assume: 'assumption', guarantee: 'guarantee', invariant: 'invariant' } as const;

function guarded(item: ClauseItem, body: Expr, frame: Frame): Expr {
  return item.mode === null ? body : build.implies(frame.scalar(item.mode), body);
}

function riskOf(item: ClauseItem, frame: Frame): ClauseRisk | null {
  const { unless, tolerating, body } = item.clause;
  if (unless.length === 0 && tolerating === null && !item.chance) return null;
  return {
    unless: faultVariables(unless, frame),
    tolerating: tolerating === null ? null : wholeOf(tolerating, frame, null, 'the number of faults tolerated'),
    chance: item.chance ? chanceOf(body, frame) : null,
  };
}

/**
 * What a guarantee of a part is worth to its parent. Leaf guarantees, implemented ones and `g unless F` hold whatever
 * other faults are present. A plain guarantee of a system is given up with any fault in its scope,
 * and one that tolerates k with more than k.
 */
export function promised(clause: Clause, faults: readonly FaultChoice[], partIsSystem: boolean): Clause {
  const present = faults.map(({ variable }) => variable);
  const tolerating = clause.risk?.tolerating ?? null;
  if (tolerating !== null) {
    const body = build.or([clause.body, moreThan(tolerating, present)]);
    return { ...clause, body };
  }
  const unless = clause.risk?.unless ?? [];
  if (!partIsSystem || unless.length > 0 || present.length === 0) return clause;
  return { ...clause, risk: { unless: present, tolerating: null, chance: null } };
}

function moreThan(count: bigint, faults: readonly Variable[]): Expr {
  const ones = faults.map((fault) => build.choose(build.variable(fault), build.int(1n), build.int(0n)));
  const limit = build.literal(build.INT, rational(count));
  return build.lt(limit, build.add(build.INT, ones, null));
}

/** The clause of a declared range; of a part, named and worth what the parent sees. */
export function ownRange(item: RangeItem, frame: Frame, exported: boolean): Clause {
  const clause = rangeClause(item.symbol, frame, item.name, { settled: item.settled, exported });
  if (clause === null) throw new Error(`${item.name} has no range`);
  return clause;
}
