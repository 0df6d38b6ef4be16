import type { MixedRow, MixedVariable } from './mixed_optimum.ts';

/** Random systems whose one claim bounds a linear quantity: as a text, and as the programs that say the same. */

export interface LinearSystem {
  readonly text: string;
  readonly variables: readonly MixedVariable[];
  /** One set of rows for each choice of the Boolean outputs. */
  readonly cases: readonly (readonly MixedRow[])[];
  readonly objective: readonly bigint[];
  /** Whether the claim bounds the quantity from above. */
  readonly above: boolean;
  readonly bound: bigint;
  /** By the clause's name (`P1.r2`): in every case the row that it is. */
  readonly rows: ReadonlyMap<string, MixedRow>;
}

type Draw = (n: number) => number;

interface Port extends MixedVariable {
  readonly name: string;
}

const SIZE = 6;

/** Up to two parts of up to two numbers each, one Boolean each, an input, and rows among what belongs together. */
export function randomLinearSystem(draw: Draw): LinearSystem {
  const parts = Array.from({ length: 1 + draw(2) }, (_, at) => ({
    name: `p${at + 1}`,
    ports: Array.from({ length: 1 + draw(2) }, (_unused, port) => randomPort(draw, `y${port + 1}`)),
    flag: draw(3) === 0,
  }));
  const input = draw(2) === 0 ? [randomPort(draw, 'x')] : [];
  const variables = [...parts.flatMap(({ ports }) => ports), ...input];
  const names = [
    ...parts.flatMap(({ name, ports }) => ports.map((port) => `${name}.${port.name}`)),
    ...input.map(({ name }) => name),
  ];
  let cases: readonly MixedRow[][] = [[]];
  let from = 0;
  const byName = new Map<string, MixedRow>();
  const components = parts.map(({ name, ports, flag }) => {
    const start = from;
    from += ports.length;
    const lines: string[] = [];
    for (let count = draw(3); count > 0; count -= 1) {
      const own = randomRow(draw, ports.length);
      const spread = (row: MixedRow): MixedRow => ({
        ...row,
        coefficients: variables.map((_, at) => row.coefficients[at - start] ?? 0n),
      });
      const row = spread(own);
      byName.set(`${name.toUpperCase()}.r${lines.length + 1}`, row);
      const guard = flag && draw(2) === 0;
      lines.push(
        `  guarantee r${lines.length + 1}: ${guard ? 'b => ' : ''}${rowText(
          own,
          ports.map((port) => port.name),
        )}`,
      );
      cases = guard
        ? [...cases.map((rows) => [...rows]), ...cases.map((rows) => [...rows, row])]
        : cases.map((rows) => [...rows, row]);
    }
    const declared = ports.map((port) => `  out ${port.name} : ${portText(port)}`);
    return [`component ${name.toUpperCase()} {`, ...declared, ...(flag ? ['  out b : bool'] : []), ...lines, '}'].join(
      '\n',
    );
  });
  const objective = variables.map(() => coefficient(draw));
  const above = draw(2) === 0;
  const bound = BigInt(draw(40) - 15);
  const text = [
    ...components,
    'system S {',
    ...input.map((port) => `  in ${port.name} : ${portText(port)}`),
    ...parts.map(({ name }) => `  part ${name} : ${name.toUpperCase()}`),
    `  guarantee g: ${sumText(objective, names)} ${above ? '<=' : '>='} ${bound}`,
    '}',
  ].join('\n');
  return { text: `${text}\n`, variables, cases, objective, above, bound, rows: byName };
}

/** The cases with another bound in one of the rows. */
export function withBound({ cases, rows }: LinearSystem, name: string, bound: bigint): LinearSystem['cases'] {
  const row = rows.get(name)!;
  return cases.map((each) => each.map((other) => (other === row ? { ...row, bound } : other)));
}

function randomPort(draw: Draw, name: string): Port {
  const low = BigInt(draw(SIZE) - SIZE / 2);
  return { name, whole: draw(2) === 0, low, high: low + BigInt(1 + draw(SIZE)) };
}

function portText({ whole, low, high }: Port): string {
  return `${whole ? 'int' : 'real'} in ${low}..${high}`;
}

function coefficient(draw: Draw): bigint {
  return BigInt(draw(9) - 4);
}

function randomRow(draw: Draw, width: number): MixedRow {
  const relation = (['<=', '<', '<', '<=', '='] as const)[draw(5)]!;
  const coefficients = Array.from({ length: width }, () => coefficient(draw));
  return { relation, coefficients, bound: BigInt(draw(15) - 4) };
}

function rowText({ relation, coefficients, bound }: MixedRow, names: readonly string[]): string {
  return `${sumText(coefficients, names)} ${relation === '=' ? '==' : relation} ${bound}`;
}

function sumText(coefficients: readonly bigint[], names: readonly string[]): string {
  return coefficients.map((c, at) => `${c} * ${names[at]}`).join(' + ');
}
