import type { Allowance } from '../engine/allowance.ts';
import { type Decided, run } from '../engine/run.ts';
import type { Session } from '../engine/session.ts';
import type { Rational } from '../exact/rational.ts';
import type { SubjectObligations } from '../obligations/generate.ts';
import type { Module } from '../syntax/ast.ts';
import type { Span } from '../text/source.ts';
import type { VerdictKind } from '../verdict/result.ts';
import type { Place } from './places.ts';

/** The whole file, checked again with one change. */

/** A text put in the place of another. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A conversation with what pays for it. */
export interface Paid {
  readonly session: Session;
  readonly allowance: Allowance;
}

/** The file as it can be asked about when it is changed. */
export interface Workbench {
  /** What the changed file owes; null where it is no file any more. */
  readonly owed: (edit: Edit) => readonly SubjectObligations[] | null;
  /** The verdicts on what was decided. */
  readonly verdicts: (
    generated: readonly SubjectObligations[],
    decided: ReadonlyMap<string, Decided>,
  ) => ReadonlyMap<string, VerdictKind>;
  /** What the file owes as it is. */
  readonly original: readonly SubjectObligations[];
  readonly modules: readonly Module[];
  readonly textOf: (span: Span) => string;
  /** For whole files: what was asked for the file as it is is known already. */
  readonly whole: Paid;
  /** For one claim, again and again, with less for each question. */
  readonly trial: Paid;
  readonly now: () => number;
}

/** A place with the value at which the claim holds. */
export interface Found {
  readonly place: Place;
  readonly value: Rational;
}

export function editOf({ place, value }: Found): Edit {
  return { span: place.number.span, text: place.number.saying(value) };
}

/** All verdicts on a file. */
export async function verdictsOf(
  generated: readonly SubjectObligations[],
  bench: Workbench,
): Promise<ReadonlyMap<string, VerdictKind>> {
  return bench.verdicts(generated, await decide(generated, () => true, bench.whole.session, bench));
}

export function decide(
  subjects: readonly SubjectObligations[],
  wanted: (id: string) => boolean,
  session: Session,
  { now }: Workbench,
): Promise<ReadonlyMap<string, Decided>> {
  return run(subjects, { session, wanted, now, onDecided: () => {} });
}

/** Whole files that were checked with a change: of two claims with one cause the change for one often mends the other. */
export class Checked {
  readonly #before: ReadonlyMap<string, VerdictKind>;
  readonly #bench: Workbench;
  readonly #after = new Map<
    string,
    { readonly found: Found | null; readonly verdicts: ReadonlyMap<string, VerdictKind> }
  >();

  constructor(before: ReadonlyMap<string, VerdictKind>, bench: Workbench) {
    this.#before = before;
    this.#bench = bench;
  }

  /** A value of the place with which the claim is known to be proved. */
  known(id: string, { number, way }: Place): Rational | null {
    for (const { found, verdicts } of this.#after.values()) {
      if (found === null) continue;
      const { place, value } = found;
      const same = place.number.span.start === number.span.start && place.number.span.path === number.span.path;
      if (same && place.way === way && this.#isBetter(id, verdicts)) return value;
    }
    return null;
  }

  /** Whether the whole changed file is better: the claim is proved, and all that was proved still is. */
  async restores(id: string, edit: Edit, found: Found | null): Promise<boolean> {
    const key = `${edit.span.start} ${edit.text} ${edit.span.path}`;
    const there = this.#after.get(key);
    if (there !== undefined) return this.#isBetter(id, there.verdicts);
    const generated = this.#bench.whole.allowance.spent ? null : this.#bench.owed(edit);
    if (generated === null) return false;
    const verdicts = await verdictsOf(generated, this.#bench);
    this.#after.set(key, { found, verdicts });
    return this.#isBetter(id, verdicts);
  }

  #isBetter(id: string, after: ReadonlyMap<string, VerdictKind>): boolean {
    if (after.get(id) !== 'proved') return false;
    return [...this.#before].every(([other, verdict]) => verdict !== 'proved' || after.get(other) === 'proved');
  }
}
