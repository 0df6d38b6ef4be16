import fc from 'fast-check';
import type { TextSolver } from '../src/core/smtlib/reply.ts';
import { checkText } from './checking.ts';
import { SystemArbitrary } from './oracles/random_systems.ts';
import { randomTimed } from './oracles/random_timed.ts';
import { timedText } from './oracles/temporal_description.ts';
import { textOf } from './oracles/text.ts';
import { readSafetyFile, SAFETY_FILES } from './properties/safety_files.ts';

/** What was checked, and how many of its questions to take at most: what is alike is asked of all. */
interface Checked {
  readonly from: string;
  readonly most: number;
}

/**
 * Checks texts with a solver, which listens, for as long as it is asked for more: first a few of everything in turn, then
 * random ones without end. Specifications and cases count for more than what was made to be small.
 */
export async function* questions(solver: TextSolver): AsyncGenerator<Checked> {
  const large = SAFETY_FILES.filter(({ path }) => /[/\\](?:specs|cases)[/\\]/.test(path));
  const small = scattered(SAFETY_FILES.filter((file) => !large.includes(file)));
  for (let round = 0; ; round += 1) {
    for (const { file, most } of [
      { file: large[round], most: 12 },
      { file: small[2 * round], most: 4 },
      { file: small[2 * round + 1], most: 4 },
    ]) {
      if (file === undefined) continue;
      await checkText(solver, file.text, file.path, new Map(), { read: readSafetyFile });
      yield { from: file.path, most };
    }
    const [system] = fc.sample(new SystemArbitrary(), { numRuns: 1, seed: round });
    await checkText(solver, textOf(system!));
    yield { from: `random system ${round}`, most: 4 };
    await checkText(solver, timedText(randomTimed(round)));
    yield { from: `random program over time ${round}`, most: 4 };
  }
}

/** In an order in which neighbours, which are alike, are far from each other. */
function scattered<Item>(items: readonly Item[]): readonly Item[] {
  const stride = 37;
  return Array.from({ length: stride }, (_, first) => items.filter((_, at) => at % stride === first)).flat();
}
