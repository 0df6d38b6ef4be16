import { fixedTerms } from './chance.ts';
import type { ComponentScope } from './component_scope.ts';
import type { Globals } from './globals.ts';
import { describeSymbol } from './lookup.ts';
import { allExpressions, rangeEnds } from './survey.ts';
import type { TypedClause, TypedComponent, TypedExpr, TypedWire, ValueSymbol } from './typed.ts';
import { binderExpressions, childrenOf } from './walk.ts';

/** What an expression may speak of in its place: which symbols of its component, and which expressions over parts and time. */
interface Rule {
  readonly allows: (expr: TypedExpr, now: boolean) => boolean;
  /** `the range of an input speaks of constants and parameters only`. */
  readonly says: string;
  /** Whether names of outputs and variables stand for their definitions. */
  readonly follows?: boolean;
  readonly help: string | null;
}

/** Checks that everything in a component speaks only of what it may where it stands. */
export function checkPlacement(globals: Globals, scope: ComponentScope): void {
  const { typed } = scope;
  const hold = (expr: TypedExpr | null, rule: Rule, code: 'SV156' | 'SV161' | 'SV162' = 'SV162') => {
    const odd = expr === null ? null : firstOdd(expr, rule);
    if (odd !== null) report(globals, code, odd.at, odd.cause, rule);
  };
  for (const symbol of typed.symbols) holdSymbol(symbol, hold);
  for (const part of typed.parts) {
    hold(part.size, fixed('the size of a family'));
    for (const one of part.bindings) hold(one.value, fixed('the value of a parameter'));
  }
  for (const wire of typed.wires) holdWire(wire, hold);
  for (const expr of allExpressions(typed)) holdInside(expr, hold);
  for (const clause of typed.clauses) holdClause(clause, typed, hold);
  for (const mode of typed.modes) {
    if (mode.clauses.some((clause) => clause.keyword === 'assume'))
      hold(mode.when, assumption(typed, 'the condition of a mode with assumptions'), 'SV156');
    for (const clause of mode.clauses) holdClause(clause, typed, hold);
  }
}

type Hold = (expr: TypedExpr | null, rule: Rule, code?: 'SV156' | 'SV161' | 'SV162') => void;

function holdWire(wire: TypedWire, hold: Hold): void {
  hold(wire.index, fixed('an index of a target'));
  hold(wire.portIndex, fixed('an index of a target'));
  for (const end of wire.binders.flatMap(binderExpressions)) hold(end, fixed('the end of an index range'));
}

function holdSymbol(symbol: ValueSymbol, hold: Hold): void {
  if ('size' in symbol && symbol.kind !== 'let') hold(symbol.size, fixed('the length of an array'));
  if (symbol.kind === 'fault') hold(symbol.bound, fixed('the probability of a fault'));
  if (symbol.kind === 'param') hold(symbol.value, fixed('the default of a parameter'));
  if (symbol.kind === 'state') hold(symbol.value, fixed('the first value of a state'));
  if (symbol.kind === 'out' && symbol.delayed) hold(symbol.value, SETTLED, 'SV161');
  if (!('type' in symbol)) return;
  const what = `the range of ${describeSymbol(symbol)}`;
  for (const end of rangeEnds(symbol.type.range)) hold(end, symbol.kind === 'var' ? fixedOrInput(what) : fixed(what));
}

function holdClause(clause: TypedClause, component: TypedComponent, hold: Hold): void {
  for (const term of chanceTerms(clause.body)) hold(term, fixed('a coefficient of a probability'));
  if (clause.keyword !== 'assume') return;
  if (clause.body.kind === 'independent') return;
  if (speaksOfChance(clause.body)) holdEvents(clause.body, hold);
  else hold(clause.body, assumption(component, 'an assumption'), 'SV156');
}

function holdEvents(expr: TypedExpr, hold: Hold): void {
  if (expr.kind === 'probability') hold(expr.event, EVIDENCE, 'SV156');
  else for (const child of childrenOf(expr)) holdEvents(child.expr, hold);
}

function speaksOfChance(expr: TypedExpr): boolean {
  return expr.kind === 'probability' || childrenOf(expr).some((child) => speaksOfChance(child.expr));
}

function chanceTerms(expr: TypedExpr): readonly TypedExpr[] {
  return speaksOfChance(expr) ? fixedTerms(expr) : [];
}

/** First values, bounds over time and the ends of index ranges are fixed wherever they stand. */
function holdInside(expr: TypedExpr, hold: Hold): void {
  if (expr.kind === 'prev') hold(expr.initial, fixed('the first value of `prev`'));
  if (expr.kind === 'held' || expr.kind === 'whenever') hold(expr.within.value, fixed('a bound over time'));
  if (expr.kind === 'aggregate') {
    for (const { over } of expr.binders) {
      if (over.kind !== 'range') continue;
      hold(over.low, fixed('the end of an index range'));
      hold(over.high, fixed('the end of an index range'));
    }
  }
  for (const child of childrenOf(expr)) holdInside(child.expr, hold);
}

const FIXED: ReadonlySet<string> = new Set(['const', 'param', 'argument', 'index', 'member', 'let']);
const IN_TIME: ReadonlySet<string> = new Set([
  'prev',
  'once',
  'historically',
  'since',
  'held',
  'initially',
  'whenever',
]);

function fixed(what: string): Rule {
  return {
    allows: (expr) =>
      expr.kind === 'ref' ? FIXED.has(expr.symbol.kind) : expr.kind !== 'port' && !IN_TIME.has(expr.kind),
    says: `${what} speaks of constants and parameters only`,
    help: null,
  };
}

