import { same } from '../eval/arithmetic.ts';
import { MODES, refinementClaims } from '../eval/claimed.ts';
import { freedParts } from '../eval/contract.ts';
import type { Behaviour } from '../eval/evaluate.ts';
import { type End, type Simulation, simulate } from '../eval/simulate.ts';
import { freeVariables } from '../eval/trace.ts';
import type { Clause, Model, PartInstance, Scope, Value, Variable } from '../model/model.ts';
import { cell, cells, isShown, UNDEFINED_CELL } from '../replay/cells.ts';
import { nearest } from '../resolve/near.ts';
import type { Span } from '../text/source.ts';
import type { Cell, CounterexampleStep } from '../verdict/result.ts';
import { type GivenCell, type GivenInputs, InputMistake } from './inputs.ts';
import type { Difference, SimulationEnd, SimulationOutcome } from './outcome.ts';
import { isRefinement, scopeOf } from './subjects.ts';
import { valueOf } from './values.ts';

export interface SimulationRequest {
  readonly model: Model;
  /** What to run, by name; null for what the inputs are about, or the one that nothing has as a part. */
  readonly of: string | null;
  /** Null: as many as the inputs give, or `USUAL_STEPS`. */
  readonly steps: number | null;
  readonly seed: bigint;
  readonly inputs: GivenInputs | null;
  /** Values of parameters as they were typed. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Faults by name, each with the step from which on it is present. */
  readonly faults: ReadonlyMap<string, number>;
  /** Which claims end the run, by the name of their obligation; null: all, or the one whose counterexample is given. */
  readonly only: ((id: string) => boolean) | null;
  /** Which variables are shown, by name; null: all, or those of the counterexample. */
  readonly shown: ((name: string) => boolean) | null;
  readonly textOf: (span: Span) => string;
}

export const USUAL_STEPS = 20;

/**
 * Runs a model forward, with the same evaluator that replays counterexamples: fed with the inputs of one, it comes to the
 * same values. Throws an `InputMistake` for what is given and does not fit the model.
 */
export function runSimulation(request: SimulationRequest): SimulationOutcome {
  const { inputs } = request;
  const claim = inputs?.claim ?? null;
  const sizes = new Map([...sizesIn(inputs?.sizes ?? null), ...request.parameters]);
  const { name, scope } = scopeOf(request.model, { of: request.of, claim, sizes });
  const given = new Given(scope, request);
  const ends = request.only ?? (claim === null ? null : (id: string) => id === claim);
  const simulation = simulate(scope, {
    steps: request.steps ?? (given.steps.length > 0 ? given.steps.length : USUAL_STEPS),
    seed: request.seed,
    rigid: given.rigid,
    given: given.steps,
    faults: given.faults,
    ...(isRefinement(name) ? { claims: refinementClaims(scope) } : {}),
    ...(ends === null ? {} : { ends: (clause: string) => ends(`${name}.${clause}`) }),
  });
  const named =
    claim === null
      ? null
      : new Set([...inputs!.parameters.keys(), ...inputs!.steps.flatMap((step) => [...step.keys()])]);
  const shown = request.shown ?? (named === null ? null : (each: string) => named.has(each));
  return {
    subject: name,
    seed: request.seed,
    ...shownCells(scope, simulation.behaviour, shown),
    end: endOf(name, simulation, given.steps.length, request.textOf),
    differs: given.difference(simulation.behaviour),
  };
}

