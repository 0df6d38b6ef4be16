import type { CheckRequest, Understood } from './check.ts';
import { type Core, coresOf } from './cores/cores.ts';
import { coverageOf } from './cores/coverage.ts';
import type { Source } from './cores/sources.ts';
import { Allowance } from './engine/allowance.ts';
import type { Decided } from './engine/run.ts';
import { Session } from './engine/session.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { SubjectObligations } from './obligations/generate.ts';
import type { Meter } from './optimise/meter.ts';
import type { Edit, Workbench } from './repair/checked.ts';
import { withRepairs } from './repair/repairs.ts';
import { type ImportReader, loadModules } from './resolve/program.ts';
import type { SourceFile, Span } from './text/source.ts';
import { conclude } from './verdict/conclude.ts';
import { foundationsOf } from './verdict/foundations.ts';
import type { CheckResult, ObligationResult } from './verdict/result.ts';

/** What people act on besides a verdict: which clauses a proof needs, and what would restore one. Asked after all verdicts. */

/** What the verdicts were made of. */
export interface Known {
  readonly request: CheckRequest;
  readonly session: Session;
  readonly evidence: Evidence | undefined;
  readonly decided: ReadonlyMap<string, Decided>;
  readonly obligations: readonly SubjectObligations[];
  readonly textOf: (span: Span) => string;
  readonly understand: (root: SourceFile, read: ImportReader) => Understood;
  readonly meter: Meter;
}

/** The results with all that. Verdicts are not touched, and each kind of answer has its own allowance of solver steps. */
export async function withExtras(
  results: readonly ObligationResult[],
  known: Known,
): Promise<Pick<CheckResult, 'obligations' | 'coverage'>> {
  const { meter, request } = known;
  const cores = await meter('cores', () => coresFor(results, known));
  const obligations = await meter('repairs', () =>
    withRepairs(
      results.map((result) => withCore(result, cores.get(result.id))),
      known.decided,
      workbench(known),
    ),
  );
  if (request.coverage !== true) return { obligations };
  return { obligations, coverage: await meter('coverage', async () => coverage(cores, known)) };
}

function coverage(cores: ReadonlyMap<string, Core>, { obligations, textOf }: Known): CheckResult['coverage'] {
  const { clauses, inputs, open } = coverageOf(obligations, cores);
  const mention = ({ name, span, bodySpan }: Source) => ({ name, part: null, text: textOf(bodySpan), span });
  return { clauses: clauses.map(mention), inputs, open };
}

function withCore(result: ObligationResult, core: Core | undefined): ObligationResult {
  if (core === undefined) return result;
  const names = (sources: readonly Source[]) => [...new Set(sources.map(({ name }) => name))];
  return { ...result, core: { uses: names(core.uses), notNeeded: names(core.notNeeded) } };
}

/** The clauses that each proof needs. */
function coresFor(
  results: readonly ObligationResult[],
  { request: { solver, config }, evidence, decided }: Known,
): Promise<ReadonlyMap<string, Core>> {
  const proved = new Set(results.filter(({ verdict }) => verdict === 'proved').map(({ id }) => id));
  const allowance = new Allowance(config.rlimit);
  const budget = { rlimit: Math.min(config.rlimit, MOST_FOR_CORE), timeoutMs: config.timeoutMs };
  return coresOf(decided, {
    session: new Session(solver, { budget, onScript: null, allowance, evidence }),
    allowance,
    wanted: (id) => proved.has(id),
    restsOn: (id) => {
      const { obligation, decisions } = decided.get(id)!;
      return foundationsOf(obligation, decisions, (other) => decided.has(other)).defined;
    },
  });
}

/** Solver steps for one question about a core. */
const MOST_FOR_CORE = 200_000;

/** The file as it can be asked about when one place of its text is changed. */
function workbench({ request, session, evidence, obligations: original, textOf, understand }: Known): Workbench {
  const { root, read, now, config } = request;
  const changed = (file: SourceFile, { span, text }: Edit): SourceFile =>
    file.path === span.path
      ? { ...file, text: `${file.text.slice(0, span.start)}${text}${file.text.slice(span.end)}` }
      : file;
  const [whole, trial] = [new Allowance(config.rlimit), new Allowance(config.rlimit)];
  const less = { rlimit: Math.min(config.rlimit, MOST_FOR_TRIAL), timeoutMs: config.timeoutMs };
  return {
    original,
    modules: loadModules(root, read).product,
    owed: (edit) => {
      const { model, obligations } = understand(changed(root, edit), (importer, path) => {
        const answer = read(importer, path);
        return answer.kind === 'source' ? { ...answer, source: changed(answer.source, edit) } : answer;
      });
      return model === null ? null : obligations;
    },
    verdicts: (generated, decided) => {
      const owed = generated.flatMap(({ obligations }) => obligations);
      const ids = new Set(owed.map(({ id }) => id));
      const results = conclude(
        owed,
        decided,
        () => '',
        () => false,
        ids,
      );
      return new Map(results.map(({ id, verdict }) => [id, verdict]));
    },
    textOf,
    whole: { session: session.beside(whole), allowance: whole },
    trial: {
      session: new Session(request.solver, { budget: less, onScript: null, allowance: trial, evidence }),
      allowance: trial,
    },
    now,
  };
}

/** Solver steps for one question of a trial. */
const MOST_FOR_TRIAL = 500_000;
