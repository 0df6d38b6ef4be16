import type { Report } from '../diagnostics/report.ts';
import type { TypedComponent, TypedPart, ValueSymbol } from '../types/typed.ts';
import { type Uses, usesIn, usesOf } from './uses.ts';

/** Warns of what a component declares and nothing uses. */
export function warnUnused(report: Report, component: TypedComponent): void {
  const uses = usesIn(component);
  const stated = new Set(component.nexts.map(({ state }) => state));
  for (const symbol of component.symbols) {
    if (uses.symbols.has(symbol)) continue;
    if (symbol.kind === 'in') unusedInput(report, component, symbol);
    else if (symbol.kind === 'let' || symbol.kind === 'param' || symbol.kind === 'var' || stated.has(symbol))
      unusedName(report, component, symbol);
  }
  for (const part of component.parts) warnPart(report, component, part, uses);
}

/** Of a leaf contract, whose output may hold whatever comes in, and of a refinement, whose ports are given, nothing is said. */
function unusedInput(report: Report, component: TypedComponent, symbol: ValueSymbol): void {
  if (component.refines !== null || isLeaf(component)) return;
  report.warning('SV408', `nothing in \`${component.name}\` speaks of its input \`${symbol.name}\``, symbol.span, {
    help: `say what depends on \`${symbol.name}\`, or take it out`,
  });
}

function isLeaf({ symbols, parts }: TypedComponent): boolean {
  return (
    parts.length === 0 && !symbols.some((one) => one.kind === 'state' || (one.kind === 'out' && one.value !== null))
  );
}

function unusedName(report: Report, component: TypedComponent, symbol: ValueSymbol): void {
  report.warning('SV409', `nothing in \`${component.name}\` uses \`${symbol.name}\``, symbol.span, {
    help: `use \`${symbol.name}\`, or take it out`,
  });
}

/** A part serves by its outputs and faults, or by assumptions that have to be met. */
function warnPart(report: Report, component: TypedComponent, part: TypedPart, uses: Uses): void {
  if (uses.parts.has(part)) return;
  const read = uses.ports.get(part);
  const { symbols, clauses, modes, name } = part.component;
  const owed = [...clauses, ...modes.flatMap((mode) => mode.clauses)].some(({ keyword }) => keyword === 'assume');
  const ranged = symbols.some((symbol) => symbol.kind === 'in' && symbol.type.range !== null);
  if (read === undefined && !owed && !ranged) {
    report.warning('SV403', `nothing in \`${component.name}\` uses the part \`${part.name}\``, part.span, {
      help: `read an output of \`${part.name}\`, or take the part out`,
    });
  }
  if (read !== undefined) for (const symbol of symbols) unreadOutput(report, component, part, symbol, read, name);
}

/** An output that its component promises something of by itself, and that the system leaves aside. */
function unreadOutput(
  report: Report,
  component: TypedComponent,
  part: TypedPart,
  symbol: ValueSymbol,
  read: ReadonlySet<ValueSymbol>,
  owner: string,
): void {
  if (symbol.kind !== 'out' || read.has(symbol) || servesAnother(part, symbol)) return;
  report.warning('SV404', `nothing in \`${component.name}\` reads \`${part.name}.${symbol.name}\``, part.span, {
    related: [{ span: symbol.span, message: `an output of \`${owner}\`` }],
    help: `read \`${part.name}.${symbol.name}\`, or write \`@allow(SV404)\` before the part`,
  });
}

/** Whether a clause joins the output to another one: then what is promised of the other rests on it. */
function servesAnother(part: TypedPart, output: ValueSymbol): boolean {
  const { clauses, modes } = part.component;
  return [...clauses, ...modes.flatMap((mode) => mode.clauses)].some(({ body }) => {
    const named = usesOf([body]).symbols;
    return named.has(output) && [...named].some((other) => other.kind === 'out' && other !== output);
  });
}
