import { ownContract, partContract } from '../eval/contract.ts';
import type { Behaviour } from '../eval/evaluate.ts';
import { type Judgement, judge, judgeClause } from '../eval/judgement.ts';
import type { PartInstance, Scope, Variable } from '../model/model.ts';
import type { Extent, Hypotheses } from './claim.ts';

/** What may be lacking at the last step, where only the inputs of a step are replayed. */
export interface Lacking {
  readonly variables: ReadonlySet<Variable>;
  /** Parts whose contracts are aside at the last step. */
  readonly parts: ReadonlySet<PartInstance>;
}

export const NOTHING: Lacking = { variables: new Set(), parts: new Set() };

/** One clause at one step: what it is called, and whether it holds. */
export interface Check {
  readonly what: string;
  readonly judgement: Judgement;
}

/** Every clause that the hypotheses require, at every step, in the order of the steps. */
export function* checks(behaviour: Behaviour, hypotheses: Hypotheses, lacking: Lacking = NOTHING): Iterable<Check> {
  const { scope } = behaviour;
  const parts = scope.parts.map((part) => ({ part, contract: partContract(behaviour, part) }));
  const own = ownContract(behaviour, scope);
  const last = behaviour.length - 1;
  for (let step = 0; step <= last; step += 1) {
    const required = (extent: Extent) => extent === 'through' || (extent === 'before' && step < last);
    yield* declared(behaviour, scope, step, step === last ? lacking.variables : NOTHING.variables);
    if (required(hypotheses.assumptions)) {
      for (const clause of scope.assumptions) {
        yield { what: `assumption ${clause.name} at step ${step}`, judgement: judgeClause(behaviour, clause, step) };
      }
    }
    for (const { part, contract } of required(hypotheses.parts) ? parts : []) {
      if (step === last && lacking.parts.has(part)) continue;
      for (const clause of contract.guarantees) {
        yield { what: `contract ${part.path}.${clause.name} at step ${step}`, judgement: contract.kept(clause, step) };
      }
    }
    for (const clause of required(hypotheses.ownGuarantees) ? own.guarantees : []) {
      yield { what: `guarantee ${clause.name} at step ${step}`, judgement: own.kept(clause, step) };
    }
  }
  for (const [index, given] of hypotheses.given.entries()) {
    const judgement = 'body' in given ? judgeClause(behaviour, given, last) : judge(behaviour, given, last);
    yield { what: `hypothesis ${index + 1} at step ${last}`, judgement };
  }
}

/** What holds by declaration: ranges of free parameters and of free variables. */
function* declared(behaviour: Behaviour, scope: Scope, step: number, lacking: ReadonlySet<Variable>): Iterable<Check> {
  for (const clause of step === 0 ? scope.parameterRanges : []) {
    yield { what: `range ${clause.name}`, judgement: judgeClause(behaviour, clause, 0) };
  }
  for (const { variable, clause } of scope.freeRanges) {
    if (lacking.has(variable)) continue;
    yield { what: `range ${clause.name} at step ${step}`, judgement: judgeClause(behaviour, clause, step) };
  }
}
