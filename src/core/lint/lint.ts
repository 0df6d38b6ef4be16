import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
import type { TypedComponent, TypedProgram } from '../types/typed.ts';
import { warnImplied, warnPowerless } from './clauses.ts';
import { warnEmptyFormula } from './formulas.ts';
import { faultsIn, spokenOf, warnIdleFaults } from './idle_fault.ts';
import { warnShadowed } from './modes.ts';
import { warnUnused } from './unused.ts';

/**
 * What is correct and hardly meant, in the root file of a program: warnings, which never change a verdict. All of them go
 * by the form of what is written; none asks a solver.
 */
export function lint(program: TypedProgram): readonly Diagnostic[] {
  const report = new Report();
  for (const component of program.components) if (component.path === program.root) lintComponent(report, component);
  const faults = [...program.faults, ...program.components.flatMap(faultsIn)];
  warnIdleFaults(report, program.root, faults, new Set(program.components.flatMap((one) => [...spokenOf(one)])));
  return report.diagnostics;
}

/** The warnings of one component by itself. */
export function lintComponent(report: Report, component: TypedComponent): void {
  const clauses = [...component.clauses, ...component.modes.flatMap((mode) => mode.clauses)];
  for (const clause of clauses) {
    warnEmptyFormula(report, clause);
    warnImplied(report, clause);
    warnPowerless(report, component, clause);
  }
  warnShadowed(report, component);
  warnUnused(report, component);
}
