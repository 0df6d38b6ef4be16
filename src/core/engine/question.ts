import { type Assertion, behaviour, type Frame } from '../encode/behaviour.ts';
import type { Fact } from '../encode/facts.ts';
import { faultLimit } from '../encode/fault_limit.ts';
import { Unrolling } from '../encode/unrolling.ts';
import * as logic from '../logic/build.ts';
import type { Query, Term } from '../logic/term.ts';
import type { FaultLimit } from '../model/fault_limit.ts';
import type { Expr, Scope, Variable } from '../model/model.ts';

/** A query about a scope, with what is needed to read its answer. */
export interface Question {
  readonly query: Query;
  readonly unrolling: Unrolling;
  readonly steps: number;
  /** The facts behind the labels of a core. */
  readonly labels: ReadonlyMap<string, Fact>;
  /** What each of the query's assertions says; those about sorts follow and have none. */
  readonly said: readonly Said[];
}

/** What an assertion of a question says. */
export type Said =
  | { readonly kind: 'premise'; readonly index: number }
  | { readonly kind: 'claim' }
  | { readonly kind: 'throughout' }
  | { readonly kind: 'limit'; readonly index: number }
  | { readonly kind: 'behaviour'; readonly assertion: Assertion };

export interface QuestionOptions {
  readonly faults: FaultLimit;
  /** Formulas that hold at the last step. */
  readonly atLast: readonly Expr[];
  /** A formula that does not. */
  readonly broken: Expr | null;
  /** Formulas that hold at every step. */
  readonly throughout: readonly Expr[];
  readonly wantCore: boolean;
  /** Facts to leave out, where a core is being made smaller. */
  readonly without?: ReadonlySet<Fact>;
  readonly mode?: 'anchored' | 'floating';
  /** Whether operators over time are read step by step, see `Unrolling`. */
  readonly stepwise?: boolean;
}

/** "Is there a behaviour as the frame says whose last step is as the options say?" */
export function question(scope: Scope, frame: Frame, options: QuestionOptions): Question {
  const unrolling = new Unrolling(scope, options.mode ?? 'anchored', options.faults, options.stepwise);
  const last = frame.steps - 1;
  const claim = [
    ...options.atLast.map((expr) => unrolling.term(expr, last)),
    ...(options.broken === null ? [] : [logic.not(unrolling.term(options.broken, last))]),
  ];
  const assertions = behaviour(unrolling, frame).filter(({ fact }) => fact === null || !options.without?.has(fact));
  const throughout = options.throughout.flatMap((expr) => stepsOf(frame).map((step) => unrolling.term(expr, step)));
  const limited = faultLimit(unrolling, options.faults, faultsIn(scope, frame), last);
  const said: Said[] = [
    ...options.atLast.map((_, index): Said => ({ kind: 'premise', index })),
    ...(options.broken === null ? [] : [{ kind: 'claim' } as const]),
    ...throughout.map((): Said => ({ kind: 'throughout' })),
    ...limited.map((_, index): Said => ({ kind: 'limit', index })),
    ...assertions.map((assertion): Said => ({ kind: 'behaviour', assertion })),
  ];
  return {
    said,
    ...build([...claim, ...throughout, ...limited], assertions, unrolling, options.wantCore),
    unrolling,
    steps: frame.steps,
  };
}

/** The faults that can matter: one outside the cone may as well stay absent. */
function faultsIn(scope: Scope, frame: Frame): Variable[] {
  return scope.faults.map(({ variable }) => variable).filter((variable) => frame.cone.variables.has(variable));
}

function stepsOf(frame: Frame): number[] {
  return Array.from({ length: frame.steps }, (_, step) => step);
}

function build(
  hard: readonly Term[],
  assertions: readonly Assertion[],
  unrolling: Unrolling,
  wantCore: boolean,
): Pick<Question, 'query' | 'labels'> {
  const labels = new Map<string, Fact>();
  const named = assertions.map(({ term, fact }, at) => {
    const label = wantCore && fact !== null ? `a${at}` : null;
    if (label !== null) labels.set(label, fact!);
    return { term, label };
  });
  const plain = (terms: readonly Term[]) => terms.map((term) => ({ term, label: null }));
  const all = [...plain(hard), ...named];
  // Sorts come last: making the terms above has made the symbols.
  const query: Query = {
    assertions: [...all, ...plain(unrolling.domains)],
    wanted: unrolling.wanted.map(({ symbol }) => symbol),
    wantCore,
  };
  return { query, labels };
}
