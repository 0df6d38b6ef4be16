import type { Staged } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
import { visibleDeclarations } from '../resolve/declarations.ts';
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
import { checkVerifies } from './verifies.ts';

/**
 * Resolves the names and checks the types of a program: imported files first, the root last. Reports every mistake of every
 * file in one run, each cause once. The product is null iff there is an error.
 */
export function typecheck(modules: readonly Module[]): Staged<TypedProgram | null> {
  const report = new Report();
  const globals = new Globals(visibleDeclarations(modules, report), report);
  const scopes = modules.flatMap((module) => componentsOf(module, globals));
  const bare: BareTypes = new Map();
  const faults = globals.completeFiles();
  for (const scope of scopes) declareSymbols(globals, scope, bare);
  for (const scope of scopes) completeTypes(globals, scope, bare);
  for (const scope of scopes) completeParts(globals, scope);
  for (const scope of scopes) checkBodies(globals, scope);
  checkStructure(globals, scopes);
  const verifies = modules.flatMap((module) => checkVerifies(globals, module));
  for (const module of modules) checkAnnotations(report, module);
  const product: TypedProgram = {
    root: modules.at(-1)!.path,
    components: scopes.map((scope) => scope.typed),
    verifies,
    faults,
  };
  return { product: report.hasErrors ? null : product, diagnostics: report.diagnostics };
}

function componentsOf(module: Module, globals: Globals): readonly ComponentScope[] {
  const declarations = module.declarations.filter((one) => one.kind === 'component');
  return declarations.map((one) => globals.component(one));
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
