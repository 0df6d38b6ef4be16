import type { SubjectObligations } from '../obligations/generate.ts';
import { prefixOf, type Subject } from '../obligations/subject.ts';
import type { Count } from './count.ts';

/**
 * Holds the generated obligations against the census, prefix by prefix. A difference is our own fault and throws: an
 * obligation was dropped, or made up. Nothing is owed for a family without members.
 */
export function holdAgainst(counted: ReadonlyMap<string, Count>, generated: readonly SubjectObligations[]): void {
  const made = new Map(generated.map((each) => [prefixOf(each.subject), each]));
  for (const [prefix, count] of counted) {
    const found = made.get(prefix);
    const due = found === undefined ? count.total : count.total - owedForNobody(count, found.subject);
    const number = found?.obligations.length ?? 0;
    if (number !== due)
      throw new Error(`${prefix} owes ${due} obligations by the census, and ${number} were generated`);
  }
  for (const prefix of made.keys()) if (!counted.has(prefix)) throw new Error(`the census does not know ${prefix}`);
}

/** What would be owed for families that have no member in any scope. */
function owedForNobody({ byPart }: Count, { scopes }: Subject): number {
  const present = new Set(scopes.flatMap((scope) => scope.parts.flatMap(namesOf)));
  return [...byPart].filter(([part]) => !present.has(part)).reduce((total, [, number]) => total + number, 0);
}

/** The `part` items that a part stands for: several only where families of any size stand as one part. */
function namesOf({ name, bundle }: Subject['scopes'][number]['parts'][number]): readonly string[] {
  return [name, ...(bundle?.names ?? [])];
}
