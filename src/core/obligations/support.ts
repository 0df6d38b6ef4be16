import { componentsOf } from '../model/parts.ts';
import type { SubjectObligations } from './generate.ts';
import type { Obligation } from './obligation.ts';
import { prefixOf } from './subject.ts';

/**
 * The ids of the obligations to decide: all of them, or those that are asked for with everything they rest on: the
 * contract's consistency and realizability, the discharges and definedness beside them, the earlier clauses where a claim
 * is asked only where they hold, and of each part the same with the guarantees of those that are implemented.
 */
export function supportOf(
  generated: readonly SubjectObligations[],
  only: ((id: string) => boolean) | null,
): ReadonlySet<string> {
  const all = generated.flatMap(({ obligations }) => obligations.map(({ id }) => id));
  if (only === null) return new Set(all);
  const support = new Set(all.filter(only));
  for (const { obligations } of generated) for (const id of guardsOf(obligations, only)) support.add(id);
  for (const id of all.filter((each) => each.endsWith('.reachable'))) if (speaksOfMode(support, id)) support.add(id);
  const asked = generated.filter(({ obligations }) => obligations.some(({ id }) => support.has(id)));
  const entered = new Set<SubjectObligations>();
  const wholly = new Set<SubjectObligations>();
  for (const subject of asked) enter(subject, false);
  return support;

  function enter(subject: SubjectObligations, whole: boolean): void {
    if (wholly.has(subject) || (entered.has(subject) && !whole)) return;
    entered.add(subject);
    if (whole) wholly.add(subject);
    for (const { id, kind, part } of subject.obligations) {
      const foundation = kind === 'consistent' || kind === 'realizable' || kind === 'defined' || part !== null;
      if (foundation || (whole && kind !== 'modes' && kind !== 'reachable')) support.add(id);
    }
    const components = new Set(subject.subject.scopes.flatMap((scope) => scope.parts.flatMap(componentsOf)));
    const base = subject.subject.component.refinement?.base;
    if (base !== undefined) components.add(base);
    for (const used of generated) {
      if (used === subject || used.subject.setting !== null || !components.has(prefixOf(used.subject))) continue;
      enter(used, true);
    }
  }
}

/** The clauses before those that are asked for, where these are claimed only where earlier ones of their kind hold. */
function guardsOf(obligations: readonly Obligation[], only: (id: string) => boolean): readonly string[] {
  return obligations.flatMap(({ id, kind, goals }, at) => {
    const isGuarded = goals.some((goal) => goal.asks === 'valid' && goal.premises.length > 0);
    if (!isGuarded || !(only(id) || only(`${id}.defined`))) return [];
    return obligations
      .slice(0, at)
      .filter((other) => listOf(other.kind) === listOf(kind))
      .map((each) => each.id);
  });
}

/** In whose list a clause stands: what tolerates faults is a guarantee among the others. */
function listOf(kind: Obligation['kind']): Obligation['kind'] {
  return kind === 'tolerating' ? 'guarantee' : kind;
}

/** Whether some of the claims stands in the mode that `reachable` is about, in whatever setting. */
function speaksOfMode(claims: ReadonlySet<string>, reachable: string): boolean {
  const mode = reachable.slice(0, -'reachable'.length);
  return [...claims].some((id) => id.slice(id.indexOf('/') + 1).startsWith(mode));
}
