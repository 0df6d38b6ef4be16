import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { mutated } from './test/mutants/build.ts';
import { MUTANTS } from './test/mutants/mutants.ts';

/** `MUTANT=name` runs the tests on sources with that fault in them. */
function faulty(name: string): Plugin {
  const mutant = MUTANTS.find((each) => each.name === name);
  if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
  return {
    name: 'mutant',
    enforce: 'pre',
    transform(_, id) {
      const path = relative(import.meta.dirname, id.split('?')[0]!);
      return path === mutant.file ? { code: mutated(mutant), map: null } : null;
    },
  };
}

export default defineConfig({
  plugins: process.env.MUTANT === undefined ? [] : [faulty(process.env.MUTANT)],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxConcurrency: 2,
    // Left to itself the runner keeps one processor for its own work, which is little: of two it would use one.
    maxWorkers: Math.max(2, availableParallelism()),
    // No test reads what its user's runs have kept, and none leaves anything there.
    env: { SAFEVERIFY_CACHE: 'off' },
  },
});
