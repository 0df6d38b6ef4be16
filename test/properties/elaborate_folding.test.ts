import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Behaviour } from '../../src/core/eval/evaluate.ts';
import type { Outcome } from '../../src/core/eval/outcome.ts';
import { parseDecimal, show } from '../../src/core/exact/rational.ts';
import type { Scope, Value } from '../../src/core/model/model.ts';
import { openScope } from '../unit/elaborating.ts';

/**
 * Folding while elaborating changes no meaning: a formula over literals, which folds, and the same formula over inputs
 * that have those values, which does not, evaluate alike, also in where they are undefined.
 */

const INTS = [-7, -2, -1, 0, 1, 2, 3, 7];
const REALS = ['0.0', '0.5', '1.0', '2.25', '7.0'];

/** Binders must not hide each other. */
let binders = 0;

interface Text {
  /** Over inputs `i0`, `r0`, `b0`. */
  readonly open: string;
  /** Over literals. */
  readonly closed: string;
}

const leaf = {
  int: fc.nat(INTS.length - 1).map((at): Text => ({ open: `i${at}`, closed: `(${INTS[at]})` })),
  real: fc.nat(REALS.length - 1).map((at): Text => ({ open: `r${at}`, closed: REALS[at]! })),
  bool: fc.nat(1).map((at): Text => ({ open: `b${at}`, closed: at === 1 ? 'true' : 'false' })),
};

const fill = (template: string, operands: readonly Text[], pick: (text: Text) => string): string =>
  template.replaceAll(/#(\d)/g, (_, at) => pick(operands[Number(at)]!));

const node = (template: string, ...operands: fc.Arbitrary<Text>[]): fc.Arbitrary<Text> =>
  fc.tuple(...operands).map((texts) => {
    binders += 1;
    const own = template.replaceAll(/\bk\b/g, `k${binders}`);
    return {
      open: `(${fill(own, texts, ({ open }) => open)})`,
      closed: `(${fill(own, texts, ({ closed }) => closed)})`,
    };
  });

const { bool } = fc.letrec<{ int: Text; real: Text; bool: Text }>((tie) => {
  const [int, real, flag] = [tie('int'), tie('real'), tie('bool')];
  const options = { depthSize: 'small', withCrossShrink: true } as const;
  return {
    int: fc.oneof(
      options,
      leaf.int,
      ...[
        '#0 + #1',
        '#0 - #1',
        '#0 * #1',
        '#0 div #1',
        '#0 mod #1',
        'min(#0, #1)',
        'max(#0, #1)',
        'twice(#0) + #1',
      ].map((template) => node(template, int, int)),
      node('-#0', int),
      node('abs(#0)', int),
      node('floor(#0)', real),
      node('ceil(#0)', real),
      node('if #0 then #1 else #2', flag, int, int),
      node('sum(k in 1..2: k * #0)', int),
      node('count(k in 0..2: #0 < k)', int),
    ),
    real: fc.oneof(
      options,
      leaf.real,
      ...['#0 + #1', '#0 - #1', '#0 * #1', '#0 / #1', 'min(#0, #1)', 'max(k in 1..2: k * #0 - #1)'].map((template) =>
        node(template, real, real),
      ),
      node('#0 / #1', int, int),
      node('#0 * #1', int, real),
      node('#0^2', real),
      node('#0^-1', real),
      node('clamp(#0, #1, #2)', real, real, real),
      node('if #0 then #1 else #2', flag, real, real),
    ),
    bool: fc.oneof(
      options,
      leaf.bool,
      ...['#0 and #1', '#0 or #1', '#0 => #1', '#0 <=> #1', '#0 == #1', '#0 != #1'].map((template) =>
        node(template, flag, flag),
      ),
      node('not #0', flag),
      ...['#0 < #1', '#0 <= #1', '#0 == #1', '#0 != #1'].map((template) => node(template, int, int)),
      ...['#0 < #1', '#0 >= #1', '#0 == #1'].map((template) => node(template, real, real)),
      node('#0 in #1..#2', real, real, real),
      node('all(k in 1..2: #0 < k or #1)', int, flag),
      node('if #0 then #1 else #2', flag, flag, flag),
    ),
  };
});

function component({ open, closed }: Text): string {
  const inputs = [
    ...INTS.map((_, at) => `in i${at} : int`),
    ...REALS.map((_, at) => `in r${at} : real`),
    'in b0 : bool',
    'in b1 : bool',
  ];
  return `fun twice(x : int) : int = x + x
component C { ${inputs.join('  ')}
  out y : bool
  let opened = ${open}
  let closed = ${closed} }`;
}

function inputValue(name: string): Value {
  const at = Number(name.slice(1));
  if (name.startsWith('b')) return at === 1;
  const text = name.startsWith('i') ? String(INTS[at]) : REALS[at]!;
  return text.startsWith('-') ? parseDecimal(text.slice(1)).neg() : parseDecimal(text);
}

function outcome(scope: Scope, name: string): string {
  const inputs = scope.variables.filter(({ role }) => role === 'input');
  const values = new Map<Scope['variables'][number], Value>(inputs.map((input) => [input, inputValue(input.name)]));
  const variable = scope.variables.find((each) => each.name === name)!;
  return tell(new Behaviour(scope, { rigid: new Map(), steps: [values] }).value(variable, 0));
}

function tell(result: Outcome): string {
  if (result.kind !== 'value') return 'undefined';
  return typeof result.value === 'object' ? show(result.value) : String(result.value);
}

describe('folding', () => {
  it('means the same as not folding', () => {
    let defined = 0;
    fc.assert(
      fc.property(bool, (text) => {
        const scope = openScope(component(text), 'C');
        const folded = outcome(scope, 'closed');
        if (folded !== 'undefined') defined += 1;
        expect(folded).toBe(outcome(scope, 'opened'));
      }),
      { numRuns: 400, seed: 20260 },
    );
    expect(defined).toBeGreaterThan(200);
    expect(defined).toBeLessThan(400);
  });
});
