import type { Expr, Scope, Value, Variable } from '../model/model.ts';
import { isTemporal, type TemporalExpr } from './children.ts';
import { apply, type Moment } from './expression.ts';
import { type Last, NEVER, note } from './last.ts';
import { defined, type Outcome, through, undefinedAt } from './outcome.ts';
import { type Need, type Node, Plan } from './plan.ts';
import { held, historically, once, since, whenever } from './temporal.ts';
import type { Trace } from './trace.ts';

/**
 * One behaviour of a scope in exact arithmetic: the trace's choices, and from them every definition, state and formula.
 * Values are computed on demand and remembered per step; long chains of definitions and steps do not deepen the call stack.
 */
export class Behaviour {
  readonly trace: Trace;
  readonly #plan: Plan;
  readonly #memory: Map<Node, Outcome>[];
  readonly #records: Map<Expr, Last>[];
  readonly #moments: Moment[] = [];

  /** `scope` may be a `Plan`, to share the analysis of one scope between many behaviours. */
  constructor(scope: Scope | Plan, trace: Trace) {
    this.trace = trace;
    this.#plan = scope instanceof Plan ? scope : new Plan(scope);
    this.#memory = trace.steps.map(() => new Map());
    this.#records = trace.steps.map(() => new Map());
  }

  get scope(): Scope {
    return this.#plan.scope;
  }

  /** Number of steps; steps count from 0. */
  get length(): number {
    return this.trace.steps.length;
  }

  /** The behaviour with one step more; what is known of the steps before is kept. */
  extended(values: ReadonlyMap<Variable, Value>): Behaviour {
    const longer = new Behaviour(this.#plan, { rigid: this.trace.rigid, steps: [...this.trace.steps, values] });
    for (let step = 0; step < this.length; step += 1) {
      longer.#memory[step] = this.#memory[step]!;
      longer.#records[step] = this.#records[step]!;
    }
    return longer;
  }

  /** The variable's value at the step; undefined too where it is free and the trace does not give it. */
  value(variable: Variable, step: number): Outcome {
    this.#check(step);
    const at = variable.rigid ? 0 : step;
    this.#demand([{ node: variable, step: at }]);
    return this.#recall(variable, at);
  }

  /** The formula's value at the step, with `and`, `or`, `=>`, `if` guarding from left to right. */
  evaluate(expr: Expr, step: number): Outcome {
    this.#check(step);
    this.#demand(this.#plan.direct(expr).map((node) => ({ node, step })));
    return this.#evaluate(expr, step);
  }

  #check(step: number): void {
    if (step < 0 || step >= this.length) throw new Error(`there is no step ${step} in a behaviour of ${this.length}`);
  }

  #recall(node: Node, step: number): Outcome {
    const found = this.#memory[step]!.get(node);
    if (found === undefined) throw new Error('a value was used before it was computed');
    return found;
  }

  /** Computes the nodes and all that they rest on, with a stack of its own: sources first. */
  #demand(needs: readonly Need[]): void {
    const open = this.#unknown(needs).map((need) => ({ need, entered: false }));
    const entered = new Map<number, Set<Node>>();
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const { node, step } = top.need;
      if (this.#memory[step]!.has(node)) open.pop();
      else if (top.entered) {
        this.#memory[step]!.set(node, this.#compute(node, step));
        open.pop();
      } else {
        enter(entered, node, step);
        top.entered = true;
        for (const need of this.#unknown(this.#plan.needs(node, step))) open.push({ need, entered: false });
      }
    }
  }

  #unknown(needs: readonly Need[]): readonly Need[] {
    return needs.map(settle).filter((need) => !this.#memory[need.step]!.has(need.node));
  }

  #compute(node: Node, step: number): Outcome {
    if ('role' in node) return this.#computeVariable(node, step);
    return apply(node, this.#moment(step));
  }

  #computeVariable(variable: Variable, step: number): Outcome {
    const definition = this.scope.definitions.get(variable);
    if (definition !== undefined) return through(variable, this.#evaluate(definition.body, step));
    const state = this.scope.states.get(variable);
    if (state !== undefined && step > 0) return through(variable, this.#evaluate(state.next, step - 1));
    if (state?.initial != null) return through(variable, this.#evaluate(state.initial, 0));
    const given = variable.rigid ? this.trace.rigid : this.trace.steps[step]!;
    const value = given.get(variable);
    return value === undefined ? through(variable, undefinedAt(null)) : defined(value);
  }

  #evaluate(expr: Expr, step: number): Outcome {
    if (isTemporal(expr)) return this.#recall(expr, step);
    if (!this.#plan.isRemembered(expr)) return apply(expr, this.#moment(step));
    const found = this.#memory[step]!.get(expr);
    if (found !== undefined) return found;
    const outcome = apply(expr, this.#moment(step));
    this.#memory[step]!.set(expr, outcome);
    return outcome;
  }

  #moment(step: number): Moment {
    this.#moments[step] ??= {
      variable: (variable) => this.#recall(variable, variable.rigid ? 0 : step),
      evaluate: (expr) => this.#evaluate(expr, step),
      temporal: (expr) => this.#temporal(expr, step),
    };
    return this.#moments[step];
  }

  #temporal(expr: TemporalExpr, step: number): Outcome {
    const before = () => (step === 0 ? null : this.#recall(expr, step - 1));
    switch (expr.kind) {
      case 'prev':
        return step === 0 ? this.#evaluate(expr.initial, 0) : this.#evaluate(expr.operand, step - 1);
      case 'initially':
        return step === 0 ? this.#evaluate(expr.operand, 0) : defined(true);
      case 'once':
        return once(this.#evaluate(expr.operand, step), before());
      case 'historically':
        return historically(this.#evaluate(expr.operand, step), before());
      case 'since':
        return since(this.#evaluate(expr.left, step), this.#evaluate(expr.right, step), before());
      case 'held':
        return held(expr.steps, this.#record(expr, expr.operand, step), step);
      case 'whenever': {
        const due = step - expr.steps;
        const trigger = due < 0 ? null : this.#evaluate(expr.trigger, due);
        return whenever(expr.steps, trigger, this.#record(expr, expr.response, step), step);
      }
    }
  }

  #record(node: TemporalExpr, argument: Expr, step: number): Last {
    const before = step === 0 ? NEVER : this.#records[step - 1]!.get(node)!;
    const now = note(before, this.#evaluate(argument, step), step);
    this.#records[step]!.set(node, now);
    return now;
  }
}

/** A rigid variable is computed once, at step 0. */
function settle(need: Need): Need {
  return 'role' in need.node && need.node.rigid && need.step > 0 ? { node: need.node, step: 0 } : need;
}

function enter(entered: Map<number, Set<Node>>, node: Node, step: number): void {
  const here = entered.get(step) ?? new Set();
  if (here.has(node)) throw new Error('the model defines a variable through itself within one step');
  entered.set(step, here.add(node));
}
