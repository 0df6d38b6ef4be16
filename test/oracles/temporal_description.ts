/** Tiny finite-state components and systems over time, as plain data, and their `.safety` text. Shares no code with src. */

/** A Boolean formula. `is` compares a variable with a number of its domain (a Boolean's are 0 and 1). */
export type Formula =
  | { readonly op: 'const'; readonly value: boolean }
  | { readonly op: 'is' | 'atMost'; readonly name: string; readonly value: number }
  | { readonly op: 'not' | 'once' | 'historically' | 'initially'; readonly a: Formula }
  | { readonly op: 'and' | 'or' | 'implies' | 'iff' | 'since'; readonly a: Formula; readonly b: Formula }
  | { readonly op: 'prev'; readonly a: Formula; readonly initial: boolean }
  | { readonly op: 'held'; readonly a: Formula; readonly n: number }
  /** The name of a mode, which stands for when it applies. */
  | { readonly op: 'mode'; readonly mode: string; readonly a: Formula }
  /** More than so many of these faults are present; never written. */
  | { readonly op: 'more'; readonly names: readonly string[]; readonly n: number }
  | { readonly op: 'whenever'; readonly a: Formula; readonly b: Formula; readonly n: number };

/** The next value of a state. */
export type Update =
  | { readonly op: 'number'; readonly value: number }
  /** As before; one more, at most 2; one more, around to 0; one more, which may leave the range. */
  | { readonly op: 'stay' | 'count' | 'around' | 'more' }
  /** What an input is. */
  | { readonly op: 'from'; readonly name: string }
  | { readonly op: 'truth'; readonly of: Formula }
  | { readonly op: 'if'; readonly condition: Formula; readonly yes: Update; readonly no: Update };

export type Domain = 'bool' | 'colour' | 'count' | 'small';
/**
 * `small`: a port that should be 0 to 2. Nothing else than comparisons with these and copies is made of it, so that what is
 * less is like -1, and what is more like 3.
 */
export const SIZE = { bool: 2, colour: 3, count: 3, small: 5 } as const;
export const LOWEST = { bool: 0, colour: 0, count: 0, small: -1 } as const;
const COLOURS = ['red', 'amber', 'green'];

export interface Port {
  readonly name: string;
  readonly domain: 'bool' | 'colour' | 'small';
  readonly delayed: boolean;
  /** What implements an output: a formula, or a state of which it is a copy. */
  readonly value: Formula | { readonly op: 'port'; readonly name: string } | null;
}

export interface NamedFormula {
  readonly name: string;
  readonly body: Formula;
  /** Of a guarantee: the faults but for which it holds, and how many of all it tolerates. */
  readonly unless?: readonly string[];
  readonly tolerating?: number;
}

export interface Mode {
  readonly name: string;
  readonly when: Formula;
  readonly assumptions: readonly NamedFormula[];
  readonly guarantees: readonly NamedFormula[];
}

/** The fault that stands at the top of the file: one for all who name it. */
export const COMMON = 'common';

export interface State {
  readonly name: string;
  readonly domain: 'bool' | 'count';
  readonly initial: number;
  readonly next: Update;
}

export interface PartUse {
  readonly name: string;
  readonly component: string;
  /** What its parameters are: a truth value, or a parameter of the system. */
  readonly binds: readonly { readonly param: string; readonly to: boolean | string }[];
  readonly wires: readonly {
    readonly input: string;
    readonly source: Formula | { readonly op: 'port'; readonly name: string };
  }[];
}

