import { explore, type Findings, LONGEST } from './explicit_state.ts';
import {
  bit,
  clause,
  clauses,
  Draw,
  empty,
  formula,
  leaf,
  machine,
  modes,
  type Name,
  named,
  nameOf,
  system,
} from './random_timed.ts';
import type { Formula, NamedFormula, TimedComponent, TimedProgram } from './temporal_description.ts';
import { exploreRefinement } from './temporal_refinement.ts';
import { namesIn } from './temporal_view.ts';

/** So many times it is drawn again. */
const MOST_DRAWN = 8;
const REFINED = 'B';

/**
 * A contract over time and what refines it: a leaf, a machine, or a system of one or two of these. The contract is mostly made
 * of the clauses of what refines it, kept, weakened, strengthened or left out, so that about half of what is owed holds. What
 * refines is the last but one, the contract the last. One number gives one pair.
 */
export function randomTimedRefinement(seed: number): TimedProgram {
  const draw = new Draw(seed);
  const any = draw.chance(0.1);
  const parts = until(
    () => refining(draw),
    (components) => any || isKept(explore({ components }, REFINED)),
  );
  const refined = { ...parts.pop()!, refines: 'A' };
  return until(
    () => ({ components: [...parts, refined, contractFor(draw, refined)] }),
    (program) => any || exploreRefinement(program, REFINED)?.longest === LONGEST,
  );
}

/** From what cannot be kept everything would follow, so that it is seldom drawn. */
function isKept(found: Findings | null): boolean {
  return found !== null && found.realizable === 'true' && found.longest === LONGEST;
}

function until<T>(make: () => T, isFine: (made: T) => boolean): T {
  for (let left = MOST_DRAWN; ; left -= 1) {
    const made = make();
    if (left === 0 || isFine(made)) return made;
  }
}

function refining(draw: Draw): TimedComponent[] {
  const kind = draw.upTo(9);
  if (kind <= 2) return [leaf(draw, REFINED)];
  if (kind <= 5) return [machine(draw, REFINED)];
  const parts = Array.from({ length: draw.upTo(1) + 1 }, (_, at) =>
    draw.chance(0.5) ? leaf(draw, `L${at}`) : machine(draw, `M${at}`),
  );
  return [...parts, system(draw, REFINED, parts)];
}

function contractFor(draw: Draw, refined: TimedComponent): TimedComponent {
  // It may say less of what there is: no output, not that it is delayed, no parameter, no fault; or have others.
  const outputs = refined.outputs
    .filter(() => draw.chance(0.9))
    .map((output) => ({ ...output, value: null, delayed: output.delayed && draw.chance(0.8) }));
  const params = [...refined.params.filter(() => draw.chance(0.8)), ...(draw.chance(0.1) ? ['k1'] : [])];
  const faults = [...refined.faults.filter(() => draw.chance(0.8)), ...(draw.chance(0.1) ? ['f1'] : [])];
  const { inputs } = refined;
  const known = [...inputs.map(nameOf), ...params.map(bit)];
  const seen = [...known, ...outputs.map(nameOf)];
  const visible = new Set([...seen.map(({ name }) => name), ...faults]);
  const shown = (all: readonly NamedFormula[]) =>
    all
      .map(({ name, body, unless = [] }) => ({
        name,
        body: plain(body),
        ...excused(unless.filter((fault) => faults.includes(fault))),
      }))
      .filter(({ body }) => [...namesIn(body)].every((name) => visible.has(name)));
  const own = draw.chance(0.2) ? modes(draw, known, outputs.map(nameOf), seen) : [];
  const varied = draw.chance(0.85);
  const assumed = varied ? shown(refined.assumptions).filter(() => draw.chance(0.9)) : [];
  const promised = varied ? shown(promisesOf(refined)) : [];
  const delayed = outputs.filter((output) => output.delayed).map(nameOf);
  const further = [...params.map(bit), ...named(own), ...faults.map(bit)];
  const fresh = () =>
    delayed.length > 0 && draw.chance(0.6)
      ? clause(draw, [...delayed, ...further], seen)
      : clause(draw, [...seen, ...further], []);
  const kept = promised
    .filter(() => draw.chance(0.85))
    .map((each) => ({ ...each, body: changed(draw, each.body, 0.5, ['or', 'implies'], seen) }));
  const made = clauses(draw, 'h', varied ? 1 : 3, fresh).map((each) =>
    faults.length > 0 && draw.chance(0.5) ? { ...each, unless: [draw.of(faults)] } : each,
  );
  return {
    ...empty('A'),
    params,
    faults,
    inputs,
    outputs,
    modes: own,
    assumptions: [
      ...assumed.map(({ name, body }) => ({ name, body: changed(draw, body, 0.3, ['and'], known) })),
      ...clauses(draw, 'b', 1, () => clause(draw, known, outputs.map(nameOf))),
    ],
    guarantees: [...kept, ...made],
  };
}

/** Sometimes with something beside it, where the formula may stand inside another. */
function changed(
  draw: Draw,
  body: Formula,
  share: number,
  by: readonly ('and' | 'or' | 'implies')[],
  names: readonly Name[],
): Formula {
  if (body.op === 'whenever' || body.op === 'initially' || !draw.chance(share)) return body;
  return { op: draw.of(by), a: formula(draw, names, [], 1), b: body };
}

const excused = (unless: readonly string[]): Pick<NamedFormula, 'unless'> => (unless.length === 0 ? {} : { unless });

/** Guarantees with those of modes; ranges are written with the ports. */
function promisesOf({ guarantees, modes: all }: TimedComponent): NamedFormula[] {
  const inModes = all.flatMap(({ name, when, guarantees: clauses }) =>
    clauses.map(
      (each): NamedFormula => ({ name: `${name}${each.name}`, body: { op: 'implies', a: when, b: each.body } }),
    ),
  );
  return [...guarantees, ...inModes];
}

/** With what the names of modes stand for in their place. */
function plain(f: Formula): Formula {
  if (f.op === 'const' || f.op === 'more' || 'name' in f) return f;
  if (f.op === 'mode') return plain(f.a);
  return 'b' in f ? { ...f, a: plain(f.a), b: plain(f.b) } : { ...f, a: plain(f.a) };
}