/** `for n = 3, m = 2` as values by name. */
function sizesIn(text: string | null): readonly [string, string][] {
  const match = /^for (.+)$/.exec(text ?? '');
  if (match === null) return [];
  return match[1]!.split(', ').flatMap((each): [string, string][] => {
    const [name, value] = each.split(' = ');
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
}

/** What is given, as values of the scope's variables. */
class Given {
  readonly rigid = new Map<Variable, Value>();
  readonly steps: Map<Variable, Value>[] = [];
  readonly faults = new Map<Variable, number>();
  /** Given values of what follows from others, in the order of the steps. */
  readonly #expected: {
    readonly variable: Variable;
    readonly step: number;
    readonly cell: GivenCell;
    readonly value: Value;
  }[] = [];
  readonly #scope: Scope;
  readonly #byName: ReadonlyMap<string, Variable>;
  readonly #choices: {
    readonly rigid: ReadonlySet<Variable>;
    readonly perStep: ReadonlySet<Variable>;
    readonly atStart: ReadonlySet<Variable>;
  };

  constructor(scope: Scope, { inputs, parameters, faults }: SimulationRequest) {
    this.#scope = scope;
    this.#byName = new Map(scope.variables.map((variable) => [variable.name, variable]));
    const free = freeVariables(scope);
    this.#choices = { rigid: new Set(free.rigid), perStep: new Set(free.perStep), atStart: new Set(free.atStart) };
    for (const [name, each] of inputs?.parameters ?? []) this.#parameter(name, each);
    for (const [name, text] of parameters) this.#parameter(name, { text, unit: null });
    for (const [step, named] of (inputs?.steps ?? []).entries()) {
      this.steps.push(new Map());
      for (const [name, each] of named) this.#atStep(name, each, step);
    }
    for (const [name, step] of faults) this.#fault(name, step);
  }

  /** The first given value that the run does not come to. */
  difference(behaviour: Behaviour): Difference | null {
    for (const { variable, step, cell: given, value } of this.#expected) {
      if (step >= behaviour.length) continue;
      const outcome = behaviour.value(variable, step);
      if (outcome.kind !== 'undefined' && same(outcome.value, value)) continue;
      const found = outcome.kind === 'undefined' ? UNDEFINED_CELL : cell(outcome.value, variable.sort, variable.unit);
      return { step, name: variable.name, given: given.text, found: found.value };
    }
    return null;
  }

  #parameter(name: string, given: GivenCell): void {
    const variable = this.#byName.get(name);
    if (variable === undefined && this.#scope.fixed.has(name)) return;
    if (variable === undefined || !variable.rigid) throw this.#unknown(name, 'parameter', ({ rigid }) => rigid);
    this.#runWide(variable, given, `the parameter \`${name}\``);
  }

  #runWide(variable: Variable, given: GivenCell, where: string): void {
    const value = valueOf(variable, given, where);
    const before = this.rigid.get(variable);
    if (before !== undefined && !same(before, value)) throw new InputMistake(`${where} has two values`);
    if (this.#choices.rigid.has(variable)) this.rigid.set(variable, value);
    else this.#expected.push({ variable, step: 0, cell: given, value });
  }

  #atStep(name: string, given: GivenCell, step: number): void {
    // The cell of a value that does not exist, in a counterexample.
    if (given.text === UNDEFINED_CELL.value) return;
    const variable = this.#byName.get(name);
    if (variable === undefined && this.#scope.fixed.has(name)) return;
    if (variable === undefined) throw this.#unknown(name, 'variable', () => true);
    const where = `\`${name}\` at step ${step}`;
    if (variable.rigid) this.#runWide(variable, given, where);
    else if (variable.role === 'fault' && !this.#scope.definitions.has(variable)) this.#faultAt(variable, given, step);
    else if (this.#choices.perStep.has(variable) || (step === 0 && this.#choices.atStart.has(variable)))
      this.steps[step]!.set(variable, valueOf(variable, given, where));
    else this.#expected.push({ variable, step, cell: given, value: valueOf(variable, given, where) });
  }

  #faultAt(variable: Variable, given: GivenCell, step: number): void {
    const present = valueOf(variable, given, `\`${variable.name}\` at step ${step}`) === true;
    const since = this.faults.get(variable);
    if (present && since === undefined) this.faults.set(variable, step);
    if (!present && since !== undefined)
      throw new InputMistake(`the fault \`${variable.name}\` goes away at step ${step}: one that is present stays`);
  }

  #fault(name: string, step: number): void {
    const found = this.#scope.faults.find(({ variable }) => variable.name === name);
    if (found === undefined) throw this.#unknown(name, 'fault', ({ role }) => role === 'fault');
    this.faults.set(found.variable, step);
  }

  #unknown(name: string, what: string, isOne: (variable: Variable) => boolean): InputMistake {
    const known = this.#scope.variables.filter(isOne).map((variable) => variable.name);
    const near = nearest(name, known);
    const hint =
      near !== null
        ? `; did you mean \`${near}\`?`
        : known.length > 0
          ? `; there are ${known.slice(0, 12).join(', ')}`
          : '';
    return new InputMistake(`no ${what} is called \`${name}\`${hint}`);
  }
}

function shownCells(
  scope: Scope,
  behaviour: Behaviour,
  shown: ((name: string) => boolean) | null,
): Pick<SimulationOutcome, 'parameters' | 'steps'> {
  const variables = scope.variables.filter((each) => !each.rigid && isShown(each) && (shown?.(each.name) ?? true));
  const freed = freedParts(behaviour);
  // With a counterexample only what its claim depends on is looked at, parts too.
  const owners = new Set(variables.map(({ part }) => part));
  const seen = freed.filter(({ part }) => shown === null || owners.has(part.path));
  const steps = behaviour.trace.steps.map(
    (_, step): CounterexampleStep => ({
      cells: cells(behaviour, step, variables),
      freed: seen.filter(({ since }) => since <= step).map(({ part, clause }) => `${part.path}.${clause.name}`),
    }),
  );
  const parameters = scope.variables.filter(
    (each) =>
      each.role === 'param' && (each.part === null || (!scope.definitions.has(each) && (shown?.(each.name) ?? true))),
  );
  const none: ReadonlyMap<string, Cell> = new Map();
  return { parameters: behaviour.length === 0 ? none : cells(behaviour, 0, parameters), steps };
}

function endOf(name: string, { end }: Simulation, given: number, textOf: (span: Span) => string): SimulationEnd {
  if (end.kind === 'complete') return { kind: 'complete' };
  const at = { step: end.step, given: end.step < given };
  const bare = { ...at, text: null, sentence: null, span: null };
  switch (end.kind) {
    case 'uncovered':
      return { kind: 'broken', claim: `${name}.${MODES}`, ...bare };
    case 'undefined value':
      return { kind: 'undefined', claim: `${name}.${end.name}`, ...bare };
    case 'broken':
    case 'undefined':
    case 'stuck': {
      const { kind, clause } = end;
      const { sentence, span, bodySpan } = clause;
      return { kind, claim: claimName(name, end), text: textOf(bodySpan), sentence, span, ...at };
    }
  }
}

/** What a part promises is owed, and called, by its component; everything else by the scope. */
function claimName(
  name: string,
  { part, clause, ...end }: Extract<End, { readonly part: PartInstance | null; readonly clause: Clause }>,
): string {
  return part?.guarantees.includes(clause) === true ? `${part.component}.${end.name}` : `${name}.${end.name}`;
}
