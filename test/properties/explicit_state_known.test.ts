import { afterAll, describe, expect, test } from 'vitest';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';
import { explore } from '../oracles/explicit_state.ts';
import {
  type Formula,
  type NamedFormula,
  type PartUse,
  type Port,
  type TimedComponent,
  timedText,
} from '../oracles/temporal_description.ts';
import type { Realizable } from '../oracles/temporal_realizable.ts';

/** Whether systems over time are realizable, derived by hand, so that the oracle itself has a judge; and what the checker says. */

const solver = createWasmSolver({});
afterAll(() => solver.close());

const SAID: Record<Realizable, readonly string[]> = {
  true: ['proved'],
  false: ['refuted'],
  'not true': ['refuted', 'unknown'],
  open: ['unknown'],
  either: ['proved', 'refuted', 'unknown'],
};

const none = {
  params: [],
  faults: [],
  modes: [],
  inputs: [],
  outputs: [],
  vars: [],
  states: [],
  parts: [],
  assumptions: [],
  guarantees: [],
  invariants: [],
} as const;
const is = (name: string): Formula => ({ op: 'is', name, value: 1 });
const not = (a: Formula): Formula => ({ op: 'not', a });
const iff = (a: Formula, b: Formula): Formula => ({ op: 'iff', a, b });
const implies = (a: Formula, b: Formula): Formula => ({ op: 'implies', a, b });
const prev = (a: Formula): Formula => ({ op: 'prev', a, initial: false });
const port = (name: string, delayed = false): Port => ({ name, domain: 'bool', delayed, value: null });
const assumed = (body: Formula): NamedFormula[] => [{ name: 'a', body }];
const promised = (body: Formula): NamedFormula[] => [{ name: 'g', body }];

/** Reads `x`, puts out `y` and `z`. */
const leaf = (name: string, guarantee: Formula, more: Partial<TimedComponent> = {}): TimedComponent => ({
  ...none,
  name,
  inputs: [port('x')],
  outputs: [port('y'), port('z')],
  guarantees: promised(guarantee),
  ...more,
});
const settled = { outputs: [port('y', true), port('z')] };

const use = (name: string, component: string, source?: Formula, binds: PartUse['binds'] = []): PartUse => ({
  name,
  component,
  binds,
  wires: source === undefined ? [] : [{ input: 'x', source }],
});
const system = (parts: readonly PartUse[], more: Partial<TimedComponent> = {}): TimedComponent => ({
  ...none,
  name: 'S',
  inputs: [port('u')],
  parts,
  ...more,
});
const truthOf = (...components: TimedComponent[]) => explore({ components }, components.at(-1)!.name)!.realizable;

/** What the oracle says of the last, and the checker does not contradict. */
async function judged(...components: TimedComponent[]): Promise<Realizable> {
  const truth = truthOf(...components);
  const text = timedText({ components });
  const { obligations } = await checkText(solver, text, 'test.safety');
  const found = obligations.find(({ id }) => id === `${components.at(-1)!.name}.realizable`);
  expect(SAID[truth], text).toContain(found?.verdict);
  return truth;
}

const follows = leaf('Follows', iff(is('y'), is('x')));
const inverts = leaf('Inverts', iff(is('y'), not(is('x'))));
/** Not realizable by itself: it has no answer to `x`. */
const refuses = leaf('Refuses', not(is('x')));
/** Realizable by itself: it never puts out `y`. */
const quiet = leaf('Quiet', not(is('y')));
const restless = leaf('Restless', { op: 'const', value: true });

