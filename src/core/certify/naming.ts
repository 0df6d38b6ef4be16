import type { Unrolling } from '../encode/unrolling.ts';
import type { Said } from '../engine/question.ts';
import type { Symbol_ } from '../logic/term.ts';
import type { Sort } from '../model/model.ts';
import type { BaseOf, BaseVariable } from '../prover/base.ts';
import type { HypothesisJson, VariableJson } from '../prover/tree.ts';
import { expressionJson } from './expression_json.ts';

/** The names of a question's symbols: variables at steps, and what operators remember of before a window. */
export function baseOf(unrolling: Unrolling): BaseOf {
  const known = new Map<Symbol_, BaseVariable>();
  for (const { variable, step, symbol } of unrolling.wanted)
    known.set(symbol, base(variable.sort, step === null ? [variable.name] : [variable.name, step]));
  for (const { symbol, sort, before } of unrolling.strangers) {
    const name = before === null ? null : ['?', JSON.stringify(expressionJson(before.operator)), before.step];
    known.set(symbol, sort === null ? whetherFreed(symbol) : base(sort, name, symbol));
  }
  return (symbol) => known.get(symbol) ?? { key: `["~${symbol.name}"]`, sort: 'real', members: [], named: false };
}

function base(sort: Sort, name: VariableJson | null, symbol?: Symbol_): BaseVariable {
  const key = name === null ? `["~${symbol!.name}"]` : JSON.stringify(name);
  return { key, sort: sort.kind, members: sort.kind === 'enum' ? sort.members : [], named: name !== null };
}

/**
 * Whether a part was freed before a window. It is taken to have been: its contract promises the less, and so what is proved
 * holds whether it was or not.
 */
function whetherFreed({ name }: Symbol_): BaseVariable {
  return { key: `["~${name}"]`, sort: 'bool', members: [], named: false, fixed: false };
}

/** How a frame's own lemmas are called. */
export type LemmaName = (index: number, step: number) => HypothesisJson;

/** What an assertion of a question is called in a certificate. */
export function hypothesisName(said: Said, lemma: LemmaName): HypothesisJson {
  switch (said.kind) {
    case 'claim':
      return { claim: true };
    case 'premise':
      return { premise: said.index };
    case 'limit':
      return { limit: said.index };
    case 'throughout':
      throw new Error('a certificate has no such hypothesis');
    case 'behaviour': {
      const { origin, fact, step } = said.assertion;
      if (fact !== null) return { fact: [fact.kind, fact.part?.path ?? null, fact.clause.name, step] };
      if (origin.kind === 'known') return { known: [origin.part.path, step] };
      if (origin.kind === 'stays') return { fault: [origin.fault.name, step] };
      if (origin.kind === 'lemma') return lemma(origin.index, step);
      throw new Error('a fact without a clause');
    }
  }
}
