import type {
  ComponentDeclaration,
  ConstDeclaration,
  Declaration,
  FunDeclaration,
  Module,
  PartItem,
  TypeExpression,
  VerifyDeclaration,
} from '../syntax/ast.ts';
import { type Count, ownCount, type Vocabulary } from './count.ts';

/**
 * How many obligations a program owes, counted from its syntax trees alone. It shares nothing with the generator of
 * obligations, so that neither can drop one in silence.
 *
 * Returns the count by prefix: `Pipeline`, `external/Platform`.
 */
export function census(modules: readonly Module[]): ReadonlyMap<string, Count> {
  const declarations = modules.flatMap((module) => module.declarations);
  const words = vocabulary(declarations);
  const settings = declarations.filter(
    (declaration): declaration is VerifyDeclaration => declaration.kind === 'verify',
  );
  const counts = new Map<string, Count>();
  for (const component of words.components.values()) {
    const here = settings.filter(({ system }) => system.text === component.name.text);
    const standsIn = component.refines !== null;
    const alone = here.length === 0 || standsIn || isUsed(component, words) || !isSystem(component);
    counts.set(component.name.text, ownCount(component, words, { setting: null, modesOnly: !alone }));
    for (const setting of here) {
      counts.set(
        `${setting.name.text}/${component.name.text}`,
        ownCount(component, words, { setting, modesOnly: false }),
      );
    }
  }
  return counts;
}

function vocabulary(declarations: readonly Declaration[]): Vocabulary {
  const components = new Map<string, ComponentDeclaration>();
  const functions = new Map<string, FunDeclaration>();
  const constants = new Map<string, ConstDeclaration>();
  const aliases = new Map<string, TypeExpression>();
  for (const declaration of declarations) {
    if (declaration.kind === 'component') components.set(declaration.name.text, declaration);
    if (declaration.kind === 'const') constants.set(declaration.name.text, declaration);
    if (declaration.kind === 'fun') functions.set(declaration.name.text, declaration);
    if (declaration.kind === 'type' && declaration.definition.kind === 'alias')
      aliases.set(declaration.name.text, declaration.definition.type);
  }
  return { components, functions, constants, aliases };
}

function isSystem(component: ComponentDeclaration): boolean {
  return component.keyword === 'system' || component.items.some(({ kind }) => kind === 'part');
}

function isUsed(component: ComponentDeclaration, words: Vocabulary): boolean {
  const parts = [...words.components.values()].flatMap(({ items }) =>
    items.filter((item): item is PartItem => item.kind === 'part'),
  );
  return parts.some((part) => part.component.text === component.name.text);
}
