import { ONE, type Rational, rational, show, sign } from '../exact/rational.ts';
import type { Tradeoff, Weighed } from '../verdict/result.ts';
import { readExact } from './distance.ts';
import {
  Axis,
  axes,
  BOTTOM,
  document,
  escaped,
  gridX,
  gridY,
  HEIGHT,
  LEFT,
  RIGHT,
  TOP,
  text,
  WIDTH,
} from './picture.ts';

/** Trade-offs as a picture: the safe side filled, every breakpoint with its exact numbers. */

interface Point {
  readonly x: Rational;
  readonly y: Rational;
}

/** One SVG document, one panel for each trade-off. */
export function tradeoffPlot(tradeoffs: readonly Tradeoff[]): string {
  const panels = tradeoffs.map((each, at) => `<g transform="translate(0 ${at * HEIGHT})">\n${panel(each)}\n</g>`);
  return document('What is proved of two numbers together', HEIGHT * tradeoffs.length, panels);
}

function panel(tradeoff: Tradeoff): string {
  const points = tradeoff.points.map(({ across, limit }) => ({ x: exact(across), y: exact(limit) }));
  const line = withRays(points, tradeoff);
  const now = nowOf(tradeoff);
  const seen = [...line, ...(now === null ? [] : [now])];
  const x = new Axis(
    seen.map((point) => point.x),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = new Axis(
    seen.map((point) => point.y),
    HEIGHT - BOTTOM,
    TOP,
  );
  const at = (point: Point) => `${x.place(point.x)},${y.place(point.y)}`;
  const below = tradeoff.operator.startsWith('<');
  const edge = below ? y.low : y.high;
  const ends = [line.at(-1)!, line[0]!].map((end) => at({ x: end.x, y: edge }));
  const strict = tradeoff.operator === '<' || tradeoff.operator === '>' ? ' stroke-dasharray="6 4"' : '';
  return [
    text(LEFT, 26, tradeoff.for, 'font-weight="600" font-size="15"'),
    text(LEFT, 46, legend(tradeoff), 'fill="#555555"'),
    ...(tradeoff.straight ? [`<polygon points="${[...line.map(at), ...ends].join(' ')}" fill="#d7ecdc"/>`] : []),
    ...x.ticks.flatMap((tick) => gridX(x, tick)),
    ...y.ticks.flatMap((tick) => gridY(y, tick)),
    ...axes(axisName(tradeoff.across), axisName(tradeoff.limited)),
    ...(tradeoff.straight
      ? [`<polyline points="${line.map(at).join(' ')}" fill="none" stroke="#1b7a3d" stroke-width="2"${strict}/>`]
      : []),
    ...points.flatMap((point, index) => marked(point, tradeoff, x, y, index)),
    ...(now === null ? [] : nowMark(now, x, y)),
  ].join('\n');
}

function legend({ operator, straight }: Tradeoff): string {
  const side = operator.startsWith('<') ? 'below' : 'above';
  const line = operator.length === 2 ? 'on and ' : '';
  return straight ? `proved ${line}${side} the line` : `proved ${line}${side} the points; between them nothing is said`;
}

function axisName({ of, unit }: Weighed): string {
  return unit === '' ? of : `${of} [${unit}]`;
}

function nowOf({ across, limited }: Tradeoff): Point | null {
  return across.value === null || limited.value === null ? null : { x: exact(across.value), y: exact(limited.value) };
}

/** The line with what is known of it before the first and after the last breakpoint. */
function withRays(points: readonly Point[], { before, after }: Tradeoff): readonly Point[] {
  const [first, last] = [points[0]!, points.at(-1)!];
  const span = last.x.sub(first.x);
  const reach = sign(span) !== 0 ? span : sign(first.x) !== 0 ? first.x.abs() : ONE;
  const length = reach.mul(rational(1n, 4n));
  const moved = (from: Point, by: Rational, rate: string): Point => ({
    x: from.x.add(by),
    y: from.y.add(exact(rate).mul(by)),
  });
  return [
    ...(before === null ? [] : [moved(first, length.neg(), before)]),
    ...points,
    ...(after === null ? [] : [moved(last, length, after)]),
  ];
}

function marked(
  { x: across, y: limit }: Point,
  { across: one, limited }: Tradeoff,
  x: Axis,
  y: Axis,
  index: number,
): string[] {
  const [cx, cy] = [x.place(across), y.place(limit)];
  const right = across.sub(x.low).mul(4n).compare(x.high.sub(x.low).mul(3n)) < 0;
  const label = `(${withUnit(across, one)}, ${withUnit(limit, limited)})`;
  const lift = index % 2 === 0 ? -9 : 19;
  return [
    `<circle cx="${cx}" cy="${cy}" r="4" fill="#1b7a3d"/>`,
    `<text x="${cx}" y="${cy}" dy="${lift}" dx="${right ? 7 : -7}" text-anchor="${right ? 'start' : 'end'}" font-size="12">${escaped(label)}</text>`,
  ];
}

function nowMark(now: Point, x: Axis, y: Axis): string[] {
  const [cx, cy] = [x.place(now.x), y.place(now.y)];
  return [
    `<path d="M${cx} ${cy}m-5 -5l10 10m0 -10l-10 10" stroke="#b3261e" stroke-width="2"/>`,
    `<text x="${cx}" y="${cy}" dx="-9" dy="16" text-anchor="end" fill="#b3261e" font-size="12">now</text>`,
  ];
}

function withUnit(value: Rational, { unit }: Weighed): string {
  return unit === '' ? show(value) : `${show(value)} ${unit}`;
}

function exact(value: string): Rational {
  return readExact({ value, unit: '', shown: value })!;
}
