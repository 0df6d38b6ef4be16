import type { ComponentScope } from './component_scope.ts';
import { sameDimension } from './dimension.ts';
import { foldNumber } from './fold.ts';
import type { Globals } from './globals.ts';
import { describeSymbol } from './lookup.ts';
import { aType, isNumeric } from './scalar.ts';
import type { ScalarType, TypedExpr, ValueSymbol } from './typed.ts';
import { sameUnit } from './unit.ts';

/** Finds the component that one refines. */
export function linkRefinement(scope: ComponentScope): void {
  const { refines } = scope.declaration;
  if (refines !== null) scope.typed.refines = scope.file.component(refines)?.typed ?? null;
}

/** `B refines A`: B has A's ports, as A has them, and no further input; same-named parameters have one type. */
export function checkRefinement(globals: Globals, scope: ComponentScope): void {
  const base = scope.typed.refines;
  if (base === null) return;
  for (const symbol of base.symbols) {
    if (symbol.kind === 'in' || symbol.kind === 'out') checkPort(globals, scope, symbol);
    if (symbol.kind === 'param') checkParameter(globals, scope, symbol);
  }
  for (const symbol of scope.typed.symbols) if (symbol.kind === 'in') refuseNewInput(globals, scope, symbol);
  checkSteps(globals, scope);
}

type Port = Extract<ValueSymbol, { readonly kind: 'in' | 'out' }>;

function checkPort(globals: Globals, scope: ComponentScope, port: Port): void {
  const own = scope.symbol(port.name);
  if (own === undefined) {
    const { refines } = scope.declaration;
    if (scope.failed.has(port.name)) return;
    return globals.report.error(
      'SV158',
      `\`${scope.typed.name}\` lacks \`${port.name}\`, ${describeSymbol(port)} of \`${refines!.text}\``,
      scope.typed.nameSpan,
      {
        related: [{ span: port.span, message: 'declared here' }],
        help: `add the same ${port.kind === 'in' ? 'input' : 'output'}`,
      },
    );
  }
  if (own.kind !== port.kind)
    return mismatch(
      globals,
      own,
      port,
      `\`${port.name}\` is ${describeSymbol(own)}, but ${describeSymbol(port)} in \`${scope.typed.refines!.name}\``,
    );
  if (port.kind === 'out' && own.kind === 'out' && port.delayed && !own.delayed) {
    return mismatch(
      globals,
      own,
      port,
      `\`${port.name}\` is \`delayed\` in \`${scope.typed.refines!.name}\``,
      'write `delayed out`',
    );
  }
  checkType(globals, scope, own as Port, port);
  checkSize(globals, own as Port, port);
}

function checkParameter(
  globals: Globals,
  scope: ComponentScope,
  parameter: Extract<ValueSymbol, { readonly kind: 'param' }>,
): void {
  const own = scope.symbol(parameter.name);
  if (own?.kind === 'param') checkType(globals, scope, own, parameter);
}

function checkType(globals: Globals, scope: ComponentScope, own: ValueSymbol, other: ValueSymbol): void {
  const [a, b] = [globals.scalarOf(own), globals.scalarOf(other)];
  if (a === null || b === null || sameRepresentation(a, b)) return;
  mismatch(globals, own, other, `\`${own.name}\` is ${aType(a)}, but ${aType(b)} in \`${scope.typed.refines!.name}\``);
}

function sameRepresentation(a: ScalarType, b: ScalarType): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'enum') return a === b;
  if (!isNumeric(a) || !isNumeric(b)) return true;
  return a.kind === 'int' ? sameUnit(a.unit, b.unit) : sameDimension(a.unit.dimension, b.unit.dimension);
}

function checkSize(globals: Globals, own: Port, other: Port): void {
  const [a, b] = [own.size, other.size];
  if ((a === null) !== (b === null))
    return mismatch(
      globals,
      own,
      other,
      `\`${own.name}\` is ${a === null ? 'one value' : 'an array'} here and ${b === null ? 'one value' : 'an array'} there`,
    );
  const [first, second] = [lengthOf(a), lengthOf(b)];
  if (first !== null && second !== null && first !== second)
    mismatch(globals, own, other, `\`${own.name}\` has ${first} elements here and ${second} there`);
}

function lengthOf(size: TypedExpr | null): string | null {
  return size === null ? null : (foldNumber(size)?.toFraction() ?? null);
}

function refuseNewInput(globals: Globals, scope: ComponentScope, input: ValueSymbol): void {
  const base = scope.typed.refines!;
  if (base.symbols.some((symbol) => symbol.name === input.name)) return;
  globals.report.error('SV158', `\`${input.name}\` is an input that \`${base.name}\` does not have`, input.span, {
    related: [{ span: base.nameSpan, message: 'whoever uses this wires only its own inputs' }],
    help: 'a refinement may not ask for more: remove the input',
  });
}

function checkSteps(globals: Globals, scope: ComponentScope): void {
  const base = scope.typed.refines!;
  if (base.step === null || scope.typed.step === null || base.step.equals(scope.typed.step)) return;
  globals.report.error(
    'SV159',
    `\`${scope.typed.name}\` and \`${base.name}\` have different steps`,
    scope.typed.nameSpan,
    { related: [{ span: base.nameSpan, message: 'declared here' }] },
  );
}

function mismatch(
  globals: Globals,
  own: ValueSymbol,
  other: ValueSymbol,
  message: string,
  help = 'a refinement has the ports of what it refines, as they are',
): void {
  globals.report.error('SV158', message, own.span, { related: [{ span: other.span, message: 'declared here' }], help });
}
