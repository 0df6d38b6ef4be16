import type {
  ClauseItem,
  ComponentDeclaration,
  Expression,
  Item,
  ModeItem,
  ParamItem,
  PartItem,
  TypeExpression,
  VerifyDeclaration,
} from '../syntax/ast.ts';
import { speaksOfInside } from './inside.ts';
import { isPartialRangeText, isPartialText, type Names, partsOf } from './partial_text.ts';

/** What names stand for, as far as counting needs it. */
export interface Vocabulary extends Names {
  readonly components: ReadonlyMap<string, ComponentDeclaration>;
  readonly aliases: ReadonlyMap<string, TypeExpression>;
}

export interface Circumstance {
  readonly setting: VerifyDeclaration | null;
  /** A system that is only verified in settings owes just `modes` and `reachable` by itself. */
  readonly modesOnly: boolean;
}

/** What a component owes under one prefix: how many obligations in all, and how many of them for each of its parts. */
export interface Count {
  readonly total: number;
  readonly byPart: ReadonlyMap<string, number>;
}

/** The number of obligations that a component owes under one prefix. */
export function ownCount(component: ComponentDeclaration, words: Vocabulary, where: Circumstance): Count {
  const byPart = new Map(where.modesOnly ? [] : parts(component).map((part) => [part.name.text, owedFor(part, words)]));
  return { total: totalOf(component, words, where), byPart };
}

function totalOf(component: ComponentDeclaration, words: Vocabulary, where: Circumstance): number {
  const modes = component.items.filter(({ kind }) => kind === 'mode').length;
  const ofModes = modes === 0 ? 0 : modes + 1;
  if (where.modesOnly) return ofModes;
  return (
    2 +
    (where.setting === null ? ofModes : 0) +
    definedCount(component, words, where) +
    rangeCount(component, words, where) +
    dischargeCount(component, words) +
    clausesOf(component).filter(({ keyword }) => keyword === 'invariant').length +
    (isLeaf(component) ? 0 : clausesOf(component).filter(({ keyword }) => keyword === 'guarantee').length) +
    (where.setting === null ? refinementCount(component, words) : 0)
  );
}

function isLeaf({ keyword, items }: ComponentDeclaration): boolean {
  if (keyword === 'system') return false;
  return !items.some(
    (item) => item.kind === 'part' || item.kind === 'state' || (item.kind === 'out' && item.value !== null),
  );
}

function clausesOf({ items }: ComponentDeclaration): ClauseItem[] {
  return items.flatMap((item) => (item.kind === 'clause' ? [item] : item.kind === 'mode' ? item.clauses : []));
}

/** A clause about chances or independence owes nothing over behaviours but its own bound. */
function isAboutChance(clause: ClauseItem): boolean {
  const stack: Expression[] = [clause.body];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.kind === 'call' && (next.callee.text === 'probability' || next.callee.text === 'independent')) return true;
    stack.push(...partsOf(next));
  }
  return false;
}

/** Whether values of a type are restricted, by a range of its own or of the alias behind it. */
function hasRange(type: TypeExpression, { aliases }: Vocabulary): boolean {
  if (type.range !== null && (type.range.low !== null || type.range.high !== null)) return true;
  const alias = aliases.get(type.base.text);
  return (
    alias !== undefined &&
    hasRange(alias, { components: new Map(), functions: new Map(), constants: new Map(), aliases })
  );
}

function rangeCount(component: ComponentDeclaration, words: Vocabulary, { setting }: Circumstance): number {
  return component.items.filter((item) => owesRange(item, component, words, setting)).length;
}

function owesRange(
  item: Item,
  component: ComponentDeclaration,
  words: Vocabulary,
  setting: VerifyDeclaration | null,
): boolean {
  switch (item.kind) {
    case 'param':
      return hasRange(item.type, words) && isGiven(item, setting);
    case 'out':
      return hasRange(item.type, words) && !isLeaf(component);
    case 'var':
      return hasRange(item.type, words) && item.value !== null;
    case 'state':
      return hasRange(item.type, words);
    case 'let':
      return item.type !== null && hasRange(item.type, words);
    default:
      return false;
  }
}

/** Whether a parameter has a value here: its default, or in a setting the bound one. */
function isGiven(param: ParamItem, setting: VerifyDeclaration | null): boolean {
  return param.value !== null || (setting?.bindings.some(({ name }) => name.text === param.name.text) ?? false);
}

function dischargeCount(component: ComponentDeclaration, words: Vocabulary): number {
  return parts(component).reduce((total, part) => total + owedFor(part, words), 0);
}

function parts({ items }: ComponentDeclaration): PartItem[] {
  return items.filter((item): item is PartItem => item.kind === 'part');
}

