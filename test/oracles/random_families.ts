import fc from 'fast-check';
import { Draw } from './draw.ts';

/**
 * Random systems with families of any size, as text: what members promise has cases, whole numbers and truth values, claims
 * are about their sums, numbers, extremes and about each. `{n}` stands where the range of the size is written.
 */
export interface FamilyFile {
  readonly text: string;
  /** The smallest size that the declaration allows. */
  readonly least: number;
}

export function withSizes(file: FamilyFile, range: string): string {
  return file.text.replace('{n}', range);
}

/** Families are drawn from a seed: a smaller one is no simpler. */
export const familyFiles: fc.Arbitrary<FamilyFile> = fc
  .noShrink(fc.integer({ min: 0, max: 2 ** 30 }))
  .map((seed) => new Families(new Draw(new Stream(seed) as never)).file());

/** A stream of numbers of its own (xorshift), so that a file rests on its seed alone. */
class Stream {
  #state: number;

  constructor(seed: number) {
    this.#state = seed + 0x9e3779b9;
  }

  nextInt(low: number, high: number): number {
    for (let round = 0; round < 3; round += 1) {
      this.#state ^= this.#state << 13;
      this.#state ^= this.#state >>> 17;
      this.#state ^= this.#state << 5;
    }
    return low + ((this.#state >>> 0) % (high - low + 1));
  }
}

class Families {
  readonly #draw: Draw;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  file(): FamilyFile {
    const draw = this.#draw;
    const least = draw.chance(40) ? 0 : 1;
    const second = draw.chance(35);
    const assumes = draw.chance(40);
    const lines = [
      'type Kind = { low, mid, high }',
      'component M {',
      '  param cap : real in 0..4',
      '  in load : real in 0..6',
      '  out x : real in 0..5',
      '  out y : real',
      '  out k : int in 0..3',
      '  out ok : bool',
      '  out kind : Kind',
      ...(assumes
        ? [`  assume fit: ${draw.pick(['load <= 5', 'load <= cap + 3', 'load + cap <= 9', 'load < 6'])}`]
        : []),
      ...draw.times(draw.int(1, 3), (at) => `  guarantee g${at}: ${this.#promise()}`),
      '}',
      ...(second
        ? [
            'component N {',
            '  in feed : real in 0..5',
            '  out z : real',
            `  assume small: feed <= ${draw.int(3, 5)}`,
            `  guarantee near: ${draw.pick(['0 <= z <= feed', 'z == feed + 1', 'feed - 1 <= z <= feed + 1', 'z >= feed and z <= 6'])}`,
            '}',
          ]
        : []),
      'component Sink {',
      '  in total : real',
      '  out fine : bool',
      `  assume room: total <= ${draw.pick(['20', '6 * limit', '15 + limit', '8'])}`,
      '  param limit : real in 0..',
      '  guarantee sees: fine',
      '}',
      'system S {',
      '  param n : int {n}',
      '  param q : real in 0..3',
      '  in s : real in 0..5',
      `  part m[n] : M(cap = ${draw.pick(['q', '2', '1 + q / 4'])})`,
      ...(second ? ['  part b[n] : N'] : []),
      `  part sink : Sink(limit = ${draw.pick(['n', '2 * n', 'n + 1'])})`,
      `  connect ${draw.pick(['s', 's', 's + q / 3', '4'])} -> m.load`,
      ...(second
        ? [`  connect ${draw.pick(['m.x -> b.feed', 'm[i].x -> b[i].feed for i in 1..n', 's -> b.feed'])}`]
        : []),
      `  connect ${this.#number(second)} -> sink.total`,
      '  guarantee watched: sink.fine',
      ...draw.times(draw.int(2, 4), (at) => `  guarantee c${at}: ${this.#claim(second, 2)}`),
      '}',
    ];
    return { text: `${lines.join('\n')}\n`, least };
  }

  #promise(): string {
    const { pick, int } = this.#bound();
    return pick([
      () => 'x <= load',
      () => `x <= ${int(1, 5)}`,
      () => 'x <= cap',
      () => `x + y <= ${int(2, 6)} and y >= 0`,
      () => `y <= x and y >= -${int(0, 2)}`,
      () => `ok => x <= ${int(0, 3)}`,
      () => `not ok => x >= ${int(1, 4)}`,
      () => `ok <=> x <= ${int(1, 3)}`,
      () => `ok or k == ${int(0, 3)}`,
      () => `k >= 1 => x <= k`,
      () => `kind == low => x <= ${int(0, 2)}`,
      () => `kind != high`,
      () => `if kind == mid then x == 2 else x <= ${int(1, 4)}`,
      () => `load > 3 => x <= ${int(1, 4)}`,
      () => `x < ${int(1, 4)}`,
      () => `y == abs(x - 2)`,
      () => `y == min(x, cap)`,
      () => `y == max(x - 1, 0)`,
      () => `x == ${int(0, 2)} or x == ${int(2, 4)}`,
      () => `y == (if ok then x else 0)`,
      () => `y == prev(x, 0)`,
      () => `x <= prev(x, 0) + 1`,
      () => `y == x * k`,
      () => `y <= k and y >= 0`,
      () => `y == floor(x)`,
    ])();
  }

