import { expectations } from '../core/verdict/expectation.ts';
import type { CheckOptions } from './check_options.ts';
import { paintFor } from './colour.ts';
import { expectationReport } from './expectation_report.ts';
import { Failure } from './failure.ts';
import { checkOutcome, type Outcome, testOutcome } from './outcome.ts';
import { announce, deliver } from './outlet.ts';
import { isForPeople, type ReportTarget } from './report_target.ts';
import { Session } from './session.ts';
import { whileInterruptible } from './signals.ts';

/** `check`: proves or refutes every claim of the files. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<Outcome> {
  return supervised(paths, options, (session) => {
    const outcome = checkOutcome(session);
    deliver(annotating(options.targets), session.report(outcome.code, false), options.colour);
    return outcome;
  });
}

/** Under GitHub Actions a report for people is followed by annotations. */
function annotating(targets: readonly ReportTarget[]): readonly ReportTarget[] {
  const forPeople = targets.some((target) => target.path === null && isForPeople(target.format));
  const already = targets.some((target) => target.format === 'github');
  return process.env.GITHUB_ACTIONS === 'true' && forPeople && !already
    ? [...targets, { format: 'github', path: null }]
    : targets;
}

/** `test`: holds the files to their `@expect` annotations. */
export async function test(paths: readonly string[], options: CheckOptions): Promise<Outcome> {
  const strange = options.targets.find(
    ({ format }) => !isForPeople(format) && format !== 'json' && format !== 'ndjson',
  );
  if (strange !== undefined) {
    throw new Failure(
      'SV300',
      `\`test\` has no report in the format \`${strange.format}\``,
      'it has human, json and ndjson',
    );
  }
  return supervised(paths, options, (session) => finishTest(session, options));
}

function finishTest(session: Session, options: CheckOptions): Outcome {
  const outcome = testOutcome(
    session,
    session.runs.flatMap((run) => expectations(run.result.obligations)),
  );
  const report = session.report(outcome.code, false);
  const onScreen = (target: ReportTarget) => target.path === null && isForPeople(target.format);
  deliver(
    options.targets.filter((target) => !onScreen(target)),
    report,
    options.colour,
  );
  if (options.targets.some(onScreen)) {
    deliver([{ format: 'human', path: null }], { ...report, runs: [] }, options.colour);
    if (report.runs.length > 0)
      process.stdout.write(expectationReport(report, paintFor(options.colour, process.stdout)));
  }
  return outcome;
}

/** The exit code in a document that nobody came back to. */
const INTERRUPTED = 130;

async function supervised(
  paths: readonly string[],
  options: CheckOptions,
  finish: (session: Session) => Outcome,
): Promise<Outcome> {
  const session = new Session(options);
  announce(options.targets, session.report(INTERRUPTED, true));
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
  return target.path !== null || !isForPeople(target.format);
}
