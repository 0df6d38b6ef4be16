import type * as ohm from 'ohm-js';

/** Draws a whole number from 0 up to, not including, the bound. */
export type Draw = (bound: number) => number;

/** The parts of Ohm's parsing expressions that a grammar of sentences needs; Ohm has no types for them. */
interface Expression {
  readonly constructor: { readonly name: string };
  readonly terms?: readonly Expression[];
  readonly factors?: readonly Expression[];
  readonly expr?: Expression;
  readonly obj?: string;
  readonly ruleName?: string;
  readonly args?: readonly Expression[];
}

const TOKENS: Readonly<Record<string, readonly string[]>> = {
  name: ['x', 'y', 'limit', 'in_', 'stepper', 'real', 'sum'],
  number: ['3', '0', '20 ms', '9.81 m/s^2', '25%', '1e-6', '3 1/s'],
  string: ['"text"'],
};

/**
 * A random sentence of a rule, as tokens. Lookaheads are left out of account, so that not every sentence is one that the
 * grammar reads; that it and the parser are of one mind about each is what is asked.
 */
export function sentence(grammar: ohm.Grammar, rule: string, draw: Draw): string[] {
  const rules = (grammar as unknown as { readonly rules: Readonly<Record<string, { readonly body: Expression }>> })
    .rules;
  const out: string[] = [];
  let fuel = 80;

  const apply = (expression: Expression): void => {
    const name = expression.ruleName!;
    const tokens = TOKENS[name];
    if (/^(Nonempty)?ListOf$/.test(name)) list(expression, name === 'ListOf' ? 0 : 1);
    else if (tokens !== undefined) out.push(tokens[draw(tokens.length)]!);
    else if (/^[a-z]/.test(name)) out.push(name);
    else walk(rules[name]!.body);
  };

  const list = ({ args }: Expression, least: number): void => {
    const count = least + (fuel > 0 ? draw(3) : 0);
    for (let at = 0; at < count; at += 1) {
      if (at > 0) walk(args![1]!);
      walk(args![0]!);
    }
  };

  /** With the fuel spent, the way that ends soonest: alternatives are written with the simple ones among the first. */
  const alternative = (terms: readonly Expression[]): Expression => {
    const spent = fuel <= 0;
    return terms[spent ? draw(Math.min(2, terms.length)) : draw(terms.length)]!;
  };

  const walk = (expression: Expression): void => {
    fuel -= 1;
    const kind = expression.constructor.name;
    if (kind === 'Alt') walk(alternative(expression.terms!));
    else if (kind === 'Seq') expression.factors!.forEach(walk);
    else if (kind === 'Star') for (let at = draw(fuel > 0 ? 3 : 1); at > 0; at -= 1) walk(expression.expr!);
    else if (kind === 'Opt' && fuel > 0 && draw(2) === 0) walk(expression.expr!);
    else if (kind === 'Plus') walk(expression.expr!);
    else if (kind === 'Terminal') out.push(expression.obj!);
    else if (kind === 'Apply') apply(expression);
    else if (!['Opt', 'Not', 'Lookahead'].includes(kind)) throw new Error(`no sentence of ${kind}`);
  };

  walk(rules[rule]!.body);
  return out;
}
