import { diagnostic } from '../diagnostics/diagnostic.ts';
import { ceil, isWhole, numerator, show } from '../exact/rational.ts';
import type { Span } from '../text/source.ts';
import type { TemporalBound, TypedExpr, TypedPart, ValueSymbol } from '../types/typed.ts';
import type { Frame, Local } from './frame.ts';
import { Abandoned, MOST_MEMBERS, MOST_STEPS } from './limits.ts';
import { rangeOf } from './profile.ts';
import { visitThrough } from './reach.ts';
import { type Known, staticNumber, staticWhole } from './static.ts';

/** Numbers that decide how much there is: they must be known before anything is built. */

/** The number of members of a family or elements of an array. Abandons the scope where it is unknown, negative or too large. */
export function sizeOf(size: TypedExpr, frame: Frame, what: string): bigint {
  const value = wholeOf(size, frame, null, `the number of ${what}`);
  if (value < 0n) {
    throw new Abandoned(
      diagnostic('SV166', `the number of ${what} is ${value}`, size.span, {
        related: valuesIn(size, frame),
        help: 'restrict the parameter, for example `param n : int in 1..30`',
      }),
    );
  }
  if (value > BigInt(MOST_MEMBERS)) {
    throw new Abandoned(
      diagnostic('SV181', `${value} ${what} are more than can be written out (${MOST_MEMBERS})`, size.span),
    );
  }
  return value;
}

/** The least number of members that the declaration of a size by one parameter allows; null where that is not plain. */
export function leastSize({ size }: TypedPart, known: Known): bigint | null {
  if (size?.kind !== 'ref' || size.symbol.kind !== 'param' || known.has(size.symbol)) return null;
  const low = rangeOf(size.symbol)?.low ?? null;
  const value = low === null ? null : staticNumber(low, known);
  return value === null ? null : ceil(value);
}

/** A whole number that must be known; abandons the scope where it is not. */
export function wholeOf(expr: TypedExpr, frame: Frame, locals: Local | null, what: string): bigint {
  return staticWhole(expr, frame.known, locals) ?? undecided(expr, frame, what);
}

function undecided(expr: TypedExpr, frame: Frame, what: string): never {
  const free = parametersIn(expr).filter((symbol) => !frame.known.has(symbol));
  const names = free.map(({ name }) => `\`${name}\``).join(', ');
  const reason =
    free.length === 0 ? 'must be a whole number known beforehand' : `rests on ${names}, which has no value here`;
  const owner = frame.path === null ? frame.component.name : `the part ${frame.path}`;
  throw new Abandoned(
    diagnostic('SV180', `${what} ${reason}`, expr.span, {
      related: free.map((symbol) => ({ span: symbol.span, message: `\`${symbol.name}\` is declared here` })),
      help: free.length === 0 ? 'use constants and parameters only' : `give ${owner} a value for ${names}`,
    }),
  );
}

/** The parameters that an expression rests on, through `let`s. */
export function parametersIn(...roots: readonly TypedExpr[]): readonly ValueSymbol[] {
  const found = new Set<ValueSymbol>();
  visitThrough(roots, (node) => {
    if (node.kind === 'ref' && node.symbol.kind === 'param') found.add(node.symbol);
    return true;
  });
  return [...found];
}

/** What the parameters in an expression are here, for a message. */
function valuesIn(expr: TypedExpr, frame: Frame): readonly { readonly span: Span; readonly message: string }[] {
  return parametersIn(expr).flatMap((symbol) => {
    const value = frame.known.get(symbol);
    if (value === undefined) return [];
    return [
      { span: symbol.span, message: `\`${symbol.name}\` is ${typeof value === 'object' ? show(value) : value} here` },
    ];
  });
}

/** The number of steps of a bound over time. Abandons the scope where it is no whole number of steps, or too many. */
export function stepsOf(bound: TemporalBound, frame: Frame, locals: Local | null, least: bigint): number {
  const value = staticNumber(bound.value, frame.known, locals) ?? undecided(bound.value, frame, 'this bound over time');
  const steps = bound.inSteps ? value : value.div(frame.step ?? missingStep(bound.span));
  if (!isWhole(steps)) {
    throw new Abandoned(
      diagnostic('SV160', `this duration is ${show(steps)} steps, not a whole number of them`, bound.span, {
        help: 'a duration over time must be a whole multiple of the step',
      }),
    );
  }
  const whole = numerator(steps);
  if (whole < least) {
    throw new Abandoned(
      diagnostic('SV160', `this bound is ${whole} steps, and at least ${least} is needed`, bound.span),
    );
  }
  if (whole > BigInt(MOST_STEPS)) {
    throw new Abandoned(
      diagnostic('SV181', `a bound of ${whole} steps is more than can be followed (${MOST_STEPS})`, bound.span, {
        help: 'with a longer `step` a duration goes over fewer steps',
      }),
    );
  }
  return Number(whole); // exact: at most MOST_STEPS
}

/** The duration of a step where it is spoken of. */
export function missingStep(span: Span): never {
  throw new Abandoned(
    diagnostic('SV159', 'a duration needs to know how long a step is', span, {
      help: 'declare it, for example `step 10 ms`',
    }),
  );
}
