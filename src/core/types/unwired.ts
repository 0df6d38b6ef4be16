import { isWhole, numerator, rational } from '../exact/rational.ts';
import type { ComponentScope } from './component_scope.ts';
import { foldNumber, type Known } from './fold.ts';
import type { Globals } from './globals.ts';
import type { TypedExpr, TypedPart, TypedWire, ValueSymbol } from './typed.ts';
import { knownParameters } from './values.ts';

/** Larger families are only looked at as a whole. */
const MOST_ELEMENTS = 10_000n;

/** Warns of inputs of parts that nothing is wired to: they may be anything, and what is assumed of them is owed. */
export function warnUnwired(globals: Globals, scope: ComponentScope): void {
  if (hasFailedWire(scope)) return;
  for (const part of scope.parts) {
    for (const symbol of part.component.symbols) if (symbol.kind === 'in') warnInput(globals, scope, part, symbol);
  }
}

/** Whether a connection could not be read: then it is not known where it ends. */
function hasFailedWire({ declaration, typed }: ComponentScope): boolean {
  const written = declaration.items.flatMap((item) => (item.kind === 'connect' ? item.targets : []));
  return typed.wires.length < written.length;
}

function warnInput(
  globals: Globals,
  scope: ComponentScope,
  part: TypedPart,
  port: Extract<ValueSymbol, { readonly kind: 'in' }>,
): void {
  const wires = scope.typed.wires.filter((wire) => wire.part === part && wire.port === port);
  const missing = firstMissing(wires, part.size, port.size, knownParameters(part));
  if (missing === null) return;
  const name = `${part.name}${missing.index}.${port.name}${missing.element}`;
  globals.report.warning('SV154', `the input \`${name}\` is not wired, and may be anything`, part.span, {
    related: [{ span: port.span, message: 'the input' }],
    help: `add \`connect … -> ${name}\``,
  });
}

interface Missing {
  readonly index: string;
  readonly element: string;
}

/** The first input that no wire reaches, as far as it can be known; null where there is none. */
function firstMissing(
  wires: readonly TypedWire[],
  size: TypedExpr | null,
  length: TypedExpr | null,
  inner: Known,
): Missing | null {
  if (wires.length === 0) return { index: '', element: '' };
  const members = places(size === null ? null : foldNumber(size), size === null);
  const elements = places(length === null ? null : foldNumber(length, inner), length === null);
  if (members === null || elements === null) return null;
  if (BigInt(members.length) * BigInt(elements.length) > MOST_ELEMENTS) return null;
  const reached = new Set<string>();
  const budget = { left: MOST_ELEMENTS };
  for (const wire of wires) if (!reach(wire, 0, new Map(), reached, budget)) return null;
  const isReached = (index: string, element: string) =>
    [index, '*'].some((a) => [element, '*'].some((b) => reached.has(`${a} ${b}`)));
  for (const index of members)
    for (const element of elements) if (!isReached(index, element)) return { index, element };
  return null;
}

function places(count: ReturnType<typeof foldNumber>, single: boolean): readonly string[] | null {
  if (single) return [''];
  if (count === null || !isWhole(count) || numerator(count) > MOST_ELEMENTS) return null;
  return Array.from({ length: Number(numerator(count)) }, (_, at) => `[${at + 1}]`); // exact: at most 10,000
}

/** Notes all that a wire reaches; false where that is not known. */
function reach(wire: TypedWire, depth: number, known: Known, reached: Set<string>, budget: { left: bigint }): boolean {
  budget.left -= 1n;
  if (budget.left < 0n) return false;
  const binder = wire.binders[depth];
  if (binder === undefined) {
    const [index, element] = [
      place(wire.index, known, wire.part.size !== null),
      place(wire.portIndex, known, 'size' in wire.port && wire.port.size !== null),
    ];
    if (index === null || element === null) return false;
    reached.add(`${index} ${element}`);
    return true;
  }
  if (binder.over.kind !== 'range') return false;
  const [low, high] = [foldNumber(binder.over.low, known), foldNumber(binder.over.high, known)];
  if (low === null || high === null || high.sub(low).compare(rational(MOST_ELEMENTS)) > 0 || !isWhole(low))
    return false;
  for (let at = low; at.compare(high) <= 0; at = at.add(1n)) {
    if (!reach(wire, depth + 1, new Map([...known, [binder.symbol, at]]), reached, budget)) return false;
  }
  return true;
}

function place(index: TypedExpr | null, known: Known, many: boolean): string | null {
  if (index === null) return many ? '*' : '';
  const at = foldNumber(index, known);
  return at === null ? null : `[${at.toFraction()}]`;
}
