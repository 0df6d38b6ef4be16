/** The checker as a library: text in, a result out. What is here is public; everything else may change. */

export { type CheckRequest, check } from './core/check.ts';
export type { Diagnostic, Related, Severity } from './core/diagnostics/diagnostic.ts';
export { LiveProgram } from './core/ide/live_program.ts';
export { humanReport } from './core/report/human.ts';
export { jsonReport } from './core/report/json.ts';
export type { Report, Run } from './core/report/report.ts';
export { Sources } from './core/report/sources.ts';
export { exitOf } from './core/report/summary.ts';
export type { ImportReader } from './core/resolve/program.ts';
export type { TextAnswer, TextQuestion, TextSolver } from './core/smtlib/reply.ts';
export type { SourceFile, Span } from './core/text/source.ts';
export { type Expectation, expectations } from './core/verdict/expectation.ts';
export type { CheckResult, Counterexample, ObligationResult, VerdictKind } from './core/verdict/result.ts';
export { createNativeSolver } from './solvers/native/process.ts';
export { createWasmSolver } from './solvers/wasm/pool.ts';
