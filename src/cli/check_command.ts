import { expectations } from '../core/verdict/expectation.ts';
import type { CheckOptions } from './check_options.ts';
import { paintFor } from './colour.ts';
import { expectationReport } from './expectation_report.ts';
import { checkOutcome, type Outcome, testOutcome } from './outcome.ts';
import { announce, deliver } from './outlet.ts';
import type { ReportTarget } from './report_target.ts';
import { Session } from './session.ts';
import { whileInterruptible } from './signals.ts';

/** `check`: proves or refutes every claim of the files. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<Outcome> {
  return supervised(paths, options, (session) => {
    const outcome = checkOutcome(session);
    deliver(options.targets, session.report(outcome.code, false), options.colour);
    return outcome;
  });
}

/** `test`: holds the files to their `@expect` annotations. */
export async function test(paths: readonly string[], options: CheckOptions): Promise<Outcome> {
  return supervised(paths, options, (session) => {
    const outcome = testOutcome(
      session,
      session.runs.flatMap((run) => expectations(run.result.obligations)),
    );
    const report = session.report(outcome.code, false);
    const [human, rest] = partition(options.targets);
    deliver(rest, report, options.colour);
    if (human) {
      deliver([{ format: 'human', path: null }], { ...report, runs: [] }, options.colour);
      if (report.runs.length > 0)
        process.stdout.write(expectationReport(report, paintFor(options.colour, process.stdout)));
    }
    return outcome;
  });
}

/** Whether the human report is wanted on stdout, and the targets that are left. */
function partition(targets: readonly ReportTarget[]): readonly [boolean, readonly ReportTarget[]] {
  const isHuman = (target: ReportTarget) => target.format === 'human' && target.path === null;
  return [targets.some(isHuman), targets.filter((target) => !isHuman(target))];
}

async function supervised(
  paths: readonly string[],
  options: CheckOptions,
  finish: (session: Session) => Outcome,
): Promise<Outcome> {
  const session = new Session(options);
  announce(options.targets, session.report(0, true));
  const stop = (code: number) =>
    deliver(options.targets.filter(isDocument), session.report(code, true), options.colour);
  return whileInterruptible(
    session,
    stop,
    () => session.run(paths),
    () => finish(session),
  );
}

/** An interrupted run leaves its documents, each saying that it was aborted; people read stderr. */
function isDocument(target: ReportTarget): boolean {
  return target.format === 'json' || target.path !== null;
}
