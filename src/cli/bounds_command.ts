import { boundsReport } from '../core/report/bounds_report.ts';
import { tradeoffPlot } from '../core/report/plot.ts';
import type { Report } from '../core/report/report.ts';
import type { CheckOptions } from './check_options.ts';
import { Failure } from './failure.ts';
import { checkOutcome, type Outcome } from './outcome.ts';
import { deliver } from './outlet.ts';
import { writeWhole } from './report_target.ts';
import { Session } from './session.ts';
import { whileInterruptible } from './signals.ts';

/**
 * `bounds`: the tightest bound of every claim, the weakest restrictions under which claims are proved, what each number
 * costs, the largest safe sizes; and how two numbers are weighed against each other.
 */
export async function bounds(paths: readonly string[], options: CheckOptions, plot: string | null): Promise<Outcome> {
  if (plot !== null && options.trade === null)
    throw new Failure('SV300', '`--plot` draws a trade-off', 'say between which numbers with `--trade A,B`');
  const session = new Session({ ...options, weakest: true });
  return whileInterruptible(
    session,
    () => {},
    () => session.run(paths),
    () => finish(session, options, plot),
  );
}

function finish(session: Session, options: CheckOptions, plot: string | null): Outcome {
  const outcome = checkOutcome(session);
  const report = session.report(outcome.code, false);
  if (options.trade !== null && outcome.code !== 2 && outcome.code !== 4) weigh(report, options.trade, plot);
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

/** Writes the picture; two names between which nothing was found are a mistake, not an empty answer. */
function weigh({ runs }: Report, [one, other]: readonly [string, string], plot: string | null): void {
  const tradeoffs = runs.flatMap(({ result }) => result.tradeoffs ?? []);
  if (tradeoffs.length === 0) {
    const numbers = runs.flatMap(({ result }) => result.sensitivities ?? []).map(({ of }) => of);
    const some = [...new Set(numbers)].slice(0, 6).map((name) => `\`${name}\``);
    throw new Failure(
      'SV300',
      `no claim weighs \`${one}\` against \`${other}\``,
      some.length === 0 ? 'name constants of clauses or parameters' : `numbers of this file are ${some.join(', ')}`,
    );
  }
  if (plot !== null) writeWhole(plot, tradeoffPlot(tradeoffs));
}
