import { printable } from '../core/report/printable.ts';
import type { CheckOptions } from './check_options.ts';
import { checkOutcome, type Outcome } from './outcome.ts';
import { deliver } from './outlet.ts';
import { Session } from './session.ts';
import { whileInterruptible } from './signals.ts';

/** `smt`: the questions that a check asks its solver, as SMT-LIB on stdout (or, with `--save-smt`, in a folder alone). */
export async function smt(paths: readonly string[], options: CheckOptions): Promise<Outcome> {
  const session = new Session(options, options.saveSmt === null ? printScript : null);
  return whileInterruptible(
    session,
    () => {},
    () => session.run(paths),
    () => scriptsOutcome(session, options),
  );
}

function printScript(id: string, purpose: string, script: string): void {
  process.stdout.write(
    `; ${printable(id)}${purpose === '' ? '' : `: ${printable(purpose)}`}\n${script.trimEnd()}\n(reset)\n\n`,
  );
}

/** The verdicts do not count here, the mistakes do. */
function scriptsOutcome(session: Session, options: CheckOptions): Outcome {
  const outcome = checkOutcome(session);
  if (outcome.code !== 2 && outcome.code !== 4) return { code: 0, reason: null };
  const report = session.report(outcome.code, false);
  const errors = report.runs.flatMap((run) => run.result.diagnostics);
  deliver(
    [{ format: 'concise', path: null }],
    { ...report, runs: [], failures: [...report.failures, ...errors] },
    options.colour,
  );
  return outcome;
}
