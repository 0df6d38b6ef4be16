import { understand } from '../src/core/check.ts';
import { run } from '../src/core/engine/run.ts';
import { Session } from '../src/core/engine/session.ts';
import type { PartInstance, Scope } from '../src/core/model/model.ts';
import type { SubjectObligations } from '../src/core/obligations/generate.ts';
import type { Goal, Obligation } from '../src/core/obligations/obligation.ts';
import type { TextSolver } from '../src/core/smtlib/reply.ts';
import { conclude } from '../src/core/verdict/conclude.ts';
import type { VerdictKind } from '../src/core/verdict/result.ts';

/** What a verifier says of a text, by obligation. */
export type Verifier = (solver: TextSolver, text: string) => Promise<ReadonlyMap<string, VerdictKind>>;

/** Trusts every file. */
export const alwaysProved: Verifier = async (_, text) =>
  new Map(idsOf(obligationsOf(text)).map((id) => [id, 'proved']));

/** Uses the parts' guarantees under their assumptions, and never asks whether these are met. */
export const ignoresAssumptions: Verifier = async (solver, text) => {
  const discharges = (obligation: Obligation) => obligation.part !== null;
  const all = obligationsOf(text);
  const found = await decide(solver, withoutGuards(only(all, (obligation) => !discharges(obligation))));
  return new Map(idsOf(all).map((id) => [id, found.get(id) ?? 'proved']));
};

/** Asks whether assumptions are met, taking for granted all that the parts promise: `G` where `A => G` is right. */
export const assumesBareGuarantees: Verifier = (solver, text) => decide(solver, withoutGuards(obligationsOf(text)));

/** Looks through a contract at the implementation behind it. */
export const flattens: Verifier = (solver, text) =>
  decide(solver, obligationsOf(text.replaceAll(/\bout (\w+) : (\w+) = ([^\n}]*?)(?= {2}|\n|})/g, promisesItsBody)));

/** Never asks whether divisors are zero and indices in range. */
export const forgetsDefinedness: Verifier = (solver, text) =>
  decide(
    solver,
    only(obligationsOf(text), ({ kind }) => kind !== 'defined'),
  );

function promisesItsBody(item: string, output: string, _type: string, body: string): string {
  return `${item}  guarantee body_of_${output}: ${output} == ${body}`;
}

function obligationsOf(text: string): readonly SubjectObligations[] {
  const nothing = () => ({ kind: 'problem', problem: 'missing', detail: '' }) as const;
  const { obligations, diagnostics } = understand({ path: 'control.safety', text }, nothing);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return obligations;
}

function idsOf(subjects: readonly SubjectObligations[]): readonly string[] {
  return subjects.flatMap(({ obligations }) => obligations.map(({ id }) => id));
}

function only(
  subjects: readonly SubjectObligations[],
  kept: (obligation: Obligation) => boolean,
): readonly SubjectObligations[] {
  return subjects.map((subject) => ({ ...subject, obligations: subject.obligations.filter(kept) }));
}

/** The same questions in scopes whose parts assume nothing. */
function withoutGuards(subjects: readonly SubjectObligations[]): readonly SubjectObligations[] {
  const scopes = new Map<Scope, Scope>();
  const bare = (scope: Scope): Scope => {
    const part = (each: PartInstance): PartInstance => ({ ...each, assumptions: [], parameterRanges: [] });
    const known = scopes.get(scope) ?? { ...scope, parts: scope.parts.map(part) };
    scopes.set(scope, known);
    return known;
  };
  const goal = (each: Goal): Goal =>
    each.asks === 'valid'
      ? { ...each, scope: bare(each.scope), discharges: null }
      : { ...each, scope: bare(each.scope) };
  return subjects.map((subject) => ({
    ...subject,
    subject: { ...subject.subject, scopes: subject.subject.scopes.map(bare) },
    obligations: subject.obligations.map((obligation) => ({ ...obligation, goals: obligation.goals.map(goal) })),
  }));
}

/** The rest of the pipeline, as it is. */
async function decide(
  solver: TextSolver,
  subjects: readonly SubjectObligations[],
): Promise<ReadonlyMap<string, VerdictKind>> {
  const session = new Session(solver, { budget: { rlimit: 2_000_000, timeoutMs: 30_000 }, onScript: null });
  const decided = await run(subjects, { session, wanted: () => true, now: () => 0, onDecided: () => {} });
  const obligations = subjects.flatMap((subject) => subject.obligations);
  const results = conclude(
    obligations,
    decided,
    () => '',
    () => false,
    new Set(idsOf(subjects)),
  );
  return new Map(results.map(({ id, verdict }) => [id, verdict]));
}
