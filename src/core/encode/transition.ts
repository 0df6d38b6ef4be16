import * as logic from '../logic/build.ts';
import type { HornClause, HornQuery } from '../logic/horn.ts';
import type { Symbol_, Term } from '../logic/term.ts';
import type { FaultLimit } from '../model/fault_limit.ts';
import type { Expr, Scope } from '../model/model.ts';
import { longestDuration } from '../model/traverse.ts';
import { type Assertion, behaviour, type Frame } from './behaviour.ts';
import { faultLimit } from './fault_limit.ts';
import { Unrolling } from './unrolling.ts';

/** Something that a step hands on to the next: a state, what an operator remembers, or what never changes. */
export interface Cell {
  /** Its value at the beginning of a step, as an expression at that step. */
  readonly expr: Expr;
  readonly symbol: Symbol_;
}

export interface TransitionSystem {
  readonly cells: readonly Cell[];
  readonly horn: HornQuery;
}

export interface TransitionOptions {
  readonly faults: FaultLimit;
  /** The frame of one step that is not the last, and that of one which is. */
  readonly through: Frame;
  readonly last: Frame;
  readonly atLast: readonly Expr[];
  readonly broken: Expr;
}

/** More cells than this are not looked at. */
const MOST_CELLS = 64;

/**
 * The behaviours of a scope as steps between cells. The Horn clauses have a solution iff no behaviour keeps the hypotheses
 * of the frames and breaks the claim at its last step: a predicate that holds of the cells at every step is one. Null
 * where there are too many cells.
 */
export function transitionSystem(scope: Scope, options: TransitionOptions): TransitionSystem | null {
  const said = [options.broken, ...options.atLast, ...options.through.cone.facts.map(({ body }) => body)];
  // A duration hands on a truth value for each of its steps.
  if (said.some((expr) => longestDuration(expr) > MOST_CELLS + 1)) return null;
  const unrolling = new Unrolling(scope, 'relational', options.faults);
  const through = behaviour(unrolling, options.through);
  const last = behaviour(unrolling, options.last);
  const faults = scope.faults.map(({ variable }) => variable);
  const claim = [
    ...options.atLast.map((expr) => unrolling.term(expr, 0)),
    logic.not(unrolling.term(options.broken, 0)),
    ...faultLimit(
      unrolling,
      options.faults,
      faults.filter((fault) => options.last.cone.variables.has(fault)),
      0,
    ),
  ];
  const moves = movesOf(unrolling);
  if (moves === null) return null;
  const symbols = moves.map(({ cell }) => cell.symbol);
  const after = symbols.map(({ sort }) => symbolOf(unrolling.fresh(sort)));
  const equations = (values: readonly (Term | null)[], of: readonly Symbol_[]) =>
    values.flatMap((value, at) => (value === null ? [] : [logic.eq(logic.sym(of[at]!), value)]));
  const terms = (assertions: readonly Assertion[]) => assertions.map(({ term }) => term);
  const { domains } = unrolling;
  const first: HornClause = {
    from: null,
    body: [
      ...equations(
        moves.map(({ first }) => first),
        symbols,
      ),
      ...domains,
    ],
    to: symbols,
  };
  const step: HornClause = {
    from: symbols,
    body: [
      ...terms(through),
      ...domains,
      ...equations(
        moves.map(({ next }) => next),
        after,
      ),
    ],
    to: after,
  };
  const absurd: HornClause = { from: symbols, body: [...terms(last), ...claim, ...domains], to: null };
  return {
    cells: moves.map(({ cell }) => cell),
    horn: { sorts: symbols.map(({ sort }) => sort), clauses: [first, step, absurd] },
  };
}

/** A cell, its first value (null: any) and its next one. */
interface Move {
  readonly cell: Cell;
  readonly first: Term | null;
  readonly next: Term;
}

/** All cells that the terms made so far rest on; what a cell becomes may rest on further ones. */
function movesOf(unrolling: Unrolling): readonly Move[] | null {
  const moves = new Map<Symbol_, Move>();
  for (let before = -1; before !== moves.size; ) {
    before = moves.size;
    for (const { operator, symbol } of unrolling.memory) {
      if (moves.has(symbol)) continue;
      const [first, next] = unrolling.terms([operator.initial, operator.operand], 0);
      moves.set(symbol, { cell: { expr: operator, symbol }, first: first!, next: next! });
    }
    for (const { variable, step, symbol } of unrolling.wanted) {
      const state = unrolling.scope.states.get(variable);
      if (moves.has(symbol) || (step !== null && state === undefined)) continue;
      const cell: Cell = { expr: { kind: 'variable', variable, sort: variable.sort }, symbol };
      if (step === null) moves.set(symbol, { cell, first: null, next: logic.sym(symbol) });
      else {
        const first = state!.initial === null ? null : unrolling.term(state!.initial, 0);
        moves.set(symbol, { cell, first, next: unrolling.term(state!.next, 0) });
      }
    }
    if (moves.size > MOST_CELLS) return null;
  }
  return [...moves.values()];
}

function symbolOf(term: Term): Symbol_ {
  if (term.kind !== 'symbol') throw new Error('a fresh term is a symbol');
  return term.symbol;
}
