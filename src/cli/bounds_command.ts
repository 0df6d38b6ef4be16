import { boundsReport } from '../core/report/bounds_report.ts';
import type { CheckOptions } from './check_options.ts';
import { checkOutcome, type Outcome } from './outcome.ts';
import { deliver } from './outlet.ts';
import { Session } from './session.ts';
import { whileInterruptible } from './signals.ts';

/** `bounds`: the tightest bound of every claim, the weakest restrictions under which claims are proved, the largest safe sizes. */
export async function bounds(paths: readonly string[], options: CheckOptions): Promise<Outcome> {
  const session = new Session({ ...options, weakest: true });
  return whileInterruptible(
    session,
    () => {},
    () => session.run(paths),
    () => finish(session, options),
  );
}

function finish(session: Session, options: CheckOptions): Outcome {
  const outcome = checkOutcome(session);
  const report = session.report(outcome.code, false);
  const forPeople = options.targets.filter(({ format, path }) => format === 'human' && path === null);
  deliver(
    options.targets.filter((target) => !forPeople.includes(target)),
    report,
    options.colour,
  );
  if (forPeople.length === 0) return outcome;
  const errors = report.runs.flatMap(({ result }) => result.diagnostics);
  if (outcome.code === 2 || outcome.code === 4)
    deliver(forPeople, { ...report, runs: [], failures: [...report.failures, ...errors] }, options.colour);
  else process.stdout.write(boundsReport(report));
  return outcome;
}
