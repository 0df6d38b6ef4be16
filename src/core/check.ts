import { holdAgainst } from './census/agreement.ts';
import { census } from './census/census.ts';
import type { GoalJson } from './certify/certificate.ts';
import { type Certificates, certify } from './certify/certify.ts';
import { opinionOf } from './certify/second_opinion.ts';
import { type Diagnostic, diagnostic } from './diagnostics/diagnostic.ts';
import type { Engine, LemmaSource } from './engine/engines.ts';
import { type Decided, run } from './engine/run.ts';
import { Session } from './engine/session.ts';
import { atSingleSizes } from './engine/single_sizes.ts';
import { Evidence } from './evidence/evidence.ts';
import type { EvidenceStore } from './evidence/store.ts';
import { withExtras } from './extras.ts';
import { withoutAllowed } from './lint/allowed.ts';
import { expiredEvidence } from './lint/expired.ts';
import { lint } from './lint/lint.ts';
import { elaborate } from './model/elaborate.ts';
import type { Model, ModelComponent, Scope } from './model/model.ts';
import { generate, type SubjectObligations } from './obligations/generate.ts';
import type { Obligation } from './obligations/obligation.ts';
import { firstScopes } from './obligations/subject.ts';
import { supportOf } from './obligations/support.ts';
import { extrasOf } from './optimise/extras.ts';
import type { Meter, Metered } from './optimise/meter.ts';
import type { FreedSetting } from './optimise/weakest.ts';
import { type ImportReader, loadModules } from './resolve/program.ts';
import type { TextSolver } from './smtlib/reply.ts';
import type { Module } from './syntax/ast.ts';
import type { SourceFile, Span } from './text/source.ts';
import { typecheck } from './types/check.ts';
import type { TypedProgram } from './types/typed.ts';
import { conclude } from './verdict/conclude.ts';
import { weakestBound } from './verdict/present_bounds.ts';
import { sensitivityOf, tradeoffOf } from './verdict/present_turning.ts';
import type { CheckResult, ObligationResult } from './verdict/result.ts';

export interface CheckRequest {
  readonly root: SourceFile;
  readonly read: ImportReader;
  readonly solver: TextSolver;
  /** What earlier runs have kept, for this solver with these choices; absent: nothing is known and nothing kept. */
  readonly evidence?: EvidenceStore;
  readonly config: CheckResult['config'];
  /** Which obligations to decide, by id; null: all. What they rest on is decided too, and marked. */
  readonly only: ((id: string) => boolean) | null;
  /** Verdicts only: no tightest bounds of claims, no worst executions of broken ones. */
  readonly quick?: boolean;
  /** Whether it is said which clauses no proof uses, and on which inputs no property depends. */
  readonly coverage?: boolean;
  /** The day (`2026-12-01`) from which evidence is seen: what has expired by then is warned of. Absent: no day is looked at. */
  readonly asOf?: string;
  /** Which engines decide claims over time; absent: all. */
  readonly engines?: ReadonlySet<Engine>;
  /** Claims over time are not looked at over more steps than this; absent: over as many as the solver steps allow. */
  readonly deepest?: number;
  /** From where guesses at lemmas are taken; absent: from all. */
  readonly lemmaSources?: ReadonlySet<LemmaSource>;
  /** Whether the weakest restrictions of inputs and parameters, and what claims gain from each number, are looked for too. */
  readonly weakest?: boolean;
  /** Whether our own prover answers the small questions. */
  readonly own?: boolean;
  /** Certificates for what is proved: the steps of our own prover for a question, and another solver to ask where it finds no proof. */
  readonly certify?: { readonly steps: number; readonly second: TextSolver | null };
  /** Called with the goals of the certificate. */
  readonly onCertificate?: (goals: readonly GoalJson[]) => void;
  /** Two numbers of contracts that are weighed against each other. */
  readonly trade?: readonly [string, string] | null;
  /** Called with each script that is asked, for `--save-smt`. */
  readonly onScript?: (id: string, purpose: string, script: string) => void;
  readonly onProgress?: (done: number, total: number, id: string) => void;
  /** Called with the milliseconds that each kind of answer took, for benchmarks. */
  readonly onSpent?: (what: Metered, ms: number) => void;
  /** Milliseconds from any fixed point: the core has no clock. */
  readonly now: () => number;
}