  #claim(second: boolean, depth: number): string {
    const { pick, int, chance } = this.#bound();
    if (depth > 0 && chance(25)) {
      const join = pick(['and', 'or', '=>']);
      return `(${this.#claim(second, depth - 1)}) ${join} (${this.#claim(second, depth - 1)})`;
    }
    return pick([
      () => `${this.#number(second)} <= ${this.#limit()}`,
      () => `${this.#number(second)} <= ${this.#limit()}`,
      () => `${this.#number(second)} < ${this.#limit()} + 1`,
      () => `${this.#number(second)} >= ${pick(['0', '1', '-n'])}`,
      () => `all(r in m: ${this.#of()})`,
      () => `any(r in m: ${this.#of()}) => any(r in m: ${this.#of()})`,
      () => `n == 0 or max(r in m: r.x) <= ${int(2, 5)}`,
      () => `n >= 1 => min(r in m: r.x) <= ${int(2, 5)}`,
      () => `count(r in m: ${this.#of()}) + count(r in m: ${this.#of()}) >= ${pick(['n', 'n - 1', '0'])}`,
      () => `all(r in m: ${this.#of()}) => sum(m.x) <= ${this.#limit()}`,
      () => (second ? `all(i in 1..n: b[i].z <= m[i].x + ${int(0, 2)})` : `count(r in m: r.ok) <= n`),
      () => `n >= 2 => max(r in m: r.x) <= sum(m.x)`,
    ])();
  }

  #of(): string {
    const { pick, int } = this.#bound();
    return pick([
      'r.ok',
      'not r.ok',
      `r.x <= ${int(1, 5)}`,
      `r.x > ${int(0, 3)}`,
      `r.y <= ${int(1, 5)}`,
      `r.k <= ${int(0, 3)}`,
      'r.x <= s',
      'r.kind == high',
      'r.kind != low and r.ok',
      'r.x + r.y <= 5',
      'r.x <= r.k + 2',
    ]);
  }

  #number(second: boolean): string {
    const { pick } = this.#bound();
    return pick([
      'sum(m.x)',
      'sum(m.x)',
      'sum(m.y)',
      'sum(m.k)',
      'sum(m.x) + sum(m.k)',
      'count(r in m: r.ok)',
      'count(r in m: r.x > 2)',
      'sum(r in m: if r.ok then r.x else 0)',
      'sum(r in m: 2 * r.x - r.y)',
      'sum(i in 1..n: m[i].x)',
      ...(second ? ['sum(b.z)', 'sum(i in 1..n: b[i].z - m[i].x)'] : []),
    ]);
  }

  #limit(): string {
    const { pick, int } = this.#bound();
    return pick([
      `${int(1, 5)} * n`,
      `${int(1, 5)} * n`,
      `${int(2, 14)}`,
      'n',
      `q * n + ${int(0, 3)}`,
      's * n',
      `${int(1, 4)} * n + 2`,
    ]);
  }

  #bound() {
    const draw = this.#draw;
    return {
      pick: <T>(items: readonly T[]) => draw.pick(items),
      int: (low: number, high: number) => draw.int(low, high),
      chance: (percent: number) => draw.chance(percent),
    };
  }
}
