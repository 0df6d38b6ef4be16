import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../text/source.ts';
import type { TypedComponent, TypedPart, ValueSymbol } from '../types/typed.ts';
import type { ParameterSymbol } from './parameters.ts';
import { shapeParameters } from './shape.ts';

/** More combinations of shapes than are tried; a warning, since uses and settings are still checked. */
export function tooManyShapes(component: TypedComponent, parameters: readonly ParameterSymbol[]): Diagnostic {
  const names = quoted(parameters);
  return diagnostic('SV182', `${component.name} cannot be tried at every value of ${names}`, component.nameSpan, {
    severity: 'warning',
    related: declarations(parameters),
    help: `narrow the range of ${names}, or add \`verify\` lines for the sizes that matter`,
  });
}

/** Shape parameters whose ranges rest on each other, so that no values are in all of them. */
export function noShape(parameters: readonly ParameterSymbol[], span: Span): Diagnostic {
  return diagnostic('SV108', `no values of ${quoted(parameters)} are within their ranges`, span, {
    related: declarations(parameters),
    help: 'widen a range, so that there is a size to look at',
  });
}

/** A part that leaves a shape parameter free, of a component that cannot be tried at all its values. */
export function leavesOpen(part: TypedPart): Diagnostic {
  const names = quoted(shapeParameters(part.component));
  return diagnostic(
    'SV180',
    `\`${part.name}\` leaves ${names} open, and ${part.component.name} cannot be tried at every value`,
    part.span,
    {
      related: declarations(shapeParameters(part.component)),
      help: `give it a value, as in \`part ${part.name} : ${part.component.name}(n = 3)\`, or a finite range where it is declared`,
    },
  );
}

/** A component that is a part at any size, and whose sizes cannot be gone through one by one. */
export function cannotBeCounted(component: TypedComponent, parameters: readonly ParameterSymbol[]): Diagnostic {
  const message = `what has no least value is decided for none: ${quoted(parameters)}`;
  return diagnostic('SV185', message, component.nameSpan, {
    related: declarations(parameters),
    help: 'give the parameter a range that begins, such as `in 1..`',
  });
}

/** A refinement between contracts of any size. */
export function refinesAtAnySize(
  refined: TypedComponent,
  base: TypedComponent,
  parameters: readonly ParameterSymbol[],
): Diagnostic {
  const message = `that ${refined.name} refines ${base.name} cannot be tried at every value of ${quoted(parameters)}`;
  return diagnostic('SV180', message, refined.nameSpan, {
    related: declarations(parameters),
    help: 'give it a finite range, for example `in 1..30`',
  });
}

/** A `verify` line that gives a shape parameter something undefined. */
export function hasNoValue({ name, span: declared }: ValueSymbol, span: Span): Diagnostic {
  return diagnostic('SV180', `\`${name}\` decides a size, and this has no value`, span, {
    related: [{ span: declared, message: `\`${name}\` is declared here` }],
    help: 'does it divide by zero?',
  });
}

function quoted(parameters: readonly ParameterSymbol[]): string {
  return parameters.map(({ name }) => `\`${name}\``).join(', ');
}

function declarations(
  parameters: readonly ParameterSymbol[],
): readonly { readonly span: Span; readonly message: string }[] {
  return parameters.map(({ name, span }) => ({ span, message: `\`${name}\` is declared here` }));
}
