// The rooms that Stryker mutates, with the tests that have to notice: those that need no solver first of all, and where what
// counts is what a check comes to, some files of the corpus (`CORPUS`, by name; all of them would take too long for each mutant).

const CORPUS = /^(?!traps )|^traps (?:traps|vacuity)\/[bfu]/;

export const ROOMS = {
  'smtlib/read': {
    mutate: ['src/core/smtlib/read*.ts'],
    tests: ['test/unit/read_reply.test.ts', 'test/unit/read_horn.test.ts'],
  },
  replay: {
    mutate: ['src/core/replay/*.ts'],
    tests: ['test/unit/eval_replay.test.ts', 'test/unit/eval_contracts.test.ts', 'test/unit/eval_cells.test.ts'],
  },
  obligations: {
    mutate: ['src/core/obligations/*.ts'],
    tests: [
      'test/certcheck/claims.test.ts',
      'test/unit/census.test.ts',
      'test/unit/compared.test.ts',
      'test/unit/obligation_ids.test.ts',
      'test/unit/definedness.test.ts',
      'test/unit/owed.test.ts',
    ],
  },
  // Concluding and presenting are mutated apart: what is presented is held by tests that ask no solver.
  verdict: {
    mutate: ['src/core/verdict/*.ts', '!src/core/verdict/present*.ts', '!src/core/verdict/comparison.ts'],
    tests: [
      'test/unit/judge.test.ts',
      'test/unit/foundations.test.ts',
      'test/unit/report/exit.test.ts',
      'test/corpus.test.ts',
    ],
    only: CORPUS,
  },
  'verdict/present': {
    mutate: ['src/core/verdict/present*.ts', 'src/core/verdict/comparison.ts'],
    tests: [
      'test/unit/present.test.ts',
      'test/unit/present_fields.test.ts',
      'test/unit/present_sums.test.ts',
      'test/unit/present_turning.test.ts',
    ],
  },
};
