import type { Budget, TextAnswer } from '../smtlib/reply.ts';
import { type Answered, entryText, readEntry } from './entry.ts';
import type { Shown } from './shown.ts';
import type { EvidenceStore } from './store.ts';

/** After so many entries that show nothing a store is not read any more: each has cost the work of looking into it. */
const MOST_REJECTED = 50;

/**
 * One run's use of a store. An answer that comes out of it was shown to be right in this run; one that goes in was shown
 * too, so that the next run can do the same. `unknown` does neither.
 */
export class Evidence {
  readonly #store: EvidenceStore;
  #rejected = 0;

  constructor(store: EvidenceStore) {
    this.#store = store;
  }

  /** The answer that was kept to a question, if it is right; null otherwise. */
  async recall(question: string, shown: Shown, { rlimit }: Budget): Promise<TextAnswer | null> {
    if (this.#rejected >= MOST_REJECTED) return null;
    const kept = await this.#store.read(question);
    if (kept === null) return null;
    const answer = readEntry(kept, rlimit);
    if (answer !== null && shown.holds(answer)) return answer;
    this.#rejected += 1;
    this.#store.write(question, null);
    return null;
  }

  /** Keeps the solver's answer to a question, where it can be shown again to be right. */
  keep(question: string, shown: Shown, { rlimit }: Budget, answer: TextAnswer): void {
    if (answer.kind !== 'text' || answer.rlimit > rlimit) return;
    const text = entryText(answer);
    // What will be read is what is looked at.
    const kept: Answered | null = text === null ? null : readEntry(text, rlimit);
    if (kept !== null && shown.holds(kept)) this.#store.write(question, text);
  }
}