/** Our own prover leaves a question to the solver after so many of its steps, and after fewer where the solver has few. */
const MOST_OWN_STEPS = 4_000;
/** So many steps of the solver are worth one of our own prover. */
const SOLVER_STEPS = 100;

/** What the stages before any proof make of a file. */
export interface Understood {
  readonly model: Model | null;
  readonly obligations: readonly SubjectObligations[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
}

/** What a file says, its names and its types. */
export interface Examined {
  readonly modules: readonly Module[];
  /** Null where there is an error of names or types. */
  readonly program: TypedProgram | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
}

/** Text to types. What is hardly meant is said of files without errors only: it may follow from an error. */
export function examine(root: SourceFile, read: ImportReader): Examined {
  const sources = new Map([[root.path, root.text]]);
  const modules = loadModules(root, (importer, path) => {
    const answer = read(importer, path);
    if (answer.kind === 'source') sources.set(answer.source.path, answer.source.text);
    return answer;
  });
  const { product, diagnostics } = typecheck(modules.product);
  const all = [...modules.diagnostics, ...diagnostics];
  const hardlyMeant = product === null || all.some(isError) ? [] : lint(product);
  return {
    modules: modules.product,
    program: product,
    diagnostics: withoutAllowed(modules.product, [...all, ...hardlyMeant]),
    sources,
  };
}

/** Text to obligations. The model is null where there is an error; the diagnostics say which. */
export function understand(root: SourceFile, read: ImportReader, asOf: string | null = null): Understood {
  const { modules, program, diagnostics: before, sources } = examine(root, read);
  const expired = asOf === null ? [] : expiredEvidence(modules, asOf);
  const failed = (diagnostics: readonly Diagnostic[]): Understood => ({
    model: null,
    obligations: [],
    diagnostics: [...diagnostics, ...expired],
    sources,
  });
  if (program === null || before.some(isError)) return failed(before);
  const elaborated = elaborate(program);
  const diagnostics = withoutAllowed(modules, [...before, ...elaborated.diagnostics]);
  if (elaborated.product === null || diagnostics.some(isError)) return failed(diagnostics);
  const undecided = sizesLeftOpen(elaborated.product);
  if (undecided.length > 0) return failed([...diagnostics, ...undecided]);
  const obligations = generate(elaborated.product);
  holdAgainst(census(modules), obligations);
  const tooMany = moreThanAsked(obligations, root);
  if (tooMany !== null) return failed([...diagnostics, tooMany]);
  return { model: elaborated.product, obligations, diagnostics: [...diagnostics, ...expired], sources };
}

/** How many obligations one run decides at most. */
export const MOST_OBLIGATIONS = 50_000;

function moreThanAsked(obligations: readonly SubjectObligations[], root: SourceFile): Diagnostic | null {
  const count = obligations.reduce((sum, subject) => sum + subject.obligations.length, 0);
  if (count <= MOST_OBLIGATIONS) return null;
  const message = `this file owes ${count} obligations, more than are decided in one run (${MOST_OBLIGATIONS})`;
  const help = 'cut it into several files, and check each by itself';
  return diagnostic('SV181', message, { path: root.path, start: 0, end: 0 }, { help });
}

/** What one setting owes if parameters that it fixes were free; null where that cannot be said. */
function settingWithout(root: SourceFile, read: ImportReader): FreedSetting {
  const modules = loadModules(root, read).product;
  return (setting, parameters) => {
    const changed = modules.map((module) => ({
      ...module,
      declarations: module.declarations.map((declaration) =>
        declaration.kind === 'verify' && declaration.name.text === setting
          ? { ...declaration, bindings: declaration.bindings.filter(({ name }) => !parameters.includes(name.text)) }
          : declaration,
      ),
    }));
    const typed = typecheck(changed);
    const model = typed.product === null ? null : elaborate(typed.product).product;
    return model === null ? null : (generate(model).find(({ subject }) => subject.setting === setting) ?? null);
  };
}

/** Sizes that cannot be gone through from a least one on, without a use of a known size. */
function sizesLeftOpen(model: Model): Diagnostic[] {
  return [...model.components.flatMap(withoutLeast), ...model.components.flatMap(tooLargeFromTheFirst)];
}

function withoutLeast(component: ModelComponent): Diagnostic[] {
  const help = 'give the parameter a range that begins, such as `in 1..`, or a value in a `verify` setting';
  const listed = component.open.length + component.used.length + component.settings.length;
  const none = listed + component.openSettings.length === 0 && component.anySize === null;
  const open = none ? [{ shape: component.unboundedShape, span: component.span }] : component.unboundedSettings;
  return open
    .filter(({ shape }) => shape.length > 0)
    .map(({ shape, span }) =>
      diagnostic('SV185', `what has no least value is decided for none: \`${shape.join('`, `')}\``, span, {
        help,
      }),
    );
}

/** Sizes of which not even the least can be written out, where that has to be done. */
function tooLargeFromTheFirst({ anySize, openSettings, span }: ModelComponent): Diagnostic[] {
  const help = 'let its range begin lower, or give it a smaller value in a `verify` setting';
  const all = [...(anySize === null ? [] : [anySize]), ...openSettings.map((setting) => setting.anySize)];
  return all
    .filter((each) => firstScopes(each).length === 0)
    .map(({ parameters }) =>
      diagnostic('SV185', `no size is small enough to be written out: \`${parameters.join('`, `')}\``, span, { help }),
    );
}

/** The pipeline: understand the file, decide what it owes, conclude. Never rejects for what a user or a solver does. */
export async function check(request: CheckRequest): Promise<CheckResult> {
  const start = request.now();
  const { model, obligations, diagnostics, sources } = understand(request.root, request.read, request.asOf ?? null);
  const inputs = [...sources.keys()].map((path) => ({ path, sha256: '' }));
  const base = {
    config: request.config,
    inputs,
    diagnostics,
    solver: null,
    components: [],
    obligations: [],
    trusted: [],
  };
  if (model === null) return { ...base, runState: 'empty', timeMs: Math.round(request.now() - start) };
  const all = obligations.flatMap((subject) => subject.obligations);
  const wanted = supportOf(obligations, request.only);
  if (wanted.size === 0) return { ...base, runState: 'empty', timeMs: Math.round(request.now() - start) };
  const { rlimit, timeoutMs } = request.config;
  const overTime = {
    ...(request.engines === undefined ? {} : { engines: request.engines }),
    ...(request.deepest === undefined ? {} : { deepest: request.deepest }),
    ...(request.lemmaSources === undefined ? {} : { lemmaSources: request.lemmaSources }),
  };
  const evidence = request.evidence === undefined ? undefined : new Evidence(request.evidence);
  const session = new Session(request.solver, {
    budget: { rlimit, timeoutMs },
    onScript: request.onScript ?? null,
    evidence,
    ownSteps: request.own === true ? Math.min(MOST_OWN_STEPS, Math.floor(rlimit / SOLVER_STEPS)) : 0,
    ...overTime,
  });
  const meter = meterOf(request);
  const decided = await meter('verdicts', () => decide(request, session, obligations, wanted));
  const asked = (id: string) => request.only === null || request.only(id);
  // What comes after the verdicts is asked apart: it is no part of what they rest on.
  const extrasOptions = {
    session: new Session(request.solver, { budget: { rlimit, timeoutMs }, onScript: null, terse: true, evidence }),
    overTime: new Session(request.solver, {
      budget: { rlimit: Math.min(rlimit, 400_000), timeoutMs },
      onScript: null,
      evidence,
      engines: new Set<Engine>(['bmc', 'k-induction']),
      terse: true,
    }),
    quick: request.quick === true,
    thorough: request.weakest === true,
    trade: request.trade ?? null,
    wanted: asked,
    freed: settingWithout(request.root, request.read),
    meter,
  };
  const { tightest, weakest, sensitivities, tradeoffs } = await meter('bounds', () =>
    extrasOf(atSingleSizes(decided), extrasOptions),
  );
  const textOf = (span: Span) => sources.get(span.path)?.slice(span.start, span.end) ?? '';
  const concluded = conclude(
    all.filter(({ id }) => wanted.has(id)),
    decided,
    textOf,
    (id) => !asked(id),
    new Set(all.map(({ id }) => id)),
    tightest,
  );
  const certificates = request.certify === undefined ? null : await certified(request, decided, request.certify);
  const extras =
    request.quick === true || request.weakest === true
      ? { obligations: concluded }
      : await withExtras(concluded, {
          request,
          session,
          evidence,
          decided: atSingleSizes(decided),
          obligations,
          textOf,
          understand,
          meter,
        });
  return {
    ...base,
    runState: 'complete',
    solver: await request.solver.version(),
    components: summaries(model),
    ...extras,
    ...(certificates === null ? {} : { obligations: withCertificates(extras.obligations, all, certificates) }),
    bounds: weakest.map(weakestBound),
    sensitivities: sensitivities.map((each) => sensitivityOf(each, textOf)),
    tradeoffs: tradeoffs.map((each) => tradeoffOf(each, textOf)),
    trusted: model.trusted,
    timeMs: Math.round(request.now() - start),
  };
}

function meterOf({ now, onSpent }: CheckRequest): Meter {
  return async (what, work) => {
    const start = now();
    const result = await work();
    onSpent?.(what, now() - start);
    return result;
  };
}

async function certified(
  request: CheckRequest,
  decided: ReadonlyMap<string, Decided>,
  { steps, second }: NonNullable<CheckRequest['certify']>,
): Promise<Certificates> {
  const { rlimit, timeoutMs } = request.config;
  const opinion = second === null ? null : opinionOf(second, { rlimit, timeoutMs });
  const certificates = await certify(decided, { steps, second: opinion });
  request.onCertificate?.(certificates.goals);
  return certificates;
}

/** What is proved, each with what stands behind it. */
function withCertificates(
  results: readonly ObligationResult[],
  obligations: readonly Obligation[],
  { byObligation }: Certificates,
): ObligationResult[] {
  const asksValidity = new Set(
    obligations
      .filter(({ goals }) => goals.some(({ asks }) => asks === 'valid' || asks === 'chance'))
      .map(({ id }) => id),
  );
  const none = { kind: 'none', trivial: false, linear: false } as const;
  return results.map((result) => ({
    ...result,
    certificate:
      result.verdict === 'proved' && asksValidity.has(result.id) ? (byObligation.get(result.id) ?? none) : null,
  }));
}

function decide(
  request: CheckRequest,
  session: Session,
  obligations: readonly SubjectObligations[],
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Decided>> {
  let done = 0;
  return run(obligations, {
    session,
    wanted: (id) => wanted.has(id),
    now: request.now,
    onDecided: ({ obligation }) => {
      done += 1;
      request.onProgress?.(done, wanted.size, obligation.id);
    },
  });
}

function summaries(model: Model): CheckResult['components'] {
  return model.components.map((component) => {
    const scope = typicalScope(component);
    return {
      name: component.name,
      kind: component.kind,
      parts: scope?.parts.length ?? 0,
      connections: component.connections,
      settings: [...new Set(component.settings.flatMap(({ setting }) => setting ?? []))],
      span: component.span,
    };
  });
}

function typicalScope({ open, used, settings, anySize, openSettings }: ModelComponent): Scope | undefined {
  const [first] = [...(anySize === null ? [] : [anySize]), ...openSettings.map((setting) => setting.anySize)];
  const all = first?.all.kind === 'scope' ? first.all.scope : undefined;
  return open[0] ?? used[0] ?? settings[0] ?? all;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
