import type { Sizes } from '../engine/any_size.ts';
import type { Decided } from '../engine/run.ts';
import { type Rational, show } from '../exact/rational.ts';
import type { Value, Variable } from '../model/model.ts';
import type { Compared } from '../obligations/compared.ts';
import type { Extremum } from '../optimise/extremum.ts';
import type { Tightest } from '../optimise/tightest.ts';
import type { Weakest } from '../optimise/weakest.ts';
import { quantity } from '../replay/cells.ts';
import type { Verdict } from './judge.ts';
import type { ObligationResult, Quantity, WeakestBound } from './result.ts';

/** How near a claim's bound is: exact, and what is shown is rounded to the safe side. */
export function boundFields(
  tightest: Tightest | null,
  verdict: Verdict,
): Pick<ObligationResult, 'reaches' | 'slack'> | null {
  if (tightest === null || (verdict.kind !== 'proved' && verdict.kind !== 'refuted')) return null;
  const { compared, extremum, slack } = tightest;
  if (compared === null || extremum === null) return null;
  const { sort } = compared.subject;
  const above = compared.operator === '>=' || compared.operator === '>';
  const reached = quantity(extremum.value, sort, compared.unit, above ? 'down' : 'up');
  return {
    reaches: { ...reached, attained: extremum.attained, ...enclosure(extremum, compared, above ? 'up' : 'down') },
    slack: slack === null ? null : quantity(slack, sort, compared.unit, 'down'),
  };
}

/** The end that is reached, where only two ends are known. */
function enclosure(
  { inner }: Extremum,
  { subject, unit }: Compared,
  rounding: 'up' | 'down',
): { readonly inner?: Quantity } {
  return inner === undefined ? {} : { inner: quantity(inner, subject.sort, unit, rounding) };
}

/** A weakest restriction, in the variable's unit. */
export function weakestBound({ obligation, variable, operator, value }: Weakest): WeakestBound {
  return {
    of: `${obligation.owner}.${variable.name}`,
    for: obligation.id,
    weakest: `${operator} ${inUnit(value, variable).toFraction()}`,
    unit: variable.unit?.text ?? '',
  };
}

function inUnit(value: Rational, { sort, unit }: Variable): Rational {
  return sort.kind === 'real' && unit !== null ? value.div(unit.factor) : value;
}

/** Of a claim about a family of open size: the largest size for which it is safe, and the first for which it fails. */
export function familyOf({ obligation, decisions, sizes: over }: Decided): ObligationResult['family'] {
  if (over !== null) return overSizes(over);
  const shapes = obligation.goals.map(({ scope }) => scope.fixed);
  const [first] = shapes;
  if (first === undefined) return null;
  const open = [...first.keys()].filter((name) =>
    shapes.some((shape) => text(shape.get(name)) !== text(first.get(name))),
  );
  const [parameter] = open;
  if (parameter === undefined || open.length > 1) return null;
  const sizes = shapes.map((shape, at) => ({ size: shape.get(parameter), kind: decisions[at]?.kind }));
  const failing = leastOf(sizes.filter(({ kind }) => kind === 'violated'));
  const smaller = sizes.filter(({ size }) => failing === null || isLess(size, failing));
  if (!smaller.every(({ kind }) => kind === 'valid')) return null;
  const largest = smaller.reduce<Rational | null>(
    (most, { size }) => (most === null || isLess(most, size) ? asNumber(size) : most),
    null,
  );
  return {
    parameter,
    largestSafe: largest === null ? null : show(largest),
    firstFailing: failing === null ? null : show(failing),
    everySize: failing === null,
    abstraction: null,
  };
}

function overSizes({ parameters, all, largestSafe, firstFailing, exact }: Sizes): ObligationResult['family'] {
  if (!all && largestSafe === null && firstFailing === null) return null;
  const failing =
    firstFailing === null ? null : [...firstFailing].map(([name, value]) => ({ name, value: text(value) }));
  return {
    parameter: parameters.join(', '),
    largestSafe: largestSafe === null ? null : text(largestSafe),
    firstFailing:
      failing === null
        ? null
        : failing.length === 1
          ? failing[0]!.value
          : failing.map(({ name, value }) => `${name} = ${value}`).join(', '),
    everySize: all,
    abstraction: exact === null ? null : exact ? 'exact' : 'over-approximation',
  };
}

function leastOf(sizes: readonly { readonly size: Value | undefined }[]): Rational | null {
  return sizes.reduce<Rational | null>(
    (least, { size }) => (least === null || isLess(size, least) ? asNumber(size) : least),
    null,
  );
}

function asNumber(value: Value | undefined): Rational | null {
  return typeof value === 'object' ? value : null;
}

function isLess(a: Value | undefined, b: Value | undefined): boolean {
  return typeof a === 'object' && typeof b === 'object' && a.compare(b) < 0;
}

function text(value: Value | undefined): string {
  return typeof value === 'object' ? value.toFraction() : String(value);
}
