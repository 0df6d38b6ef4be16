import type { Staged } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
import { type Visible, visibleDeclarations } from '../resolve/declarations.ts';
import type { Module } from '../syntax/ast.ts';
import { checkAnnotations } from './annotations.ts';
import { checkBodies, completeParts, completeTypes } from './component_bodies.ts';
import type { ComponentScope } from './component_scope.ts';
import { type BareTypes, declareSymbols } from './component_symbols.ts';
import { checkContainment } from './containment.ts';
import { checkDefinitions } from './definitions.ts';
import { Globals } from './globals.ts';
import { checkNames } from './obligation_names.ts';
import { checkPlacement } from './placement.ts';
import { checkRefinement, linkRefinement } from './refinement.ts';
import { checkDurations, settleSteps } from './steps.ts';
import type { TypedProgram } from './typed.ts';
import { warnUnwired } from './unwired.ts';
import { checkVerifies, refuseSettingsTwice } from './verifies.ts';

/**
 * Resolves the names and checks the types of a program: imported files first, the root last. Reports every mistake of every
 * file in one run, each cause once. The product is null iff there is an error.
 */
export function typecheck(modules: readonly Module[]): Staged<TypedProgram | null> {
  const report = new Report();
  const product = checkProgram(new Globals(checkHeads(modules, report), report), modules);
  return { product: report.hasErrors ? null : product, diagnostics: report.diagnostics };
}

/** Finds what each file sees, by its path, and reports names that are taken twice. */
export function checkHeads(modules: readonly Module[], report: Report): ReadonlyMap<string, Visible> {
  const visible = visibleDeclarations(modules, report);
  for (const module of modules) refuseSettingsTwice(report, module);
  return visible;
}

/** Checks all that is new in a program, and reports it. What has been checked before is taken as it was; its settings are left out. */
export function checkProgram(globals: Globals, modules: readonly Module[]): TypedProgram {
  const declarations = modules.flatMap((module) => module.declarations);
  const scopes = declarations.filter((one) => one.kind === 'component').map((one) => globals.component(one));
  const fresh = scopes.filter((scope) => globals.isNew(scope.declaration));
  const bare: BareTypes = new Map();
  const faults = globals.completeFiles();
  for (const scope of fresh) declareSymbols(globals, scope, bare);
  for (const scope of fresh) completeTypes(globals, scope, bare);
  for (const scope of fresh) completeParts(globals, scope);
  for (const scope of fresh) checkBodies(globals, scope);
  checkStructure(globals, fresh);
  const verifies = modules.flatMap((module) => checkVerifies(globals, module));
  for (const one of declarations) if (globals.isNew(one)) checkAnnotations(globals.report, one);
  return { root: modules.at(-1)!.path, components: scopes.map((scope) => scope.typed), verifies, faults };
}

/** What concerns whole components and how they are put together. */
function checkStructure(globals: Globals, scopes: readonly ComponentScope[]): void {
  for (const scope of scopes) linkRefinement(scope);
  checkContainment(globals, scopes);
  settleSteps(globals, scopes);
  for (const scope of scopes) {
    checkPlacement(globals, scope);
    checkDefinitions(globals, scope);
    checkDurations(globals, scope);
    checkNames(globals, scope);
    checkRefinement(globals, scope);
    warnUnwired(globals, scope);
  }
}
