import type { Curve, CurvedPort, CurvedRow } from './curved_optimum.ts';

/** Random systems whose one claim bounds a quantity with products, squares and quotients: as a text, and as curves. */

export interface CurvedSystem {
  readonly text: string;
  readonly ports: readonly CurvedPort[];
  readonly rows: readonly CurvedRow[];
  readonly objective: Curve;
  /** Whether the claim bounds the quantity from above. */
  readonly above: boolean;
  readonly bound: bigint;
}

type Draw = (n: number) => number;

const MOST_PORTS = 3;

/** Two or three numbers in one or two parts, up to one curved and one straight row among those of a part, and a claim. */
export function randomCurvedSystem(draw: Draw): CurvedSystem {
  const sizes = draw(2) === 0 ? [1, 1 + draw(MOST_PORTS - 1)] : [2];
  const ports: CurvedPort[] = [];
  const names: string[] = [];
  const rows: CurvedRow[] = [];
  const parts = sizes.map((size, part) => {
    const from = ports.length;
    const local = Array.from({ length: size }, (_, at) => `y${at + 1}`);
    for (const name of local) {
      ports.push(randomPort(draw));
      names.push(`p${part + 1}.${name}`);
    }
    const inside = local.map((_, at) => from + at);
    const promised = Array.from({ length: draw(3) }, () => randomRow(draw, inside));
    rows.push(...promised);
    const shown = (curve: Curve) => textOf(curve, (at) => local[at - from]!);
    return [
      `component P${part + 1} {`,
      ...local.map((name, at) => `  out ${name} : ${portText(ports[from + at]!)}`),
      ...promised.map(({ strict, curve }, at) => `  guarantee r${at + 1}: ${shown(curve)} ${strict ? '<' : '<='} 0`),
      '}',
    ].join('\n');
  });
  const objective = randomObjective(draw, ports);
  const above = draw(2) === 0;
  const bound = BigInt(draw(31) - 15);
  const text = [
    ...parts,
    'system S {',
    ...sizes.map((_, part) => `  part p${part + 1} : P${part + 1}`),
    `  guarantee g: ${textOf(objective, (at) => names[at]!)} ${above ? '<=' : '>='} ${bound}`,
    '}',
  ].join('\n');
  return { text: `${text}\n`, ports, rows, objective, above, bound };
}

function randomPort(draw: Draw): CurvedPort {
  const low = BigInt(draw(5) - 3);
  return { whole: draw(6) === 0, low, high: low + BigInt(1 + draw(4)) };
}

function portText({ whole, low, high }: CurvedPort): string {
  return `${whole ? 'int' : 'real'} in ${low}..${high}`;
}

const number = (value: number): Curve => ({ kind: 'number', value: BigInt(value) });
const product = (...of: readonly Curve[]): Curve => ({ kind: 'product', of });
const sum = (...of: readonly Curve[]): Curve => ({ kind: 'sum', of });

/** A factor that is not zero. */
function factor(draw: Draw): Curve {
  const value = draw(6) - 3;
  return number(value >= 0 ? value + 1 : value);
}

function randomRow(draw: Draw, inside: readonly number[]): CurvedRow {
  const port = (): Curve => ({ kind: 'port', at: inside[draw(inside.length)]! });
  const [x, y] = [port(), port()];
  const limit = number(-1 - draw(6));
  const curves: readonly Curve[] = [
    sum(product(factor(draw), x), product(factor(draw), y), limit),
    sum(product(x, x), product(y, y), limit),
    sum(product(x, y), limit),
    sum(product(x, x), product(factor(draw), y), limit),
  ];
  return { strict: draw(4) === 0, curve: curves[draw(curves.length)]! };
}

/** Two to three terms: products, squares, cubes, a quotient by what is positive. */
function randomObjective(draw: Draw, ports: readonly CurvedPort[]): Curve {
  const port = (): Curve => ({ kind: 'port', at: draw(ports.length) });
  const curved = (): Curve => {
    const [x, y, z] = [port(), port(), port()];
    switch (draw(6)) {
      case 0:
        return product(factor(draw), x, x);
      case 1:
        return product(factor(draw), x, y, z);
      case 2:
        return { kind: 'quotient', of: product(factor(draw), x), by: sum(number(1 + draw(3)), product(y, y)) };
      case 3: {
        const at = draw(ports.length);
        const above = Number(1n - ports[at]!.low) + draw(2);
        return { kind: 'quotient', of: factor(draw), by: sum({ kind: 'port', at }, number(above)) };
      }
      default:
        return product(factor(draw), x, y);
    }
  };
  const straight = () => product(factor(draw), port());
  return sum(curved(), ...(draw(2) === 0 ? [curved()] : []), straight());
}

function textOf(curve: Curve, nameOf: (at: number) => string): string {
  const inner = (each: Curve) =>
    each.kind === 'number' || each.kind === 'port' ? textOf(each, nameOf) : `(${textOf(each, nameOf)})`;
  switch (curve.kind) {
    case 'number':
      return String(curve.value);
    case 'port':
      return nameOf(curve.at);
    case 'sum':
      return curve.of.map(inner).join(' + ');
    case 'product':
      return curve.of
        .map((each) => (each.kind === 'number' && each.value < 0n ? `(${each.value})` : inner(each)))
        .join(' * ');
    case 'quotient':
      return `${inner(curve.of)} / ${inner(curve.by)}`;
  }
}
