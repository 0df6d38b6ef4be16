import type { TextSolver } from '../core/smtlib/reply.ts';
import { evidencePlace } from './evidence_folder.ts';
import { messageOf } from './failure.ts';
import type { Outcome } from './outcome.ts';
import { type SolverChoice, startSolver } from './solver_choice.ts';
import { TOOL } from './tool.ts';

/** `doctor`: whether this installation works, seen by asking its solver two questions with known answers. */
export async function doctor(choice: SolverChoice): Promise<Outcome> {
  say('safeverify', TOOL.version);
  say('node', process.version);
  say('platform', `${process.platform} ${process.arch}`);
  say('cache', evidencePlace() ?? 'none');
  try {
    const solver = await startSolver(choice);
    try {
      return await examine(solver);
    } finally {
      await solver.close();
    }
  } catch (thrown) {
    say('solver', `does not start: ${messageOf(thrown)}`);
    return { code: 4, reason: `the solver does not start: ${messageOf(thrown)}` };
  }
}

const QUESTIONS = [
  { script: '(declare-const x Real)\n(assert (and (< 0.0 x) (< x 1.0)))\n(check-sat)\n', answer: 'sat' },
  { script: '(declare-const x Real)\n(assert (and (< x 0.0) (< 1.0 x)))\n(check-sat)\n', answer: 'unsat' },
] as const;

async function examine(solver: TextSolver): Promise<Outcome> {
  const { name, version, backend } = await solver.version();
  say('solver', `${name} ${version} (${backend})`);
  for (const { script, answer } of QUESTIONS) {
    const reply = await solver.ask({
      script,
      ifSat: null,
      ifUnsat: null,
      budget: { rlimit: 100_000, timeoutMs: 20_000 },
    });
    const said = reply.kind === 'text' ? reply.check.trim() : reply.detail;
    if (said !== answer) return { code: 4, reason: `the solver answers \`${said}\` where \`${answer}\` is right` };
  }
  say('answers', 'right');
  return { code: 0, reason: null };
}

function say(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(12)}${value}\n`);
}