function fixedOrInput(what: string): Rule {
  const rule = fixed(what);
  return {
    allows: (expr, now) => rule.allows(expr, now) || (expr.kind === 'ref' && expr.symbol.kind === 'in'),
    says: `${what} speaks of constants, parameters and inputs only`,
    help: 'bound it with a guarantee or an invariant instead',
  };
}

const EVIDENCE: Rule = {
  allows: (expr) =>
    expr.kind === 'ref' || expr.kind === 'port'
      ? expr.kind === 'ref'
        ? expr.symbol.kind === 'fault' || FIXED.has(expr.symbol.kind)
        : expr.symbol.kind === 'fault'
      : !IN_TIME.has(expr.kind),
  says: 'evidence speaks of faults only',
  help: 'a probability of anything else is what a guarantee claims',
};

/** Inputs, parameters and, under `prev`, outputs; a leaf's variables count as outputs. */
function assumption(component: TypedComponent, what: string): Rule {
  const leaf = isLeaf(component);
  return {
    allows: (expr, now) => {
      if (expr.kind === 'port') return false;
      if (expr.kind !== 'ref') return true;
      const { kind } = expr.symbol;
      return (
        FIXED.has(kind) || kind === 'in' || kind === 'mode' || (!now && (kind === 'out' || (leaf && kind === 'var')))
      );
    },
    says: `${what} speaks of inputs, parameters and earlier values only`,
    help: 'say it of the value one step ago, `prev(y, first)`, or make it a guarantee',
  };
}

/** What is settled before the inputs of a step arrive. */
const SETTLED: Rule = {
  allows: (expr, now) => {
    if (!now) return true;
    if (expr.kind === 'port') return expr.symbol.kind === 'out' && expr.symbol.delayed;
    return expr.kind !== 'ref' || isSettledSymbol(expr.symbol);
  },
  follows: true,
  says: 'a `delayed` output may not need what happens in the same step',
  help: 'take the value one step ago, `prev(x, first)`, keep it in a `state`, or leave `delayed` out',
};

function isSettledSymbol(symbol: ValueSymbol): boolean {
  switch (symbol.kind) {
    case 'state':
    case 'mode':
      return true;
    case 'out':
      return symbol.delayed || symbol.value !== null;
    case 'var':
      return symbol.value !== null || rangeEnds(symbol.type.range).every((end) => firstOdd(end, fixed('')) === null);
    default:
      return FIXED.has(symbol.kind);
  }
}

/** A component whose outputs are all free: no parts, no states, no outputs with a value. */
function isLeaf(component: TypedComponent): boolean {
  const implemented = component.symbols.some(
    (symbol) => symbol.kind === 'state' || (symbol.kind === 'out' && symbol.value !== null),
  );
  return component.parts.length === 0 && !implemented;
}

/** An expression still to be looked at; `at` is where the name stands through which it was reached, in the text that was given. */
interface Pending {
  readonly expr: TypedExpr;
  readonly now: boolean;
  readonly at: TypedExpr | null;
}

interface Odd {
  readonly at: TypedExpr;
  readonly cause: TypedExpr;
}

/** The first expression that the rule does not allow, in source order. Definitions are followed, each once now and once for the past. */
function firstOdd(expr: TypedExpr, rule: Rule): Odd | null {
  const followed = { now: new Set<ValueSymbol>(), past: new Set<ValueSymbol>() };
  const stack: Pending[] = [{ expr, now: true, at: null }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (!rule.allows(top.expr, top.now)) return { at: top.at ?? top.expr, cause: top.expr };
    const inside = childrenOf(top.expr).filter((child) => !isFirstValue(top.expr, child.expr));
    stack.push(...inside.map((child) => ({ expr: child.expr, now: top.now && child.now, at: top.at })).reverse());
    const definition = definitionOf(top.expr, rule);
    if (definition === null || top.expr.kind !== 'ref') continue;
    const seen = top.now ? followed.now : followed.past;
    if (!seen.has(top.expr.symbol)) stack.push({ expr: definition, now: top.now, at: top.at ?? top.expr });
    seen.add(top.expr.symbol);
  }
  return null;
}

/** The first value of a `prev` has its own rule wherever it stands. */
function isFirstValue(parent: TypedExpr, child: TypedExpr): boolean {
  return parent.kind === 'prev' && child === parent.initial;
}

/** What a name that the rule allows is short for. Inputs, parameters and states are short for nothing. */
function definitionOf(expr: TypedExpr, rule: Rule): TypedExpr | null {
  if (expr.kind !== 'ref') return null;
  const { symbol } = expr;
  if (symbol.kind === 'let') return symbol.value;
  if (symbol.kind === 'mode') return symbol.mode.when;
  const defined = (symbol.kind === 'out' && !symbol.delayed) || symbol.kind === 'var';
  return defined && rule.follows === true ? symbol.value : null;
}

function report(
  globals: Globals,
  code: 'SV156' | 'SV161' | 'SV162',
  at: TypedExpr,
  cause: TypedExpr,
  rule: Rule,
): void {
  const what = describe(at);
  globals.report.error(code, `${rule.says}${what === null ? '' : `, and ${what}`}`, at.span, {
    related: [
      ...(cause === at ? [] : [{ span: cause.span, message: `through its definition it speaks of this` }]),
      ...declarationOf(cause),
    ],
    help: rule.help,
  });
}

function describe(expr: TypedExpr): string | null {
  if (expr.kind === 'ref') return `\`${expr.symbol.name}\` is ${describeSymbol(expr.symbol)}`;
  if (expr.kind === 'port') return `\`${expr.part.name}.${expr.symbol.name}\` is a port of a part`;
  return null;
}

function declarationOf(expr: TypedExpr) {
  return expr.kind === 'ref' || expr.kind === 'port' ? [{ span: expr.symbol.span, message: 'declared here' }] : [];
}
