import { ONE, type Rational, show } from '../exact/rational.ts';
import type { Sort } from '../model/model.ts';
import type { Knob } from '../optimise/knob.ts';
import type { Piece } from '../optimise/piece.ts';
import type { Sensitivity as Found } from '../optimise/sensitivity.ts';
import type { Tradeoff as FoundTradeoff, Stretch } from '../optimise/tradeoff.ts';
import { quantity } from '../replay/cells.ts';
import type { Unit } from '../types/typed.ts';
import type { TextOf } from './present.ts';
import type { Sensitivity, Tradeoff, Weighed } from './result.ts';

/** Numbers that are turned, in the units in which their authors wrote them. */

/** What a claim gains from a number, one piece where it is the same on both sides. */
export function sensitivityOf({ obligation, compared, knob, below, above }: Found, textOf: TextOf): Sensitivity {
  const own = factorOf(knob.variable.sort, knob.variable.unit);
  const reached = factorOf(compared.subject.sort, compared.unit);
  const inOwn = (value: Rational | null) => (value === null ? null : show(value.div(own)));
  const rate = ({ rate: each }: Piece) => show(each.mul(own).div(reached));
  const here = inOwn(knob.value);
  const isStraight = below !== null && above !== null && below.rate.equals(above.rate);
  const whole = isStraight ? [{ from: inOwn(below.to), to: inOwn(above.to), rate: rate(above) }] : null;
  const pieces = whole ?? [
    ...(below === null ? [] : [{ from: inOwn(below.to), to: here, rate: rate(below) }]),
    ...(above === null ? [] : [{ from: here, to: inOwn(above.to), rate: rate(above) }]),
  ];
  return {
    of: nameOf(knob, obligation.setting),
    for: obligation.id,
    text: textOf(knob.span),
    value: quantity(knob.value!, knob.variable.sort, knob.variable.unit),
    above: compared.operator === '<=' || compared.operator === '<',
    pieces,
    unit: compared.unit?.text ?? '',
  };
}

export function tradeoffOf(found: FoundTradeoff, textOf: TextOf): Tradeoff {
  const { obligation, across, limited, operator, pieces, points: samples } = found;
  const [one, other] = [across, limited].map(({ variable }) => factorOf(variable.sort, variable.unit));
  const limitAt = ({ at, value, rate }: Stretch, where: Rational) => value.add(rate.mul(where.sub(at)));
  const points = new Map<string, string>();
  for (const [index, piece] of pieces.entries()) {
    const previous = pieces[index - 1];
    for (const end of [piece.from ?? piece.at, piece.to ?? piece.at]) {
      // Where two pieces are one line there is no breakpoint, but the number as it is stays in sight.
      const isBend = previous === undefined || !previous.rate.equals(piece.rate) || !end.equals(piece.from ?? piece.at);
      const isNow = across.value?.equals(end) ?? false;
      const key = show(end.div(one!));
      if (isBend || isNow) points.set(key, show(limitAt(piece, end).div(other!)));
      else points.delete(key);
    }
  }
  for (const { at, value } of samples) points.set(show(at.div(one!)), show(value.div(other!)));
  const ray = (piece: Stretch | undefined, end: Rational | null | undefined) =>
    piece === undefined || end !== null ? null : show(piece.rate.mul(one!).div(other!));
  return {
    for: obligation.id,
    across: weighed(across, obligation.setting, textOf),
    limited: weighed(limited, obligation.setting, textOf),
    operator,
    points: [...points].map(([at, limit]) => ({ across: at, limit })),
    straight: pieces.length > 0,
    before: ray(pieces[0], pieces[0]?.from),
    after: ray(pieces.at(-1), pieces.at(-1)?.to),
  };
}

function weighed(knob: Knob, setting: string | null, textOf: TextOf): Weighed {
  const { variable, value, span } = knob;
  const inUnit = value === null ? null : show(value.div(factorOf(variable.sort, variable.unit)));
  return { of: nameOf(knob, setting), text: textOf(span), value: inUnit, unit: variable.unit?.text ?? '' };
}

/** A parameter has its value in a setting; a constant has it wherever the component is used. */
function nameOf({ name, place }: Knob, setting: string | null): string {
  return place.kind === 'constant' || setting === null ? name : `${setting}/${name}`;
}

/** A whole number counts its unit; a real is held in base units. */
function factorOf(sort: Sort, unit: Unit | null): Rational {
  return sort.kind === 'real' && unit !== null ? unit.factor : ONE;
}