describe('the oracle over time against what was derived by hand', () => {
  test('a loop within a step of two that exclude each other, of two that agree, and through an earlier step', async () => {
    const loop = (component: string, back: Formula) =>
      system([use('p', 'Follows', back), use('q', component, is('p.y'))]);
    expect(await judged(follows, inverts, loop('Inverts', is('q.y')))).toBe('false');
    expect(await judged(follows, loop('Follows', is('q.y')))).toBe('true');
    expect(await judged(follows, inverts, loop('Inverts', prev(is('q.y'))))).toBe('true');
  });

  test('what a part cannot answer is forbidden by the system, by the part that it reads, or by nobody', async () => {
    const alone = (source: Formula, more: Partial<TimedComponent> = {}) => system([use('p', 'Refuses', source)], more);
    expect(await judged(refuses, alone(is('u')))).toBe('false');
    expect(await judged(refuses, alone(is('u'), { assumptions: assumed(not(is('u'))) }))).toBe('true');
    const behind = (component: string) => system([use('p', 'Refuses', is('q.y')), use('q', component, is('u'))]);
    expect(await judged(refuses, quiet, behind('Quiet'))).toBe('true');
    expect(await judged(refuses, restless, behind('Restless'))).toBe('false');
  });

  test('a part that reads nobody restricts nobody', async () => {
    const beside = system([use('p', 'Refuses', is('u')), use('q', 'Refuses', is('u'))]);
    expect(await judged(refuses, beside)).toBe('false');
  });

  test('what is delayed is chosen before what is read', async () => {
    const early = leaf('Early', iff(is('y'), is('x')), settled);
    const source = (delayed: boolean) => leaf('Source', { op: 'const', value: true }, delayed ? settled : {});
    const pair = system([use('p', 'Early', is('q.y')), use('q', 'Source', is('u'))]);
    expect(await judged(early, source(false), pair)).toBe('false');
    expect(await judged(early, source(true), pair)).toBe('false');
    const known = leaf('Source', iff(is('y'), prev(is('x'))), settled);
    expect(await judged(early, known, pair)).toBe('true');
  });

  test('a settled guarantee is owed at the step at which an assumption breaks, another is not', async () => {
    const never: Formula = { op: 'and', a: is('y'), b: not(is('y')) };
    const assuming = (guarantee: Formula) => leaf('P', guarantee, { ...settled, assumptions: assumed(not(is('x'))) });
    const given = system([use('p', 'P', is('u'))], { assumptions: assumed(is('u')) });
    expect(await judged(assuming(never), given)).toBe('false');
    expect(await judged(assuming({ op: 'and', a: never, b: is('z') }), given)).toBe('true');
  });

  test('after a part was freed it owes nothing, and restricts nothing', async () => {
    const once = leaf('Once', not(prev(prev(is('x')))), { assumptions: assumed(not(prev(is('x')))) });
    expect(await judged(once, system([use('p', 'Once', is('u'))]))).toBe('true');
    const bound = leaf('Bound', not(is('y')), { assumptions: assumed(not(prev(is('x')))) });
    const reading = system([use('p', 'Refuses', is('q.y')), use('q', 'Bound', is('u'))]);
    expect(await judged(refuses, bound, reading)).toBe('false');
    expect(await judged(refuses, bound, { ...reading, assumptions: assumed(not(is('u'))) })).toBe('true');
  });

  test('two that read each other over time, and both have no answer to the same input, are not excused by each other', async () => {
    // What was read of the other is named, and changes nothing.
    const tied = (other: string): Formula => ({ op: 'and', a: is('u'), b: iff(prev(is(other)), prev(is(other))) });
    const mutual = system([use('p', 'Refuses', tied('q.y')), use('q', 'Refuses', tied('p.y'))]);
    expect(await judged(refuses, mutual)).toBe('not true');
    const delayed = leaf('Refuses', not(is('x')), { outputs: [port('y', true)] });
    // Each may settle what leaves the other without an answer, whose contract then allows nothing.
    const settledFirst = system([use('p', 'Refuses', is('q.y')), use('q', 'Refuses', is('p.y'))]);
    expect(await judged(delayed, settledFirst)).toBe('open');
    const aside = leaf('Quiet', not(is('y')), { outputs: [port('y', true)] });
    const oneOfBoth = system([use('p', 'Refuses', is('q.y')), use('q', 'Quiet', is('p.y'))]);
    expect(await judged(delayed, aside, oneOfBoth)).toBe('true');
  });

  test('a value that another puts out only at a risk to its own contract refutes nobody, and proves nothing', async () => {
    const early = { outputs: [port('y', true)] };
    const pair = (component: string) => system([use('p', 'Refuses', is('q.y')), use('q', component, is('p.z'))]);
    expect(await judged(refuses, leaf('Needs', is('x'), early), pair('Needs'))).toBe('false');
    expect(await judged(refuses, leaf('Sure', implies(is('y'), is('x')), early), pair('Sure'))).toBe('open');
    expect(await judged(refuses, leaf('Safe', not(is('y')), early), pair('Safe'))).toBe('true');
    // What is put out is made of what was settled: with another choice of that it does not come.
    const settles = leaf('Settles', not(is('x')), {
      ...settled,
      guarantees: [...promised(not(is('x'))), { name: 'on', body: is('z') }],
    });
    const bound = leaf('Bound', iff(is('y'), is('s')), {
      inputs: [port('s'), port('x')],
      guarantees: [...promised(iff(is('y'), is('s'))), { name: 'needs', body: is('x') }],
    });
    const bind: PartUse = { ...use('q', 'Bound', is('p.z')) };
    const held = system([
      use('p', 'Settles', is('q.y')),
      { ...bind, wires: [...bind.wires, { input: 's', source: is('p.y') }] },
    ]);
    expect(await judged(settles, bound, held)).toBe('open');
  });

  test('who reads through another what it puts out is beaten by what may come whatever that is', async () => {
    // `y` of the first is made of nothing that it reads, and the second follows it, or does not.
    const through = (component: string) => system([use('p', 'Refuses', is('q.y')), use('q', component, is('p.y'))]);
    expect(await judged(refuses, follows, through('Follows'))).toBe('either');
    const elsewhere = leaf('Free', iff(is('z'), is('x')));
    expect(await judged(refuses, elsewhere, through('Free'))).toBe('false');
    const assuming = leaf('Free', iff(is('z'), is('x')), { assumptions: assumed(is('x')) });
    expect(await judged(refuses, assuming, through('Free'))).toBe('not true');
    expect(await judged(refuses, quiet, through('Quiet'))).toBe('true');
  });

  test('faults are present before anything is chosen, and parameters have the values of the use', async () => {
    const faulty = leaf('Faulty', not(is('x')), {
      faults: ['f0'],
      guarantees: [{ name: 'g', body: not(is('x')), unless: ['f0'] }],
    });
    expect(await judged(faulty, system([use('p', 'Faulty', is('u'))]))).toBe('false');
    const tuned = leaf('Tuned', implies(is('k0'), not(is('x'))), { params: ['k0'] });
    const at = (to: boolean | string) =>
      system([use('p', 'Tuned', is('u'), [{ param: 'k0', to }])], { params: ['k0'] });
    expect(await judged(tuned, at(false))).toBe('true');
    expect(await judged(tuned, at(true))).toBe('false');
    expect(await judged(tuned, at('k0'))).toBe('false');
  });

  test('a system inside is asked as a leaf where its own parts have no answer, and trusted where they have', async () => {
    const outer: TimedComponent = {
      ...system([use('i', 'S')]),
      name: 'T',
      parts: [{ ...use('i', 'S'), wires: [{ input: 'u', source: is('u') }] }],
    };
    const promising = (part: string) => system([use('p', part, is('u'))], { guarantees: promised(not(is('u'))) });
    expect(await judged(refuses, promising('Refuses'), outer)).toBe('false');
    expect(await judged(quiet, promising('Quiet'), outer)).toBe('true');
  });
});