function owedFor(part: PartItem, words: Vocabulary): number {
  const component = words.components.get(part.component.text);
  if (component === undefined) return 0;
  return (
    assumptionCount(component, words) +
    part.bindings.filter(({ name }) => isRestricted(component, name.text, words)).length
  );
}

function assumptionCount(component: ComponentDeclaration, words: Vocabulary): number {
  const inputs = component.items.filter((item) => item.kind === 'in' && hasRange(item.type, words)).length;
  return inputs + clausesOf(component).filter((clause) => clause.keyword === 'assume').length;
}

function isRestricted(component: ComponentDeclaration, param: string, words: Vocabulary): boolean {
  return component.items.some(
    (item) => item.kind === 'param' && item.name.text === param && hasRange(item.type, words),
  );
}

/** Of A: what it promises others, with the ranges of its outputs, among which a leaf's free variables count; of B: its assumptions, and the ranges of the parameters that A has too. */
function refinementCount(component: ComponentDeclaration, words: Vocabulary): number {
  const base = component.refines === null ? undefined : words.components.get(component.refines.text);
  if (base === undefined) return 0;
  const promised = promisesOf(base, words).length;
  const isOutput = (item: Item) => item.kind === 'out' || (item.kind === 'var' && item.value === null && isLeaf(base));
  const ranges = base.items.filter(
    (item) => 'type' in item && item.type !== null && isOutput(item) && hasRange(item.type, words),
  ).length;
  const shared = base.items.filter(
    (item) => item.kind === 'param' && isRestricted(component, item.name.text, words),
  ).length;
  return promised + ranges + assumptionCount(component, words) + shared;
}

function promisesOf(component: ComponentDeclaration, { components }: Vocabulary): ClauseItem[] {
  const guarantees = component.items.flatMap((item): { clause: ClauseItem; mode: ModeItem | null }[] => {
    if (item.kind === 'clause') return [{ clause: item, mode: null }];
    return item.kind === 'mode' ? item.clauses.map((clause) => ({ clause, mode: item })) : [];
  });
  return guarantees
    .filter(({ clause }) => clause.keyword === 'guarantee')
    .filter(({ clause, mode }) => isLeaf(component) || !speaksOfInside(clause, mode, component, components))
    .map(({ clause }) => clause);
}

/** One for each item with a partial operator; a wire's item is the port, a binding's the parameter. */
function definedCount(component: ComponentDeclaration, words: Vocabulary, { setting }: Circumstance): number {
  const clauses = clausesOf(component).filter(
    (clause) => !isAboutChance(clause) && isPartialText(clause.body, words),
  ).length;
  const items = new Set<string>();
  for (const item of component.items) for (const name of partialItems(item, words, setting)) items.add(name);
  return clauses + items.size;
}

function partialItems(item: Item, words: Vocabulary, setting: VerifyDeclaration | null): string[] {
  const partial = (expression: Expression | null) => isPartialText(expression, words);
  const range = (type: TypeExpression | null): boolean => type !== null && rangeIsPartial(type, words);
  switch (item.kind) {
    case 'param':
      return partial(bound(item, setting)) || range(item.type) ? [item.name.text] : [];
    case 'in':
      return range(item.type) ? [item.name.text] : [];
    case 'out':
    case 'var':
    case 'state':
    case 'let':
      return partial(item.value) || range(item.type) ? [item.name.text] : [];
    case 'next':
      return partial(item.value) ? [item.name.text] : [];
    case 'mode':
      return partial(item.when) ? [item.name.text] : [];
    case 'part':
      return item.bindings.filter(({ value }) => partial(value)).map(({ name }) => `${item.name.text}.${name.text}`);
    case 'connect':
      return partial(item.source) ? item.targets.map(targetName) : [];
    case 'fault':
    case 'clause':
    case 'step':
      return [];
  }
}

function bound(param: ParamItem, setting: VerifyDeclaration | null): Expression | null {
  return setting?.bindings.find(({ name }) => name.text === param.name.text)?.value ?? param.value;
}

function rangeIsPartial(type: TypeExpression, words: Vocabulary): boolean {
  if (isPartialRangeText(type.range, words)) return true;
  const alias = words.aliases.get(type.base.text);
  return alias !== undefined && rangeIsPartial(alias, words);
}

/** `gate[i+1].seen` is the item `gate.seen`. */
function targetName(target: Expression): string {
  switch (target.kind) {
    case 'field':
      return `${targetName(target.object)}.${target.field.text}`;
    case 'index':
      return targetName(target.object);
    case 'name':
      return target.name.text;
    default:
      return '';
  }
}
