import { afterAll, expect, test } from 'vitest';
import { createWasmSolver } from '../../src/solvers/wasm/pool.ts';
import { checkText } from '../checking.ts';
import { type Formula, type Port, type TimedComponent, timedText } from '../oracles/temporal_description.ts';
import { exploreRefinement } from '../oracles/temporal_refinement.ts';

/** Refinements over time, derived by hand, so that the oracle itself has a judge; and what the checker says. */

const solver = createWasmSolver({});
afterAll(() => solver.close());

const is = (name: string): Formula => ({ op: 'is', name, value: 1 });
const not = (a: Formula): Formula => ({ op: 'not', a });
const prev = (a: Formula): Formula => ({ op: 'prev', a, initial: false });
const both = (a: Formula, b: Formula): Formula => ({ op: 'and', a, b });
const implies = (a: Formula, b: Formula): Formula => ({ op: 'implies', a, b });
const port = (name: string, delayed = false): Port => ({ name, domain: 'bool', delayed, value: null });

const component = (name: string, guarantee: Formula, more: Partial<TimedComponent> = {}): TimedComponent => ({
  name,
  params: [],
  faults: [],
  modes: [],
  inputs: [port('x')],
  outputs: [port('y'), port('z')],
  vars: [],
  states: [],
  parts: [],
  assumptions: [],
  guarantees: [{ name: 'g', body: guarantee }],
  invariants: [],
  ...more,
});
const assuming = (body: Formula) => ({ assumptions: [{ name: 'a', body }] });
const settled = { outputs: [port('y', true), port('z')] };
const excused = (body: Formula, ...faults: string[]) => ({
  faults,
  guarantees: [{ name: 'g', body, unless: faults }],
});
const NOT_Y = not(is('y'));

/** For each name the steps of the shortest counterexample, or null; the checker says the same. */
async function judged(base: TimedComponent, refined: TimedComponent, ...parts: TimedComponent[]) {
  const program = { components: [...parts, { ...refined, refines: base.name }, base] };
  const truth = [...exploreRefinement(program, refined.name)!.claims];
  const { obligations } = await checkText(solver, timedText(program), 'test.safety');
  const said = obligations.filter(({ id }) => id.startsWith(`${refined.name}.refines.`));
  expect(
    said.map(({ id, verdict, counterexample }) => [id, verdict, counterexample?.steps.length ?? null]),
    timedText(program),
  ).toEqual(truth.map(([id, steps]) => [id, steps === null ? 'proved' : 'refuted', steps]));
  return Object.fromEntries(truth.map(([id, steps]) => [id.slice(`${refined.name}.refines.`.length), steps]));
}

test('what refines may ask for less, and no more; what it asked for in vain frees it', async () => {
  const base = component('A', NOT_Y, assuming(not(prev(is('x')))));
  expect(await judged(base, component('B', NOT_Y))).toEqual({ g: null });
  expect(await judged(base, component('B', NOT_Y, assuming(not(prev(prev(is('x')))))))).toEqual({ a: null, g: null });
  expect(await judged(component('A', NOT_Y), component('B', NOT_Y, assuming(not(prev(is('x'))))))).toEqual({
    a: 2,
    g: 2,
  });
});

test('a settled guarantee is owed one step longer, if it is settled in what is refined', async () => {
  const asks = assuming(not(is('x')));
  const base = component('A', NOT_Y, { ...settled, ...asks });
  expect(await judged(base, component('B', NOT_Y, { ...settled, ...asks }))).toEqual({ a: null, g: null });
  const unsettled = component('B', both(NOT_Y, is('z')), { ...settled, ...asks });
  expect(await judged(base, unsettled)).toEqual({ a: null, g: 1 });
  expect(await judged(component('A', NOT_Y, asks), unsettled)).toEqual({ a: null, g: null });
});

test('faults of one name are one fault, others are present when they like', async () => {
  const faulty = component('B', NOT_Y, excused(NOT_Y, 'f0'));
  expect(await judged(component('A', NOT_Y, excused(NOT_Y, 'f0')), faulty)).toEqual({ g: null });
  expect(await judged(component('A', NOT_Y, excused(NOT_Y, 'f1')), faulty)).toEqual({ g: 1 });
  expect(await judged(component('A', NOT_Y), faulty)).toEqual({ g: 1 });
  expect(
    await judged(component('A', NOT_Y, excused(NOT_Y, 'common')), component('B', NOT_Y, excused(NOT_Y, 'common'))),
  ).toEqual({ g: null });
});

test('parameters of one name are one, others have any value', async () => {
  const tuned = component('B', implies(is('k0'), NOT_Y), { params: ['k0'] });
  expect(await judged(component('A', NOT_Y), tuned)).toEqual({ g: 1 });
  expect(await judged(component('A', NOT_Y, { params: ['k0'], ...assuming(is('k0')) }), tuned)).toEqual({ g: null });
  expect(await judged(component('A', NOT_Y, { params: ['k1'], ...assuming(is('k1')) }), tuned)).toEqual({ g: 1 });
});

test('a system promises without faults only, and a machine what it proves', async () => {
  const part = component('L', NOT_Y, excused(NOT_Y, 'f0'));
  const system = (inner: TimedComponent) =>
    component('B', NOT_Y, {
      outputs: [
        { ...port('y'), value: { op: 'port', name: 'p.y' } },
        { ...port('z'), value: is('x') },
      ],
      parts: [{ name: 'p', component: inner.name, binds: [], wires: [{ input: 'x', source: is('x') }] }],
    });
  expect(await judged(component('A', NOT_Y), system(part), part)).toEqual({ g: 1 });
  const sound = component('L', NOT_Y);
  expect(await judged(component('A', NOT_Y), system(sound), sound)).toEqual({ g: null });
  // A fault of the file that nobody names excuses nobody.
  const idle = component('L', NOT_Y, { faults: ['common'] });
  expect(await judged(component('A', NOT_Y), system(idle), idle)).toEqual({ g: null });
  const late = component('B', implies(is('y'), prev(is('x'))), {
    outputs: [{ ...port('y', true), value: is('s0') }, port('z')],
    states: [{ name: 's0', domain: 'bool', initial: 0, next: { op: 'truth', of: is('x') } }],
  });
  // What it does besides what it promises counts for nothing.
  const promised = component('A', implies(is('y'), prev(is('x'))));
  expect(await judged(promised, late)).toEqual({ g: null });
  expect(await judged(component('A', implies(prev(is('x')), is('y'))), late)).toEqual({ g: 2 });
});
