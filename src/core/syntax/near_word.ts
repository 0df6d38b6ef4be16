/**
 * How many single mistakes of typing part two words: a letter too many, missing, wrong, or two neighbours swapped
 * (optimal string alignment). Upper and lower case count as the same.
 */
export function typingDistance(a: string, b: string): number {
  const from = a.toLowerCase();
  const to = b.toLowerCase();
  let older: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = previous[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, change, swapped ? older[j - 2]! + 1 : change));
    }
    older = previous;
    previous = row;
  }
  return previous[to.length]!;
}

/** The candidate that `word` is most likely a misspelling of, or null: at most one mistake in three letters. */
export function nearWord(word: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY; // exact: an upper bound of counts
  for (const candidate of candidates) {
    const allowed = Math.floor(Math.min(word.length, candidate.length) / 3);
    if (Math.abs(word.length - candidate.length) > allowed) continue;
    const distance = typingDistance(word, candidate);
    if (distance > allowed || distance >= least) continue;
    best = candidate;
    least = distance;
  }
  return best;
}
