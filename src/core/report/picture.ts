import { ceil, floor, ONE, power, type Rational, rational, show, sign, ZERO } from '../exact/rational.ts';

/** What pictures with two axes are drawn with: their size, the axes with round numbers, and words. */

export const WIDTH = 720;
export const HEIGHT = 460;
export const LEFT = 96;
export const RIGHT = 32;
export const TOP = 64;
export const BOTTOM = 72;

/** One SVG document of so many units in height; its title is what those hear who do not see it. */
export function document(title: string, height: number, inside: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...inside,
    '</svg>\n',
  ].join('\n');
}

/** The two axes with their names. */
export function axes(across: string, up: string): string[] {
  return [
    `<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}" fill="none" stroke="#333333"/>`,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 22, across, 'text-anchor="middle"'),
    `<text transform="translate(20 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escaped(up)}</text>`,
  ];
}

export function gridX(x: Axis, tick: Rational): string[] {
  const at = x.place(tick);
  return [
    `<path d="M${at} ${TOP}V${HEIGHT - BOTTOM}" stroke="#00000014"/>`,
    text(at, HEIGHT - BOTTOM + 18, show(tick), 'text-anchor="middle" fill="#333333" font-size="12"'),
  ];
}

export function gridY(y: Axis, tick: Rational): string[] {
  const at = y.place(tick);
  return [
    `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#00000014"/>`,
    text(LEFT - 8, at, show(tick), 'text-anchor="end" dominant-baseline="middle" fill="#333333" font-size="12"'),
  ];
}

export function text(x: number | string, y: number | string, words: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(words)}</text>`;
}

export function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Places values between two ends of the picture, and finds round numbers between them. */
export class Axis {
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
