import type { ClauseItem, ComponentDeclaration, Expression, Item, ModeItem } from '../syntax/ast.ts';
import { partsOf } from './partial_text.ts';

/**
 * Whether a clause of a component with an implementation speaks of what only its inside has, by the syntax tree alone:
 * states, `var`s and parts (but not their faults), itself, through its mode, or through a `let`. It is then no promise to others.
 */
export function speaksOfInside(
  clause: ClauseItem,
  mode: ModeItem | null,
  component: ComponentDeclaration,
  components: ReadonlyMap<string, ComponentDeclaration>,
): boolean {
  const items = namedItems(component);
  const followed = new Set<Item>();
  const stack: Expression[] = [clause.body, ...(mode === null ? [] : [mode.when])];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (isFault(next, items, components)) continue;
    const item = next.kind === 'name' ? items.get(next.name.text) : undefined;
    if (item?.kind === 'state' || item?.kind === 'var' || item?.kind === 'part') return true;
    if (item !== undefined && !followed.has(item)) stack.push(...definition(item));
    if (item !== undefined) followed.add(item);
    stack.push(...partsOf(next));
  }
  return false;
}

/** What the names in a component stand for; `next` and clauses introduce none. */
function namedItems({ items }: ComponentDeclaration): ReadonlyMap<string, Item> {
  const named = new Map<string, Item>();
  for (const item of items) {
    if (item.kind === 'next' || item.kind === 'clause' || !('name' in item)) continue;
    named.set(item.name.text, item);
  }
  return named;
}

function definition(item: Item): readonly Expression[] {
  if (item.kind === 'let') return [item.value];
  return item.kind === 'mode' ? [item.when] : [];
}

/** `p.f` or `p[i].f`, where `f` is a fault of the part's component. */
function isFault(
  node: Expression,
  items: ReadonlyMap<string, Item>,
  components: ReadonlyMap<string, ComponentDeclaration>,
): boolean {
  if (node.kind !== 'field') return false;
  const owner = node.object.kind === 'index' ? node.object.object : node.object;
  const part = owner.kind === 'name' ? items.get(owner.name.text) : undefined;
  if (part?.kind !== 'part') return false;
  const faults = components.get(part.component.text)?.items ?? [];
  return faults.some((item) => item.kind === 'fault' && item.name.text === node.field.text);
}
