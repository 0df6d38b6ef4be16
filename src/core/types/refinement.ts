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
    if (symbol.kind === 'fault') checkFault(globals, scope, symbol);
  }
  for (const symbol of scope.typed.symbols) if (symbol.kind === 'in') refuseNewInput(globals, scope, symbol);
  checkSteps(globals, scope);
}

type Port = Extract<ValueSymbol, { readonly kind: 'in' | 'out' }>;

function checkPort(globals: Globals, scope: ComponentScope, port: Port): void {
  const own = scope.symbol(port.name);
  const base = scope.typed.refines!.name;
  if (own === undefined) {
    if (!scope.failed.has(port.name)) reportMissing(globals, scope, port);
  } else if ((own.kind !== 'in' && own.kind !== 'out') || own.kind !== port.kind) {
    mismatch(
      globals,
      own,
      port,
      `\`${port.name}\` is ${describeSymbol(own)}, but ${describeSymbol(port)} in \`${base}\``,
    );
  } else if (isDelayed(port) && !isDelayed(own)) {
    mismatch(globals, own, port, `\`${port.name}\` is \`delayed\` in \`${base}\``, 'write `delayed out`');
  } else {
    checkType(globals, scope, own, port);
    checkSize(globals, own, port);
  }
}

function isDelayed(port: Port): boolean {
  return port.kind === 'out' && port.delayed;
}

function reportMissing(globals: Globals, scope: ComponentScope, port: Port): void {
  const message = `\`${scope.typed.name}\` lacks \`${port.name}\`, ${describeSymbol(port)} of \`${scope.typed.refines!.name}\``;
  globals.report.error('SV158', message, scope.typed.nameSpan, {
    related: [{ span: port.span, message: 'declared here' }],
    help: `add the same ${port.kind === 'in' ? 'input' : 'output'}`,
  });
}

function checkParameter(
  globals: Globals,
  scope: ComponentScope,
  parameter: Extract<ValueSymbol, { readonly kind: 'param' }>,
): void {
  const own = scope.symbol(parameter.name);
  if (own?.kind === 'param') checkType(globals, scope, own, parameter);
}

/** Whoever counts on a bound of A's may get B: a fault of the same name is no likelier there. */
function checkFault(
  globals: Globals,
  scope: ComponentScope,
  fault: Extract<ValueSymbol, { readonly kind: 'fault' }>,
): void {
  const own = scope.symbol(fault.name);
  if (own?.kind !== 'fault' || own === fault || fault.bound === null) return;
  const [ours, theirs] = [own.bound === null ? null : foldNumber(own.bound), foldNumber(fault.bound)];
  if (ours !== null && theirs !== null && ours.compare(theirs) <= 0) return;
  mismatch(
    globals,
    own,
    fault,
    `\`${fault.name}\` may be likelier here than in \`${scope.typed.refines!.name}\``,
    `give it a bound that is no greater: \`fault ${fault.name} <= …\``,
  );
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
  const [first, second] = [lengthOf(own.size), lengthOf(other.size)];
  if (first === null || second === null || first === second) return;
  mismatch(globals, own, other, `\`${own.name}\` is ${first} here and ${second} there`);
}

/** How many values there are, in words; null where that is not known. */
function lengthOf(size: TypedExpr | null): string | null {
  if (size === null) return 'one value';
  const length = foldNumber(size);
  return length === null ? null : `an array of ${length.toFraction()}`;
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
