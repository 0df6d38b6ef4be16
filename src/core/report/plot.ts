import { ceil, floor, ONE, power, type Rational, rational, show, sign, ZERO } from '../exact/rational.ts';
import type { Tradeoff, Weighed } from '../verdict/result.ts';
import { readExact } from './distance.ts';

/** Trade-offs as a picture: the safe side filled, every breakpoint with its exact numbers. */

const WIDTH = 720;
const HEIGHT = 460;
const LEFT = 96;
const RIGHT = 32;
const TOP = 64;
const BOTTOM = 72;

interface Point {
  readonly x: Rational;
  readonly y: Rational;
}

/** One SVG document, one panel for each trade-off. */
export function tradeoffPlot(tradeoffs: readonly Tradeoff[]): string {
  const height = HEIGHT * tradeoffs.length;
  const panels = tradeoffs.map((each, at) => `<g transform="translate(0 ${at * HEIGHT})">\n${panel(each)}\n</g>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...panels,
    '</svg>\n',
  ].join('\n');
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
    `<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}" fill="none" stroke="#333333"/>`,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 22, axisName(tradeoff.across), 'text-anchor="middle"'),
    `<text transform="translate(20 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escaped(axisName(tradeoff.limited))}</text>`,
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

function gridX(x: Axis, tick: Rational): string[] {
  const at = x.place(tick);
  return [
    `<path d="M${at} ${TOP}V${HEIGHT - BOTTOM}" stroke="#00000014"/>`,
    text(at, HEIGHT - BOTTOM + 18, show(tick), 'text-anchor="middle" fill="#333333" font-size="12"'),
  ];
}

function gridY(y: Axis, tick: Rational): string[] {
  const at = y.place(tick);
  return [
    `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#00000014"/>`,
    text(LEFT - 8, at, show(tick), 'text-anchor="end" dominant-baseline="middle" fill="#333333" font-size="12"'),
  ];
}

function text(x: number | string, y: number | string, words: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Places values between two ends of the picture, and finds round numbers between them. */
class Axis {
  readonly low: Rational;
  readonly high: Rational;
  readonly ticks: readonly Rational[];
  readonly #from: Rational;
  readonly #to: Rational;

  constructor(values: readonly Rational[], from: number, to: number) {
    const least = values.reduce((a, b) => (b.compare(a) < 0 ? b : a));
    const most = values.reduce((a, b) => (b.compare(a) > 0 ? b : a));
    const span = sign(most.sub(least)) > 0 ? most.sub(least) : sign(most) !== 0 ? most.abs() : ONE;
    const step = roundStep(span.div(5n));
    const low = rational(floor(least.div(step))).mul(step);
    const high = rational(ceil(most.div(step))).mul(step);
    // Nothing lies on the upper edge; below 0 there is often nothing at all.
    this.low = low.equals(least) && sign(low) !== 0 ? low.sub(step) : low;
    this.high = high.equals(most) ? high.add(step) : high;
    this.#from = rational(BigInt(from));
    this.#to = rational(BigInt(to));
    const ticks = [this.low];
    for (let next = this.low.add(step); next.compare(this.high) <= 0; next = next.add(step)) ticks.push(next);
    this.ticks = ticks;
  }

  /** In the picture's own unit, to a hundredth. */
  place(value: Rational): string {
    const share = value.sub(this.low).div(this.high.sub(this.low));
    const place = this.#from.add(this.#to.sub(this.#from).mul(share));
    return show(rational(floor(place.mul(100n).add(rational(1n, 2n))), 100n), 2);
  }
}

/** The next of 1, 2, 5, 10 … that is not less. */
function roundStep(least: Rational): Rational {
  let decade = ZERO.add(ONE);
  while (decade.compare(least) > 0) decade = decade.div(10n);
  while (decade.mul(10n).compare(least) <= 0) decade = decade.mul(10n);
  for (const by of [1n, 2n, 5n]) if (decade.mul(by).compare(least) >= 0) return decade.mul(by);
  return decade.mul(power(rational(10n), 1n));
}

function exact(value: string): Rational {
  return readExact({ value, unit: '', shown: value })!;
}
