/** How claims over time are decided; each engine can be asked alone. */
export const ENGINES = ['bmc', 'k-induction', 'spacer'] as const;
export type Engine = (typeof ENGINES)[number];

/**
 * Where guesses at lemmas come from: ranges of what is remembered, clauses of the contracts, bounds of sums and differences
 * of two quantities (octagons), and any of these while an automaton is in a certain state.
 */
export const LEMMA_SOURCES = ['ranges', 'clauses', 'octagons', 'modes'] as const;
export type LemmaSource = (typeof LEMMA_SOURCES)[number];

export const ALL_ENGINES: ReadonlySet<Engine> = new Set(ENGINES);
export const ALL_SOURCES: ReadonlySet<LemmaSource> = new Set(LEMMA_SOURCES);
