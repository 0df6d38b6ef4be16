import type { Fact } from '../encode/facts.ts';
import * as logic from '../logic/build.ts';
import type { Query, Symbol_, Term } from '../logic/term.ts';
import type { Reply } from '../smtlib/reply.ts';
import { type Assignment, constant, symbolsIn } from './assignment.ts';
import { candidatesFor } from './candidates.ts';
import type { Asker } from './session.ts';

/** "For all values of the other symbols that satisfy `given`, the chosen symbols have values that satisfy `kept`." */
export interface Choice {
  readonly given: readonly Term[];
  readonly chosen: readonly Symbol_[];
  readonly kept: readonly { readonly term: Term; readonly fact: Fact | null }[];
  /** What the sorts of the chosen symbols demand. */
  readonly domains: readonly Term[];
}

export type ChoiceDecision =
  | { readonly kind: 'always'; readonly method: 'elimination' | 'query' }
  /** Values of the other symbols for which nothing can be chosen, and a minimal set of facts that then clash. */
  | {
      readonly kind: 'never';
      readonly values: Extract<Reply, { kind: 'sat' }>['values'];
      readonly clash: readonly Fact[];
    }
  | { readonly kind: 'open'; readonly reason: Extract<Reply, { kind: 'unknown' }>['reason']; readonly detail: string };

/** A budget of its own: a question with quantifiers is decided early or not at all. */
const QUANTIFIED = { rlimit: 100_000, timeoutMs: 5_000 };
/** How many combinations of candidates are put into one query. */
const MOST_COMBINATIONS = 96;
/** How often a counterexample to the candidates becomes a candidate itself. */
const MOST_ROUNDS = 12;

/**
 * Decides a choice. Clauses that share no chosen symbol are separate choices. For each: first candidates for the chosen
 * symbols, read off the clauses (their bounds, midpoints, truth values), in a query without quantifiers; then the
 * question as it is, with quantifiers; then counterexample-guided: inputs that defeat all candidates are either beaten by
 * some values, which become a candidate, or are the answer.
 */
export async function decideChoice(asker: Asker, choice: Choice): Promise<ChoiceDecision> {
  let open: ChoiceDecision | null = null;
  let method: 'elimination' | 'query' = 'elimination';
  for (const cluster of clusters(choice)) {
    const decision = await decideCluster(asker, cluster, choice);
    if (decision.kind === 'never') return decision;
    if (decision.kind === 'open') open ??= decision;
    else if (decision.method === 'query') method = 'query';
  }
  return open ?? { kind: 'always', method };
}

async function decideCluster(asker: Asker, cluster: Choice, whole: Choice): Promise<ChoiceDecision> {
  const kept = logic.and(cluster.kept.map(({ term }) => term));
  const candidates: Assignment[] = candidatesFor(
    cluster.chosen,
    cluster.kept.map(({ term }) => term),
    MOST_COMBINATIONS,
  );
  let last: Reply = await defeat(asker, cluster, kept, candidates);
  if (last.kind === 'unsat') return { kind: 'always', method: 'elimination' };
  const unanswered = logic.not(logic.and([kept, ...cluster.domains]));
  const none = cluster.chosen.length === 0 ? unanswered : logic.forall(cluster.chosen, unanswered);
  const quantified = await ask(asker, 'choice', [...cluster.given, none], whole, QUANTIFIED);
  if (quantified.kind === 'unsat') return { kind: 'always', method: 'query' };
  if (quantified.kind === 'sat') {
    const answer = await beaten(asker, cluster, quantified.values);
    if (answer.kind === 'never') return answer;
  }
  for (let round = 0; round < MOST_ROUNDS && last.kind === 'sat'; round += 1) {
    const answer = await beaten(asker, cluster, last.values);
    if (answer.kind !== 'found') return answer;
    candidates.push(answer.assignment);
    last = await defeat(asker, cluster, kept, candidates);
    if (last.kind === 'unsat') return { kind: 'always', method: 'elimination' };
  }
  return openFrom(quantified, last);
}

function openFrom(quantified: Reply, last: Reply): ChoiceDecision {
  for (const reply of [quantified, last]) {
    if (reply.kind === 'unknown')
      return { kind: 'open', reason: reply.reason, detail: `for all inputs there should be outputs: ${reply.detail}` };
  }
  return {
    kind: 'open',
    reason: 'incomplete',
    detail: 'no strategy for the outputs was found, and no inputs that defeat all',
  };
}

/** Inputs that defeat every candidate. */
function defeat(asker: Asker, cluster: Choice, kept: Term, candidates: readonly Assignment[]): Promise<Reply> {
  const failures = candidates.map((assignment) =>
    logic.not(
      logic.and([
        logic.substitute(kept, assignment),
        ...cluster.domains.map((domain) => logic.substitute(domain, assignment)),
      ]),
    ),
  );
  return ask(asker, 'candidates', [...cluster.given, ...failures], cluster, asker.budget);
}