export interface TimedComponent {
  readonly name: string;
  /** The component for which it may stand. */
  readonly refines?: string;
  /** All are Booleans. */
  readonly params: readonly string[];
  /** Own faults; `COMMON` where it names that. */
  readonly faults: readonly string[];
  readonly modes: readonly Mode[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly vars: readonly Port[];
  readonly states: readonly State[];
  readonly parts: readonly PartUse[];
  readonly assumptions: readonly NamedFormula[];
  readonly guarantees: readonly NamedFormula[];
  readonly invariants: readonly NamedFormula[];
}

export interface TimedProgram {
  readonly components: readonly TimedComponent[];
}

/** The text of a program; the domains of names decide how numbers are written. */
export function timedText({ components }: TimedProgram): string {
  const byName = new Map(components.map((component) => [component.name, component]));
  const common = components.some(({ faults }) => faults.includes(COMMON));
  return [
    'type Colour = { red, amber, green }',
    ...(common ? [`fault ${COMMON}`] : []),
    ...components.map((component) => componentText(component, byName)),
  ].join('\n\n');
}

function componentText(c: TimedComponent, byName: ReadonlyMap<string, TimedComponent>): string {
  const domains = domainsOf(c, byName);
  const show = (formula: Formula) => formulaText(formula, domains);
  const lines = [
    'step 1 s',
    ...c.params.map((name) => `param ${name} : bool`),
    ...c.faults.filter((name) => name !== COMMON).map((name) => `fault ${name}`),
    ...c.inputs.map(({ name, domain }) => `in ${name} : ${typeText(domain)}`),
    ...c.outputs.map(
      (port) =>
        `${port.delayed ? 'delayed ' : ''}out ${port.name} : ${typeText(port.domain)}${port.value === null ? '' : ` = ${port.value.op === 'port' ? port.value.name : show(port.value)}`}`,
    ),
    ...c.vars.map(({ name, domain }) => `var ${name} : ${typeText(domain)}`),
    ...c.states.flatMap((state) => [
      `state ${state.name} : ${typeText(state.domain)} = ${valueText(state.domain, state.initial)}`,
      `next ${state.name} = ${updateText(state.next, state, show)}`,
    ]),
    ...c.parts.map(({ name, component, binds }) => {
      const bound = binds.map(({ param, to }) => `${param} = ${to}`).join(', ');
      return `part ${name} : ${component}${bound === '' ? '' : `(${bound})`}`;
    }),
    ...c.parts.flatMap((part) =>
      part.wires.map(
        ({ input, source }) => `connect ${source.op === 'port' ? source.name : show(source)} -> ${part.name}.${input}`,
      ),
    ),
    ...c.assumptions.map(({ name, body }) => `assume ${name}: ${show(body)}`),
    ...c.guarantees.map((guarantee) => guaranteeText(guarantee, show)),
    ...c.modes.map(({ name, when, assumptions, guarantees }) => {
      const clauses = [
        ...assumptions.map(({ name: clause, body }) => `assume ${clause}: ${show(body)}`),
        ...guarantees.map((guarantee) => guaranteeText(guarantee, show)),
      ];
      return `mode ${name} when ${show(when)} { ${clauses.join('  ')} }`;
    }),
    ...c.invariants.map(({ name, body }) => `invariant ${name}: ${show(body)}`),
  ];
  const refines = c.refines === undefined ? '' : ` refines ${c.refines}`;
  return `${c.parts.length > 0 ? 'system' : 'component'} ${c.name}${refines} {\n${lines.map((line) => `  ${line}\n`).join('')}}`;
}

function guaranteeText({ name, body, unless, tolerating }: NamedFormula, show: (formula: Formula) => string): string {
  const but = unless === undefined ? '' : ` unless ${unless.join(', ')}`;
  return `guarantee ${name}: ${show(body)}${but}${tolerating === undefined ? '' : ` tolerating ${tolerating}`}`;
}

/** The domain of each name that a component's formulas may use. */
export function domainsOf(c: TimedComponent, byName: ReadonlyMap<string, TimedComponent>): ReadonlyMap<string, Domain> {
  const own = [...c.inputs, ...c.outputs, ...c.vars, ...c.states].map(({ name, domain }) => [name, domain] as const);
  const parts = c.parts.flatMap((part) => {
    const { inputs, outputs } = byName.get(part.component)!;
    return [...inputs, ...outputs].map(({ name, domain }) => [`${part.name}.${name}`, domain] as const);
  });
  return new Map<string, Domain>([...own, ...parts]);
}

function typeText(domain: Domain): string {
  return domain === 'bool' ? 'bool' : domain === 'colour' ? 'Colour' : 'int in 0..2';
}

function valueText(domain: Domain, value: number): string {
  if (domain === 'bool') return value === 1 ? 'true' : 'false';
  return domain === 'colour' ? COLOURS[value]! : String(value);
}

function formulaText(formula: Formula, domains: ReadonlyMap<string, Domain>): string {
  const show = (inner: Formula) => formulaText(inner, domains);
  switch (formula.op) {
    case 'const':
      return String(formula.value);
    case 'is':
    case 'atMost': {
      // Parameters and faults are no ports.
      const domain = domains.get(formula.name) ?? 'bool';
      if (domain === 'bool') return formula.value === 1 ? formula.name : `(not ${formula.name})`;
      return `(${formula.name} ${formula.op === 'is' ? '==' : '<='} ${valueText(domain, formula.value)})`;
    }
    case 'not':
      return `(not ${show(formula.a)})`;
    case 'once':
    case 'historically':
      return `${formula.op}(${show(formula.a)})`;
    case 'initially':
      return `initially ${show(formula.a)}`;
    case 'and':
    case 'or':
      return `(${show(formula.a)} ${formula.op} ${show(formula.b)})`;
    case 'implies':
      return `(${show(formula.a)} => ${show(formula.b)})`;
    case 'iff':
      return `(${show(formula.a)} <=> ${show(formula.b)})`;
    case 'since':
      return `since(${show(formula.a)}, ${show(formula.b)})`;
    case 'prev':
      return `prev(${show(formula.a)}, ${formula.initial})`;
    case 'held':
      return `held(${show(formula.a)}, ${formula.n} s)`;
    case 'mode':
      return formula.mode;
    case 'more':
      throw new Error('this is never written');
    case 'whenever':
      return `whenever ${show(formula.a)} then ${show(formula.b)} within ${formula.n} steps`;
  }
}

function updateText(update: Update, state: State, show: (formula: Formula) => string): string {
  switch (update.op) {
    case 'number':
      return valueText(state.domain, update.value);
    case 'stay':
      return state.name;
    case 'from':
      return update.name;
    case 'more':
      return `${state.name} + 1`;
    case 'count':
      return `min(${state.name} + 1, 2)`;
    case 'around':
      return `(${state.name} + 1) mod 3`;
    case 'truth':
      return show(update.of);
    case 'if':
      return `if ${show(update.condition)} then ${updateText(update.yes, state, show)} else ${updateText(update.no, state, show)}`;
  }
}
