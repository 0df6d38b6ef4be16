import { show as showRational } from '../exact/rational.ts';
import type { Clause, Expr, Scope, Sort, Value, Variable } from './model.ts';

/** A stable text of a scope, for people who debug and for tests. Not a report: values are in base units. */
export function showScope(scope: Scope): string {
  return [
    `${scope.kind} ${scope.setting === null ? '' : `${scope.setting}/`}${scope.component}${fixed(scope)}`,
    ...(scope.step === null ? [] : [`  step ${showRational(scope.step)} s`]),
    ...free(scope).map((variable) => `  ${showVariable(variable)}`),
    ...[...scope.definitions.values()].map(({ variable, body, origin, partial }) => {
      return `  ${origin} ${variable.name} = ${showExpr(body)}${partial === null ? '' : ` (owes ${partial}.defined)`}`;
    }),
    ...[...scope.states.values()].flatMap(({ variable, initial, next }) => [
      `  state ${variable.name} : ${showSort(variable.sort)}${initial === null ? '' : ` = ${showExpr(initial)}`}`,
      `  next ${variable.name} = ${showExpr(next)}`,
    ]),
    ...section('given', scope.parameterRanges),
    ...section(
      'choice',
      scope.freeRanges.map(({ clause }) => clause),
    ),
    ...section('assume', scope.assumptions),
    ...section('guarantee', scope.guarantees),
    ...section('invariant', scope.invariants),
    ...section('owes', scope.ranges),
    ...scope.modes.map(({ name }) => `  mode ${name}`),
    ...scope.parts.flatMap((part) => [
      `  part ${part.path} : ${part.component}`,
      ...section('  owes', [...part.parameterRanges, ...part.assumptions]),
      ...section('  promises', part.guarantees),
    ]),
    ...scope.faults.map(
      ({ variable, bound }) => `  fault ${variable.name}${bound === null ? '' : ` <= ${showExpr(bound)}`}`,
    ),
  ].join('\n');
}

function fixed(scope: Scope): string {
  const values = [...scope.fixed].map(([name, value]) => `${name} = ${showValue(value)}`);
  return values.length === 0 ? '' : ` (${values.join(', ')})`;
}

function free(scope: Scope): readonly Variable[] {
  return scope.variables.filter((variable) => !scope.definitions.has(variable) && !scope.states.has(variable));
}

function showVariable(variable: Variable): string {
  const { delayed, rigid, role, name, sort } = variable;
  return `${delayed ? 'delayed ' : ''}${rigid && role !== 'param' ? 'rigid ' : ''}${role} ${name} : ${showSort(sort)}`;
}

function section(title: string, clauses: readonly Clause[]): readonly string[] {
  return clauses.map((clause) => {
    const marks = [
      ...(clause.settled ? ['settled'] : []),
      ...(clause.exported || title.endsWith('owes') ? [] : ['not exported']),
      ...(clause.partial ? ['partial'] : []),
    ];
    return `  ${title} ${clause.name}: ${showExpr(clause.body)}${risk(clause)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
  });
}

function risk(clause: Clause): string {
  if (clause.risk === null) return '';
  const { unless, tolerating, chance } = clause.risk;
  const excuses = unless.length === 0 ? '' : ` unless ${unless.map(({ name }) => name).join(', ')}`;
  return `${chance === null ? '' : ` chance ${showChance(chance)}`}${excuses}${tolerating === null ? '' : ` tolerating ${tolerating}`}`;
}

function showChance(chance: NonNullable<NonNullable<Clause['risk']>['chance']>): string {
  if (chance.kind === 'independent') return `independent(${chance.faults.map(({ name }) => name).join(', ')})`;
  const terms = chance.terms.map(({ coefficient, event }) => `${showExpr(coefficient)} * P(${showExpr(event)})`);
  return `${[...terms, showExpr(chance.constant)].join(' + ')} ${RELATIONS[chance.relation]} 0`;
}

const RELATIONS = { le: '<=', lt: '<', eq: '==' } as const;

export function showSort(sort: Sort): string {
  return sort.kind === 'enum' ? sort.name : sort.kind;
}

export function showValue(value: Value): string {
  return typeof value === 'object' ? showRational(value) : String(value);
}

/** An expression as text, every operand that is no atom in parentheses or behind a function's name. */
export function showExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return showValue(expr.value);
    case 'variable':
      return expr.variable.name;
    case 'not':
    case 'abs':
    case 'floor':
    case 'ceil':
    case 'toReal':
    case 'once':
    case 'historically':
    case 'initially':
      return `${expr.kind}(${showExpr(expr.operand)})`;
    case 'neg':
      return `-(${showExpr(expr.operand)})`;
    case 'and':
    case 'or':
    case 'add':
    case 'mul':
      return list(expr.operands, ` ${SYMBOLS[expr.kind]} `);
    case 'min':
    case 'max':
      return `${expr.kind}(${expr.operands.map(showExpr).join(', ')})`;
    case 'implies':
    case 'iff':
    case 'eq':
    case 'lt':
    case 'le':
    case 'sub':
    case 'div':
    case 'idiv':
    case 'mod':
      return list([expr.left, expr.right], ` ${SYMBOLS[expr.kind]} `);
    case 'power':
      return `${showExpr(expr.base)}^${expr.exponent}`;
    case 'if':
      return `(if ${showExpr(expr.condition)} then ${showExpr(expr.then)} else ${showExpr(expr.else)})`;
    case 'select':
      return `[${expr.elements.map(showExpr).join(', ')}][${showExpr(expr.index)}]`;
    case 'prev':
      return `prev(${showExpr(expr.operand)}, ${showExpr(expr.initial)})`;
    case 'since':
      return `since(${showExpr(expr.left)}, ${showExpr(expr.right)})`;
    case 'held':
      return `held(${showExpr(expr.operand)}, ${expr.steps})`;
    case 'whenever':
      return `whenever(${showExpr(expr.trigger)}, ${showExpr(expr.response)}, ${expr.steps})`;
  }
}

const SYMBOLS = {
  and: 'and',
  or: 'or',
  add: '+',
  mul: '*',
  implies: '=>',
  iff: '<=>',
  eq: '==',
  lt: '<',
  le: '<=',
  sub: '-',
  div: '/',
  idiv: 'div',
  mod: 'mod',
} as const;

function list(operands: readonly Expr[], separator: string): string {
  return `(${operands.map(showExpr).join(separator)})`;
}
