import { ONE, type Rational, ZERO } from '../exact/rational.ts';
import { Diagrams, type Node, TRUE } from './decision_diagram.ts';
import { EMPTY, type FaultSet, members } from './fault_set.ts';

/** How many nodes a diagram of cut sets may have. */
const MOST_NODES = 400_000;

/** Part of the law of independent faults: which combinations leave the events alike, and how likely one of them is. */
export interface Class {
  /** One combination of the group's faults. */
  readonly present: FaultSet;
  readonly mass: Rational;
  /** Whether it is the only combination of the class. */
  readonly single: boolean;
}

/**
 * The law of a group of independent faults with given chances, as far as the events can tell its combinations apart.
 * The events are given by their minimal cut sets; combinations after which every event depends on the other faults in the
 * same way are one class. With `apart`, each combination stands by itself. Throws `TooLarge`.
 */
export function classesOf(
  group: FaultSet,
  chance: (fault: number) => Rational,
  events: readonly (readonly FaultSet[])[],
  apart: boolean,
): Class[] {
  const inside = members(group);
  const position = new Map(inside.map((fault, at) => [fault, at]));
  const levelOf = (fault: number): number => position.get(fault) ?? inside.length + fault;
  const diagrams = new Diagrams(MOST_NODES);
  let states = new Map<string, State>();
  put(
    states,
    { nodes: events.map((cuts) => diagrams.ofSets(cuts, levelOf)), present: EMPTY, mass: ONE, single: true },
    apart,
  );
  for (const [level, fault] of inside.entries()) {
    const next = new Map<string, State>();
    for (const state of states.values()) {
      for (const high of [false, true])
        put(next, branch(diagrams, state, { level, fault, high, chance: chance(fault) }), apart);
    }
    states = next;
  }
  return [...states.values()];
}

interface State extends Class {
  readonly nodes: readonly Node[];
}

function branch(
  diagrams: Diagrams,
  state: State,
  { level, fault, high, chance }: { level: number; fault: number; high: boolean; chance: Rational },
): State {
  const below = (node: Node): Node =>
    diagrams.level(node) !== level ? node : high ? diagrams.high(node) : diagrams.low(node);
  return {
    nodes: state.nodes.map(below),
    present: high ? state.present | (1n << BigInt(fault)) : state.present,
    mass: state.mass.mul(high ? chance : ONE.sub(chance)),
    single: state.single,
  };
}

function put(states: Map<string, State>, state: State, apart: boolean): void {
  if (state.mass.compare(ZERO) === 0) return;
  const key = apart ? state.present.toString() : state.nodes.join(' ');
  const there = states.get(key);
  states.set(key, there === undefined ? state : { ...there, mass: there.mass.add(state.mass), single: false });
}

/** The chance of an event, given by its minimal cut sets, where all faults are independent. Throws `TooLarge`. */
export function underIndependence(cuts: readonly FaultSet[], chance: (fault: number) => Rational): Rational {
  const faults = cuts.reduce((all, cut) => all | cut, EMPTY);
  const order = members(faults);
  const position = new Map(order.map((fault, at) => [fault, at]));
  const diagrams = new Diagrams(MOST_NODES);
  const memo = new Map<Node, Rational>();
  const walk = (node: Node): Rational => {
    if (node <= TRUE) return node === TRUE ? ONE : ZERO;
    let result = memo.get(node);
    if (result === undefined) {
      const p = chance(order[diagrams.level(node)]!);
      result = p.mul(walk(diagrams.high(node))).add(ONE.sub(p).mul(walk(diagrams.low(node))));
      memo.set(node, result);
    }
    return result;
  };
  return walk(diagrams.ofSets(cuts, (fault) => position.get(fault)!));
}
