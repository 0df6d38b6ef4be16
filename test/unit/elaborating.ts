import type { Diagnostic } from '../../src/core/diagnostics/diagnostic.ts';
import { elaborate } from '../../src/core/model/elaborate.ts';
import type { Model, ModelComponent, Scope } from '../../src/core/model/model.ts';
import { showExpr, showScope } from '../../src/core/model/show.ts';
import { loadModules } from '../../src/core/resolve/program.ts';
import { typecheck } from '../../src/core/types/check.ts';

/** What the stages up to the model say of a text; `files` are what it may import. */
export function elaborateText(
  text: string,
  files: ReadonlyMap<string, string> = new Map(),
): { model: Model | null; diagnostics: readonly Diagnostic[] } {
  const loaded = loadModules({ path: 'test.safety', text }, (_, path) => {
    const found = files.get(path);
    if (found === undefined) return { kind: 'problem', problem: 'missing', detail: path };
    return { kind: 'source', source: { path, text: found } };
  });
  const typed = typecheck(loaded.product);
  const before = [...loaded.diagnostics, ...typed.diagnostics];
  if (typed.product === null) return { model: null, diagnostics: before };
  const { product, diagnostics } = elaborate(typed.product);
  return { model: product, diagnostics: [...before, ...diagnostics] };
}

/** The model of a text that has no errors. */
export function modelOf(text: string, files: ReadonlyMap<string, string> = new Map()): Model {
  const { model, diagnostics } = elaborateText(text, files);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (model === null || errors.length > 0)
    throw new Error(errors.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return model;
}

export function componentOf(model: Model, name: string): ModelComponent {
  const found = model.components.find((component) => component.name === name);
  if (found === undefined) throw new Error(`no component ${name}`);
  return found;
}

/** The one scope of a component by itself. */
export function openScope(text: string, name: string): Scope {
  const { open } = componentOf(modelOf(text), name);
  if (open.length !== 1) throw new Error(`${open.length} open scopes`);
  return open[0]!;
}

export { showScope };

/** The definition of a variable by name, as text. */
export function definitionOf(scope: Scope, name: string): string | undefined {
  const definition = [...scope.definitions.values()].find(({ variable }) => variable.name === name);
  return definition === undefined ? undefined : showExpr(definition.body);
}

/** `SV152 at 'p.x'` for each error of a text. */
export function errorsOf(text: string): string[] {
  const { diagnostics } = elaborateText(text);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, span }) => `${code} at '${span === null ? '' : text.slice(span.start, span.end)}'`);
}