type Beaten = { readonly kind: 'found'; readonly assignment: Assignment } | Exclude<ChoiceDecision, { kind: 'always' }>;

/** With the inputs fixed: values that answer them, or the clauses that clash. */
async function beaten(
  asker: Asker,
  cluster: Choice,
  values: ReadonlyMap<string, boolean | 'irrational' | object>,
): Promise<Beaten> {
  const fixed = fixing(cluster, values);
  if (fixed === null)
    return { kind: 'open', reason: 'replay', detail: 'the inputs that defeat the candidates have an irrational value' };
  const attempt = (facts: Choice['kept'], wantCore: boolean) => {
    const query: Query = {
      assertions: [
        ...facts.map(({ term }, at) => ({ term: logic.substitute(term, fixed), label: wantCore ? `a${at}` : null })),
        ...cluster.domains.map((term) => ({ term, label: null })),
      ],
      wanted: [...symbolsIn([...facts.map(({ term }) => logic.substitute(term, fixed)), ...cluster.domains])],
      wantCore,
    };
    return asker.ask('answer', query);
  };
  const reply = await attempt(cluster.kept, true);
  if (reply.kind === 'unknown') return { kind: 'open', reason: reply.reason, detail: reply.detail };
  if (reply.kind === 'sat') {
    const assignment = assignmentOf(cluster, reply.values);
    return assignment === null
      ? { kind: 'open', reason: 'replay', detail: 'an output has an irrational value' }
      : { kind: 'found', assignment };
  }
  let needed = cluster.kept.filter((_, at) => reply.core === null || reply.core.includes(`a${at}`));
  for (const fact of needed) {
    const fewer = needed.filter((other) => other !== fact);
    if ((await attempt(fewer, false)).kind === 'unsat') needed = fewer;
  }
  const clash = [...new Set(needed.flatMap(({ fact }) => (fact === null ? [] : [fact])))];
  return { kind: 'never', values: values as Extract<Reply, { kind: 'sat' }>['values'], clash };
}

/** The values of all symbols but the chosen ones, as a substitution; null where one is irrational. */
function fixing(cluster: Choice, values: ReadonlyMap<string, unknown>): Assignment | null {
  const chosen = new Set(cluster.chosen);
  const fixed = new Map<Symbol_, Term>();
  for (const symbol of symbolsIn([...cluster.given, ...cluster.kept.map(({ term }) => term)])) {
    if (chosen.has(symbol)) continue;
    const value = values.get(symbol.name);
    if (value === 'irrational') return null;
    fixed.set(symbol, constant(symbol, value));
  }
  return fixed;
}

function assignmentOf(cluster: Choice, values: ReadonlyMap<string, unknown>): Assignment | null {
  const assignment = new Map<Symbol_, Term>();
  for (const symbol of cluster.chosen) {
    const value = values.get(symbol.name);
    if (value === 'irrational') return null;
    assignment.set(symbol, constant(symbol, value));
  }
  return assignment;
}

function ask(
  asker: Asker,
  purpose: string,
  terms: readonly Term[],
  about: Choice,
  budget: { rlimit: number; timeoutMs: number },
): Promise<Reply> {
  const chosen = new Set(about.chosen);
  const query: Query = {
    assertions: terms.map((term) => ({ term, label: null })),
    wanted: [...symbolsIn(terms)].filter((symbol) => !chosen.has(symbol)),
    wantCore: false,
  };
  return asker.ask(purpose, query, budget);
}

/** Splits the choice where clauses share no chosen symbol. */
function clusters(choice: Choice): Choice[] {
  const chosen = new Set(choice.chosen);
  const groups: { symbols: Set<Symbol_>; kept: Choice['kept'][number][] }[] = [];
  for (const item of choice.kept) {
    const symbols = new Set([...logic.symbolsOf(item.term)].filter((symbol) => chosen.has(symbol)));
    const touching = groups.filter(
      (group) => symbols.size > 0 && [...symbols].some((symbol) => group.symbols.has(symbol)),
    );
    const merged = {
      symbols: new Set([...touching.flatMap((group) => [...group.symbols]), ...symbols]),
      kept: [...touching.flatMap((group) => group.kept), item],
    };
    groups.splice(0, groups.length, ...groups.filter((group) => !touching.includes(group)), merged);
  }
  return groups.map(({ symbols, kept }) => ({
    given: choice.given,
    chosen: [...symbols],
    kept,
    domains: choice.domains.filter((domain) => [...logic.symbolsOf(domain)].some((symbol) => symbols.has(symbol))),
  }));
}
