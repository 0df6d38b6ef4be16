import { type CheckRequest, check } from '../src/core/check.ts';
import type { TextSolver } from '../src/core/smtlib/reply.ts';
import type { CheckResult } from '../src/core/verdict/result.ts';

/** The whole checker on a text, with the settings that all tests share. Imports are read from `files`. */
export function checkText(
  solver: TextSolver,
  text: string,
  path = 'test.safety',
  files: ReadonlyMap<string, string> = new Map(),
  more: Partial<CheckRequest> = {},
): Promise<CheckResult> {
  return check({
    root: { path, text },
    read: (_, wanted) => {
      const found = files.get(wanted);
      if (found === undefined) return { kind: 'problem', problem: 'missing', detail: wanted };
      return { kind: 'source', source: { path: wanted, text: found } };
    },
    solver,
    config: { rlimit: 2_000_000, timeoutMs: 30_000, seed: 0 },
    only: null,
    quick: true,
    own: true,
    now: () => performance.now(),
    ...more,
  });
}
